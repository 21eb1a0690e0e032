namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>
/// The partner's event files in their order: a file that was put off is waited for, because an event that comes before the one it follows
/// is refused, and the card never gets further.
/// </summary>
internal static class EventOrder
{
    /// <summary>How long. A file that fails for longer than this must not keep all others waiting.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    /// <summary>Those of the claimed files that come before the first one that is put off.</summary>
    /// <param name="claims">What was to be claimed, in order.</param>
    /// <param name="claimed">What was claimed.</param>
    /// <param name="now">By our clock.</param>
    public static IReadOnlyList<InboundFile> InTurn(IReadOnlyList<ClaimRequest> claims, IReadOnlyList<InboundFile> claimed,
        DateTimeOffset now)
    {
        var byPath = claimed.ToDictionary(file => file.Path);
        var files = new List<InboundFile>(claimed.Count);
        foreach (var claim in claims)
        {
            if (byPath.TryGetValue(claim.Sighting.Path, out var file))
            {
                files.Add(file);
            }
            else if (now - claim.Sighting.FirstSeenAt < Patience)
            {
                break;
            }
        }

        return files;
    }
}
