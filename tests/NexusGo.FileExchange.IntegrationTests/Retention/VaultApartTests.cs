using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Testing.Production;
using NexusGo.FileExchange.Worker;
using NexusGo.FileExchange.Worker.Embedded;

namespace NexusGo.FileExchange.IntegrationTests.Retention;

/// <summary>The customers' keys in a database of their own.</summary>
public sealed class VaultApartTests : IAsyncLifetime
{
    private readonly PostgresFixture postgres = new();
    private readonly PostgresFixture vault = new();

    public async Task InitializeAsync()
    {
        await postgres.InitializeAsync();
        await vault.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await postgres.DisposeAsync();
        await vault.DisposeAsync();
    }

    [Fact]
    public async Task Cards_are_ordered_made_and_erased_and_the_cards_database_alone_opens_nothing()
    {
        await using var rig = ExchangeRig.Create(postgres.ConnectionString, "APART", p => p with { Retention = new RetentionSettings { Keep = "IMMEDIATE" } }, vaultConnectionString: vault.ConnectionString);
        var cards = new CardMaker(rig, new PartnerRig(rig));
        var numbers = await cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;");
        await cards.DeliverAsync(numbers.Values);
        Assert.Equal(0, await postgres.QueryAsOwnerAsync<long>($"select count(*) from vault.customer_key where customer_id = '{rig.Customer}'"));
        Assert.True(await vault.QueryAsOwnerAsync<long>($"select count(*) from vault.customer_key where customer_id = '{rig.Customer}'") > 0);
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        await rig.Services.GetRequiredService<IRetentionNight>().RunAsync(rig.Profile, CancellationToken.None);
        Assert.Equal(0, await postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card where sealed is not null"));
    }

    [Fact]
    public async Task Migrate_makes_the_vaults_tables_too()
    {
        var cluster = await TestCluster.GetAsync();
        var (cards, keys) = (await TestCluster.CreateDatabaseAsync(migrated: false), await TestCluster.CreateDatabaseAsync(migrated: false));
        var access = new DatabaseAccess
        {
            Worker = cluster.ConnectionStringFor(PrivatePostgres.WorkerLogin, cards),
            Owner = cluster.ConnectionStringFor(PrivatePostgres.OwnerLogin, cards) + ";Pooling=false",
            Vault = cluster.ConnectionStringFor(PrivatePostgres.WorkerLogin, keys),
            IsEmbedded = false,
        };
        var applied = await Wiring.MigrateAsync(access, TimeProvider.System, CancellationToken.None);
        Assert.Contains("initial", applied);
        Assert.Contains("initial (vault)", applied);
        Assert.Empty(await Wiring.MigrateAsync(access, TimeProvider.System, CancellationToken.None));
        await TestCluster.DropDatabaseAsync(cards);
        await TestCluster.DropDatabaseAsync(keys);
    }
}
