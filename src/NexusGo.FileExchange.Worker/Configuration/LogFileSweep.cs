using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Worker.Configuration;

/// <summary>Removes the oldest log files when all of them together are larger than agreed. The file that is written to stays.</summary>
internal sealed class LogFileSweep(LoggingSettings settings, TimeProvider time, ILogger<LogFileSweep> log) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    /// <summary>The files' names begin so.</summary>
    public const string Prefix = "nexusgo-fx-";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                Sweep();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>Returns how many files were removed.</summary>
    internal int Sweep()
    {
        try
        {
            // The newest first.
            var files = new DirectoryInfo(settings.Directory!).GetFiles(Prefix + "*.log").OrderByDescending(file => file.LastWriteTimeUtc)
                .ThenByDescending(file => file.Name, StringComparer.Ordinal).ToList();
            var (total, removed) = (0L, 0);
            foreach (var file in files)
            {
                total += file.Length;
                if (total > settings.MaxTotalBytes && file != files[0])
                {
                    file.Delete();
                    removed++;
                }
            }

            if (removed > 0)
            {
                WorkerLog.LogFilesRemoved(log, removed, settings.MaxTotalBytes);
            }

            return removed;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            WorkerLog.LogFilesNotRemoved(log, exception.Message);
            return 0;
        }
    }
}
