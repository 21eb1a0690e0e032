using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Production;

/// <summary>
/// Changes of one customer's cards that the customer, we or time decide. Each change is an event, so that the next back-report tells of it;
/// several changes of one card become one update.
/// </summary>
internal sealed class CustomerCardUpdates(ICardEventWriter writer, Uuid7Sequence ids, DateTimeOffset now)
{
    private readonly Dictionary<Guid, CardUpdate> updates = [];

    /// <summary>Applies one change on top of those before. False: the life cycle does not allow it, nothing happened.</summary>
    /// <param name="card">The card as the register has it.</param>
    /// <param name="kind">What happens to it.</param>
    /// <param name="reason">The reason code for back-reports, or null.</param>
    public bool Add(in RegisteredCard card, CardEventKind kind, string? reason)
    {
        if (!updates.TryGetValue(card.CardId, out var update))
        {
            update = new CardUpdate(card);
        }

        var step = CardLifeCycle.Ask(update.After, kind);
        if (step.Effect != EventEffect.Applied)
        {
            return false;
        }

        updates[card.CardId] = update;
        writer.Record(new RecordedEvent
        {
            EventId = ids.Next(),
            Customer = card.Customer,
            CardId = card.CardId,
            Kind = kind,
            Time = update.Take(new CardEvent(kind, now), step, now),
            Step = step,
            ReasonCode = reason,
        });
        return true;
    }

    /// <summary>Notes that the partner is asked not to make the card. False: it does not have it, or has begun to make it.</summary>
    public bool AskToCancel(in RegisteredCard card)
    {
        var update = updates.GetValueOrDefault(card.CardId) ?? new CardUpdate(card);
        if (!CardLifeCycle.CanAskToCancel(update.After))
        {
            return false;
        }

        update.AskToCancel(now);
        updates[card.CardId] = update;
        return true;
    }

    /// <inheritdoc cref="ICardEventWriter.WriteAsync"/>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        foreach (var update in updates.Values)
        {
            writer.Update(update);
        }

        updates.Clear();
        await writer.WriteAsync(cancellationToken).ConfigureAwait(false);
    }
}
