using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Pickup;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>The double of <see cref="ILeaseStore"/>. It has no open transactions to end.</summary>
internal sealed class InMemoryLeaseStore(InMemoryExchange exchange) : ILeaseStore
{
    public Task<AreaLease?> TryTakeAsync(CustomerId customer, string owner, TimeSpan duration, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (exchange.Gate)
        {
            var now = exchange.Clock.GetUtcNow();
            var before = exchange.LeaseRows.GetValueOrDefault(customer);
            if (before is not null && before.Owner != owner && before.Until > now)
            {
                return Task.FromResult<AreaLease?>(null);
            }

            var isTakenOver = before is not null && before.Owner != owner;
            var token = before is null ? 1 : isTakenOver ? before.Token + 1 : before.Token;
            exchange.LeaseRows[customer] = new LeaseRow(owner, token, now + duration);
            return Task.FromResult<AreaLease?>(new AreaLease(customer, owner, token)
            {
                TakenFrom = isTakenOver && before!.Owner.Length > 0 ? before.Owner : null,
            });
        }
    }

    public Task<LeaseOverview> RenewAllAsync(string owner, TimeSpan duration, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            var now = exchange.Clock.GetUtcNow();
            exchange.WorkersAliveUntil[owner] = now + duration;
            var ours = exchange.LeaseRows.Where(row => row.Value.Owner == owner && row.Value.Until > now).Select(row => row.Key)
                .ToHashSet();
            foreach (var customer in ours)
            {
                exchange.LeaseRows[customer] = exchange.LeaseRows[customer] with { Until = now + duration };
            }

            var others = exchange.LeaseRows.Where(row => row.Value.Owner != owner && row.Value.Until > now).Select(row => row.Key)
                .ToHashSet();
            return Task.FromResult(new LeaseOverview(ours, others, exchange.WorkersAliveUntil.Values.Count(until => until > now)));
        }
    }

    public Task SignOffAsync(string owner, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            var now = exchange.Clock.GetUtcNow();
            exchange.WorkersAliveUntil.Remove(owner);
            foreach (var (customer, row) in exchange.LeaseRows.Where(row => row.Value.Owner == owner).ToList())
            {
                exchange.LeaseRows[customer] = row with { Owner = "", Until = now };
            }
        }

        return Task.CompletedTask;
    }

    public Task ReturnAsync(AreaLease lease, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            var now = exchange.Clock.GetUtcNow();
            if (exchange.LeaseRows.GetValueOrDefault(lease.Customer) is { } row && row.Owner == lease.Owner && row.Token == lease.Token)
            {
                exchange.LeaseRows[lease.Customer] = row with { Owner = "", Until = now };
            }
        }

        return Task.CompletedTask;
    }
}
