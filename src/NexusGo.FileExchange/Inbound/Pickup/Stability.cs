using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>When a file counts as whole. Only our own clock and the server's values among themselves are compared.</summary>
internal static class Stability
{
    public static bool IsDue(IntakeSettings settings, InboundKind kind, RemoteVersion version, Sighting sighting, DateTimeOffset now,
        bool hasMarker)
    {
        if (kind == InboundKind.Unmatched)
        {
            return IsSame(sighting, now, settings.StableFor) && now - sighting.SameSince >= settings.UnmatchedAfter;
        }

        if (hasMarker)
        {
            return true;
        }

        if (version.SizeBytes == 0)
        {
            return IsSame(sighting, now, settings.StableFor) && now - sighting.SameSince >= settings.EmptyAfter;
        }

        return IsSame(sighting, now, settings.StableFor);
    }

    /// <summary>
    /// Whether a .done or .ctl file counts. A file without bytes may still be uploading, so a .done without bytes counts once a second look
    /// finds it unchanged, and a .ctl once it is stable like any other file.
    /// </summary>
    public static bool IsSaying(IntakeSettings settings, bool isControlFile, RemoteVersion version, Sighting sighting,
        DateTimeOffset now) =>
        sighting.AnsweredAt is null
        && (version.SizeBytes > 0 || (isControlFile ? IsSame(sighting, now, settings.StableFor) : sighting.SamePolls >= 2));

    /// <summary>The same size and time in two looks, and for so long.</summary>
    public static bool IsSame(Sighting sighting, DateTimeOffset now, TimeSpan stableFor) =>
        sighting.SamePolls >= 2 && now - sighting.SameSince >= stableFor;
}
