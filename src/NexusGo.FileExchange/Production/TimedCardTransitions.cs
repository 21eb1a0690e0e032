namespace NexusGo.FileExchange.Production;

/// <summary>Steps in a card's life that time alone brings about.</summary>
internal static class TimedCardTransitions
{
    /// <summary>Reason in the back-report: nobody decided about the row in time.</summary>
    public const string HoldTimeout = "HOLD_TIMEOUT";

    /// <summary>
    /// Days after which an order is looked at again of which some card is past its last day and could still come into use.
    /// </summary>
    public const int DaysUntilNextLook = 7;

    /// <summary>A row that nobody decided about in time.</summary>
    public static void CancelOverdue(CustomerCardUpdates updates, in RegisteredCard card) =>
        Require(updates.Add(card, CardEventKind.Cancelled, HoldTimeout));

    /// <summary>An active card whose last day of validity is over.</summary>
    public static void Expire(CustomerCardUpdates updates, in RegisteredCard card) =>
        Require(updates.Add(card, CardEventKind.Expired, null));

    /// <summary>Reason in the back-report: the card was not made in the time that the agreement gives it.</summary>
    public const string Stale = "STALE";

    /// <summary>
    /// A card that was ordered and never finished. What the partner has begun has failed first, as there is no other way out of production.
    /// </summary>
    public static void CloseUnfinished(CustomerCardUpdates updates, in RegisteredCard card)
    {
        if (card.Facts.Status == CardStatus.InProduction)
        {
            Require(updates.Add(card, CardEventKind.Failed, Stale));
        }

        Require(updates.Add(card, CardEventKind.Cancelled, Stale));
    }

    private static void Require(bool allowed)
    {
        if (!allowed)
        {
            throw new InvalidOperationException("The life cycle does not know this step.");
        }
    }
}
