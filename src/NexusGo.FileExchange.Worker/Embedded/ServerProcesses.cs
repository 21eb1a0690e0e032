using System.Globalization;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Worker.Embedded;

/// <summary>
/// The processes of a server that an earlier worker left behind. Found by their working directory, which PostgreSQL sets to the data
/// directory for the server and every session of it: a number in postmaster.pid alone may by now be anybody's.
/// </summary>
internal static class ServerProcesses
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    public static List<int> Of(string dataDirectory)
    {
        List<int> found = [];
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var processId)
                && WorkingDirectoryOf(folder) == dataDirectory)
            {
                found.Add(processId);
            }
        }

        return found;
    }

    /// <summary>The server's own process id as its pid file says, if the file is there.</summary>
    public static int? MainProcessOf(string dataDirectory) =>
        PidFile.Read(dataDirectory) is [var first, ..] && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture,
            out var processId) ? processId : null;

    /// <summary>
    /// Stops whatever still runs on the data directory: first in good order, then at once, then hard; each step with half the time.
    /// </summary>
    /// <exception cref="FileExchangeException"><see cref="FailureReason.DatabaseUnavailable"/>: something survives.</exception>
    public static async Task StopAllAsync(string dataDirectory, TimeSpan timeout, TimeProvider clock, CancellationToken cancellationToken)
    {
        foreach (var signal in (int[])[PosixSignal.Interrupt, PosixSignal.Quit, PosixSignal.Kill])
        {
            var running = Of(dataDirectory);
            if (running.Count == 0)
            {
                return;
            }

            // The server tells its sessions itself; they are signalled one by one only if it is gone or does not listen.
            var main = MainProcessOf(dataDirectory);
            var targets = signal != PosixSignal.Kill && main is { } server && running.Contains(server) ? [server] : running;
            targets.ForEach(processId => PosixSignal.Send(processId, signal));
            if (await EndedAsync(dataDirectory, timeout / 2, clock, cancellationToken))
            {
                return;
            }
        }

        throw new FileExchangeException(
            FailureReason.DatabaseUnavailable, isTransient: true, $"Processes of an earlier PostgreSQL on {dataDirectory} do not end.");
    }

    private static async Task<bool> EndedAsync(string dataDirectory, TimeSpan timeout, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (Of(dataDirectory).Count > 0)
        {
            if (clock.GetElapsedTime(started) > timeout)
            {
                return false;
            }

            await Task.Delay(LookAgain, clock, cancellationToken);
        }

        return true;
    }

    private static string? WorkingDirectoryOf(string folder)
    {
        try
        {
            return new FileInfo(Path.Combine(folder, "cwd")).LinkTarget;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or is another user's: not one of ours either way.
            return null;
        }
    }
}
