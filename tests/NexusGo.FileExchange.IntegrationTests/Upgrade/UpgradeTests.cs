using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Worker.Commands;
using NexusGo.FileExchange.Worker.Embedded;

namespace NexusGo.FileExchange.IntegrationTests.Upgrade;

/// <summary>Filled databases of every frozen version are brought to today's tables, and a worker goes on with them.</summary>
public sealed class UpgradeTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    /// <summary>Set by tests/fill.sh: the folder of <see cref="FilledSite.Dumps"/> to make.</summary>
    private static readonly string? Wanted = Environment.GetEnvironmentVariable("NEXUSGO_FILL_TO");

    public static TheoryData<string> Versions =>
        [.. Directory.EnumerateDirectories(FilledSite.Dumps).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_filled_database_of_a_frozen_version_is_migrated_and_worked_on(string version)
    {
        await using var site = await WorkerSite.CreateAsync(migrated: false);
        var folder = Path.Combine(FilledSite.Dumps, version);
        await FilledSite.RestoreAsync(site, folder);
        var runner = MigrationRunner.Create(TimeProvider.System, NullLogger<MigrationRunner>.Instance);
        await runner.MigrateAsync(site.OwnerConnectionString, PrivatePostgres.WorkerLogin, CancellationToken.None);
        await using var worker = site.Start("worker");

        await FilledSite.TellAsync(site, worker, "EVT_000002", (FilledSite.Unfinished, "PRODUCED"), (FilledSite.Unfinished, "SHIPPED"),
            (FilledSite.Unfinished, "DELIVERED"), (FilledSite.Unfinished, "INVOICED"), (FilledSite.AskedBack, "CANCELLED"));

        // Its reference is sealed: whoever names it has opened what the older version wrote.
        await Until.TrueAsync(() => FilledSite.Reported(site).Any(line =>
            (line["customer_ref"], line["status"]) == (FilledSite.Unfinished, "DELIVERED")), Longest, () => worker.Output);
        Assert.Equal(["DELIVERED|ERASED|CANCELLED"], await site.QueryAsync("""
            select string_agg(case when erased_at is not null then 'ERASED' else status end, '|' order by row_no)
            from orders.card where row_no in (2, 3, 4)
            """));

        // A known reference is found again by its keyed index, and a new one becomes a card.
        site.Drop(FilledSite.Customer, "ORD_FILLED_000002.csv", "customer_ref;product_code;first_name;last_name;delivery_address_id\r\n"
            + "F2;ID-STD;Bo;Ek;HQ\r\nF7;ID-STD;Liv;Sand;HQ\r\n");
        await FilledSite.ReceiptAsync(site, FilledSite.Customer, "ORD_FILLED_000002", worker);
        var receipt = site.Receipt(FilledSite.Customer, "ORD_FILLED_000002");
        Assert.Equal(("1", "1"), (receipt["rows_accepted"], receipt["rows_unchanged"]));

        await SaysAsync(site, "The erased cards of before stay erased, and every link of the logs holds.", "audit", "verify");
        await SaysAsync(site, "The service is well.", "status");
        await SaysAsync(site, "The customer is well.", "status", FilledSite.Customer);
    }

    /// <summary>Makes a dump when tests/fill.sh asks for one.</summary>
    [Fact]
    public async Task A_filled_database_is_dumped_when_asked_for()
    {
        if (Wanted is null)
        {
            return;
        }

        await using var site = await WorkerSite.CreateAsync();
        await FilledSite.FillAsync(site);
        await FilledSite.DumpAsync(site, Wanted);
    }

    private static async Task SaysAsync(WorkerSite site, string what, params string[] verb)
    {
        var said = await WorkerVerb.RunAsync([.. verb, "--config", Path.Combine(site.Folder, "worker")]);
        Assert.True(said.ExitCode == ExitCodes.Ok, $"Not so: {what} Exit code {said.ExitCode}.\n{said.Output}{said.Errors}");
    }
}
