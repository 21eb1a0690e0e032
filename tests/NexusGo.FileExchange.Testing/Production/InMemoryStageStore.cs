using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Testing.Stores;

namespace NexusGo.FileExchange.Testing.Production;

/// <summary>The double of <see cref="IStageStore"/>.</summary>
internal sealed class InMemoryStageStore(InMemoryExchange exchange) : IStageStore
{
    public Task<IReadOnlyList<OverdueStage>> FindAsync(CustomerId customer, IReadOnlyDictionary<CardStatus, DateTimeOffset> before,
        CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            return Task.FromResult<IReadOnlyList<OverdueStage>>([.. exchange.Cards.Where(card => card.Customer == customer)
                .Select(card => (exchange.Register.Cards[card.Card.CardId].Card.Facts, Since: StatusSince(card)))
                .Where(card => !card.Facts.IsErased && before.TryGetValue(card.Facts.Status, out var limit) && card.Since <= limit)
                .GroupBy(card => card.Facts.Status, card => card.Since)
                .Select(stage => new OverdueStage(customer.Value, stage.Key, stage.LongCount(), stage.Min()))
                .OrderBy(stage => stage.Oldest)]);
        }
    }

    public Task NoteAsync(CustomerId customer, IReadOnlyList<OverdueStage> overdue, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            exchange.OverdueStages[customer] = (overdue, now);
        }

        return Task.CompletedTask;
    }

    /// <summary>The time of the last event that changed the card's status; of none, when it was ordered.</summary>
    private DateTimeOffset StatusSince(CardRow card)
    {
        var (status, since) = ((CardStatus?)null, card.OrderedAt);
        foreach (var one in exchange.Register.Events.Where(one => one.CardId == card.Card.CardId
            && one.Step.Effect == EventEffect.Applied && one.Step.Facts.Status != status))
        {
            (status, since) = (one.Step.Facts.Status, one.Time);
        }

        return since;
    }
}
