using System.Collections.Concurrent;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>The poll: one streamed listing per folder, sightings into the store, and the files that are whole out of it.</summary>
internal sealed class InboxPoller(IInboxStore store, TimeProvider clock, HostileNames hostile, ILogger<InboxPoller> log)
{
    /// <summary>Most entries of one folder that one look takes in; the rest waits for the next look.</summary>
    public const int MaxEntries = 20_000;

    private readonly ConcurrentDictionary<CustomerId, bool> toldMissing = new();
    private readonly ConcurrentDictionary<CustomerId, DateOnly> toldFull = new();

    public async Task<(IReadOnlyList<ClaimRequest> Due, DateTimeOffset? LookAgainAt)> FindStableAsync(IRemoteFolder remote,
        CustomerProfile profile, FileNames names, AreaLease lease, CancellationToken cancellationToken)
    {
        var due = new List<ClaimRequest>();
        var again = await LookAsync(remote, profile, names, lease, RemotePath.Folder(profile.Folders.In), isTest: false, due,
            cancellationToken).ConfigureAwait(false);
        var testAgain = profile.Folders.Test.Length > 0
            ? await LookIntoTestFolderAsync(remote, profile, names, lease, due, cancellationToken).ConfigureAwait(false)
            : null;
        return (due, new[] { again, testAgain }.Min());
    }

    /// <summary>The validation bench is optional: where the server has none, that is told once, and the orders go on.</summary>
    private async Task<DateTimeOffset?> LookIntoTestFolderAsync(IRemoteFolder remote, CustomerProfile profile, FileNames names,
        AreaLease lease, List<ClaimRequest> due, CancellationToken cancellationToken)
    {
        try
        {
            var again = await LookAsync(remote, profile, names, lease, RemotePath.Folder(profile.Folders.Test), isTest: true, due,
                cancellationToken).ConfigureAwait(false);
            toldMissing.TryRemove(profile.Id, out _);
            return again;
        }
        catch (RemoteFolderException e) when (e.Reason == FailureReason.RemoteFolderMissing)
        {
            if (toldMissing.TryAdd(profile.Id, true))
            {
                IntakeLog.TestFolderMissing(log, profile.CustomerId, profile.Folders.Test);
            }

            return null;
        }
    }

    private async Task<DateTimeOffset?> LookAsync(IRemoteFolder remote, CustomerProfile profile, FileNames names, AreaLease lease,
        RemotePath folder, bool isTest, List<ClaimRequest> due, CancellationToken cancellationToken)
    {
        var listing = new InboxListing(profile, names, folder);
        await foreach (var entry in remote.ListAsync(folder, name => hostile.See(profile.Id, MaskedName.Of(name)), cancellationToken)
            .ConfigureAwait(false))
        {
            listing.Add(entry);
            if (listing.Count >= MaxEntries)
            {
                TellFull(profile);
                break;
            }
        }

        if (listing.Count == 0)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        CrashPoint.Pass("sighting.recording");
        var sightings = await store.RecordAsync(lease, [.. listing.All.Select(one => new SeenFile(one.Path, one.Entry.Version))], now,
            cancellationToken).ConfigureAwait(false);
        CrashPoint.Pass("sighting.recorded");
        var look = new InboxLook(profile, listing, sightings, isTest, now);
        due.AddRange(look.StableFiles());
        due.AddRange(await LateCompanionsAsync(profile, look, cancellationToken).ConfigureAwait(false));
        foreach (var entry in look.LingeringEntries())
        {
            IntakeLog.EntryLingers(log, profile.CustomerId, MaskedName.Of(entry.Name.ToString()), entry.Foreign.ToString());
            due.Add(entry);
        }

        await TellOrphansAsync(profile, look, now, cancellationToken).ConfigureAwait(false);
        return look.LookAgainAt();
    }

    /// <summary>
    /// Companions whose data file was claimed shortly before they came: they say nothing any more, neither of that file nor of a later one.
    /// </summary>
    private async Task<IEnumerable<ClaimRequest>> LateCompanionsAsync(CustomerProfile profile, InboxLook look,
        CancellationToken cancellationToken)
    {
        var alone = look.FreshLoneCompanions().ToList();
        if (alone.Count == 0)
        {
            return [];
        }

        var earliest = alone.Min(one => one.Sighting.FirstSeenAt) - profile.Intake.OrphanMarkerAfter;
        var claimed = await store.ClaimedNamesAsync(profile.Id, [.. alone.Select(DataName)], look.IsTest, earliest, cancellationToken)
            .ConfigureAwait(false);
        return alone.Where(one => claimed.Contains(DataName(one))).Select(look.AsLate);

        static string DataName((InboxEntry Companion, Sighting Sighting) one) =>
            MaskedName.Of(one.Companion.Name.MarkerOf!.Value.ToString());
    }

    /// <summary>Told once a day, because a folder that is too full is too full at every look.</summary>
    private void TellFull(CustomerProfile profile)
    {
        var today = SwedishTime.DateOf(clock.GetUtcNow());
        if (!toldFull.TryGetValue(profile.Id, out var told) || told != today)
        {
            toldFull[profile.Id] = today;
            IntakeLog.InboxIsFull(log, profile.CustomerId, MaxEntries);
        }
    }

    private async Task TellOrphansAsync(CustomerProfile profile, InboxLook look, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var orphans = look.LoneCompanions()
            .Where(one => one.Sighting.ToldAt is null && now - one.Sighting.FirstSeenAt >= profile.Intake.OrphanMarkerAfter)
            .Select(one => one.Companion.Path).ToList();
        if (orphans.Count == 0)
        {
            return;
        }

        foreach (var orphan in orphans)
        {
            IntakeLog.OrphanMarker(log, profile.CustomerId, MaskedName.Of(orphan.ToString()));
        }

        CrashPoint.Pass("orphan.noting");
        await store.NoteToldAsync(profile.Id, orphans, now, cancellationToken).ConfigureAwait(false);
        CrashPoint.Pass("orphan.noted");
    }
}
