using System.Text.Json;
using System.Text.Json.Nodes;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.IntegrationTests.Journey;
using NexusGo.FileExchange.IntegrationTests.Retention;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.OpenPgp;
using NexusGo.FileExchange.Testing.Requests;

namespace NexusGo.FileExchange.IntegrationTests.Requests;

/// <summary>A real worker is killed around everything that a request does; the next one carries each request out once, whole.</summary>
[Trait("Category", "Long")]
public sealed class RequestCrashTests
{
    private const string Customer = "ACME";
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public static readonly IReadOnlyList<string> Points = ["repeat.storing", "repeat.stored", "requests.applying", "requests.applied",
        "requests.committing", "requests.committed", "erasure.written"];

    public static readonly IReadOnlyList<string> HistoryPoints = ["history.storing", "history.stored"];

    [Fact]
    public void Somebody_is_killed_at_every_point_of_requests_readings_and_erasures() =>
        Assert.Equal(CrashPoint.Requests.Order(StringComparer.Ordinal),
            Points.Union(HistoryPoints).Union(PhotoCrashTests.Points).Union(NamesIn(HistoryCommandTests.Points))
            .Union(NamesIn(VerbTests.Points)).Order(StringComparer.Ordinal));

    [Fact]
    public async Task A_worker_killed_at_any_point_of_a_request_leaves_it_done_once()
    {
        await using var site = await WorkerSite.CreateAsync();
        await AddCustomerAsync(site, json => json["BackReports"] = new JsonObject { ["Interval"] = "00:00:02" });
        var receipts = Path.Combine(site.Area(Customer), "out/receipts");

        await using (var first = site.Start("worker"))
        {
            site.Drop(Customer, "ORD_1.csv", "customer_ref;product_code;delivery_address_id\r\n"
                + string.Concat(Enumerable.Range(0, Points.Count).Select(i => $"A{i};VISITOR;HQ\r\nB{i};VISITOR;HQ\r\n")));
            await Until.TrueAsync(() => site.Delivered(Customer, "out/reports").Count > 0, Longest, () => first.Output);
            first.Signal(WorkerProcess.Terminate);
            Assert.True(await first.WaitForExitAsync(Longest));
        }

        await site.ExecuteAsync(
            "update orders.card set status = 'PRODUCED', card_state = 'ACTIVE', produced_at = now(), invoiced_at = now()");
        for (var i = 0; i < Points.Count; i++)
        {
            site.Drop(Customer, $"REQ_{i}.csv",
                Asking.File($"b{i};BLOCK;CUSTOMER_REF;B{i};;;", $"r{i};REPORT;FULL;;;;", $"e{i};ERASE;CUSTOMER_REF;A{i};;;"));
            await using var worker = site.Start("worker", Points[i]);
            Assert.True(await worker.WaitForExitAsync(Longest), $"{Points[i]}: never reached\n{worker.Output}");
            Assert.Equal((Points[i], WorkerProcess.KilledExitCode), (Points[i], worker.ExitCode));
            await site.LapseLeasesAsync();
        }

        await using var last = site.Start("worker");
        await Until.TrueAsync(async () => Enumerable.Range(0, Points.Count)
            .All(i => File.Exists(Path.Combine(receipts, $"RCP_REQ_{i}.csv")))
            && (await site.QueryAsync("select count(*) from exchange.pending_report where delivered_at is null"))[0] == "0", Longest,
                () => last.Output);
        Assert.All(Enumerable.Range(0, Points.Count), i =>
            Assert.Equal(["DONE", "DONE", "DONE"], AnswerFile.Read(File.ReadAllBytes(Path.Combine(receipts, $"RES_REQ_{i}.csv")))
                .Select(row => row["outcome"])));
        Assert.Equal([$"{Points.Count}"], await site.QueryAsync("select count(*) from orders.card_event where kind = 'BLOCKED'"));
        Assert.Equal([$"{Points.Count}|{Points.Count}|{Points.Count}"],
            await site.QueryAsync("select count(*) filter (where erased_at is not null), (select sum(cards) from retention.erasure), "
            + "count(*) filter (where card_state = 'BLOCKED') from orders.card"));
        Assert.Equal([string.Join(',', Enumerable.Range(1, Points.Count).Select(i => $"R{i:000000}"))],
            await site.QueryAsync(
            "select string_agg(substr(name, length(name) - 10, 7), ',' order by name) from exchange.pending_report where kind = 'BRR'"));
        Assert.Equal([$"{3 * Points.Count}"], await site.QueryAsync("select count(*) from audit.entry where action like 'REQUEST_%'"));
        Assert.Equal([$"{3 * Points.Count}"], await site.QueryAsync("select count(*) from exchange.request where done_at is not null"));
    }

