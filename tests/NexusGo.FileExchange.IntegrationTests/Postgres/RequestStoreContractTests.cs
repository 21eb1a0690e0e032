using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Testing.Stores;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.IntegrationTests.Postgres;

public sealed class PostgresRequestStoreTests : RequestStoreContract, IClassFixture<PostgresFixture>
{
    private readonly KeyVault vaults;
    private readonly TestErasure erasure;

    public PostgresRequestStoreTests(PostgresFixture postgres)
    {
        var clock = new FakeTimeProvider(Now);
        var stores = ExchangeStores.On(postgres.Database);
        vaults = stores.CreateVaults();
        erasure = new TestErasure(postgres.Database, vaults, clock);
        var cancellations = new CancellationStore(postgres.Database, clock);
        Stores = stores with
        {
            Requests = new RequestStore(postgres.Database, new CardKeyStore(postgres.Database), erasure.Cards, clock),
            SetFactsAsync = (cardNo, facts) => CardFactsSetter.SetAsync(postgres, cardNo, facts),
            Cancellations = cancellations,
            ScheduledErasures = new ScheduledErasures(postgres.Database, erasure.Cards, cancellations, clock,
                NullLogger<ScheduledErasures>.Instance),
        };
    }

    internal override ExchangeStores Stores { get; }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        erasure.Dispose();
        vaults.Dispose();
    }
}

public sealed class PostgresPhotoStoreTests(PostgresFixture postgres) : PhotoStoreContract, IClassFixture<PostgresFixture>
{
    internal override ExchangeStores Stores { get; } = ExchangeStores.On(postgres.Database) with
    {
        SetFactsAsync = (cardNo, facts) => CardFactsSetter.SetAsync(postgres, cardNo, facts),
    };
}

public sealed class PostgresHoldStoreTests(PostgresFixture postgres) : HoldStoreContract, IClassFixture<PostgresFixture>
{
    internal override ExchangeStores Stores { get; } = ExchangeStores.On(postgres.Database);
}

public sealed class PostgresHistoryStoreTests(PostgresFixture postgres) : HistoryStoreContract, IClassFixture<PostgresFixture>
{
    internal override ExchangeStores Stores { get; } = ExchangeStores.On(postgres.Database);

    private protected override async Task<IReadOnlyList<string>> ReadingsAsync()
    {
        var details = await postgres.QueryAsOwnerAsync<string>($"""
            select coalesce(string_agg(substr(detail, length('selector=PERSON;') + 1), ' ' order by entry_no), '') from audit.entry
            where customer_id = '{Customer}' and action = 'HISTORY_READ'
            """);
        return details!.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }
}

/// <summary>Makes a card what production would have made of it, behind the product's back.</summary>
internal static class CardFactsSetter
{
    public static Task SetAsync(PostgresFixture postgres, long cardNo, CardFacts facts) =>
        postgres.ExecuteAsOwnerAsync(string.Create(CultureInfo.InvariantCulture, $"""
            update orders.card set status = '{facts.Status.ToWireName()}', card_state = '{facts.State.ToWireName()}',
                invoiced_at = {(facts.IsInvoiced ? "status_at" : "null")},
                produced_at = {(facts.State == CardState.None ? "produced_at" : "coalesce(produced_at, status_at)")}
            where card_no = {cardNo}
            """));
}
