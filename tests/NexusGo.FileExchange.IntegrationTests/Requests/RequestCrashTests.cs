using System.Text.Json.Nodes;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Requests;

namespace NexusGo.FileExchange.IntegrationTests.Requests;

/// <summary>A real worker is killed around everything that a request does; the next one carries each request out once, whole.</summary>
[Trait("Category", "Long")]
public sealed class RequestCrashTests
{
    private const string Customer = "ACME";
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public static readonly IReadOnlyList<string> Points = ["repeat.storing", "repeat.stored", "requests.applying", "requests.applied", "requests.committing", "requests.committed", "erasure.written"];

    [Fact]
    public async Task A_worker_killed_at_any_point_of_a_request_leaves_it_done_once()
    {
        await using var site = await WorkerSite.CreateAsync();
        site.AddCustomer(Customer);
        var profile = Path.Combine(site.Folder, "customers", Customer + ".json");
        var json = JsonNode.Parse(await File.ReadAllTextAsync(profile))!;
        json["Requests"] = new JsonObject { ["Signature"] = "Optional" };
        json["BackReports"] = new JsonObject { ["Interval"] = "00:00:02" };
        await File.WriteAllTextAsync(profile, json.ToJsonString());
        var receipts = Path.Combine(site.Area(Customer), "out/receipts");

        await using (var first = site.Start("worker"))
        {
            site.Drop(Customer, "ORD_1.csv", "customer_ref;product_code;delivery_address_id\r\n" + string.Concat(Enumerable.Range(0, Points.Count).Select(i => $"A{i};VISITOR;HQ\r\nB{i};VISITOR;HQ\r\n")));
            await Until.TrueAsync(() => site.Names(Customer, "out/reports").Count > 0, Longest, () => first.Output);
            first.Signal(WorkerProcess.Terminate);
            Assert.True(await first.WaitForExitAsync(Longest));
        }

        await site.ExecuteAsync("update orders.card set status = 'PRODUCED', card_state = 'ACTIVE', produced_at = now(), invoiced_at = now()");
        for (var i = 0; i < Points.Count; i++)
        {
            site.Drop(Customer, $"REQ_{i}.csv", Asking.File($"b{i};BLOCK;CUSTOMER_REF;B{i};;;", $"r{i};REPORT;FULL;;;;", $"e{i};ERASE;CUSTOMER_REF;A{i};;;"));
            await using var worker = site.Start("worker", Points[i]);
            Assert.True(await worker.WaitForExitAsync(Longest), $"{Points[i]}: never reached\n{worker.Output}");
            Assert.Equal((Points[i], WorkerProcess.KilledExitCode), (Points[i], worker.ExitCode));
            await site.LapseLeasesAsync();
        }

        await using var last = site.Start("worker");
        await Until.TrueAsync(async () => Enumerable.Range(0, Points.Count).All(i => File.Exists(Path.Combine(receipts, $"RCP_REQ_{i}.csv")))
            && (await site.QueryAsync("select count(*) from exchange.pending_report where delivered_at is null"))[0] == "0", Longest, () => last.Output);
        Assert.All(Enumerable.Range(0, Points.Count), i =>
            Assert.Equal(["DONE", "DONE", "DONE"], AnswerFile.Read(File.ReadAllBytes(Path.Combine(receipts, $"RES_REQ_{i}.csv"))).Select(row => row["outcome"])));
        Assert.Equal([$"{Points.Count}"], await site.QueryAsync("select count(*) from orders.card_event where kind = 'BLOCKED'"));
        Assert.Equal([$"{Points.Count}|{Points.Count}|{Points.Count}"], await site.QueryAsync("select count(*) filter (where erased_at is not null), (select sum(cards) from retention.erasure), count(*) filter (where card_state = 'BLOCKED') from orders.card"));
        Assert.Equal([string.Join(',', Enumerable.Range(1, Points.Count).Select(i => $"R{i:000000}"))],
            await site.QueryAsync("select string_agg(substr(name, length(name) - 10, 7), ',' order by name) from exchange.pending_report where kind = 'BRR'"));
        Assert.Equal([$"{3 * Points.Count}"], await site.QueryAsync("select count(*) from audit.entry where action like 'REQUEST_%'"));
        Assert.Equal([$"{3 * Points.Count}"], await site.QueryAsync("select count(*) from exchange.request where done_at is not null"));
    }
}
