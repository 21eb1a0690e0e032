using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Delivery.Consumed;

internal sealed partial class ConsumedSweep
{
    /// <summary>So many removals are recorded together. After a crash at most so many are tried again, and found to be done.</summary>
    private const int RemovedAtOnce = 64;
    private const int InFlight = 8;

    private async Task<int> RemoveAsync(CustomerProfile profile, IRemoteFolder remote, AreaLease lease,
        (Dictionary<string, FolderSnapshot> Folders, FolderSnapshot? Consumed) looks,
        List<(OutFile File, Judgement Judgement)> consumed, CancellationToken cancellationToken)
    {
        var removed = 0;
        var problems = new List<(Guid ReportId, FailureReason Reason, string Text)>();
        foreach (var chunk in consumed.Chunk(RemovedAtOnce))
        {
            var gone = new List<Guid>();
            await Parallel.ForEachAsync(chunk,
                new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = cancellationToken }, async (one, token) =>
                {
                    var file = one.File;
                    RemotePath? movedTo = one.Judgement.Signal == ConsumedSignal.Moved.ToWireName()
                        || looks.Consumed?.HasFile(file.RemoteName) == true
                        ? RemotePath.Folder(profile.Folders.Consumed).Combine(file.RemoteName)
                        : null;
                    RemotePath? marker = profile.Consumed.Signals.Contains(ConsumedSignal.DoneFile) && looks.Folders[file.Folder]
                        .HasFile(file.MarkerName) ? file.MarkerPath : null;
                    try
                    {
                        var (outcome, found) = await ConsumedFileRemoval.RunAsync(remote, file, movedTo, marker, token)
                            .ConfigureAwait(false);
                        if (outcome == RemovalOutcome.Gone)
                        {
                            lock (gone)
                            {
                                gone.Add(file.ReportId);
                            }
                        }
                        else if (outcome == RemovalOutcome.Changed)
                        {
                            await TellChangedAsync(profile, lease, file, found, token).ConfigureAwait(false);
                        }
                    }
                    catch (RemoteFolderException e) when (!e.SessionIsDead)
                    {
                        // One file that cannot be removed does not stop the others.
                        lock (problems)
                        {
                            problems.Add((file.ReportId, e.Reason, $"{file.Path}: {e.Message}"));
                        }
                    }
                }).ConfigureAwait(false);
            if (gone.Count > 0)
            {
                CrashPoint.Pass("deletion.recording");
                await store.NoteDeletedAsync(profile.Id, gone, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
                CrashPoint.Pass("deletion.recorded");
                Meters.Swept(profile.CustomerId, gone.Count);
                removed += gone.Count;
            }
        }

        foreach (var group in problems.GroupBy(one => one.Reason))
        {
            Meters.Failed(profile.CustomerId, group.Key);
            SweepLog.FilesNotRemoved(log, profile.CustomerId, group.Count(), group.Key);
            CrashPoint.Pass("removal-failure.noting");
            await store.NoteProblemAsync(profile.Id, [.. group.Select(one => one.ReportId)], group.Key.ToString(),
                group.First().Text, cancellationToken).ConfigureAwait(false);
            CrashPoint.Pass("removal-failure.noted");
        }

        return removed;
    }

    private async Task TellChangedAsync(CustomerProfile profile, AreaLease lease, OutFile file, RemoteVersion found,
        CancellationToken cancellationToken)
    {
        Meters.FoundChanged(profile.CustomerId);
        SweepLog.DeliveredFileChanged(log, profile.CustomerId, file.ReportId);
        CrashPoint.Pass("changed-file.noting");
        await store.NoteChangedAsync(lease, file.ReportId, found, clock.GetUtcNow(), cancellationToken)
            .ConfigureAwait(false);
        CrashPoint.Pass("changed-file.noted");
    }
}
