using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Testing.Production;
using NexusGo.FileExchange.Vault;
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
        await using var rig = ExchangeRig.Create(postgres.ConnectionString, "APART",
            p => p with { Retention = new RetentionSettings { Keep = "IMMEDIATE" } }, vaultConnectionString: vault.ConnectionString);
        var cards = new CardMaker(rig, new PartnerRig(rig));
        var numbers = await cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;");
        await cards.DeliverAsync(numbers.Values);
        Assert.Equal(0,
            await postgres.QueryAsOwnerAsync<long>($"select count(*) from vault.customer_key where customer_id = '{rig.Customer}'"));
        Assert.True(await vault.QueryAsOwnerAsync<long>(
            $"select count(*) from vault.customer_key where customer_id = '{rig.Customer}'") > 0);
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        await rig.Services.GetRequiredService<RetentionNight>().RunAsync(rig.Profile, CancellationToken.None);
        Assert.Equal(0, await postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card where sealed is not null"));
    }

    /// <summary>
    /// The point of a vault apart: an old copy of the cards is worth nothing without the keys, and those of erased cards are nowhere.
    /// </summary>
    [Fact]
    public async Task An_older_dump_of_the_cards_with_todays_vault_opens_every_card_but_the_erased_one()
    {
        await using var rig = ExchangeRig.Create(postgres.ConnectionString, "DUMP", vaultConnectionString: vault.ConnectionString);
        await new CardMaker(rig, new PartnerRig(rig)).OrderAsync("A1;ID-STD;Bo;Ek;;HQ;", "A2;ID-STD;Eva;Al;;HQ;",
            "A3;ID-STD;Ali;Rask;;HQ;");
        var dump = Path.Combine(rig.Folder, "dump");
        await PostgresTool.RunAsync(postgres, "pg_dump", "-Fc", "-f", dump);
        var erased = await postgres.QueryAsOwnerAsync<Guid>("select card_id from orders.card where row_no = 2");
        await rig.Services.GetRequiredService<IRegister>().EraseAsync(rig.Profile.Id, new ErasureOrder(ErasureCause.Request, "1"), [erased],
            CancellationToken.None);

        await postgres.ExecuteAsOwnerAsync("drop schema exchange, orders, vault, audit, retention, quartz, nexusgo_migration cascade");
        await PostgresTool.RunAsync(postgres, "pg_restore", "--exit-on-error", "-d", postgres.DatabaseName, dump);

        Assert.Equal(3, await postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card where sealed is not null"));
        var customer = await rig.Services.GetRequiredService<KeyVault>().OpenAsync(rig.Profile.Id, CancellationToken.None);
        using var reader = new CardReader(customer);
        var (opened, refused) = (new List<string>(), new List<Guid>());
        await rig.Services.GetRequiredService<IRegister>().ReadSealedAsync(rig.Profile.Id, card =>
        {
            try
            {
                reader.Open(card);
                opened.Add(System.Text.Encoding.UTF8.GetString(reader.Value(CardField.CustomerRef)));
            }
            catch (SealBrokenException)
            {
                refused.Add(card.CardId);
            }
        }, CancellationToken.None);
        Assert.Equal(["A1", "A3"], opened);
        Assert.Equal([erased], refused);

        // And the gate erases it again before anything else works with the restored database.
        Assert.Equal(1, (await rig.Services.GetRequiredService<RestoreGate>().PassAsync(CancellationToken.None)).Cards);
    }

    [Fact]
    public async Task Migrate_makes_the_vaults_tables_too()
    {
        var cluster = await TestCluster.GetAsync();
        var (cards, keys) = (await TestCluster.CreateDatabaseAsync(migrated: false),
            await TestCluster.CreateDatabaseAsync(migrated: false));
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
