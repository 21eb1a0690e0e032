using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Audit;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Spool;
using NexusGo.FileExchange.Testing.Retention;
using NexusGo.FileExchange.Testing.Stores;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Tests.Retention;

/// <summary>Everything that a night does for one customer, on doubles.</summary>
public sealed class RetentionNightStageTests : IAsyncLifetime
{
    private readonly InMemoryRig rig = new();
    private readonly InMemoryRetentionStore cards = new();
    private readonly Replacements replacements = new();
    private readonly string folder = Directory.CreateTempSubdirectory("nexusgo-night-").FullName;
    private readonly ErasureJournal journal;
    private readonly RetentionStores stores;

    public RetentionNightStageTests()
    {
        stores = RetentionStores.On(rig.Exchange, rig.Clock);
        journal = new ErasureJournal(new ErasureJournalOptions(Path.Combine(folder, "journal"), "night"), rig.Clock);
    }

    public async Task InitializeAsync()
    {
        rig.Drop("/in/ORD_1.csv", "customer_ref;product_code;first_name;last_name;national_identity_number;delivery_address_id\r\n"
            + "A1;ID-STD;Ida;Ek;199001019802;HQ\r\nA2;ID-STD;Bo;Al;199001029801;HQ\r\n");
        await rig.PollAsync();
    }

    public async Task DisposeAsync()
    {
        journal.Dispose();
        Directory.Delete(folder, recursive: true);
        await rig.DisposeAsync();
    }

    [Fact]
    public async Task Customers_are_told_of_erasures_remnants_go_and_heads_are_written_out()
    {
        await EraseFirstAsync();
        var began = rig.Clock.GetUtcNow();
        await RunAsync(rig.Profile);
        var record = Assert.Single(await stores.Evidence.ErasuresAsync(rig.Profile.Id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue,
            default));
        Assert.StartsWith("CER_", record.Certificate, StringComparison.Ordinal);
        Assert.Equal(began, record.ContentRewrittenAt);
        Assert.Contains(rig.Profile.CustomerId, Heads.Shipped().Keys);
    }

    [Fact]
    public async Task A_part_that_fails_stops_no_other_and_is_told_at_the_end()
    {
        await EraseFirstAsync();
        replacements.Fails = true;
        Assert.Equal(FailureReason.DatabaseUnavailable,
            (await Assert.ThrowsAsync<FileExchangeException>(() => RunAsync(rig.Profile))).Reason);
        var record = Assert.Single(await stores.Evidence.ErasuresAsync(rig.Profile.Id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue,
            default));
        Assert.NotNull(record.Certificate);
        Assert.NotNull(record.ContentRewrittenAt);
    }

    [Fact]
    public async Task Cards_that_do_not_get_on_are_noted_and_operators_alarmed()
    {
        rig.Clock.Advance(rig.Profile.StageLimits.Accepted);
        await RunAsync(rig.Profile);
        var noted = rig.Exchange.OverdueStages[rig.Profile.Id];
        Assert.Equal([(CardStatus.Accepted, 2L)], noted.Stages.Select(stage => (stage.Status, stage.Cards)));
    }

    [Fact]
    public async Task Of_the_partners_area_only_technical_data_is_looked_at()
    {
        await RunAsync(rig.Profile with { CustomerId = CustomerId.Production.Value });
        Assert.Equal(0, replacements.Settled);
        Assert.Empty(rig.Exchange.OverdueStages);
        await RunAsync(rig.Profile);
        Assert.Equal(1, replacements.Settled);
    }

    private AuditHeadExporter Heads => new(new AuditHeadExportOptions(Path.Combine(folder, "heads"), "night"), rig.Clock);

    private async Task EraseFirstAsync() => Assert.Equal(1, await stores.Register.EraseAsync(rig.Profile.Id,
        new ErasureOrder(ErasureCause.Operator, rig.Profile.Version), [rig.Exchange.Cards[0].Card.CardId], default));

    private Task RunAsync(CustomerProfile profile)
    {
        var certificates = new Certificates(stores.Certificates, Get<KeyVault>(), Get<SpoolFolder>(), Get<AnswerSealer>(), rig.Clock,
            NullLogger<Certificates>.Instance);
        var night = new RetentionNight(new RetentionRun(cards, new NoReports(), rig.Clock, NullLogger<RetentionRun>.Instance), cards,
            certificates, stores.Purges, stores.Remnants, stores.Evidence, Heads, journal,
            new StageLimits(stores.Stages, rig.Clock, NullLogger<StageLimits>.Instance), replacements, rig.Clock,
            NullLogger<RetentionNight>.Instance);
        return night.RunAsync(profile, CancellationToken.None);
    }

    private T Get<T>()
        where T : notnull => rig.Services.GetRequiredService<T>();

    private sealed class Replacements : IReplacements
    {
        public int Settled { get; private set; }

        public bool Fails { get; set; }

        public Task<int> SettleAsync(CustomerProfile profile, CancellationToken cancellationToken)
        {
            Settled++;
            return Fails ? throw new FileExchangeException(FailureReason.DatabaseUnavailable, isTransient: true, "away")
                : Task.FromResult(0);
        }
    }

    private sealed class NoReports : IBackReports
    {
        public Task<long?> MakeAsync(CustomerProfile profile, CancellationToken cancellationToken) => Task.FromResult<long?>(null);
    }
}
