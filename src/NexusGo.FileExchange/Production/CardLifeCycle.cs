namespace NexusGo.FileExchange.Production;

/// <summary>
/// The life cycle of a card, whole: which status may follow which, and what else an event changes. Pure; whatever is not in its tables is
/// refused and never mended.
/// </summary>
public static class CardLifeCycle
{
    /// <summary>The event does not fit the card's status or state.</summary>
    public const string NotPossible = "R-EVT-01";

    /// <summary>Invoiced before it was produced, or a second time.</summary>
    public const string NotToInvoice = "R-EVT-03";

    /// <summary>An expected field is missing, or an earlier report of the card still waits for one.</summary>
    public const string Incomplete = "W-EVT-01";

    /// <summary>Older than the present status.</summary>
    public const string Older = "W-EVT-02";

    /// <summary>Whether a card may go from one status to the other in one step.</summary>
    public static bool Allows(CardStatus from, CardStatus to) => (from, to) switch
    {
        (CardStatus.OnHold, CardStatus.Accepted or CardStatus.Rejected or CardStatus.Cancelled) => true,
        (CardStatus.Accepted, CardStatus.Ordered or CardStatus.Cancelled or CardStatus.OnHold) => true,
        (CardStatus.Ordered, CardStatus.InProduction or CardStatus.Cancelled or CardStatus.Failed) => true,
        (CardStatus.InProduction, CardStatus.Produced or CardStatus.Failed) => true,
        (CardStatus.Failed, CardStatus.Ordered or CardStatus.Cancelled) => true,
        (CardStatus.Produced, CardStatus.Shipped) => true,
        (CardStatus.Shipped, CardStatus.Delivered or CardStatus.Returned) => true,
        (CardStatus.Returned, CardStatus.Shipped or CardStatus.Destroyed) => true,
        _ => false,
    };

    /// <summary>Whether a card's state may change so. The first step, to Active, is made by production alone.</summary>
    public static bool Allows(CardState from, CardState to) => (from, to) switch
    {
        (CardState.None, CardState.Active) => true,
        (CardState.Active, CardState.Blocked or CardState.Terminated or CardState.Expired) => true,
        (CardState.Blocked, CardState.Active or CardState.Terminated) => true,
        _ => false,
    };

    /// <summary>Whether the kind is one that the production partner tells of.</summary>
    public static bool IsThePartners(CardEventKind kind) => kind is <= CardEventKind.Invoiced or CardEventKind.Cancelled;

    /// <summary>An event of the partner's, or one of ours that is neither a request nor a decision.</summary>
    public static LifeCycleStep Apply(in CardFacts facts, in CardEvent happened) => happened.Kind switch
    {
        CardEventKind.Invoiced => Invoice(facts),
        CardEventKind.Erased => facts.IsErased ? Refuse(facts, NotPossible) : Change(facts with { IsErased = true }),
        CardEventKind.Blocked => ChangeState(facts, CardState.Blocked, from: CardState.Active),
        CardEventKind.Unblocked => ChangeState(facts, CardState.Active, from: CardState.Blocked),
        CardEventKind.Terminated => ChangeState(facts, CardState.Terminated),
        CardEventKind.Expired => ChangeState(facts, CardState.Expired),
        var kind when IsThePartners(kind) => Report(facts, happened),
        var kind => Move(facts, StatusAfter(kind)),
    };

    /// <summary>
    /// What the customer asks for, or we decide: a card that we give up has failed. That a card has been delivered may come from the
    /// customer as well as from the partner; the customer's word says nothing about the partner's clock.
    /// </summary>
    public static LifeCycleStep Ask(in CardFacts facts, CardEventKind kind) => kind switch
    {
        CardEventKind.Delivered => facts.IsHeld ? Refuse(facts, NotPossible) : Move(facts, CardStatus.Delivered),
        CardEventKind.Failed => facts.IsHeld ? Refuse(facts, NotPossible) : Move(facts, CardStatus.Failed),
        CardEventKind.Cancelled => Move(facts, CardStatus.Cancelled) is { Effect: EventEffect.Applied } step
            ? step with { Facts = step.Facts with { IsCancelling = false } }
            : Refuse(facts, NotPossible),
        _ when IsThePartners(kind) => throw new ArgumentOutOfRangeException(nameof(kind)),
        _ => Apply(facts, new CardEvent(kind, default)),
    };

