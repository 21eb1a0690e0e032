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
                "select key_id, purpose, wrapped, created_at, retired_at from vault.customer_key where customer_id = $1", customer.Value);
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
                    RetiredAt = reader.IsDBNull(4) ? null : reader.GetFieldValue<DateTimeOffset>(4),
                });
            }

            return keys;
        }, cancellationToken);

    public Task<bool> InsertAsync(CustomerKey key, CancellationToken cancellationToken) =>
        database.InVaultTransactionAsync(key.Customer, async session =>
        {
            await using var command = session.Command("""
                insert into vault.customer_key (key_id, customer_id, purpose, wrapped, created_at) values ($1, $2, $3, $4, $5)
                on conflict (customer_id, purpose) where retired_at is null do nothing
                """, key.KeyId, key.Customer.Value, key.Purpose.ToString(), key.WrappedKey, key.CreatedAt);
            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 1;
        }, cancellationToken);
}
