namespace NexusGo.FileExchange.Production;

/// <summary>What is to become of a PRODUCED that lacked something.</summary>
public enum HeldDecision
{
    /// <summary>It counts as it is.</summary>
    Release,
    /// <summary>The card has failed and is made again.</summary>
    SendBack,
    /// <summary>A complete one came after it: nothing is left to decide.</summary>
    Overtaken,
}

/// <summary>An event that waits.</summary>
/// <param name="EventId">Its id with us.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Time">By the partner's clock.</param>
internal readonly record struct HeldEvent(Guid EventId, CardEventKind Kind, DateTimeOffset Time);

/// <summary>The last word on a held event.</summary>
/// <param name="Settles">The held event.</param>
/// <param name="Event">What is put down for it.</param>
/// <param name="Step">What that did.</param>
internal readonly record struct Settled(Guid Settles, CardEvent Event, LifeCycleStep Step);

/// <summary>
/// Ends the hold on one card: every event that waits gets exactly one last word. Those that waited behind the PRODUCED go through the life
/// cycle as if they came now, in the order of their times.
/// </summary>
internal static class HeldEventResolver
{
    /// <summary>Reason of a FAILED that means: its report could not be used.</summary>
    public const string SentBack = "SENT_BACK";

    /// <param name="facts">The card's, before.</param>
    /// <param name="held">All that waits, by time.</param>
    /// <param name="decision">What was decided.</param>
    /// <param name="decided">The PRODUCED it was decided on; null when overtaken.</param>
    /// <param name="now">By the injected clock.</param>
    public static IEnumerable<Settled> Settle(CardFacts facts, IReadOnlyList<HeldEvent> held, HeldDecision decision, Guid? decided,
        DateTimeOffset now)
    {
        facts = facts with { IsHeld = false };
        foreach (var one in held.OrderBy(one => one.EventId != decided))
        {
            var (happened, step) = (one.EventId == decided, decision) switch
            {
                (true, HeldDecision.Release) => Released(facts, one),
                (true, HeldDecision.SendBack) => Failed(facts, now),
                (_, HeldDecision.SendBack) => Without(facts, one),
                _ when one.Kind == CardEventKind.Produced => Without(facts, one),
                _ => Applied(facts, new CardEvent(one.Kind, one.Time)),
            };
            facts = step.Facts;
            yield return new Settled(one.EventId, happened, step);
        }
    }

    private static (CardEvent, LifeCycleStep) Released(in CardFacts facts, in HeldEvent one) =>
        Applied(facts, new CardEvent(one.Kind, one.Time, facts.Expected));

    /// <summary>Our own word, so the partner's clock has no say in it and is not moved on by ours.</summary>
    private static (CardEvent, LifeCycleStep) Failed(in CardFacts facts, DateTimeOffset now)
    {
        var (happened, step) = Applied(facts with { LastEventAt = null }, new CardEvent(CardEventKind.Failed, now));
        return (happened, step with { Facts = step.Facts with { LastEventAt = facts.LastEventAt } });
    }

    private static (CardEvent, LifeCycleStep) Without(in CardFacts facts, in HeldEvent one) =>
        (new CardEvent(one.Kind, one.Time), new LifeCycleStep(EventEffect.Late, CardLifeCycle.Older, facts));

    private static (CardEvent, LifeCycleStep) Applied(in CardFacts facts, in CardEvent happened) =>
        (happened, CardLifeCycle.Apply(facts, happened));
}