    /// <summary>Whether the partner has the card and has not begun to make it, as far as we know: then it can be asked not to.</summary>
    public static bool CanAskToCancel(in CardFacts facts) => facts.Status == CardStatus.Ordered;

    /// <summary>The status that an event of this kind leads to.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The kind changes something else.</exception>
    public static CardStatus StatusAfter(CardEventKind kind) => kind switch
    {
        CardEventKind.InProduction => CardStatus.InProduction,
        CardEventKind.Produced => CardStatus.Produced,
        CardEventKind.Failed => CardStatus.Failed,
        CardEventKind.Shipped => CardStatus.Shipped,
        CardEventKind.Delivered => CardStatus.Delivered,
        CardEventKind.Returned => CardStatus.Returned,
        CardEventKind.Destroyed => CardStatus.Destroyed,
        CardEventKind.Accepted => CardStatus.Accepted,
        CardEventKind.OnHold => CardStatus.OnHold,
        CardEventKind.Rejected => CardStatus.Rejected,
        CardEventKind.Ordered => CardStatus.Ordered,
        CardEventKind.Cancelled => CardStatus.Cancelled,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static LifeCycleStep Report(in CardFacts facts, in CardEvent happened)
    {
        if (facts.LastEventAt is { } last && happened.Time < last)
        {
            return new LifeCycleStep(EventEffect.Late, Older, facts);
        }

        if (facts.IsHeld && happened.Kind != CardEventKind.Produced)
        {
            return new LifeCycleStep(EventEffect.Held, Incomplete, facts);
        }

        if (happened.Kind == CardEventKind.Cancelled)
        {
            return CancelledByPartner(facts, happened);
        }

        var step = Move(facts, StatusAfter(happened.Kind));
        if (step.Effect != EventEffect.Applied)
        {
            return step;
        }

        if (happened.Kind != CardEventKind.Produced)
        {
            // A card that failed can still be cancelled; one that is being made cannot.
            var isTooLate = facts.IsCancelling && happened.Kind == CardEventKind.InProduction;
            return Change(step.Facts with { LastEventAt = happened.Time, IsCancelling = facts.IsCancelling && !isTooLate }) with
                { IsTooLateToCancel = isTooLate };
        }

        return (happened.Reported & facts.Expected) != facts.Expected
            ? new LifeCycleStep(EventEffect.Held, Incomplete, facts with { IsHeld = true })
            : Change(step.Facts with { LastEventAt = happened.Time, State = CardState.Active, IsHeld = false });
    }

    /// <summary>The partner cancels only what it was asked to cancel; of a card that we closed meanwhile it says nothing new.</summary>
    private static LifeCycleStep CancelledByPartner(in CardFacts facts, in CardEvent happened) => facts switch
    {
        { Status: CardStatus.Cancelled } => new LifeCycleStep(EventEffect.Late, Older, facts),
        { IsCancelling: true } when Allows(facts.Status, CardStatus.Cancelled) =>
            Change(facts with { Status = CardStatus.Cancelled, IsCancelling = false, LastEventAt = happened.Time }),
        _ => Refuse(facts, NotPossible),
    };

    /// <summary>An invoice is no step on the card's way, so the order of times says nothing about it.</summary>
    private static LifeCycleStep Invoice(in CardFacts facts) => facts switch
    {
        { IsHeld: true, IsInvoiced: false } => new LifeCycleStep(EventEffect.Held, Incomplete, facts),
        { State: CardState.None } or { IsInvoiced: true } => Refuse(facts, NotToInvoice),
        _ => Change(facts with { IsInvoiced = true }),
    };

    private static LifeCycleStep Move(in CardFacts facts, CardStatus to) =>
        Allows(facts.Status, to) ? Change(facts with { Status = to }) : Refuse(facts, NotPossible);

    private static LifeCycleStep ChangeState(in CardFacts facts, CardState to, CardState? from = null) =>
        facts.State != CardState.None && (from is null || facts.State == from) && Allows(facts.State, to)
            ? Change(facts with { State = to }) : Refuse(facts, NotPossible);

    private static LifeCycleStep Change(in CardFacts facts) => new(EventEffect.Applied, null, facts);

    private static LifeCycleStep Refuse(in CardFacts facts, string code) => new(EventEffect.Refused, code, facts);
}
