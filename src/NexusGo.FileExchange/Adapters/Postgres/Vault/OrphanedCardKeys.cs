using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Retention;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Keys whose cards were never committed, because the worker or the cards' database died between the two commits. Each order whose keys
/// were written is looked up once; when its cards are not there either by then, the keys are destroyed.
/// </summary>
internal sealed class OrphanedCardKeys(ExchangeDatabase database, ILogger<OrphanedCardKeys> log)
{
    private const string Destroy = """
        with orphan as (
            delete from vault.pending_order where order_id = any($2) returning first_card_id, last_card_id),
        gone as (
            delete from vault.card_key k using orphan o where k.card_id between o.first_card_id and o.last_card_id returning 1)
        insert into vault.key_destruction (customer_id, cause, keys, destroyed_at) select $1, 'ORPHAN', count(*), $3 from gone
            having count(*) > 0
        """;

    /// <returns>Of how many orders.</returns>
    public async Task<int> SweepAsync(CustomerId customer, PurgeLimits limits, CancellationToken cancellationToken)
    {
        var pending = await database.InVaultTransactionAsync(customer, session => session.IdsAsync(
            "select order_id from vault.pending_order where customer_id = $1 and written_at <= $2",
            [customer.Value, limits.UncertainOrdersUntil], cancellationToken), cancellationToken).ConfigureAwait(false);
        if (pending.Count == 0)
        {
            return 0;
        }

        var stored = await database.InTransactionAsync(customer, session => session.IdsAsync(
            "select order_id from orders.card_order where order_id = any($1)", [pending.ToArray()], cancellationToken), cancellationToken)
                .ConfigureAwait(false);
        var orphans = pending.Except(stored).ToArray();
        await database.InVaultTransactionAsync(customer, async session =>
        {
            await session.ExecuteAsync("delete from vault.pending_order where order_id = any($1)", [stored.ToArray()], cancellationToken)
                .ConfigureAwait(false);
            await session.ExecuteAsync(Destroy, [customer.Value, orphans, limits.Now], cancellationToken).ConfigureAwait(false);
            return true;
        }, cancellationToken).ConfigureAwait(false);
        if (orphans.Length > 0)
        {
            VaultLog.OrphanedCardKeysDestroyed(log, customer.Value, orphans.Length);
        }

        return orphans.Length;
    }
}
