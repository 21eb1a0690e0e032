using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Testing.Stores;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.IntegrationTests.Retention;

/// <summary>PostgreSQL keeps the contract of due cards.</summary>
public sealed class PostgresRetentionStoreTests : RetentionStoreContract, IClassFixture<PostgresFixture>, IDisposable
{
    private readonly PostgresFixture postgres;
    private readonly KeyVault vaults;
    private readonly TestErasure erasure;
    private readonly HoldStore holds;

    public PostgresRetentionStoreTests(PostgresFixture postgres)
    {
        this.postgres = postgres;
        var clock = new FakeTimeProvider(Now);
        vaults = ExchangeStores.On(postgres.Database).CreateVaults();
        erasure = new TestErasure(postgres.Database, vaults, clock);
        holds = new HoldStore(postgres.Database, clock);
        Store = new RetentionStore(postgres.Database, erasure.Cards, clock);
    }

    private protected override IRetentionStore Store { get; }

    public void Dispose()
    {
        erasure.Dispose();
        vaults.Dispose();
    }

    private protected override async Task<Guid> AddAsync(CustomerId customer, RetentionFacts facts) =>
        Assert.Single(await PlantedCards.AddOrderAsync(postgres, customer.Value, facts.OrderedAt, [facts]));

    private protected override Task HoldAsync(CustomerId customer, DateTimeOffset until) =>
        holds.SetAsync(customer, "inspection", until, "an operator", CancellationToken.None);
}
