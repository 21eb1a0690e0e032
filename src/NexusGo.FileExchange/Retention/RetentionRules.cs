using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Retention;

/// <summary>All that the rules look at of one card.</summary>
internal readonly record struct RetentionFacts
{
    public required CardStatus Status { get; init; }
    public required DateTimeOffset StatusAt { get; init; }
    public required DateTimeOffset OrderedAt { get; init; }
    public CardState State { get; init; }
    public DateTimeOffset? StateAt { get; init; }
    public DateTimeOffset? ProducedAt { get; init; }
    public DateTimeOffset? ShippedAt { get; init; }
    public DateTimeOffset? DeliveredAt { get; init; }
    /// <summary>Whether its layout prints a photo that has not come.</summary>
    public bool AwaitsPhoto { get; init; }
    /// <summary>The row's own period, or null.</summary>
    public string? EraseAfter { get; init; }
    /// <summary>Whether the personal data is still there.</summary>
    public bool IsErased { get; init; }
    /// <summary>Until when a cancelled or rejected card keeps its number, or null.</summary>
    public DateTimeOffset? KeptUntil { get; init; }
}

/// <summary>
/// When a card is due, and by which rule. Pure; retention_due.sql says the same for many cards at once, and a test compares the two.
/// </summary>
internal static class RetentionRules
{
    /// <summary>How long a shipped card is taken to be under way when nobody tells of its delivery.</summary>
    public static readonly TimeSpan DeliveryAfterShipment = TimeSpan.FromDays(14);

    /// <summary>The same of a produced card of which no shipment is known.</summary>
    public static readonly TimeSpan DeliveryAfterProduction = TimeSpan.FromDays(30);

    /// <summary>From the last change of state of a blocked, terminated or expired card: 90 times 24 hours.</summary>
    public static readonly TimeSpan OutOfUse = TimeSpan.FromDays(90);

    /// <summary>How long a row may wait for somebody's decision.</summary>
    public static readonly TimeSpan OnHold = TimeSpan.FromDays(30);

    /// <summary>How long a row may wait for its photo.</summary>
    public static readonly TimeSpan AwaitingPhoto = TimeSpan.FromDays(14);

    /// <summary>How long a returned card may wait to be sent again.</summary>
    public static readonly TimeSpan Returned = TimeSpan.FromDays(90);

    /// <summary>Most months after its order for which an unfinished card is kept whose data goes at once after its delivery.</summary>
    public const int UnfinishedMonthsOfImmediate = 6;

    /// <summary>The earliest rule and its moment; from that moment on the card is due. Null: no rule yet.</summary>
    /// <param name="facts">The card.</param>
    /// <param name="months">The profile's period after a delivery; 0: at once.</param>
    /// <param name="unfinishedMonths">The profile's period after the order of a card that is never finished.</param>
    public static (ErasureCause Cause, DateTimeOffset DueAt)? Due(in RetentionFacts facts, int months, int unfinishedMonths)
    {
        if (facts.IsErased && facts.KeptUntil is null)
        {
            return null;
        }

        (ErasureCause, DateTimeOffset)? earliest = null;
        void Consider(ErasureCause cause, DateTimeOffset? due)
        {
            if (due is { } at && (earliest is null || at < earliest.Value.Item2))
            {
                earliest = (cause, at);
            }
        }

        Consider(ErasureCause.PeriodEnded, Delivery(facts) is { } delivered ? AfterMonths(delivered, Shortest(facts, months)) : null);
        Consider(ErasureCause.Blocked, facts.State == CardState.Blocked ? facts.StateAt + OutOfUse : null);
        Consider(ErasureCause.OutOfUse, facts.State is CardState.Terminated or CardState.Expired ? facts.StateAt + OutOfUse : null);
        Consider(ErasureCause.HoldTimeout, facts.Status == CardStatus.OnHold ? facts.StatusAt + (facts.AwaitsPhoto ? AwaitingPhoto : OnHold)
            : null);
        if (facts.Status is CardStatus.Cancelled or CardStatus.Rejected)
        {
            Consider(facts.IsErased ? ErasureCause.KeptNumber : ErasureCause.Cancelled, facts.IsErased ? facts.KeptUntil : facts.StatusAt);
        }

        Consider(ErasureCause.Returned, facts.Status == CardStatus.Returned ? facts.StatusAt + Returned : null);
        Consider(ErasureCause.Unfinished, IsUnfinished(facts.Status)
            ? AfterMonths(facts.OrderedAt, Unfinished(facts, months, unfinishedMonths)) : null);

        return earliest;
    }

    public static bool IsDue(in RetentionFacts facts, int months, int unfinishedMonths, DateTimeOffset now) =>
        Due(facts, months, unfinishedMonths) is { } due && due.DueAt <= now;

    /// <summary>Whether a card of this status has been ordered and not made.</summary>
    public static bool IsUnfinished(CardStatus status) =>
        status is CardStatus.Accepted or CardStatus.Ordered or CardStatus.InProduction or CardStatus.Failed;

    /// <summary>
    /// The delivery, or when it is taken to have been. A destroyed card reaches nobody any more. A returned one has not been delivered: its
    /// clock starts again when it is shipped again.
    /// </summary>
    private static DateTimeOffset? Delivery(in RetentionFacts facts) => facts.Status == CardStatus.Returned ? null
        : facts.DeliveredAt ?? (facts.Status == CardStatus.Destroyed ? facts.StatusAt : facts.ShippedAt + DeliveryAfterShipment
        ?? facts.ProducedAt + DeliveryAfterProduction);

    /// <summary>A row may only shorten what the profile says; that of a protected identity shortens it to nothing.</summary>
    private static int Shortest(in RetentionFacts facts, int months) =>
        facts.EraseAfter is { } own ? Math.Min(months, RetentionPeriods.Months(own)) : months;

    private static int Unfinished(in RetentionFacts facts, int months, int unfinishedMonths) =>
        Shortest(facts, months) == 0 ? Math.Min(unfinishedMonths, UnfinishedMonthsOfImmediate) : unfinishedMonths;

    private static DateTimeOffset AfterMonths(DateTimeOffset instant, int months) => months == 0
        ? instant : SwedishTime.AddMonths(instant, months);
}
