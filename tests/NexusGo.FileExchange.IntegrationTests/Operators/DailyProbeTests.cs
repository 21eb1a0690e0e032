using System.Text.Json;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.IntegrationTests.Operators;

/// <summary>A worker that probes its customer's server by itself, and the operator who looks at what it found.</summary>
public sealed class DailyProbeTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task A_server_that_changes_is_a_line_of_health_and_one_event_until_it_is_as_before_or_accepted()
    {
        await using var site = await WorkerSite.CreateAsync();
        site.AddCustomer("ACME", new RemoteSettings { Engine = "Local", LocalRoot = site.Area("ACME"),
            ProbeInterval = TimeSpan.FromMilliseconds(500) });
        await using var worker = site.Start("w1");
        var config = Path.Combine(site.Folder, "w1");
        await ProbedAsync(site, worker, "changes is null");

        // One more probe than the first, and nothing is told while nothing is different.
        Assert.DoesNotContain("is not as it was agreed", worker.Output, StringComparison.Ordinal);
        var consumed = Path.Combine(site.Area("ACME"), "out/consumed");
        Directory.Delete(consumed);
        await ProbedAsync(site, worker, "changes like '/out/consumed/ worked and does not: is not there%'");
        var status = await WorkerVerb.RunAsync("status", "ACME", "--config", config);
        Assert.True(status.ExitCode == ExitCodes.Degraded, status.Output + status.Errors);
        Assert.Contains("its server /out/consumed/ worked and does not: is not there", status.Output, StringComparison.Ordinal);
        var since = (await site.QueryAsync("select changed_at, probed_at from exchange.area_probe"))[0];
        await ProbedAsync(site, worker, $"probed_at > '{since.Split('|')[1]}'");
        Assert.Equal(1, Count(worker.Output, "is not as it was agreed"));

        // As before again: it ends by itself.
        Directory.CreateDirectory(consumed);
        await ProbedAsync(site, worker, "changes is null");
        await Until.TrueAsync(() => worker.Output.Contains("is as agreed again", StringComparison.Ordinal), Longest, () => worker.Output);

        // Meant: an operator says so, which is kept.
        Directory.Delete(consumed);
        await ProbedAsync(site, worker, "changes is not null");
        var accepted = await WorkerVerb.RunAsync("probe", "ACME", "--accept", "--config", config);
        Assert.True(accepted.ExitCode == ExitCodes.Ok, accepted.Output + accepted.Errors);
        await ProbedAsync(site, worker, "changes is null");
        Assert.Contains("changes=/out/consumed/ worked and does not", Assert.Single(await site.QueryAsync(
            "select detail from audit.entry where action = 'PROBE_ACCEPTED'")), StringComparison.Ordinal);
        Assert.Empty(site.Names("ACME", "in"));
    }

    [Fact]
    public async Task The_verb_tells_file_times_and_round_trips_also_as_json()
    {
        await using var site = await WorkerSite.CreateAsync();
        site.AddCustomer("ACME");
        await using var worker = site.Start("w1");
        site.Drop("ACME", "ORD_1.csv", "customer_ref;product_code;delivery_address_id\r\nA1;VISITOR;HQ\r\n");
        await Until.TrueAsync(() => site.Delivered("ACME", "out/receipts").Count == 2, Longest, () => worker.Output);
        var config = Path.Combine(site.Folder, "w1");
        WorkerVerb? probe = null;

        // On a busy machine files may be written too far apart to tell in which steps their times come.
        await Until.TrueAsync(async () => (probe = await WorkerVerb.RunAsync("probe", "ACME", "--json", "--config", config)).Output
            .Contains("\"grain_seconds\": 1", StringComparison.Ordinal), Longest, () => probe?.Output + probe?.Errors);
        Assert.Equal(ExitCodes.Ok, probe!.ExitCode);
        using var json = JsonDocument.Parse(probe.Output);
        var steps = json.RootElement.GetProperty("steps").EnumerateArray().ToDictionary(step => step.GetProperty("name").GetString()!,
            step => step.GetProperty("text").GetString()!);
        Assert.StartsWith("file times come in steps of 1 s", steps["grain of times"], StringComparison.Ordinal);
        Assert.StartsWith("the master key opens the customer's keys", steps["vault round trip"], StringComparison.Ordinal);
        Assert.Equal(1, json.RootElement.GetProperty("traits").GetProperty("grain_seconds").GetInt32());

        // Another master key: told, and nothing is tried with it.
        File.Move(Path.Combine(site.Folder, "master.key"), Path.Combine(site.Folder, "master.key.right"));
        NexusGo.FileExchange.Vault.MasterKeyFile.CreateIfMissing(Path.Combine(site.Folder, "master.key"), "test");
        var wrong = await WorkerVerb.RunAsync("probe", "ACME", "--config", config);
        Assert.Equal(ExitCodes.Remote, wrong.ExitCode);
        Assert.Contains("failed   database             MasterKeyWrong", wrong.Output, StringComparison.Ordinal);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static Task ProbedAsync(WorkerSite site, WorkerProcess worker, string condition) => Until.TrueAsync(async () =>
        (await site.QueryAsync($"select count(*) from exchange.area_probe where {condition}"))[0] == "1", Longest,
        () => $"not seen: {condition}\n{worker.Output}");
}
