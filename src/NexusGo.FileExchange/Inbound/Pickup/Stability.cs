using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>When a file counts as whole. Only our own clock and the server's values among themselves are compared.</summary>
internal static class Stability
{
    public static bool IsDue(IntakeSettings settings, InboundKind kind, RemoteVersion version, Sighting sighting, DateTimeOffset now, bool hasMarker)
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

    private static bool IsSame(Sighting sighting, DateTimeOffset now, TimeSpan stableFor) =>
        sighting.SamePolls >= 2 && now - sighting.SameSince >= stableFor;
}

/// <summary>The files a customer may put beside an upload to say that it is whole.</summary>
internal static class MarkerNames
{
    public static IEnumerable<RemoteName> Of(RemoteName name)
    {
        if (RemoteName.TryCreate([.. name.Bytes.Span, .. ".done"u8], out var done))
        {
            yield return done;
        }

        if (RemoteName.TryCreate([.. name.Bytes.Span, .. ".ctl"u8], out var control))
        {
            yield return control;
        }
    }
}
