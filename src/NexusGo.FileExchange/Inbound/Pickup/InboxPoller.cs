using System.Collections.Concurrent;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>The poll: one streamed listing per folder, sightings into the store, and the files that are whole out of it.</summary>
internal sealed class InboxPoller(IInboxStore store, TimeProvider clock, ILogger<InboxPoller> log)
{
    /// <summary>Most entries of one folder that one look takes in; the rest waits for the next look.</summary>
    public const int MaxEntries = 20_000;

    private readonly ConcurrentDictionary<CustomerId, bool> toldMissing = new();

    public async Task<IReadOnlyList<ClaimRequest>> FindStableAsync(IRemoteFolder remote, CustomerProfile profile, FileNames names, AreaLease lease, CancellationToken cancellationToken)
    {
        var due = new List<ClaimRequest>();
        await LookAsync(remote, profile, names, lease, RemotePath.Folder(profile.Folders.In), isTest: false, due, cancellationToken).ConfigureAwait(false);
        if (profile.Folders.Test.Length > 0)
        {
            await LookIntoTestFolderAsync(remote, profile, names, lease, due, cancellationToken).ConfigureAwait(false);
        }

        return due;
    }

    /// <summary>The validation bench is optional: where the server has none, that is told once, and the orders go on.</summary>
    private async Task LookIntoTestFolderAsync(IRemoteFolder remote, CustomerProfile profile, FileNames names, AreaLease lease, List<ClaimRequest> due, CancellationToken cancellationToken)
    {
        try
        {
            await LookAsync(remote, profile, names, lease, RemotePath.Folder(profile.Folders.Test), isTest: true, due, cancellationToken).ConfigureAwait(false);
            toldMissing.TryRemove(profile.Id, out _);
        }
        catch (RemoteFolderException e) when (e.Reason == FailureReason.RemoteFolderMissing)
        {
            if (toldMissing.TryAdd(profile.Id, true))
            {
                IntakeLog.TestFolderMissing(log, profile.CustomerId, profile.Folders.Test);
            }
        }
    }

    private async Task LookAsync(IRemoteFolder remote, CustomerProfile profile, FileNames names, AreaLease lease, RemotePath folder, bool isTest, List<ClaimRequest> due, CancellationToken cancellationToken)
    {
        var files = new List<(RemoteEntry Entry, InboundName Name)>();
        var markers = new Dictionary<RemoteName, RemoteEntry>();
        await foreach (var entry in remote.ListAsync(folder, name => IntakeLog.HostileName(log, profile.CustomerId, MaskedName.Of(name)), cancellationToken).ConfigureAwait(false))
        {
            var name = names.Classify(entry.Name);
            if (entry.Kind != RemoteEntryKind.File || name.Kind == InboundKind.Ignored)
            {
                continue;
            }

            if (name.Kind == InboundKind.Marker)
            {
                markers[entry.Name] = entry;
            }
            else
            {
                files.Add((entry, name));
            }

            if (files.Count + markers.Count >= MaxEntries)
            {
                IntakeLog.InboxIsFull(log, profile.CustomerId, MaxEntries);
                break;
            }
        }

        if (files.Count + markers.Count == 0)
        {
            return;
        }

        var seen = files.Select(f => f.Entry).Concat(markers.Values).Select(e => new SeenFile(folder.Combine(e.Name), e.Version)).ToList();
        var now = clock.GetUtcNow();
        CrashPoint.Pass("sighting.recording");
        var sightings = await store.RecordAsync(lease, seen, now, cancellationToken).ConfigureAwait(false);
        CrashPoint.Pass("sighting.recorded");
        for (var i = 0; i < files.Count; i++)
        {
            var (entry, name) = files[i];
            IReadOnlyList<RemoteName> beside = markers.Count == 0 ? [] : [.. MarkerNames.Of(entry.Name).Where(markers.ContainsKey)];
            var sighting = sightings[i];
            if (sighting.FileState is null or "CLAIMED" && Stability.IsDue(profile.Intake, name.Kind, entry.Version, sighting, now, beside.Count > 0))
            {
                due.Add(new ClaimRequest(sighting, entry.Name, entry.Version, name.Kind, isTest, name.BaseName, name.Seq, beside));
            }
        }

        await TellOrphansAsync(profile, folder, files.Select(f => f.Entry.Name).ToHashSet(), sightings.Skip(files.Count).ToList(), names, now, cancellationToken).ConfigureAwait(false);
    }

    private async Task TellOrphansAsync(CustomerProfile profile, RemotePath folder, HashSet<RemoteName> files, IReadOnlyList<Sighting> markers, FileNames names, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var orphans = new List<RemotePath>();
        foreach (var marker in markers)
        {
            if (marker.ToldAt is null && now - marker.FirstSeenAt >= profile.Intake.OrphanMarkerAfter
                && RemoteName.TryCreate(marker.Path.Bytes.Span[folder.Bytes.Length..], out var markerName)
                && names.Classify(markerName).MarkerOf is { } data && !files.Contains(data))
            {
                IntakeLog.OrphanMarker(log, profile.CustomerId, MaskedName.Of(marker.Path.ToString()));
                orphans.Add(marker.Path);
            }
        }

        if (orphans.Count > 0)
        {
            CrashPoint.Pass("orphan.noting");
            await store.NoteToldAsync(profile.Id, orphans, now, cancellationToken).ConfigureAwait(false);
            CrashPoint.Pass("orphan.noted");
        }
    }
}
