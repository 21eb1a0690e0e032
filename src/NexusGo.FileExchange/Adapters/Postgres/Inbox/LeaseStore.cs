using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Pickup;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Leases as rows; the row's lock decides between workers that ask at the same moment, and the server's clock when a lease is over. Of its
/// clocks it is the one that goes on inside a statement: whoever waited for a row's lock sees the time after the wait.
/// </summary>
internal sealed class LeaseStore(ExchangeDatabase database) : ILeaseStore
{
    public Task<AreaLease?> TryTakeAsync(CustomerId customer, string owner, TimeSpan duration, CancellationToken cancellationToken) =>
        database.InLeaseTransactionAsync(customer, async session =>
        {
            var (token, before, isFirst) = await TakeAsync(session, customer, owner, duration, cancellationToken)
                .ConfigureAwait(false);
            if (token == 0)
            {
                return null;
            }

            if (isFirst)
            {
                // Given out here, because a storing transaction that gave it out would keep everybody waiting who asks for it.
                await session.ExecuteAsync("select exchange.lock_number($1)", [customer.Value], cancellationToken).ConfigureAwait(false);
            }

            var ended = before is null ? 0 : await CustomerAreaLock.EndOthersAsync(session, customer, cancellationToken)
                .ConfigureAwait(false);
            return new AreaLease(customer, owner, token) { TakenFrom = before, EndedTransactions = ended };
        }, cancellationToken);

    public Task ReturnAsync(AreaLease lease, CancellationToken cancellationToken) =>
        ExecuteAsync(lease.Customer,
            """
            update exchange.area_lease set lease_until = clock_timestamp(), owner = '' where customer_id = $1 and owner = $2 and token = $3
            """,
            [lease.Customer.Value, lease.Owner, lease.Token], cancellationToken);

    public Task<LeaseOverview> RenewAllAsync(string owner, TimeSpan duration, CancellationToken cancellationToken) =>
        database.InLeaseTransactionAsync(customer: null, async session =>
        {
            var (ours, others, workers) = (new HashSet<CustomerId>(), new HashSet<CustomerId>(), 1);
            await using var batch = session.Batch();
            batch.AddNoWaitForDisk();
            batch.Add("select area, is_ours, workers from exchange.renew_leases($1, $2)", owner, duration);
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                workers = reader.GetInt32(2);
                if (!reader.IsDBNull(0))
                {
                    (reader.GetBoolean(1) ? ours : others).Add(new CustomerId(reader.GetString(0)));
                }
            }

            return new LeaseOverview(ours, others, workers);
        }, cancellationToken);

    public Task SignOffAsync(string owner, CancellationToken cancellationToken) =>
        ExecuteAsync(customer: null, "select exchange.sign_off($1)", [owner], cancellationToken);

    private Task<bool> ExecuteAsync(CustomerId? customer, string sql, object?[] values, CancellationToken cancellationToken) =>
        database.InLeaseTransactionAsync(customer, async session =>
        {
            await session.ExecuteAsync(sql, values, cancellationToken).ConfigureAwait(false);
            return true;
        }, cancellationToken);

    /// <summary>The token, 0 while another has the lease; who had it before if that was another; and whether nobody ever had it.</summary>
    private static async Task<(long Token, string? Before, bool IsFirst)> TakeAsync(
        CustomerSession session, CustomerId customer, string owner, TimeSpan duration, CancellationToken cancellationToken)
    {
        // Durable: a token that a crash of the server forgot would be given to another worker once more. The inner query sees the row as it
        // was before.
        await using var batch = session.Batch();
        batch.Add("""
            insert into exchange.area_lease as l (customer_id, owner, token, lease_until) values ($1, $2, 1, clock_timestamp() + $3)
            on conflict (customer_id) do update set
                token = case when l.owner = excluded.owner then l.token else l.token + 1 end,
                owner = excluded.owner,
                lease_until = clock_timestamp() + $3
            where l.owner = excluded.owner or l.lease_until <= clock_timestamp()
            returning token, (select b.owner from exchange.area_lease b where b.customer_id = $1 and b.owner not in ($2, '')), xmax = 0
            """, customer.Value, owner, duration);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? (reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetBoolean(2))
            : (0L, null, false);
    }
}
