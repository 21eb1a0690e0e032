using System.Text.Json;
using System.Text.Json.Nodes;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.IntegrationTests.Operators;

/// <summary>Faults that are made while a real worker runs, and the lines that the real status says of them.</summary>
public sealed class HealthFaultsTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Nasty98_each_fault_is_a_line_with_its_reason_in_words()
    {
        await using var site = await WorkerSite.CreateAsync();
        foreach (var customer in new[] { "ACME", "BETA", "CETA" })
        {
            site.AddCustomer(customer);
        }

        await using var worker = site.Start("w1");
        var config = Path.Combine(site.Folder, "w1");
        await Until.TrueAsync(async () => (await RowsAsync(config)).Count == 0, Longest, () => worker.Output);

        // A mistake in a customer's file; a customer whose file is gone; answers that cannot be delivered.
        var acme = Path.Combine(site.Folder, "customers", "ACME.json");
        var good = await File.ReadAllTextAsync(acme);
        await File.WriteAllTextAsync(acme, good.Replace("\"Name\"", "\"Nmae\"", StringComparison.Ordinal));
        File.Delete(Path.Combine(site.Folder, "customers", "BETA.json"));
        Directory.Delete(Path.Combine(site.Area("CETA"), "out/receipts"));
        site.Drop("CETA", "ORD_1.csv", "customer_ref;product_code;delivery_address_id\r\nA1;VISITOR;HQ\r\n");
        await SaysAsync(config, worker, "ACME configuration Degraded", "its last good file is in use");
        await SaysAsync(config, worker, "BETA retired Degraded", "its file is gone");
        await SaysAsync(config, worker, "CETA undelivered Degraded", "RemoteFolderMissing: /out/receipts");

        // The master key is another one, and the disk has less room than it must have.
        var settings = Path.Combine(config, "appsettings.json");
        var json = JsonNode.Parse(await File.ReadAllTextAsync(settings))!;
        json["FileExchange"]!["FreeSpaceFloorBytes"] = 1L << 40;
        await File.WriteAllTextAsync(settings, json.ToJsonString());
        var key = Path.Combine(site.Folder, "master.key");
        File.Move(key, key + ".right");
        MasterKeyFile.CreateIfMissing(key, "test");
        await SaysAsync(config, worker, " disk Down", "MiB free, needed are");
        await SaysAsync(config, worker, " master-key Down", "master");

        // The worker stands still, as a machine that sleeps: its presence and its leases lapse.
        worker.Signal(WorkerProcess.Stop);
        await SaysAsync(config, worker, " workers Down", "no worker runs");
        worker.Signal(WorkerProcess.Continue);
    }

    private static async Task SaysAsync(string config, WorkerProcess worker, string row, string reason)
    {
        IReadOnlyList<(string Row, string Reason)> rows = [];
        await Until.TrueAsync(async () => (rows = await RowsAsync(config)).Any(one => one.Row == row
            && one.Reason.Contains(reason, StringComparison.Ordinal)), Longest,
            () => $"no line \"{row}\" with \"{reason}\" in\n{string.Join('\n', rows)}\n{worker.Output}");
    }

    private static async Task<IReadOnlyList<(string Row, string Reason)>> RowsAsync(string config)
    {
        var status = await WorkerVerb.RunAsync("status", "--json", "--config", config);
        using var json = JsonDocument.Parse(status.Output);
        return [.. json.RootElement.GetProperty("rows").EnumerateArray().Select(row =>
            ($"{row.GetProperty("customer").GetString()} {row.GetProperty("rule").GetString()} {row.GetProperty("level").GetString()}",
            row.GetProperty("reason").GetString()!))];
    }
}
