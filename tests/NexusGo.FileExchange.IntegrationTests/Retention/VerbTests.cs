using System.Globalization;
using System.Text.Json;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.IntegrationTests.Retention;

/// <summary>The verbs of operators and data protection officers, as processes beside a running worker.</summary>
public sealed class VerbTests : IAsyncLifetime
{
    private const string Customer = "VRB";
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private WorkerSite site = null!;
    private string home = "";

    /// <summary>Where a verb is killed, and how many cards are erased then.</summary>
    public static TheoryData<string, int> Points => new()
    {
        { "journal.writing", 0 }, { "journal.written", 0 }, { "erasure.writing", 0 }, { "erasure.written", 0 },
        { "card-keys.destroying", 0 }, { "card-keys.destroyed", 2 }, { "erasure.committed", 2 },
    };

    public async Task InitializeAsync()
    {
        site = await WorkerSite.CreateAsync();
        site.AddCustomer(Customer);
        var worker = site.Start("worker");
        home = Path.Combine(site.Folder, "worker");
        site.Drop(Customer, "ORD_VRB_000001.csv",
            "customer_ref;product_code;first_name;last_name;delivery_address_id\r\nA1;ID-STD;Planterad-Bo;Ek;HQ\r\nA2;ID-STD;Eva;Al;"
            + "HQ\r\nA3;ID-STD;Ida;Dal;HQ\r\n");
        await Until.TrueAsync(() => site.Names(Customer, "out/receipts").Contains("RCP_ORD_VRB_000001.csv"), Longest, () => worker.Output);
        await site.ExecuteAsync("""
            update orders.card set status = 'DELIVERED', card_state = 'ACTIVE', card_state_at = status_at, produced_at = status_at,
                shipped_at = status_at,
                delivered_at = status_at - interval '400 days', invoiced_at = status_at
            where row_no < 3;
            update orders.card_order set ordered_at = ordered_at - interval '410 days'
            """);
    }

    public async Task DisposeAsync() => await site.DisposeAsync();

    [Fact]
    public async Task Holds_plans_erasure_evidence_and_the_audit_log_from_the_command_line()
    {
        var plan = Path.Combine(site.Folder, "plan.json");
        var shown = await RunAsync(ExitCodes.Ok, "retention", "plan", "--out", plan);
        Assert.Contains("VRB  profile 2026-11, keeps 12M: 2 cards", shown, StringComparison.Ordinal);
        Assert.Matches(@"\d{4}-\d\d-\d\d  PERIOD_ENDED +2", shown);

        // A hold makes the plan stale, stops the next one, and is shown in it.
        var until = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(30)
            .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await RunAsync(ExitCodes.Ok, "hold", "set", Customer, "--reason", "Tvist 17", "--until", until);
        await RunAsync(ExitCodes.Stale, "retention", "apply", plan);
        Assert.Contains($"ON HOLD, nothing is erased: Tvist 17 (until {until})", await RunAsync(ExitCodes.Ok, "retention", "plan"),
            StringComparison.Ordinal);
        var holds = JsonDocument.Parse(await RunAsync(ExitCodes.Ok, "hold", "list", "--json"));
        var hold = holds.RootElement.GetProperty("holds")[0].GetProperty("hold_id").GetString()!;
        await RunAsync(ExitCodes.Ok, "hold", "end", Customer, hold);
        await RunAsync(ExitCodes.NotFound, "hold", "end", Customer, hold);

        // Exactly the plan; a second time it is stale, and a changed file is no plan.
        File.Delete(plan);
        await RunAsync(ExitCodes.Ok, "retention", "plan", "--out", plan);
        Assert.Contains("Erased 2 cards", await RunAsync(ExitCodes.Ok, "retention", "apply", plan), StringComparison.Ordinal);
        await RunAsync(ExitCodes.Stale, "retention", "apply", plan);
        await File.WriteAllTextAsync(plan, (await File.ReadAllTextAsync(plan)).Replace("12M", "3M", StringComparison.Ordinal));
        await RunAsync(ExitCodes.Stale, "retention", "apply", plan);
        Assert.Equal(["1"], await site.QueryAsync("select count(*) from orders.card where sealed is not null"));

        // What can be proved of it.
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        string[] days = [today.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            today.AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)];
        var evidence = JsonDocument.Parse(await RunAsync(ExitCodes.Ok, "evidence", Customer, days[0], days[1])).RootElement;
        Assert.Equal(2, evidence.GetProperty("erased_cards").GetInt32());
        var erasure = evidence.GetProperty("erasures")[0];
        Assert.Equal(("PERIOD_ENDED", "2026-11"),
            (erasure.GetProperty("cause").GetString(), erasure.GetProperty("profile_version").GetString()));
        Assert.Equal(35, (erasure.GetProperty("may_stand_in_backups_until").GetDateTimeOffset() - erasure.GetProperty("erased_at")
            .GetDateTimeOffset()).TotalDays);
        Assert.Contains(evidence.GetProperty("audit").EnumerateArray(), line => line.GetProperty("action").GetString() == "HOLD_SET");

