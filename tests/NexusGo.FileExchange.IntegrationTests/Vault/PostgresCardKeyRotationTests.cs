using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Testing.Vault;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.IntegrationTests.Vault;

/// <summary>PostgreSQL keeps the contract of a rotation of a customer's key.</summary>
public sealed class PostgresCardKeyRotationTests(PostgresFixture postgres) : CardKeyRotationContract, IClassFixture<PostgresFixture>
{
    private protected override ICustomerKeyStore CustomerKeys { get; } = new CustomerKeyStore(postgres.Database);

    private protected override ICardKeyRotationStore Store { get; } = new CardKeyRotationStore(postgres.Database);

    private protected override Task AddAsync(CustomerId of, Guid cardId, WrappedCardKey key) => postgres.ExecuteAsOwnerAsync($"""
        insert into vault.card_key (card_id, customer_id, key_id, wrapped)
        values ('{cardId}', '{of}', '{key.CustomerKeyId}', '\x{Convert.ToHexString(key.Wrapped.Span)}')
        """);

    private protected override Task RemoveAsync(Guid cardId) =>
        postgres.ExecuteAsOwnerAsync($"delete from vault.card_key where card_id = '{cardId}'");

    private protected override async Task<WrappedCardKey?> FindAsync(Guid cardId)
    {
        var found = await postgres.QueryAsOwnerAsync<string>(
            $"select key_id || ' ' || encode(wrapped, 'hex') from vault.card_key where card_id = '{cardId}'");
        return found?.Split(' ') is [var key, var wrapped] ? new WrappedCardKey(Guid.Parse(key), Convert.FromHexString(wrapped)) : null;
    }
}
