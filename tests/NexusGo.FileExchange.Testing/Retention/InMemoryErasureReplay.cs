using NexusGo.FileExchange.Audit;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Stores;

namespace NexusGo.FileExchange.Testing.Retention;

/// <summary>The double of <see cref="IErasureReplay"/>.</summary>
internal sealed class InMemoryErasureReplay(InMemoryExchange exchange, TimeProvider clock) : IErasureReplay
{
    public Task<IReadOnlySet<long>> KnownAsync(CustomerId customer, string journal, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            return Task.FromResult<IReadOnlySet<long>>(Known(customer, journal));
        }
    }

    public Task<IReadOnlySet<long>> WithoutKeysAsync(CustomerId customer, string journal, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            return Task.FromResult<IReadOnlySet<long>>(exchange.KeyDestructions.Keys
                .Where(one => one.Customer == customer && one.Journal == journal).Select(one => one.EntryNo).ToHashSet());
        }
    }

    public Task DestroyKeysAsync(CustomerId customer, string journal, JournalEntry entry, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            foreach (var cardId in exchange.Cards.Where(card => card.Customer == customer && entry.Cards.Contains(card.Card.CardId))
                .Select(card => card.Card.CardId).ToList())
            {
                exchange.Change(cardId, card => card with { Card = card.Card with { Key = null } });
            }

            exchange.KeyDestructions.TryAdd((customer, journal, entry.Number), new KeyDestruction(clock.GetUtcNow(), null, null));
        }

        return Task.CompletedTask;
    }

    public Task<int> ReplayAsync(CustomerId customer, string journal, JournalEntry entry, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            var order = new ErasureOrder(entry.Cause ?? ErasureCause.Operator, "journal");
            return Task.FromResult(Known(customer, journal).Contains(entry.Number) ? 0 : InMemoryErasure.Erase(exchange, customer, order,
                (journal, entry.Number), entry.Cards, clock.GetUtcNow(), entry.At));
        }
    }

    private HashSet<long> Known(CustomerId customer, string journal) => [.. exchange.Erasures
        .Where(one => one.Customer == customer && one.Record.Journal == journal).Select(one => one.Record.EntryNo)];
}
