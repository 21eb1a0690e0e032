using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Testing.Production;

namespace NexusGo.FileExchange.IntegrationTests.Retention;

/// <summary>A backup brings erased persons back; the gate takes them away again before anything else works.</summary>
public sealed class RestoreGateTests : CardTests
{
    protected override ExchangeRig CreateRig(string connectionString) =>
        ExchangeRig.Create(connectionString, "GATE", profile => profile with { Retention = new RetentionSettings { Keep = "IMMEDIATE" } });

    [Fact]
    public async Task Nasty64_after_restoring_an_older_backup_the_erased_are_erased_again_before_the_service_opens()
    {
        var numbers = await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;", "A2;ID-STD;Eva;Al;;HQ;");
        await Cards.DeliverAsync([numbers["A1"]]);
        Rig.Clock.Advance(TimeSpan.FromMinutes(1));
        var dump = Path.Combine(Rig.Folder, "backup");
        await RunAsync("pg_dump", "-Fc", "-f", dump);
        await NightAsync();
        Assert.Equal(1, await KeptAsync());
        Assert.Equal(new RestoreFinding(0, 0, null), await PassAsync());

        await Postgres.ExecuteAsOwnerAsync("drop schema exchange, orders, vault, audit, retention, quartz, nexusgo_migration cascade");
        await RunAsync("pg_restore", "--exit-on-error", "-d", Postgres.DatabaseName, dump);
        File.Delete(dump);
        Assert.Equal(2, await KeptAsync());

        var found = await PassAsync();
        Assert.Equal((1, 1), (found.Entries, found.Cards));
        Assert.Equal(1, await KeptAsync());
        Assert.Contains(Rig.Log.Lines,
            line => line.StartsWith("Warning 8011 The database is older than the erasure journal: 1 erasures of 1 cards",
            StringComparison.Ordinal));
        Assert.Equal(1, await Postgres.QueryAsOwnerAsync<long>("select count(*) from audit.entry where action = 'ERASURE_REPEATED'"));
        Assert.Equal(0, (await PassAsync()).Entries);
    }

    [Fact]
    public async Task An_erasure_announced_by_a_worker_that_died_is_left_to_what_wanted_it_unless_the_database_is_older_than_another()
    {
        await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;", "A2;ID-STD;Eva;Al;;HQ;");
        var journal = Rig.Services.GetRequiredService<ErasureJournal>();
        async Task<Guid> CardAsync(int row) =>
            await Postgres.QueryAsOwnerAsync<Guid>($"select card_id from orders.card where row_no = {row}");
        journal.Announce(Rig.Customer, ErasureCause.Request, [await CardAsync(1)]);
        Assert.Equal(0, (await PassAsync()).Entries);
        Assert.Equal(2, await KeptAsync());

        // Concluded, and yet the database does not know it: this is a backup, and nobody can tell what became of the first.
        journal.Conclude(journal.Announce(Rig.Customer, ErasureCause.Request, [await CardAsync(2)]), Rig.Customer, done: true);
        Assert.Equal((2, 2), (await PassAsync()) is var found ? (found.Entries, found.Cards) : default);
        Assert.Equal(0, await KeptAsync());
    }

    [Fact]
    public async Task An_erasure_that_was_given_up_is_not()
    {
        await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;");
        var card = await Postgres.QueryAsOwnerAsync<Guid>("select card_id from orders.card");
        var journal = Rig.Services.GetRequiredService<ErasureJournal>();
        journal.Conclude(journal.Announce(Rig.Customer, ErasureCause.Request, [card]), Rig.Customer, done: false);
        Assert.Equal(0, (await PassAsync()).Entries);
        Assert.Equal(1, await KeptAsync());
    }

    [Theory]
    [InlineData("change")]
    [InlineData("remove")]
    [InlineData("swap")]
    public async Task A_journal_that_somebody_changed_keeps_the_service_closed(string how)
    {
        await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;");
        var journal = Rig.Services.GetRequiredService<ErasureJournal>();
        for (var i = 0; i < 4; i++)
        {
            journal.Announce(Rig.Customer, ErasureCause.Request, [Guid.NewGuid()]);
        }

        var path = journal.Files().Single().Path;
        var lines = File.ReadAllLines(path).ToList();
        switch (how)
        {
            case "change":
                lines[1] = lines[1].Replace("REQUEST", "OPERATOR", StringComparison.Ordinal);
                break;
            case "remove":
                lines.RemoveAt(1);
                break;
            default:
                (lines[1], lines[2]) = (lines[2], lines[1]);
                break;
        }

        await File.WriteAllLinesAsync(path, lines);
        Assert.Equal(FailureReason.JournalDamaged, (await Assert.ThrowsAsync<FileExchangeException>(PassAsync)).Reason);
    }

    [Fact]
    public async Task A_line_cut_short_by_a_crash_counts_as_not_there_and_the_journal_goes_on_behind_it()
    {
        await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;");
        var journal = Rig.Services.GetRequiredService<ErasureJournal>();
        journal.Conclude(journal.Announce(Rig.Customer, ErasureCause.Request, [Guid.NewGuid()]), Rig.Customer, done: true);
        var path = journal.Files().Single().Path;
        journal.Dispose();
        await File.AppendAllTextAsync(path, "3\t2026-01-01T");
        Assert.Equal(1, (await PassAsync()).Entries);
        using var next = new ErasureJournal(new ErasureJournalOptions(Path.GetDirectoryName(path)!, $"rig-{Rig.Customer}"), Rig.Clock);
        Assert.Equal(3, next.Announce(Rig.Customer, ErasureCause.Request, [Guid.NewGuid()]).Number);
        Assert.Equal(0, (await PassAsync()).Entries);
    }

    private Task<RestoreFinding> PassAsync() => Rig.Services.GetRequiredService<RestoreGate>().PassAsync(CancellationToken.None);

    private Task NightAsync() => Rig.Services.GetRequiredService<RetentionNight>().RunAsync(Rig.Profile, CancellationToken.None);

    private Task<long> KeptAsync() => Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card where sealed is not null");

    private Task RunAsync(string program, params string[] arguments) => PostgresTool.RunAsync(Postgres, program, arguments);
}
