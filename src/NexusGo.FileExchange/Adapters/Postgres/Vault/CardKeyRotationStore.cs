using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Wrapped card keys under a customer key that is being replaced.</summary>
internal sealed class CardKeyRotationStore(ExchangeDatabase database) : ICardKeyRotationStore
{
    public Task<long> CountUnderOthersAsync(CustomerId customer, Guid customerKeyId, CancellationToken cancellationToken) =>
        database.InVaultTransactionAsync(customer, async session =>
        {
            await using var command = session.Command("select count(*) from vault.card_key where customer_id = $1 and key_id <> $2",
                customer.Value, customerKeyId);
            return (long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        }, cancellationToken);

    public Task<IReadOnlyList<(Guid CardId, WrappedCardKey Key)>> UnderOthersAsync(CustomerId customer, Guid customerKeyId, int most,
        CancellationToken cancellationToken) =>
        database.InVaultTransactionAsync<IReadOnlyList<(Guid, WrappedCardKey)>>(customer, async session =>
        {
            var found = new List<(Guid, WrappedCardKey)>(most);
            await using var command = session.Command(
                "select card_id, key_id, wrapped from vault.card_key where customer_id = $1 and key_id <> $2 order by card_id limit $3",
                customer.Value, customerKeyId, most).Unhurried();
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                found.Add((reader.GetGuid(0), new WrappedCardKey(reader.GetGuid(1), reader.GetFieldValue<byte[]>(2))));
            }

            return found;
        }, cancellationToken);

    public Task ReplaceAsync(CustomerId customer, Guid customerKeyId, IReadOnlyList<(Guid CardId, byte[] Wrapped)> rewrapped,
        DateTimeOffset now, CancellationToken cancellationToken) =>
        database.InVaultTransactionAsync(customer, async session =>
        {
            await using var batch = session.Batch();
            batch.AddHint(PlannerHints.ByIndex);
            batch.Add("""
                with moved as (
                    update vault.card_key k set key_id = $2, wrapped = n.wrapped
                    from unnest($3::uuid[], $4::bytea[]) as n (card_id, wrapped) where k.card_id = n.card_id and k.key_id <> $2
                    returning 1)
                insert into vault.key_destruction (customer_id, cause, keys, destroyed_at) select $1, 'ROTATION', count(*), $5 from moved
                """, customer.Value, customerKeyId, rewrapped.Select(one => one.CardId).ToArray(),
                rewrapped.Select(one => one.Wrapped).ToArray(), now);
            CrashPoint.Pass("card-keys.rewrapping");
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            CrashPoint.Pass("card-keys.rewrapped");
            return true;
        }, cancellationToken);

    public Task<bool> DestroyRetiredAsync(CustomerId customer, CancellationToken cancellationToken) =>
        database.InVaultTransactionAsync(customer, async session =>
        {
            // An import that is about to commit keys under a retired key holds this lock; one that comes later finds the key retired.
            var retired = await session.IdsAsync(
                "select key_id from vault.customer_key where customer_id = $1 and purpose = 'Cards' and retired_at is not null for update",
                [customer.Value], cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync("""
                delete from vault.customer_key c where c.key_id = any($1)
                    and not exists (select from vault.card_key k where k.customer_id = $2 and k.key_id = c.key_id)
                """, [retired.ToArray(), customer.Value], cancellationToken).ConfigureAwait(false);
            await using var left = session.Command("select count(*) from vault.customer_key where key_id = any($1)",
                (object)retired.ToArray());
            return await left.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is 0L;
        }, cancellationToken);
}
