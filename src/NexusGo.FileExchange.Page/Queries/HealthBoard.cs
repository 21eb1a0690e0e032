using Microsoft.Extensions.Hosting;
using NexusGo.FileExchange.Worker.Configuration;
using NexusGo.FileExchange.Worker.Status;

namespace NexusGo.FileExchange.Page.Queries;

/// <summary>
/// The table of health, as <c>nexusgo-fx status</c> judges it. A thousand customers' files and keys take seconds to read, so a view shows
/// the last table and says when it was judged, while the next one is made for the view after it. One is made every minute also while
/// nobody looks, so that the first view after a while need not wait for it.
/// </summary>
internal sealed class HealthBoard(WorkerConfiguration configuration, PageDatabase database, WorkerReports reports, TimeProvider time)
    : BackgroundService
{
    /// <summary>A table older than this is made anew, behind the view that shows it.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>A table older than this is not shown any more.</summary>
    private static readonly TimeSpan Oldest = TimeSpan.FromMinutes(2);

    private readonly Lock making = new();
    private Task<HealthReport>? next;
    private HealthReport? last;

    public async Task<HealthReport> NowAsync(CancellationToken cancellationToken)
    {
        var age = last is { } table ? time.GetUtcNow() - table.Service.Now : TimeSpan.MaxValue;
        if (age < Fresh)
        {
            return last!;
        }

        var coming = Begin();
        return age < Oldest ? last! : await coming.WaitAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                _ = Begin();
                await Task.Delay(Interval, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>The next table; made unless it is being made. What fails is met by the view that waits for it.</summary>
    private Task<HealthReport> Begin()
    {
        lock (making)
        {
            return next is { IsCompleted: false } ? next : next = Task.Run(MakeAsync);
        }
    }

    private async Task<HealthReport> MakeAsync()
    {
        // The page's role cannot ask whether the master key fits: that is the worker's word.
        var now = WorkerConfiguration.Load(configuration.Directory);
        now = now with { Settings = now.Settings with { Vault = now.Settings.Vault with { MasterKeyFile = null } } };
        var reader = new HealthReader(database.TryOpen(), time, () => reports.Read().MaxBy(one => one.WrittenAt)?.Production);
        return last = await reader.ReadAsync(now, null, CancellationToken.None);
    }
}
