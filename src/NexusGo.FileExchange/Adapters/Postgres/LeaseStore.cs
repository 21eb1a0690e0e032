using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Intake;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Leases as rows; the row's lock decides between workers that ask at the same moment.</summary>
internal sealed class LeaseStore(ExchangeDatabase database) : ILeaseStore
{
    public Task<AreaLease?> TryTakeAsync(CustomerId customer, string owner, DateTimeOffset now, TimeSpan duration, CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, async session =>
        {
            // A lease is a promise about the next seconds only.
            await using var batch = session.Batch();
            batch.AddNoWaitForDisk();
            batch.Add("""
                insert into exchange.area_lease as l (customer_id, owner, token, lease_until) values ($1, $2, 1, $4)
                on conflict (customer_id) do update set
                    token = case when l.owner = excluded.owner then l.token else l.token + 1 end,
                    owner = excluded.owner,
                    lease_until = excluded.lease_until
                where l.owner = excluded.owner or l.lease_until <= $3
                returning token
                """, customer.Value, owner, now, now + duration);
            var token = await batch.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as long?;
            return token is { } value ? new AreaLease(customer, owner, value) { Until = now + duration } : null;
        }, cancellationToken);

    public Task ReturnAsync(AreaLease lease, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.InTransactionAsync(lease.Customer, session => session.ExecuteAsync(
            "update exchange.area_lease set lease_until = $4 where customer_id = $1 and owner = $2 and token = $3",
            [lease.Customer.Value, lease.Owner, lease.Token, now], cancellationToken), cancellationToken);
}