    [Fact]
    public async Task A_worker_killed_around_a_history_gives_it_once_and_has_every_reading_on_record()
    {
        using var people = new GpgHome();
        var kim = people.Export(people.Generate("kim"));
        await using var site = await WorkerSite.CreateAsync();
        await AddCustomerAsync(site, json => json["Pgp"] = new JsonObject { ["Encryption"] = "Optional", ["Signature"] = "Optional",
            ["AnswerCertificates"] = new JsonArray(kim.File) });
        var receipts = Path.Combine(site.Area(Customer), "out/receipts");
        var reports = Path.Combine(site.Area(Customer), "out/reports");
        var home = site.Configure("worker");
        var ours = JsonDocument.Parse((await WorkerVerb.RunAsync("keys", "generate", "--json", "--config", home)).Output)
            .RootElement.GetProperty("certificate_file").GetString()!;
        people.Run([], "--batch", "--import", ours);
        await using (var first = site.Start("worker"))
        {
            site.Drop(Customer, "ORD_1.csv", "customer_ref;product_code;first_name;last_name;delivery_address_id\r\n"
                + string.Concat(HistoryPoints.Select((_, i) => $"A{i};ID-STD;Bo;Ek;HQ\r\n")));
            await Until.TrueAsync(() => File.Exists(Path.Combine(receipts, "RCP_ORD_1.csv.pgp")), Longest, () => first.Output);
            first.Signal(WorkerProcess.Terminate);
            Assert.True(await first.WaitForExitAsync(Longest));
        }

        for (var i = 0; i < HistoryPoints.Count; i++)
        {
            site.Drop(Customer, $"REQ_{i}.csv", Asking.File($"h{i};HISTORY;CUSTOMER_REF;A{i};;;"));
            await using var worker = site.Start("worker", HistoryPoints[i]);
            Assert.True(await worker.WaitForExitAsync(Longest), $"{HistoryPoints[i]}: never reached\n{worker.Output}");
            Assert.Equal((HistoryPoints[i], WorkerProcess.KilledExitCode), (HistoryPoints[i], worker.ExitCode));

            // Neither a history nor a reading on record: both are of the transaction that was lost with the worker.
            Assert.Equal(["0|0|0"], await site.QueryAsync("""
                select (select count(*) from exchange.request), (select count(*) from exchange.history_card),
                    (select count(*) from audit.entry where action = 'HISTORY_READ')
                """));
            await site.LapseLeasesAsync();
        }

        await using var last = site.Start("worker");
        await Until.TrueAsync(async () => HistoryPoints.Select((_, i) => $"RCP_REQ_{i}.csv.pgp")
            .All(name => File.Exists(Path.Combine(receipts, name)))
            && (await site.QueryAsync("select count(*) from exchange.pending_report where delivered_at is null"))[0] == "0", Longest,
                () => last.Output);
        Assert.Equal(HistoryPoints.Select((_, i) => $"h{i} A{i} Bo"), Directory.GetFiles(reports, "HIS_*")
            .SelectMany(file => AnswerFile.Read(people.Run(File.ReadAllBytes(file), "--batch", "--decrypt")))
            .Select(line => $"{line["request_ref"]} {line["customer_ref"]} {line["first_name"]}").Order(StringComparer.Ordinal));
        Assert.Equal([$"{HistoryPoints.Count}|{HistoryPoints.Count}"],
            await site.QueryAsync("select count(*) filter (where action = 'HISTORY_READ'), count(distinct subject) filter (where action = "
            + "'HISTORY_READ') from audit.entry"));
        Assert.Equal(["000001.csv.pgp", "000002.csv.pgp"], site.Names(Customer, "out/reports")
            .Where(name => name.StartsWith("HIS_", StringComparison.Ordinal)).Select(name => name[^14..]));
    }

    private static IEnumerable<string> NamesIn(IEnumerable<object[]> points) => points.Select(point => (string)point[0]);

    private static async Task AddCustomerAsync(WorkerSite site, Action<JsonNode> change)
    {
        site.AddCustomer(Customer);
        var profile = Path.Combine(site.Folder, "customers", Customer + ".json");
        var json = JsonNode.Parse(await File.ReadAllTextAsync(profile))!;
        json["Requests"] = new JsonObject { ["Signature"] = "Optional" };
        change(json);
        await File.WriteAllTextAsync(profile, json.ToJsonString());
    }
}
