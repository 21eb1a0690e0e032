namespace NexusGo.FileExchange.Production;

/// <summary>A card as the register knows it, and with which time its present status or state was reported.</summary>
/// <param name="CardId">The card.</param>
/// <param name="Customer">Whose it is.</param>
/// <param name="Facts">What the life cycle knows of it.</param>
/// <param name="ReportedAt">The time with which customers were told of its last change of status or state.</param>
internal readonly record struct RegisteredCard(Guid CardId, string Customer, CardFacts Facts, DateTimeOffset ReportedAt);

/// <summary>
/// What one or more events together do to one card: its facts before and after, and the times that go with them. The clock rule of what
/// customers are told stands in <see cref="Take"/> and nowhere else.
/// </summary>
internal sealed class CardUpdate
{
    private DateTimeOffset reportedAt;

    public CardUpdate(in RegisteredCard card)
    {
        CardId = card.CardId;
        Customer = card.Customer;
        Before = After = card.Facts;
        reportedAt = card.ReportedAt;
    }

    public Guid CardId { get; }
    public string Customer { get; }
    public CardFacts Before { get; }
    public CardFacts After { get; private set; }
    public DateTimeOffset? StatusAt { get; private set; }
    public DateTimeOffset? StateAt { get; private set; }
    public DateTimeOffset? ProducedAt { get; private set; }
    public DateTimeOffset? ShippedAt { get; private set; }
    public DateTimeOffset? DeliveredAt { get; private set; }
    public DateTimeOffset? InvoicedAt { get; private set; }
    public DateTimeOffset? HeldAt { get; private set; }
    public DateTimeOffset? CancelAskedAt { get; private set; }

    public bool IsChange => After != Before;

    /// <summary>
    /// Takes one event in and returns the time with which it is reported: its own, but never before what was reported of the card already.
    /// The partner's clock is not ours, and whoever reads back-reports in the order of their times must end with the present status.
    /// </summary>
    public DateTimeOffset Take(in CardEvent happened, in LifeCycleStep step, DateTimeOffset now)
    {
        var time = happened.Time;
        if (step.Effect == EventEffect.Applied && happened.Kind is not (CardEventKind.Invoiced or CardEventKind.Erased))
        {
            reportedAt = time = ReportedTime(time, reportedAt);
        }

        StatusAt = step.Facts.Status == After.Status ? StatusAt : time;
        StateAt = step.Facts.State == After.State ? StateAt : time;
        CancelAskedAt = !step.Facts.IsCancelling ? null : CancelAskedAt ?? now;
        HeldAt = !step.Facts.IsHeld ? null : HeldAt ?? now;
        After = step.Facts;
        if (step.Effect == EventEffect.Applied)
        {
            SetTime(happened.Kind, time);
        }

        return time;
    }

    /// <summary>The partner is asked not to make the card. Nothing has happened to it yet, so this is no event.</summary>
    public void AskToCancel(DateTimeOffset now)
    {
        CancelAskedAt ??= now;
        After = After with { IsCancelling = true };
    }

    /// <summary>The clock rule for one change: an event is never older than the status it follows.</summary>
    public static DateTimeOffset ReportedTime(DateTimeOffset time, DateTimeOffset reportedBefore) => time > reportedBefore
        ? time : reportedBefore;

    private void SetTime(CardEventKind kind, DateTimeOffset time)
    {
        switch (kind)
        {
            case CardEventKind.Produced:
                ProducedAt = time;
                break;
            case CardEventKind.Shipped:
                ShippedAt = time;
                break;
            case CardEventKind.Delivered:
                DeliveredAt = time;
                break;
            case CardEventKind.Invoiced:
                InvoicedAt = time;
                break;
        }
    }
}
