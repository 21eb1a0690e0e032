using System.Collections.Concurrent;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>
/// Removes temporary files of deliveries that broke off: for every lease and session before anything is published under it, and now and
/// then while both last. Whoever holds the lease is the only one who publishes, and no visit publishes yet while this one sweeps, so
/// nothing found here belongs to a delivery that may still go on. The sweep also stops a worker that was suspended in the middle of a
/// delivery: its rename finds nothing to rename any more.
/// </summary>
internal sealed class TemporarySweep(RetryPauses pauses, TimeProvider clock, ILogger<TemporarySweep> log)
{
    /// <summary>
    /// How soon the folders are looked at again. A listing taken while a folder changes may lack an entry, and what a cut session asked for
    /// last may reach the disk after the first look.
    /// </summary>
    internal static readonly TimeSpan Again = TimeSpan.FromMinutes(10);

    private static readonly byte[] Prefix = [.. PublishRequest.TemporaryPrefix.Select(c => (byte)c)];
    private static readonly byte[] Suffix = ".part"u8.ToArray();

    private readonly ConcurrentDictionary<CustomerId, (long Token, IRemoteFolder Session, long At)> done = new();

    public async Task RunAsync(CustomerProfile profile, IRemoteFolder remote, AreaLease lease, CancellationToken cancellationToken)
    {
        if (done.TryGetValue(profile.Id, out var last) && last.Token == lease.Token && ReferenceEquals(last.Session, remote)
            && clock.GetElapsedTime(last.At) < Again)
        {
            return;
        }

        var removed = 0;
        var complete = true;
        foreach (var folder in new[] { profile.Folders.Receipts, profile.Folders.Errors, profile.Folders.Reports }
            .Distinct(StringComparer.Ordinal))
        {
            if (pauses.IsPaused($"{profile.CustomerId} {folder}"))
            {
                complete = false;
                continue;
            }

            try
            {
                removed += await SweepAsync(remote, RemotePath.Folder(folder), cancellationToken).ConfigureAwait(false);
                pauses.Succeed($"{profile.CustomerId} {folder}");
            }
            catch (RemoteFolderException e) when (e.Reason == FailureReason.RemoteFolderMissing)
            {
                // A folder that is not there holds no leftovers. Whoever publishes into it reports that it is missing.
            }
            catch (RemoteFolderException e) when (!e.SessionIsDead)
            {
                complete = false;
                pauses.Fail($"{profile.CustomerId} {folder}");
                IntakeLog.TemporariesNotSwept(log, profile.CustomerId, folder, e.Reason);
            }
        }

        if (removed > 0)
        {
            IntakeLog.TemporariesSwept(log, profile.CustomerId, removed);
        }

        if (complete)
        {
            done[profile.Id] = (lease.Token, remote, clock.GetTimestamp());
        }
    }

    private static async Task<int> SweepAsync(IRemoteFolder remote, RemotePath folder, CancellationToken cancellationToken)
    {
        var left = new List<RemoteEntry>();
        await foreach (var entry in remote.ListAsync(folder, null, cancellationToken).ConfigureAwait(false))
        {
            if (entry.Kind == RemoteEntryKind.File && entry.Name.Bytes.Span.StartsWith(Prefix) && entry.Name.Bytes.Span.EndsWith(Suffix))
            {
                left.Add(entry);
            }
        }

        CrashPoint.Pass("sweep.listed");
        var removed = 0;
        foreach (var entry in left)
        {
            CrashPoint.Pass("sweep.removing");
            var outcome = await remote.DeleteExactAsync(folder.Combine(entry.Name), entry.Version, cancellationToken).ConfigureAwait(false);
            CrashPoint.Pass("sweep.removed");
            removed += outcome == DeleteOutcome.Deleted ? 1 : 0;
        }

        return removed;
    }
}
