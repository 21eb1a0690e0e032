using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Retention;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>The double of <see cref="IHoldStore"/>.</summary>
internal sealed class InMemoryHoldStore(InMemoryExchange exchange, TimeProvider clock) : IHoldStore
{
    public Task<Hold> SetAsync(CustomerId customer, string reason, DateTimeOffset until, string by, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            var hold = new Hold { HoldId = exchange.NextId(), Customer = customer.Value, Reason = reason, SetAt = clock.GetUtcNow(),
                Until = until };
            exchange.HoldRows.Add(hold);
            return Task.FromResult(hold);
        }
    }

    public Task<IReadOnlyList<Hold>> ListAsync(CustomerId customer, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            return Task.FromResult<IReadOnlyList<Hold>>(exchange.HoldRows.FindAll(hold => hold.Customer == customer.Value));
        }
    }

    public Task<bool> EndAsync(CustomerId customer, Guid holdId, string by, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            var now = clock.GetUtcNow();
            var place = exchange.HoldRows.FindIndex(hold => hold.HoldId == holdId && hold.Customer == customer.Value && hold.IsActive(now));
            if (place >= 0)
            {
                exchange.HoldRows[place] = exchange.HoldRows[place] with { EndedAt = now };
            }

            return Task.FromResult(place >= 0);
        }
    }
}
