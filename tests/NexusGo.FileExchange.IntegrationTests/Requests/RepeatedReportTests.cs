using System.Globalization;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Production;
using NexusGo.FileExchange.Testing.Requests;
using Npgsql;

namespace NexusGo.FileExchange.IntegrationTests.Requests;

/// <summary>REPORT: the same events with the same ids, in a file beside the gapless series.</summary>
public sealed class RepeatedReportTests : CardTests
{
    protected override ExchangeRig CreateRig(string connectionString) => ExchangeRig.Create(connectionString, "RPT");

    [Fact]
    public async Task One_report_is_told_again_to_the_line_and_the_series_goes_on_without_a_gap()
    {
        var card = (await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;"))["A1"];
        var first = (await Partner.BackReportAsync())!;
        await Cards.DeliverAsync([card]);
        var second = (await Partner.BackReportAsync())!;
        await Cards.OrderAsync("A2;ID-STD;Eva;Ek;;HQ;");

        Assert.Equal([("DONE", ""), ("DONE", ""), ("NOT_FOUND", ""), ("NOT_FOUND", ""), ("REFUSED", "R-SEL-02")],
            await Rig.AskAsync("REQ_1", "r1;REPORT;SEQ;1;;;", "r2;REPORT;SEQ;2;;;", "r3;REPORT;SEQ;3;;;",
            "r4;REPORT;PERIOD;;2001-01-01;2001-12-31;", "r5;REPORT;SEQ;x;;;"));
        var repeats = Repeats();
        Assert.Equal(2, repeats.Count);
        Assert.Equal(second.SkipLast(1).Select(Line), repeats[1].SkipLast(1).Select(Line));
        Assert.Equal(first.SkipLast(1).Select(line => line["event_id"]), repeats[0].SkipLast(1).Select(line => line["event_id"]));
        Assert.Equal(("T", "1", "R000001", ""),
            (repeats[0][^1]["record_type"], repeats[0][^1]["event_id"], repeats[0][^1]["order_no"], repeats[0][^1]["customer_ref"]));

        var third = (await Partner.BackReportAsync())!;
        Assert.Equal(("3", "2", "A2"), (third[^1]["order_no"], third[^1]["customer_ref"], third[0]["customer_ref"]));

        // The same request again makes no second file.
        Assert.Equal([("DONE", "")], await Rig.AskAsync("REQ_2", "r1;REPORT;SEQ;1;;;"));
        Assert.Equal(2, Repeats().Count);
    }

    [Fact]
    public async Task A_period_holds_what_happened_in_it_and_nothing_that_was_not_told_yet()
    {
        await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;");
        var today = Day();
        await Partner.BackReportAsync();
        Rig.Clock.Advance(TimeSpan.FromDays(2));
        await Cards.OrderAsync("A2;ID-STD;Eva;Ek;;HQ;");
        await Partner.BackReportAsync();
        await Cards.OrderAsync("A3;ID-STD;Ada;Ek;;HQ;");

        Assert.Equal([("DONE", ""), ("DONE", ""), ("DONE", "")], await Rig.AskAsync("REQ_1", $"r1;REPORT;PERIOD;;{today};{today};",
            $"r2;REPORT;PERIOD;;{today};{Day()};", "r3;REPORT;FULL;;;;"));
        Assert.Equal(["A1", "A1 A2", "A1 A2"],
            Repeats().Select(file => string.Join(' ', file.SkipLast(1).Select(line => line["customer_ref"]))));
    }

    [Fact]
    public async Task A_report_that_waited_for_its_number_has_the_time_of_when_it_got_it()
    {
        await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;");
        await Partner.BackReportAsync();
        await Rig.AskAsync("REQ_1", "r1;REPORT;FULL;;;;");

        await using var other = new NpgsqlConnection(Postgres.OwnerConnectionString + ";Pooling=false");
        await other.OpenAsync();
        await using var taken = await other.BeginTransactionAsync();
        await using var take = new NpgsqlCommand("update exchange.report_series set last_seq = last_seq where kind = 'BRR'", other, taken);
        Assert.Equal(1, await take.ExecuteNonQueryAsync());
        var asked = Rig.AskAsync("REQ_2", "r2;REPORT;FULL;;;;");
        await Until.TrueAsync(async () => asked.IsCompleted
            || await Postgres.QueryAsOwnerAsync<long>(
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") > 0,
            TimeSpan.FromSeconds(30), () => "nobody waits for the number");
        Assert.False(asked.IsCompleted);
        Rig.Clock.Advance(TimeSpan.FromSeconds(5));
        var given = Rig.Clock.GetUtcNow();
        await taken.RollbackAsync();
        Assert.Equal([("DONE", "")], await asked);

        var name = Assert.Single(Rig.Names("out/reports"), name => name.EndsWith("_R000002.csv", StringComparison.Ordinal));
        Assert.InRange(name.Split('_')[2], given.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture), "30000101T000000Z");
    }

    private string Day() => NexusGo.FileExchange.Swedish.SwedishTime.DateOf(Rig.Clock.GetUtcNow())
        .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private List<IReadOnlyList<IReadOnlyDictionary<string, string>>> Repeats() =>
        [.. Rig.Names("out/reports").Where(name => name.Contains("_R0", StringComparison.Ordinal))
            .OrderBy(name => name[^11..], StringComparer.Ordinal).Select(name => Rig.Answer("out/reports/" + name))];

    private static string Line(IReadOnlyDictionary<string, string> line) => string.Join('|', line.Values);
}
