using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Wrapped customer keys in the vault's database.</summary>
internal sealed class CustomerKeyStore(ExchangeDatabase database) : ICustomerKeyStore
{
    public Task<IReadOnlyList<CustomerKey>> GetAsync(CustomerId customer, CancellationToken cancellationToken) =>
        database.InVaultTransactionAsync<IReadOnlyList<CustomerKey>>(customer, async session =>
        {
            await using var command = session.Command(
                "select key_id, purpose, wrapped, created_at, retired_at, master_key_check from vault.customer_key where customer_id = $1",
                customer.Value);
            var keys = new List<CustomerKey>();
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                keys.Add(new CustomerKey
                {
                    KeyId = reader.GetGuid(0),
                    Customer = customer,
                    Purpose = Enum.Parse<KeyPurpose>(reader.GetString(1)),
                    WrappedKey = reader.GetFieldValue<byte[]>(2),
                    CreatedAt = reader.GetFieldValue<DateTimeOffset>(3),
                    MasterKeyCheck = reader.GetString(5),
                    RetiredAt = reader.IsDBNull(4) ? null : reader.GetFieldValue<DateTimeOffset>(4),
                });
            }

            return keys;
        }, cancellationToken);

    public Task<bool> InsertAsync(CustomerKey key, CancellationToken cancellationToken) =>
        database.InVaultTransactionAsync(key.Customer, async session =>
        {
            await using var command = session.Command("""
                insert into vault.customer_key (key_id, customer_id, purpose, wrapped, created_at, master_key_check)
                    values ($1, $2, $3, $4, $5, $6)
                on conflict (customer_id, purpose) where retired_at is null do nothing
                """, key.KeyId, key.Customer.Value, key.Purpose.ToString(), key.WrappedKey, key.CreatedAt, key.MasterKeyCheck);
            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 1;
        }, cancellationToken);

    public Task ReplaceWrappingAsync(CustomerKey stored, CustomerKey rewrapped, CancellationToken cancellationToken) =>
        database.InVaultTransactionAsync(stored.Customer, async session =>
        {
            await session.ExecuteAsync(
                "update vault.customer_key set wrapped = $2, master_key_check = $3 where key_id = $1 and master_key_check = $4",
                [stored.KeyId, rewrapped.WrappedKey, rewrapped.MasterKeyCheck, stored.MasterKeyCheck], cancellationToken)
                    .ConfigureAwait(false);
            return true;
        }, cancellationToken);

    public Task ReplaceLiveAsync(CustomerKey fresh, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.InVaultTransactionAsync(fresh.Customer, async session =>
        {
            await session.ExecuteAsync(
                "update vault.customer_key set retired_at = $3 where customer_id = $1 and purpose = $2 and retired_at is null",
                [fresh.Customer.Value, fresh.Purpose.ToString(), now], cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync("insert into vault.customer_key (key_id, customer_id, purpose, wrapped, created_at, "
                + "master_key_check) values ($1, $2, $3, $4, $5, $6)",
                [fresh.KeyId, fresh.Customer.Value, fresh.Purpose.ToString(), fresh.WrappedKey, fresh.CreatedAt, fresh.MasterKeyCheck],
                cancellationToken).ConfigureAwait(false);
            return true;
        }, cancellationToken);

    public Task<int> DestroyAsync(CustomerId customer, KeyPurpose purpose, CancellationToken cancellationToken) =>
        database.InVaultTransactionAsync(customer, async session =>
        {
            await using var command = session.Command("delete from vault.customer_key where customer_id = $1 and purpose = $2",
                customer.Value, purpose.ToString());
            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }, cancellationToken);

    public Task<IReadOnlyList<(string MasterKeyCheck, CustomerId Customer)>> WrappedByAsync(CancellationToken cancellationToken) =>
        ExchangeDatabase.GuardAsync<IReadOnlyList<(string, CustomerId)>>(async () =>
        {
            await using var session = await database.OpenVaultForNobodyAsync(cancellationToken).ConfigureAwait(false);
            var found = new List<(string, CustomerId)>();
            await using var command = session.Command("select master_key_check, customer_id from vault.wrapped_by()");
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                found.Add((reader.GetString(0), new CustomerId(reader.GetString(1))));
            }

            return found;
        });
}
