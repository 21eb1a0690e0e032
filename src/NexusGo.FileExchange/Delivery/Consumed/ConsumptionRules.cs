using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Delivery.Consumed;

internal enum Presence
{
    /// <summary>The listing did not come to its end, or its folder is not there: nothing can be said.</summary>
    Unknown,
    /// <summary>Something has the file's name.</summary>
    There,
    /// <summary>A complete look did not find it, neither where it was delivered nor where it may be moved to.</summary>
    Missing,
}

/// <param name="Presence">What the look says.</param>
/// <param name="Signal">By which signal the file is consumed now, or was before; null: it is not.</param>
/// <param name="IsTaken">The customer took it away: nothing is left to delete.</param>
/// <param name="IsUncollected">It lies there, and its end is near.</param>
internal readonly record struct Judgement(Presence Presence, string? Signal, bool IsTaken = false, bool IsUncollected = false);

/// <summary>
/// Whether a delivered file is done with. Ages are counted from our own delivery by our own clock; no time of the server takes part, and an
/// access time least of all.
/// </summary>
internal static class ConsumptionRules
{
    /// <summary>How long a file for the production partner may lie before operators are told that it is not taken.</summary>
    public static readonly TimeSpan ProductionPatience = TimeSpan.FromDays(2);

    /// <param name="file">The ledger's row.</param>
    /// <param name="folder">The folder it was delivered to.</param>
    /// <param name="consumed">The folder for consumed files; null where moving is no signal.</param>
    /// <param name="settings">The customer's agreement.</param>
    /// <param name="now">By the injected clock.</param>
    public static Judgement Judge(OutFile file, FolderSnapshot folder, FolderSnapshot? consumed, ConsumedSettings settings,
        DateTimeOffset now)
    {
        var presence = PresenceOf(file, folder, consumed);
        if (file.Signal is not null)
        {
            return new Judgement(presence, file.Signal);
        }

        var signals = settings.Signals;
        if (consumed?.HasFile(file.RemoteName) == true)
        {
            return new Judgement(presence, ConsumedSignal.Moved.ToWireName());
        }

        if (signals.Contains(ConsumedSignal.DoneFile) && folder.HasFile(file.MarkerName))
        {
            return new Judgement(presence, ConsumedSignal.DoneFile.ToWireName());
        }

        if (signals.Contains(ConsumedSignal.Deleted) && presence == Presence.Missing
            && file is { MissingLooks: >= 1, MissingSince: { } since } && now - since >= settings.MissingFor)
        {
            return new Judgement(presence, ConsumedSignal.Deleted.ToWireName(), IsTaken: true);
        }

        var age = now - file.DeliveredAt;
        if (file.Kind.IsForProduction())
        {
            // Cards would be lost with it: no age removes it.
            return new Judgement(presence, null, IsUncollected: presence != Presence.Missing && age >= ProductionPatience);
        }

        if (!signals.Contains(ConsumedSignal.MaxAge))
        {
            return new Judgement(presence, null);
        }

        return age >= settings.MaxAge
            ? new Judgement(presence, ConsumedSignal.MaxAge.ToWireName())
            : new Judgement(presence, null, IsUncollected: presence != Presence.Missing && settings.UncollectedWarning > TimeSpan.Zero
                && age >= settings.MaxAge - settings.UncollectedWarning);
    }

    private static Presence PresenceOf(OutFile file, FolderSnapshot folder, FolderSnapshot? consumed)
    {
        if (folder.Find(file.RemoteName) is not null)
        {
            return Presence.There;
        }

        // A customer that never moves anything needs no folder for it.
        var movedNowhere = consumed is null or { IsComplete: true } or { Problem: FailureReason.RemoteFolderMissing }
            && consumed?.Find(file.RemoteName) is null;
        return folder.IsComplete && movedNowhere ? Presence.Missing : Presence.Unknown;
    }
}
