using System.Collections.Concurrent;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Delivery.Consumed;

/// <summary>
/// Looks which delivered files are consumed and removes them: look → judge → note what is intended → delete → see that it is gone → record.
/// Only files of our own ledger are ever touched. Under the area's lease.
/// </summary>
internal sealed partial class ConsumedSweep(IConsumedStore store, TimeProvider clock, ILogger<ConsumedSweep> log)
{
    /// <summary>Most files of one sweep; those delivered first come first.</summary>
    private const int MaxFiles = 100_000;
    private const int PurgedAtOnce = 1_000;

    private readonly ToldStrangers strangers = new();
    private readonly HourlyTelling telling = new(clock);

    /// <summary>Customers whose server has no folder for what was consumed, which it need not have.</summary>
    private readonly ConcurrentDictionary<CustomerId, bool> withoutConsumed = new();

    public async Task RunAsync(CustomerProfile profile, IRemoteFolder remote, AreaLease lease, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var files = await store.OutAsync(profile.Id, MaxFiles, cancellationToken).ConfigureAwait(false);
        var looks = await LookAsync(profile, remote, files, cancellationToken).ConfigureAwait(false);
        TellStrangers(profile, looks.Folders);
        var judged = files.Select(file => (File: file,
            Judgement: ConsumptionRules.Judge(file, looks.Folders[file.Folder], looks.Consumed, profile.Consumed, now))).ToList();
        await NoteLookAsync(profile, lease, judged, now, cancellationToken).ConfigureAwait(false);
        await TellUncollectedAsync(profile, judged, now, cancellationToken).ConfigureAwait(false);

        var taken = await NoteTakenAsync(profile, remote, lease,
            [.. judged.Where(one => one.Judgement.IsTaken).Select(one => one.File)], now, cancellationToken).ConfigureAwait(false);
        var consumed = judged.Where(one => one.Judgement is { Signal: not null, IsTaken: false }).ToList();
        await NoteIntentAsync(profile, lease, consumed, now, cancellationToken).ConfigureAwait(false);
        var removed = await RemoveAsync(profile, remote, lease, looks, consumed, cancellationToken).ConfigureAwait(false);
        if (taken + removed > 0)
        {
            SweepLog.FilesSwept(log, profile.CustomerId, removed, taken);
        }
    }

    /// <summary>Removes our own sealed copies that have been kept long enough; needs neither lease nor server.</summary>
    public async Task PurgeAsync(CustomerProfile profile, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (total, count) = (0, PurgedAtOnce);
        while (count == PurgedAtOnce)
        {
            CrashPoint.Pass("purge.writing");
            count = await store.PurgeAsync(profile.Id, now - profile.Consumed.KeepCopies, PurgedAtOnce, now, cancellationToken)
                .ConfigureAwait(false);
            CrashPoint.Pass("purge.written");
            total += count;
        }

        if (total > 0)
        {
            Meters.Purged(profile.CustomerId, total);
            SweepLog.CopiesPurged(log, profile.CustomerId, total);
        }
    }

    private async Task<(Dictionary<string, FolderSnapshot> Folders, FolderSnapshot? Consumed)> LookAsync(CustomerProfile profile,
        IRemoteFolder remote, IReadOnlyList<OutFile> files, CancellationToken cancellationToken)
    {
        var folders = new Dictionary<string, FolderSnapshot>(StringComparer.Ordinal);
        var byFolder = files.ToLookup(file => file.Folder, StringComparer.Ordinal);

        // Also where nothing of ours lies: an order may have been put there by mistake.
        foreach (var folder in byFolder.Select(group => group.Key)
            .Union([profile.Folders.Receipts, profile.Folders.Errors, profile.Folders.Reports], StringComparer.Ordinal))
        {
            var look = await FolderSnapshot.TakeAsync(remote, RemotePath.Folder(folder),
                byFolder[folder].SelectMany(file => new[] { file.RemoteName, file.MarkerName }).ToHashSet(), cancellationToken)
                .ConfigureAwait(false);
            folders.Add(folder, look);
            Tell(profile, folder, look);
        }

        if (!profile.Consumed.Signals.Contains(ConsumedSignal.Moved))
        {
            return (folders, null);
        }

        var consumed = await FolderSnapshot.TakeAsync(remote, RemotePath.Folder(profile.Folders.Consumed),
            files.Select(file => file.RemoteName).ToHashSet(), cancellationToken).ConfigureAwait(false);
        if (consumed.Problem != FailureReason.RemoteFolderMissing)
        {
            withoutConsumed.TryRemove(profile.Id, out _);
            Tell(profile, profile.Folders.Consumed, consumed);
        }
        else if (withoutConsumed.TryAdd(profile.Id, true))
        {
            SweepLog.ConsumedFolderMissing(log, profile.CustomerId, profile.Folders.Consumed);
        }

        return (folders, consumed);
    }

