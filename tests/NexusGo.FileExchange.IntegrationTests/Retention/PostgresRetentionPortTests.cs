using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.IntegrationTests.Postgres;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Testing.Retention;
using NexusGo.FileExchange.Testing.Stores;
using NexusGo.FileExchange.Vault;
using Npgsql;

namespace NexusGo.FileExchange.IntegrationTests.Retention;

/// <summary>PostgreSQL's stores, for the suites about the end of cards.</summary>
internal sealed class RetentionOnPostgres : IDisposable
{
    private readonly KeyVault vaults;
    private readonly TestErasure erasure;

    public RetentionOnPostgres(PostgresFixture postgres)
    {
        Stores = ExchangeStores.On(postgres.Database) with
        {
            SetFactsAsync = (cardNo, facts) => CardFactsSetter.SetAsync(postgres, cardNo, facts),
        };
        vaults = Stores.CreateVaults();
        erasure = new TestErasure(postgres.Database, vaults, Clock);
        Retention = RetentionStores.On(postgres.Database, erasure.Cards, Clock);
    }

    public FakeTimeProvider Clock { get; } = new(StoreContract.Now);

    public ExchangeStores Stores { get; }

    public RetentionStores Retention { get; }

    public void Dispose()
    {
        erasure.Dispose();
        vaults.Dispose();
    }
}

public sealed class PostgresRegisterTests(PostgresFixture postgres) : RegisterContract, IClassFixture<PostgresFixture>, IDisposable
{
    private readonly RetentionOnPostgres stores = new(postgres);

    internal override ExchangeStores Stores => stores.Stores;

    internal override RetentionStores Retention => stores.Retention;

    internal override FakeTimeProvider Clock => stores.Clock;

    public void Dispose() => stores.Dispose();
}

public sealed class PostgresEvidenceStoreTests(PostgresFixture postgres) : EvidenceStoreContract, IClassFixture<PostgresFixture>,
    IDisposable
{
    private readonly RetentionOnPostgres stores = new(postgres);

    internal override ExchangeStores Stores => stores.Stores;

    internal override RetentionStores Retention => stores.Retention;

    internal override FakeTimeProvider Clock => stores.Clock;

    public void Dispose() => stores.Dispose();

    /// <summary>A worker whose journal was lost begins again at number 1, under the name that the database knows.</summary>
    [Fact]
    public async Task An_erasure_under_a_number_of_the_journal_that_is_used_is_refused_and_succeeds_under_another_name()
    {
        using var vaults = Stores.CreateVaults();
        using var lost = new TestErasure(postgres.Database, vaults, Clock, "lost");
        using var anew = new TestErasure(postgres.Database, vaults, Clock, "lost");
        var bo = await AddAsync(Bo);

        // So many that the next number is used as well.
        await EraseAsync(lost, (await AddAsync(Ida)).CardId);
        await EraseAsync(lost, (await AddAsync("C1;VISITOR;;;;HQ\r\n")).CardId);
        await FailsAsync(FailureReason.DatabaseConflict, () => EraseAsync(anew, bo.CardId));
        Assert.Single(await Retention.Register.CardsAsync(Customer, bo.CardNo, null, default));
        Assert.Equal(1, await EraseAsync(anew, bo.CardId));
        Assert.Equal(3, (await Retention.Evidence.ErasuresAsync(Customer, Now, Now.AddDays(1), default)).Count);
    }

    private Task<int> EraseAsync(TestErasure erasure, Guid card) =>
        new Register(postgres.Database, new CardKeyStore(postgres.Database), erasure.Cards, Clock)
            .EraseAsync(Customer, new ErasureOrder(ErasureCause.Operator, "7"), [card], default);
}

public sealed class PostgresCertificateStoreTests(PostgresFixture postgres) : CertificateStoreContract, IClassFixture<PostgresFixture>,
    IDisposable
{
    private readonly RetentionOnPostgres stores = new(postgres);

    internal override ExchangeStores Stores => stores.Stores;

    internal override RetentionStores Retention => stores.Retention;

    internal override FakeTimeProvider Clock => stores.Clock;

    public void Dispose() => stores.Dispose();
}

public sealed class PostgresErasureReplayTests(PostgresFixture postgres) : ErasureReplayContract, IClassFixture<PostgresFixture>,
    IDisposable
{
    private readonly RetentionOnPostgres stores = new(postgres);

    internal override ExchangeStores Stores => stores.Stores;

    internal override RetentionStores Retention => stores.Retention;

    internal override FakeTimeProvider Clock => stores.Clock;

    public void Dispose() => stores.Dispose();
}

public sealed class PostgresPurgeStoreTests(PostgresFixture postgres) : PurgeStoreContract, IClassFixture<PostgresFixture>, IDisposable
{
    private readonly RetentionOnPostgres stores = new(postgres);

    internal override ExchangeStores Stores => stores.Stores;

    internal override RetentionStores Retention => stores.Retention;

    internal override FakeTimeProvider Clock => stores.Clock;

    public void Dispose() => stores.Dispose();

    private protected override Task LeaveKeysAsync(Guid orderId, DateTimeOffset writtenAt) => postgres.ExecuteAsOwnerAsync($"""
        insert into vault.pending_order (order_id, customer_id, first_card_id, last_card_id, keys, written_at)
        values ('{orderId}', '{Customer}', '{orderId}', '{orderId}', 1, '{writtenAt:O}')
        """);
}

public sealed class PostgresRemnantsTests(PostgresFixture postgres) : RemnantsContract, IClassFixture<PostgresFixture>, IDisposable
{
    private readonly RetentionOnPostgres stores = new(postgres);

    internal override ExchangeStores Stores => stores.Stores;

    internal override RetentionStores Retention => stores.Retention;

    internal override FakeTimeProvider Clock => stores.Clock;

    public void Dispose() => stores.Dispose();

    private protected override async Task<IAsyncDisposable> HoldAsync()
    {
        var connection = new NpgsqlConnection(postgres.OwnerConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var begin = new NpgsqlCommand("begin isolation level repeatable read; select 1", connection);
        await begin.ExecuteNonQueryAsync();
        return connection;
    }
}

public sealed class PostgresStageStoreTests(PostgresFixture postgres) : StageStoreContract, IClassFixture<PostgresFixture>, IDisposable
{
    private readonly RetentionOnPostgres stores = new(postgres);

    internal override ExchangeStores Stores => stores.Stores;

    internal override RetentionStores Retention => stores.Retention;

    internal override FakeTimeProvider Clock => stores.Clock;

    public void Dispose() => stores.Dispose();

    private protected override async Task<IReadOnlyList<(CardStatus Status, long Cards, DateTimeOffset Oldest, DateTimeOffset At)>>
        NotedAsync()
    {
        var noted = new List<(CardStatus, long, DateTimeOffset, DateTimeOffset)>();
        await using var connection = new NpgsqlConnection(postgres.OwnerConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "select status, cards, oldest_at, noted_at from orders.overdue_stage where customer_id = $1", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = Customer.Value });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            noted.Add((CardWords.StatusOf(reader.GetString(0)), reader.GetInt64(1), reader.GetFieldValue<DateTimeOffset>(2),
                reader.GetFieldValue<DateTimeOffset>(3)));
        }

        return noted;
    }
}