        Assert.Contains("every link holds", await RunAsync(ExitCodes.Ok, "audit", "verify"), StringComparison.Ordinal);
        await site.ExecuteAsync("update audit.entry set detail = 'cards=1' where action = 'CARDS_ERASED'");
        Assert.Contains("CHANGED", await RunAsync(ExitCodes.Evidence, "audit", "verify"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_is_erased_by_hand_an_incident_is_listed_and_a_customer_leaves()
    {
        var number = Assert.Single(await site.QueryAsync("select card_no from orders.card where row_no = 1"));
        Assert.Contains("1 of them are produced and invoiced", await RunAsync(ExitCodes.Ok, "erase", Customer, "--card", number),
            StringComparison.Ordinal);
        Assert.Equal(["3"], await site.QueryAsync("select count(*) from orders.card where sealed is not null"));
        await RunAsync(ExitCodes.Ok, "erase", Customer, "--card", number, "--yes");
        Assert.Equal(["2"], await site.QueryAsync("select count(*) from orders.card where sealed is not null"));
        await Until.TrueAsync(() => site.Names(Customer, "out/reports").Any(name => name.StartsWith("CER_VRB_", StringComparison.Ordinal)),
            Longest, () => "no certificate");
        var open = Assert.Single(await site.QueryAsync("select card_no from orders.card where row_no = 3"));
        await RunAsync(ExitCodes.NotFound, "erase", Customer, "--card", open, "--yes");

        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        string[] days = [today.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            today.AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)];
        var incident = JsonDocument.Parse(await RunAsync(ExitCodes.Ok, "incident", days[0], days[1]))
            .RootElement.GetProperty("customers")[0];
        Assert.Equal((Customer, "ORD_VRB_000001.csv", 3, 1),
            (incident.GetProperty("customer").GetString(), incident.GetProperty("files")[0].GetProperty("name").GetString(),
            incident.GetProperty("cards").GetInt32(), incident.GetProperty("erased").GetInt32()));

        var record = await RunAsync(ExitCodes.Ok, "record-of-processing", "--processor", "Kortbyrån AB");
        Assert.Contains("Processor: Kortbyrån AB", record, StringComparison.Ordinal);
        Assert.Contains("12 calendar months after delivery", record, StringComparison.Ordinal);

        await RunAsync(ExitCodes.Stale, "offboard", Customer, "--without-export", "--yes");
        var profile = Path.Combine(site.Folder, "customers", Customer + ".json");
        await File.WriteAllTextAsync(profile, (await File.ReadAllTextAsync(profile))
            .Replace("\"Name\": \"VRB\"", "\"Enabled\": false, \"Name\": \"VRB\"", StringComparison.Ordinal));
        Assert.Contains("2 cards with personal data, 1 of them not produced",
            await RunAsync(ExitCodes.Ok, "offboard", Customer, "--without-export"), StringComparison.Ordinal);
        Assert.Contains("erased 2 cards", await RunAsync(ExitCodes.Ok, "offboard", Customer, "--without-export", "--yes"),
            StringComparison.Ordinal);
        Assert.Equal(["0"], await site.QueryAsync("select count(*) from orders.card where sealed is not null"));
        Assert.Equal(["0|0"],
            await site.QueryAsync(
            "select (select count(*) from vault.card_key), (select count(*) from vault.customer_key where purpose in ('Cards', 'Index'))"));

        // The key of reports goes when the last of them is delivered.
        await Until.TrueAsync(async () =>
            await site.QueryAsync("select count(*) from exchange.pending_report where delivered_at is null") is ["0"], Longest, () => "");
        Assert.Contains("Destroyed all", await RunAsync(ExitCodes.Ok, "offboard", Customer, "--without-export", "--yes"),
            StringComparison.Ordinal);
        // All that stays is the key of the audit log, which could not be verified without it.
        Assert.Equal(["Audit"], await site.QueryAsync("select distinct purpose from vault.customer_key where customer_id = 'VRB'"));
    }

    [Theory]
    [MemberData(nameof(Points))]
    public async Task Killed_at_any_moment_an_erasure_is_whole_after_the_next_start_or_has_not_begun(string point, int erased)
    {
        var plan = Path.Combine(site.Folder, "plan.json");
        await RunAsync(ExitCodes.Ok, "retention", "plan", "--out", plan);
        var killed = await WorkerVerb.RunAsync(point, ["retention", "apply", plan, "--config", home]);
        Assert.Equal(WorkerProcess.KilledExitCode, killed.ExitCode);

        // What was not committed is still to be planned, announced or not: a worker that died is no restored backup.
        Assert.Contains($"{2 - erased} cards", await RunAsync(ExitCodes.Ok, "retention", "plan"), StringComparison.Ordinal);
        Assert.Equal([$"{3 - erased}|{erased}"], await site.QueryAsync("""
            select (select count(*) from orders.card where sealed is not null),
                (select count(*) from orders.card where erased_at is not null)
            """));
        Assert.Contains("every link holds", await RunAsync(ExitCodes.Ok, "audit", "verify"), StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(int exitCode, params string[] arguments)
    {
        var result = await WorkerVerb.RunAsync(crashAt: null, [.. arguments, "--config", home]);
        Assert.True(result.ExitCode == exitCode,
            $"{string.Join(' ', arguments)}: exit code {result.ExitCode}\n{result.Output}\n{result.Errors}");
        Assert.DoesNotContain("Planterad", result.Output + result.Errors, StringComparison.Ordinal);
        return result.Output;
    }
}
