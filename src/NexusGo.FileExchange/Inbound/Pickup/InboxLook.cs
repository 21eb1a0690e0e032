using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>What is due in one folder of an inbox, by one listing and by what is known of its entries. Decides, and asks nobody.</summary>
internal sealed class InboxLook
{
    /// <summary>How long something may lie in an inbox that is no file for us before its customer is told of it.</summary>
    public static readonly TimeSpan LingersAfter = TimeSpan.FromHours(24);

    /// <summary>How soon a second look may follow the first.</summary>
    private static readonly TimeSpan SecondLook = TimeSpan.FromMilliseconds(500);

    private readonly CustomerProfile profile;
    private readonly InboxListing listing;
    private readonly IReadOnlyList<Sighting> sightings;
    private readonly IReadOnlyList<int> dataFiles;
    private readonly DateTimeOffset now;

    /// <param name="profile">Whose inbox.</param>
    /// <param name="listing">The listing.</param>
    /// <param name="sightings">One for each entry of <see cref="InboxListing.All"/>, in its order.</param>
    /// <param name="isTest">Whether it is the validation bench.</param>
    /// <param name="now">By our clock.</param>
    public InboxLook(CustomerProfile profile, InboxListing listing, IReadOnlyList<Sighting> sightings, bool isTest, DateTimeOffset now)
    {
        (this.profile, this.listing, this.sightings, IsTest, this.now) = (profile, listing, sightings, isTest, now);
        dataFiles = listing.DataFiles();
    }

    public bool IsTest { get; }

    /// <summary>Files that are whole, each with its companions. A file whose .ctl is still on its way waits for it.</summary>
    public IEnumerable<ClaimRequest> StableFiles()
    {
        var companions = Enumerable.Range(0, listing.Companions.Count).ToLookup(at => dataFiles[at]);
        for (var at = 0; at < listing.Files.Count; at++)
        {
            var (file, sighting) = (listing.Files[at], sightings[at]);
            var beside = companions[at].Where(companion => SightingOf(companion).AnsweredAt is null).ToList();
            var saying = beside.Where(IsSaying).ToList();
            if (sighting.FileState is null or FileStates.Claimed
                && Stability.IsDue(profile.Intake, file.Name.Kind, file.Entry.Version, sighting, now, saying.Count > 0)
                && beside.TrueForAll(companion => !listing.Companions[companion].Name.IsControlFile || saying.Contains(companion)))
            {
                yield return new ClaimRequest(sighting, file.Entry.Name, file.Entry.Version, file.Name.Kind, IsTest, file.Name.BaseName,
                    file.Name.Seq,
                    [.. saying.Select(companion => listing.Companions[companion].Entry.Name)]);
            }
        }
    }

    /// <summary>Companions without a data file, of which the customer was not told yet.</summary>
    public IEnumerable<(InboxEntry Companion, Sighting Sighting)> LoneCompanions()
    {
        for (var at = 0; at < listing.Companions.Count; at++)
        {
            if (dataFiles[at] < 0 && SightingOf(at) is { AnsweredAt: null } sighting)
            {
                yield return (listing.Companions[at], sighting);
            }
        }
    }

    /// <summary>Those that came a short time ago and are whole.</summary>
    public IEnumerable<(InboxEntry Companion, Sighting Sighting)> FreshLoneCompanions() =>
        LoneCompanions().Where(one => one.Sighting.FileState is null or FileStates.Claimed
        && Stability.IsSame(one.Sighting, now, profile.Intake.StableFor)
            && now - one.Sighting.FirstSeenAt < profile.Intake.OrphanMarkerAfter);

    /// <summary>A companion that came after its file was claimed: answered and removed by itself.</summary>
    public ClaimRequest AsLate((InboxEntry Companion, Sighting Sighting) one) => new(
        one.Sighting, one.Companion.Entry.Name, one.Companion.Entry.Version, InboundKind.Marker, IsTest, one.Companion.Name.BaseName, null,
        []);

    /// <summary>What has been lying there for too long and is no file for us. Each is told of once.</summary>
    public IEnumerable<ClaimRequest> LingeringEntries() => LoneCompanions()
        .Concat(listing.Foreign.Select((entry, at) =>
        (Companion: entry, Sighting: sightings[listing.Files.Count + listing.Companions.Count + at])))
        .Where(one => one.Sighting is { AnsweredAt: null, FileState: null or FileStates.Claimed }
            && now - one.Sighting.FirstSeenAt >= LingersAfter)
        .Select(one => new ClaimRequest(
            one.Sighting, one.Companion.Entry.Name, one.Companion.Entry.Version, InboundKind.Foreign, IsTest, one.Companion.Name.BaseName,
            null, [], one.Companion.Foreign));

    /// <summary>
    /// When the first file that is not whole yet may be; null: nothing is waited for. A second look is needed even where no time has to
    /// pass.
    /// </summary>
    public DateTimeOffset? LookAgainAt()
    {
        var waiting = Enumerable.Range(0, listing.Files.Count)
            .Where(at => sightings[at].FileState is null && listing.Files[at].Name.Kind != InboundKind.Unmatched
            && listing.Files[at].Entry.Version.SizeBytes > 0)
            .Select(at => sightings[at])
            .Where(sighting => !Stability.IsSame(sighting, now, profile.Intake.StableFor))
            .Select(sighting => sighting.SameSince + profile.Intake.StableFor)
            .Concat(Enumerable.Range(0, listing.Companions.Count)
                .Where(at => dataFiles[at] >= 0 && SightingOf(at).AnsweredAt is null && !IsSaying(at)).Select(_ => now))
            .ToList();
        return waiting.Count == 0 ? null : new[] { waiting.Min(), now + SecondLook }.Max();
    }

    private bool IsSaying(int companion)
    {
        var entry = listing.Companions[companion];
        return Stability.IsSaying(profile.Intake, entry.Name.IsControlFile, entry.Entry.Version, SightingOf(companion), now);
    }

    private Sighting SightingOf(int companion) => sightings[listing.Files.Count + companion];
}
