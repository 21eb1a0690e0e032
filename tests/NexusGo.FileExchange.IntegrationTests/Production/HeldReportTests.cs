using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Production;
using NexusGo.FileExchange.Vault;
using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.IntegrationTests.Production;

/// <summary>A PRODUCED that lacks something: seen by operators, released, sent back, or overtaken by a complete one.</summary>
public sealed class HeldReportTests : CardTests
{
    private const string Header = "customer_ref;product_code;first_name;last_name;delivery_address_id\r\n";

    private string config = "";
    private IReadOnlyList<string> cards = [];
    private DateTimeOffset start;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        config = Path.Combine(Rig.Folder, "config");
        Directory.CreateDirectory(Path.Combine(config, "customers"));
        await File.WriteAllTextAsync(Path.Combine(config, "appsettings.json"), JsonSerializer.Serialize(new
        {
            FileExchange = new { WorkerName = "verb", DataDirectory = config, RunDirectory = config,
                Database = new { Postgres.ConnectionString }, Vault = new { MasterKeyFile = Path.Combine(Rig.Folder, "master.key") } },
        }));

        Rig.Drop("ORD_1.csv", Header + "A1;ID-STD;Åsa;Öberg;HQ\r\nA2;ID-STD;Bo;Ek;HQ\r\n");
        await Rig.PollAsync();
        cards = [.. Rig.Results("ORD_1").Select(r => r["card_no"])];
        await Partner.MakeBatchesAsync();
        start = Rig.Clock.GetUtcNow();
        await Partner.TellAsync("EVT_1.csv", Event("a1", 0, 0, "IN_PRODUCTION"), Event("a2", 1, 0, "PRODUCED", "MIFARE;;;;"),
            Event("a3", 2, 0, "INVOICED"), Event("a4", 3, 0, "SHIPPED"));
        await Partner.BackReportAsync();
    }

    protected override ExchangeRig CreateRig(string connectionString) => ExchangeRig.Create(connectionString, "HRA");

    protected override PartnerRig CreatePartner(ExchangeRig rig) => new(rig,
        p => p with { Layouts = [new LayoutSettings { ProductCode = "ID-STD", ExpectedReportFields = ["chip_type", "uid_hex"] }] });

    [Fact]
    public async Task It_is_listed_released_and_reported_with_all_that_waited_behind_it()
    {
        Assert.Equal(["ACCEPTED", "ON_HOLD", "ON_HOLD", "ON_HOLD"], Partner.Results("EVT_1").Select(row => row["outcome"]));
        var id = await ListedAsync("uid_hex", behind: 2);
        var released = await VerbAsync("production", "release", id);
        Assert.True(released.ExitCode == ExitCodes.Ok, released.Errors);
        Assert.Contains("3 event(s)", released.Output, StringComparison.Ordinal);

        var told = (await Partner.BackReportAsync())!;
        Assert.Equal(["PRODUCED", "SHIPPED", ""], told.Select(line => line["status"]));
        Assert.Equal(("MIFARE", "", "ACTIVE"), (told[0]["chip_type"], told[0]["uid_hex_msb"], told[0]["card_state"]));
        Assert.True(await Postgres.QueryAsOwnerAsync<bool>(
            $"select invoiced_at is not null and held_at is null and produced_at is not null from orders.card where card_no = {cards[0]}"));
        Assert.Equal("HELD_EVENT_RELEASED",
            await Postgres.QueryAsOwnerAsync<string>(
            $"select action from audit.entry where subject = '{id}' and detail like 'by=%;events=3'"));

        Assert.Equal(ExitCodes.NotFound, (await VerbAsync("production", "release", id)).ExitCode);
        Assert.Contains("Nothing waits", (await VerbAsync("production", "held")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sent_back_the_card_has_failed_and_is_made_again()
    {
        var id = await ListedAsync("uid_hex", behind: 2);
        Assert.Equal(ExitCodes.Ok, (await VerbAsync("production", "send-back", id)).ExitCode);
        var told = (await Partner.BackReportAsync())!;
        Assert.Equal(("FAILED", "SENT_BACK", "NONE"), (told[0]["status"], told[0]["reason_code"], told[0]["card_state"]));
        Assert.Equal(2, told.Count);

        Assert.Equal(1, await Partner.MakeBatchesAsync());
        await Partner.TellAsync("EVT_2.csv", Event("b1", 10, 0, "IN_PRODUCTION"), Event("b2", 11, 0, "PRODUCED", "MIFARE;04A1B2C3;;;"));
        Assert.Equal(["ACCEPTED", "ACCEPTED"], Partner.Results("EVT_2").Select(row => row["outcome"]));
    }

    [Fact]
    public async Task A_complete_report_ends_the_hold_by_itself_and_what_waited_has_its_turn()
    {
        await Partner.TellAsync("EVT_2.csv", Event("b2", 1, 0, "PRODUCED", "MIFARE;04A1B2C3;;;"));
        var told = (await Partner.BackReportAsync())!;
        Assert.Equal(["PRODUCED", "SHIPPED", ""], told.Select(line => line["status"]));
        Assert.Equal("04A1B2C3", told[0]["uid_hex_msb"]);
        Assert.True(await Postgres.QueryAsOwnerAsync<bool>($"select invoiced_at is not null from orders.card where card_no = {cards[0]}"));
        Assert.Empty(await Rig.Services.GetRequiredService<HeldEventStore>().ListAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Two_operators_at_once_decide_once()
    {
        var id = Guid.Parse(await ListedAsync("uid_hex", behind: 2));
        var held = Rig.Services.GetRequiredService<HeldEventStore>();
        var done = await Task.WhenAll(Enumerable.Range(0, 4)
            .Select(i => held.DecideAsync(id, i % 2 == 0 ? HeldDecision.Release : HeldDecision.SendBack, "test", CancellationToken.None)));
        Assert.Equal([0, 0, 0, 3], done.Order());
        Assert.Equal(3L, await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card_event where settles is not null"));
    }

    [Theory]
    [InlineData("held.settling")]
    [InlineData("held.settled")]
    public async Task Nasty_a_decision_that_dies_half_way_has_not_happened_and_is_made_again(string point)
    {
        var id = await ListedAsync("uid_hex", behind: 2);
        var died = await WorkerVerb.RunAsync(point, ["production", "release", id, "--config", config]);
        Assert.NotEqual(ExitCodes.Ok, died.ExitCode);
        Assert.Equal(0L, await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card_event where settles is not null"));
        Assert.Equal(ExitCodes.Ok, (await VerbAsync("production", "release", id)).ExitCode);
        Assert.Equal(["PRODUCED", "SHIPPED", ""], (await Partner.BackReportAsync())!.Select(line => line["status"]));
    }

    [Fact]
    public async Task What_is_held_or_refused_is_known_to_status()
    {
        await Partner.TellAsync("EVT_2.csv", Event("c1", 0, 1, "SHIPPED"));
        var troubles = await Rig.Services.GetRequiredService<HeldEventStore>().LookAsync(CancellationToken.None);
        Assert.Equal((1, 1), (troubles.Held, troubles.Refused));
        Assert.Equal([("SHIPPED", "REFUSED", "R-EVT-01"), ("PRODUCED", "HELD", "W-EVT-01")],
            troubles.Latest.Select(one => (one.Kind, one.Effect, one.Code ?? "")));

        Rig.Clock.Advance(TimeSpan.FromDays(8));
        troubles = await Rig.Services.GetRequiredService<HeldEventStore>().LookAsync(CancellationToken.None);
        Assert.Equal((1, 0, 1), (troubles.Held, troubles.Refused, troubles.Latest.Count));
    }

    private async Task<string> ListedAsync(string missing, int behind)
    {
        var listed = await VerbAsync("production", "held", "--json");
        Assert.True(listed.ExitCode == ExitCodes.Ok, listed.Errors);
        using var json = JsonDocument.Parse(listed.Output);
        var report = Assert.Single(json.RootElement.GetProperty("held").EnumerateArray());
        Assert.Equal((Rig.Customer, cards[0], behind),
            (report.GetProperty("customer").GetString()!, $"{report.GetProperty("card_no")}", report.GetProperty("behind").GetInt32()));
        Assert.Equal([missing], report.GetProperty("missing").EnumerateArray().Select(field => field.GetString()!));
        Assert.DoesNotContain("berg", listed.Output, StringComparison.OrdinalIgnoreCase);
        return report.GetProperty("event_id").GetString()!;
    }

    private Task<WorkerVerb> VerbAsync(params string[] arguments) => WorkerVerb.RunAsync([.. arguments, "--config", config]);

    private string Event(string id, int second, int card, string kind, string chip = ";;;;") =>
        $"{id};{start.AddSeconds(second).UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ};{cards[card]};{kind};;{chip};;;";
}