    private void Tell(CustomerProfile profile, string folder, FolderSnapshot look)
    {
        if (look.Problem is { } problem && telling.Note($"{profile.CustomerId} {folder} {problem}") > 0)
        {
            SweepLog.FolderNotSwept(log, profile.CustomerId, folder, problem);
        }
    }

    private void TellStrangers(CustomerProfile profile, Dictionary<string, FolderSnapshot> folders)
    {
        foreach (var (folder, look) in folders)
        {
            var (count, inbound) = strangers.Add(profile.Id, folder, look.Strangers);
            if (count > 0)
            {
                SweepLog.StrangersFound(log, profile.CustomerId, count, folder, inbound);
            }
        }
    }

    /// <summary>Only what is news to the ledger is written.</summary>
    private async Task NoteLookAsync(CustomerProfile profile, AreaLease lease, List<(OutFile File, Judgement Judgement)> judged,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<Guid> there = [.. judged.Where(one => one.Judgement.Presence == Presence.There
            && (!one.File.WasSeen || one.File.MissingSince is not null)).Select(one => one.File.ReportId)];
        List<Guid> missing = [.. judged.Where(one => one.Judgement is { Presence: Presence.Missing, IsTaken: false })
            .Select(one => one.File.ReportId)];
        if (there.Count + missing.Count > 0)
        {
            CrashPoint.Pass("look.noting");
            await store.NoteLookAsync(lease, there, missing, now, cancellationToken).ConfigureAwait(false);
            CrashPoint.Pass("look.noted");
        }
    }

    private async Task TellUncollectedAsync(CustomerProfile profile, List<(OutFile File, Judgement Judgement)> judged, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        List<OutFile> uncollected = [.. judged.Where(one => one.Judgement.IsUncollected).Select(one => one.File)];
        Meters.Uncollected(profile.CustomerId, uncollected.Count);
        List<OutFile> untold = [.. uncollected.Where(file => !file.WasWarnedOf)];
        if (untold.Count > 0)
        {
            var (forProduction, others) = (untold.FindAll(file => file.Kind.IsForProduction()),
                untold.FindAll(file => !file.Kind.IsForProduction()));
            if (others.MinBy(file => file.DeliveredAt) is { } first)
            {
                SweepLog.FilesUncollected(log, profile.CustomerId, others.Count, first.ReportId,
                    first.DeliveredAt + profile.Consumed.MaxAge);
            }

            foreach (var file in forProduction)
            {
                SweepLog.ProductionFileNotTaken(log, file.Name, file.DeliveredAt);
            }

            CrashPoint.Pass("uncollected.noting");
            await store.NoteWarnedAsync(profile.Id, [.. untold.Select(file => file.ReportId)], now, cancellationToken)
                .ConfigureAwait(false);
            CrashPoint.Pass("uncollected.noted");
        }
    }

    /// <summary>After two listings without a file, the file itself is asked for: only when that says no as well was it taken.</summary>
    private async Task<int> NoteTakenAsync(CustomerProfile profile, IRemoteFolder remote, AreaLease lease, List<OutFile> files,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        var taken = new List<Guid>();
        foreach (var file in files)
        {
            if (await remote.StatAsync(file.Path, cancellationToken).ConfigureAwait(false) is null)
            {
                taken.Add(file.ReportId);
            }
        }

        if (taken.Count > 0)
        {
            CrashPoint.Pass("taken.noting");
            await store.NoteTakenAsync(lease, taken, now, cancellationToken).ConfigureAwait(false);
            CrashPoint.Pass("taken.noted");
            Meters.Consumed(profile.CustomerId, ConsumedSignal.Deleted.ToWireName(), taken.Count);
        }

        return taken.Count;
    }

    private async Task NoteIntentAsync(CustomerProfile profile, AreaLease lease, List<(OutFile File, Judgement Judgement)> consumed,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<(Guid ReportId, string Signal)> intended =
            [.. consumed.Where(one => !one.File.IsBeingDeleted).Select(one => (one.File.ReportId, one.Judgement.Signal!))];
        if (intended.Count > 0)
        {
            CrashPoint.Pass("intent.noting");
            await store.NoteIntentAsync(lease, intended, now, cancellationToken).ConfigureAwait(false);
            CrashPoint.Pass("intent.noted");
            foreach (var group in intended.GroupBy(one => one.Signal, StringComparer.Ordinal))
            {
                Meters.Consumed(profile.CustomerId, group.Key, group.Count());
            }
        }
    }
}
