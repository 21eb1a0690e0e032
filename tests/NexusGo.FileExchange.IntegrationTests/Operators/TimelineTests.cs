using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Operators;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Testing.Production;
using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.IntegrationTests.Operators;

/// <summary>
/// The story of a file and of a card, as the verb prints it; on a real PostgreSQL and two areas. Each test has a database of its own.
/// </summary>
public sealed class TimelineTests : IAsyncLifetime
{
    private const string Header = "customer_ref;product_code;first_name;last_name;title;national_identity_number;delivery_address_id\r\n";

    private readonly PostgresFixture postgres = new();
    private ExchangeRig rig = null!;

    public async Task InitializeAsync()
    {
        await postgres.InitializeAsync();
        rig = ExchangeRig.Create(postgres.ConnectionString, "PAS",
            p => p with { BackReports = new BackReportSettings { Heartbeat = true } });
    }

    public async Task DisposeAsync()
    {
        await rig.DisposeAsync();
        await postgres.DisposeAsync();
    }

    [Fact]
    public async Task The_whole_circle_of_a_card_is_told_in_order_of_time_and_without_personal_data()
    {
        string[] secrets = ["Zzplantedfirst", "Zzplantedlast", "Zzplantedtitle", "19900101-9802", "199001019802", "ZZ-REF-77"];
        var partner = new PartnerRig(rig);
        rig.Drop("ORD_1.csv", $"{Header}ZZ-REF-77;ID-STD;{secrets[0]};{secrets[1]};{secrets[2]};{secrets[3]};HQ\r\n");
        await rig.PollAsync();
        var card = rig.Results("ORD_1")[0]["card_no"];
        await rig.SweepAsync();
        rig.Clock.Advance(TimeSpan.FromHours(1));
        await partner.MakeBatchesAsync();
        rig.Clock.Advance(TimeSpan.FromHours(1));
        var time = $"{rig.Clock.GetUtcNow().UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}";
        await partner.TellAsync("EVT_1.csv", $"e1;{time};{card};IN_PRODUCTION;;;;;;;;;",
            $"e2;{time};{card};PRODUCED;;MIFARE;04A1B2C3;;;;;;", $"e3;{time};{card};FAILED;;;;;;;;;");
        rig.Clock.Advance(TimeSpan.FromHours(1));
        await partner.BackReportAsync();
        var report = Assert.Single(rig.Names("out/reports"));
        File.Move(Path.Combine(rig.Area, "out/reports", report), Path.Combine(rig.Area, "out/consumed", report));
        await rig.SweepAsync();
        rig.Clock.Advance(TimeSpan.FromDays(31));
        await rig.SweepAsync();

        var (code, text) = await RunAsync(card);

        Assert.Equal(ExitCodes.Ok, code);
        Assert.StartsWith($"card {card} of PAS", text, StringComparison.Ordinal);
        var steps = text.Split('\n').Skip(1).Where(line => line.Length > 0)
            .Select(line => string.Join(' ', line[26..].Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToList();
        Assert.Equal(text.Split('\n').Skip(1).Where(line => line.Length > 0).Select(line => line[..26]).Order(StringComparer.Ordinal),
            text.Split('\n').Skip(1).Where(line => line.Length > 0).Select(line => line[..26]));
        string[] expected =
        [
            "SEEN ORD_1.csv kind=ORD", "SAME_SINCE ORD_1.csv looks=2", "CLAIMED ORD_1.csv attempt=1",
            "STORED ORD_1.csv file_status=ACCEPTED sha256=", "ORDERED order", $"MADE /out/receipts/RES_ORD_1.csv kind=RES",
            "MADE /out/receipts/RCP_ORD_1.csv kind=RCP", $"CARD_ORDERED card {card}", "DELIVERED /out/receipts/RES_ORD_1.csv",
            "DELIVERED /out/receipts/RCP_ORD_1.csv", "REMOVED_FROM_INBOX ORD_1.csv",
            "SEEN_AT_CUSTOMER /out/receipts/RES_ORD_1.csv", "SEEN_AT_CUSTOMER /out/receipts/RCP_ORD_1.csv",
            $"EVENT card {card} event=ORDERED effect=APPLIED", "MADE /out/batches/PRD_", "DELIVERED /out/batches/PRD_",
            "OUR_COPY_REMOVED /out/batches/PRD_",
            $"EVENT card {card} event=IN_PRODUCTION effect=APPLIED", $"EVENT card {card} event=PRODUCED effect=APPLIED",
            $"EVENT card {card} event=FAILED effect=REFUSED",
            $"MADE /out/reports/{report} kind=BRP seq=1 lines=4", $"DELIVERED /out/reports/{report}",
            $"SEEN_AT_CUSTOMER /out/reports/{report}", $"CONSUMED /out/reports/{report} signal=MOVED",
            $"REMOVAL_INTENDED /out/reports/{report}", $"DELETED /out/reports/{report}",
            "OUR_COPY_REMOVED", "OUR_COPY_REMOVED", "OUR_COPY_REMOVED", "CONSUMED /out/receipts/RES_ORD_1.csv signal=MAX_AGE",
            "REMOVAL_INTENDED", "CONSUMED /out/receipts/RCP_ORD_1.csv signal=MAX_AGE", "REMOVAL_INTENDED",
            "DELETED /out/receipts/R", "DELETED /out/receipts/R",
        ];
        for (var i = 0; i < Math.Min(expected.Length, steps.Count); i++)
        {
            Assert.True(steps[i].StartsWith(expected[i], StringComparison.Ordinal),
                $"line {i + 1}: {steps[i]} and not {expected[i]}\n{text}");
        }

        Assert.Equal(expected.Length, steps.Count);
        Assert.Contains("back_report=1", steps[17], StringComparison.Ordinal);

        var planted = new PlantedText(secrets);
        var (_, json) = await RunAsync(card, json: true);
        var (_, file) = await RunAsync("ORD_1.csv");
        foreach (var output in new[] { text, json, file, (await RunAsync(report)).Output, (await RunAsync("EVT_1.csv")).Output })
        {
            Assert.NotEmpty(output);
            planted.AssertNotIn("a passport", Encoding.UTF8.GetBytes(output));
        }

        using var parsed = JsonDocument.Parse(json);
        Assert.Equal(expected.Length, parsed.RootElement.GetProperty("passports")[0].GetProperty("entries").GetArrayLength());
    }

    [Fact]
    public async Task A_name_that_came_twice_has_two_passports_and_an_id_has_one()
    {
        foreach (var row in new[] { "A1", "A2" })
        {
            rig.Drop("ORD_1.csv", $"{Header}{row};VISITOR;;;;;HQ\r\n");
            await rig.PollAsync();
        }

        var (_, text) = await RunAsync("ORD_1.csv");
        var ids = text.Split('\n').Where(line => line.StartsWith("file ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1])
            .ToList();
        Assert.Equal(2, ids.Distinct().Count());
        var (_, one) = await RunAsync(ids[0]);
        Assert.Single(one.Split('\n'), line => line.StartsWith("file ", StringComparison.Ordinal));
        Assert.Contains("RCP_ORD_1-2.csv", one, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_file_a_duplicate_and_one_that_still_waits_have_their_story_too()
    {
        rig.Drop("ORD_1.csv", $"{Header}A1;VISITOR;;;;;HQ\r\n");
        await rig.PollAsync();
        rig.Drop("ORD_2.csv", $"{Header}A1;VISITOR;;;;;HQ\r\n");
        rig.Drop("ORD_3.csv", "shoe_size\r\n42\r\n");
        await rig.PollAsync();
        rig.Drop("ORD_4.csv", "half a fi");
        await rig.PollAsync(1);

        Assert.Contains("file_status=DUPLICATE error_code=F-DUP-01", (await RunAsync("ORD_2.csv")).Output, StringComparison.Ordinal);
        Assert.Contains("first_file=ORD_1.csv", (await RunAsync("ORD_2.csv")).Output, StringComparison.Ordinal);
        Assert.Contains("file_status=REJECTED error_code=F-HDR-0", (await RunAsync("ORD_3.csv")).Output, StringComparison.Ordinal);
        Assert.Contains("WAITS", (await RunAsync("ORD_4.csv")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_persons_number_in_a_files_name_is_masked()
    {
        rig.Drop("ORD_19900101-9802.csv", $"{Header}A1;VISITOR;;;;;HQ\r\n");
        await rig.PollAsync();

        var (code, text) = await RunAsync("ORD_19900101-9802.csv");

        Assert.Equal(ExitCodes.Ok, code);
        Assert.DoesNotContain("9802", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_known_and_what_is_another_customers_is_not_told()
    {
        rig.Drop("ORD_1.csv", $"{Header}A1;VISITOR;;;;;HQ\r\n");
        await rig.PollAsync();
        var card = rig.Results("ORD_1")[0]["card_no"];

        Assert.Equal(ExitCodes.NotFound, (await RunAsync("ORD_9.csv")).Code);
        Assert.Equal(ExitCodes.NotFound, (await RunAsync(card, customer: "OTHER")).Code);
        Assert.Equal(ExitCodes.NotFound, (await RunAsync("ORD_1.csv", customer: "OTHER")).Code);
        Assert.Equal(ExitCodes.Ok, (await RunAsync(card)).Code);
    }

    private async Task<(int Code, string Output)> RunAsync(string what, bool json = false, string? customer = null)
    {
        using var output = new StringWriter { NewLine = "\n" };
        IReadOnlyList<CustomerId> customers = customer is null ? [new CustomerId("PAS"), CustomerId.Production]
            : [new CustomerId(customer)];
        var code = await PassportCommand.RunAsync(rig.Services.GetRequiredService<TimelineStore>(), customers, what, json, output,
            CancellationToken.None);
        return (code, output.ToString());
    }
}
