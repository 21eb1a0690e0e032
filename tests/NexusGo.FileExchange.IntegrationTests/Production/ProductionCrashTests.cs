using System.IO.Compression;
using System.Text.Json.Nodes;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Production;
using Xunit.Abstractions;

namespace NexusGo.FileExchange.IntegrationTests.Production;

/// <summary>
/// A real worker is killed at every point of the card's journey, one after the other on the same database, with new orders and events each
/// time. In the end each card must have been in one batch, each event told once, and the numbers of batches and back-reports must have no
/// gap.
/// </summary>
public sealed class ProductionCrashTests(ITestOutputHelper output)
{
    private const string Customer = "ACME";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Nasty_a_worker_killed_at_any_point_of_a_cards_journey_loses_and_doubles_nothing()
    {
        await using var site = await WorkerSite.CreateAsync();
        AddCustomer(site);
        var survivors = new List<string>();
        var orders = 0;
        foreach (var point in CrashPoint.Production.Where(point => !point.StartsWith("held.", StringComparison.Ordinal)))
        {
            site.Drop(Customer, $"ORD_{++orders}.csv",
                $"customer_ref;product_code;delivery_address_id\r\nR{orders}A;VISITOR;HQ\r\nR{orders}B;VISITOR;HQ\r\n");
            await TellAsync(site, $"EVT_{orders:000}.csv");
            await using var worker = site.Start("worker", point);
            if (!await worker.WaitForExitAsync(Longest))
            {
                survivors.Add($"{point}: never reached\n{worker.Output}");
            }
            else if (worker.ExitCode != WorkerProcess.KilledExitCode)
            {
                survivors.Add($"{point}: ended with {worker.ExitCode}\n{worker.Output}");
            }

            await worker.DisposeAsync();
            await site.LapseLeasesAsync();
        }

        Assert.Empty(survivors);
        await using (var last = site.Start("worker"))
        {
            await Until.TrueAsync(async () => (await site.QueryAsync($"select count(*) from orders.card where status <> 'ACCEPTED'"))[0]
                == $"{orders * 2}" && Inbox(site).Length == 0, Longest, () => last.Output);
            await TellAsync(site, "EVT_999.csv");
            await Until.TrueAsync(async () =>
                (await site.QueryAsync("select count(*) from orders.card where status <> 'SHIPPED'"))[0] == "0"
                && (await site.QueryAsync("select count(*) from exchange.pending_report where delivered_at is null"))[0] == "0"
                && Reported(site).Count(line => line["status"] == "SHIPPED") == orders * 2, Longest, () => last.Output);
            last.Signal(WorkerProcess.Terminate);
            Assert.True(await last.WaitForExitAsync(Longest), "The worker does not stop.");
        }

        var batched = Directory.EnumerateFiles(Path.Combine(site.Area("partner"), "out/batches")).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(Enumerable.Range(1, batched.Count),
            batched.Select(path =>
            int.Parse(Path.GetFileNameWithoutExtension(path)[^6..], System.Globalization.CultureInfo.InvariantCulture)));
        var cards = batched.SelectMany(Cards).ToList();
        Assert.Equal((orders * 2, orders * 2), (cards.Count, cards.Distinct().Count()));

        var told = Reported(site).ToList();
        Assert.Equal(told.Count, told.Select(line => line["event_id"]).Distinct().Count());
        Assert.All(told.GroupBy(line => line["card_no"]),
            card => Assert.Equal(["ACCEPTED", "ORDERED", "IN_PRODUCTION", "PRODUCED", "SHIPPED"], card.Select(line => line["status"])));
        output.WriteLine($"{orders} orders, {batched.Count} batches, {told.Count} changes told");
    }

    private static void AddCustomer(WorkerSite site)
    {
        site.AddCustomer(Customer);
        var file = Path.Combine(site.Folder, "customers", Customer + ".json");
        var profile = JsonNode.Parse(File.ReadAllText(file))!;
        profile["BackReports"] = new JsonObject { ["Interval"] = "00:00:01" };
        File.WriteAllText(file, profile.ToJsonString());
        foreach (var name in new[] { "in", "out/batches", "out/receipts", "out/errors", "out/consumed" })
        {
            Directory.CreateDirectory(Path.Combine(site.Area("partner"), name));
        }

        Directory.CreateDirectory(Path.Combine(site.Folder, "worker"));
        File.WriteAllText(Path.Combine(site.Folder, "worker", "production.json"), new JsonObject
        {
            ["Remote"] = new JsonObject { ["Engine"] = "Local", ["LocalRoot"] = site.Area("partner") },
            ["Intake"] = new JsonObject { ["PollInterval"] = "00:00:00.2", ["StableFor"] = "00:00:00" },
            ["Pgp"] = new JsonObject { ["Encryption"] = "None", ["Signature"] = "Optional" },
            ["Batches"] = new JsonObject { ["Interval"] = "00:00:01" },
        }.ToJsonString());
    }

    /// <summary>The whole way of every card that is in production by now.</summary>
    private static async Task TellAsync(WorkerSite site, string name)
    {
        var cards = await site.QueryAsync("select card_no from orders.card where status = 'ORDERED' order by card_no");
        var lines = cards.SelectMany(card => new[] { "IN_PRODUCTION", "PRODUCED", "SHIPPED" }
            .Select((kind, i) => $"{card}-{i};2026-03-01T12:00:0{i}Z;{card};{kind};;;;;;;;;\r\n"));
        var text = PartnerRig.EventHeader + string.Concat(lines);
        if (cards.Count > 0)
        {
            site.Drop("partner", name, text);
        }
    }

    private static string[] Inbox(WorkerSite site) => Directory.GetFiles(Path.Combine(site.Area("partner"), "in"));

    private static IEnumerable<string> Cards(string batch)
    {
        using var zip = ZipFile.OpenRead(batch);
        using var content = zip.Entries.Single().Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return AnswerFile.Read(bytes.ToArray()).Select(card => card["card_no"]);
    }

    private static IEnumerable<IReadOnlyDictionary<string, string>> Reported(WorkerSite site) =>
        Directory.EnumerateFiles(Path.Combine(site.Area(Customer), "out/reports"), "BRP_*.csv").Order(StringComparer.Ordinal)
            .SelectMany(path => AnswerFile.Read(File.ReadAllBytes(path))).Where(line => line["record_type"] == "D");
}
