using NexusGo.FileExchange.Worker.Configuration;
using NexusGo.FileExchange.Worker.Status;

namespace NexusGo.FileExchange.Page.Queries;

/// <summary>What the workers of this machine tell about themselves in their status files.</summary>
internal sealed class WorkerReports(WorkerSettings settings, TimeProvider time)
{
    /// <summary>A file older than this was left by a worker that ended without saying so.</summary>
    public static readonly TimeSpan Stale = StatusFileWriter.Interval * 4;

    public IReadOnlyList<WorkerStatus> Read() => StatusFile.ReadAll(settings.RunDirectory);

    public bool IsSilent(WorkerStatus worker) => time.GetUtcNow() - worker.WrittenAt > Stale;

    /// <summary>
    /// Fewest days left of any key of a customer that ends soon or cannot be used; those without a finding are not in it.
    /// </summary>
    public static IReadOnlyDictionary<string, int> KeyDays(IReadOnlyList<WorkerStatus> workers) =>
        workers.SelectMany(worker => worker.Keys).GroupBy(key => key.Owner).ToDictionary(group => group.Key,
            group => group.Min(key => key.DaysLeft ?? 0));
}
