using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.IntegrationTests.Operators;

/// <summary>The verbs that an operator is called for at night, beside a real worker: explain, pause, resume, retry, probe.</summary>
public sealed class ExplainTests
{
    private const string Order = "customer_ref;product_code;delivery_address_id\r\nA1;VISITOR;HQ\r\n";
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Explain_says_why_a_file_waits_was_answered_or_is_none_of_ours_also_for_names_never_seen()
    {
        await using var site = await WorkerSite.CreateAsync();
        site.AddCustomer("ACME");
        await using var worker = site.Start("w1");
        var config = Path.Combine(site.Folder, "w1");
        site.Drop("ACME", "ORD_1.csv", Order);
        Directory.CreateDirectory(Path.Combine(site.Area("ACME"), "in", "ORD_folder.csv"));
        File.CreateSymbolicLink(Path.Combine(site.Area("ACME"), "in", "ORD_link.csv"), "/etc/hostname");
        site.Drop("ACME", "holiday.doc", "stray");
        await Until.TrueAsync(() => site.Delivered("ACME", "out/receipts").Count == 2, Longest, () => worker.Output);
        await Until.TrueAsync(() => !site.Names("ACME", "in").Contains("ORD_1.csv"), Longest, () => worker.Output);

        var answered = await ExplainAsync("ORD_1.csv");
        Assert.Contains("matches the standard pattern of Order", answered, StringComparison.Ordinal);
        Assert.Contains("verdict    ACCEPTED", answered, StringComparison.Ordinal);
        Assert.Contains("/out/receipts/RCP_ORD_1.csv delivered", answered, StringComparison.Ordinal);
        Assert.Contains("nothing is at /in/ORD_1.csv now", answered, StringComparison.Ordinal);

        Assert.Contains("/in/ORD_folder.csv is a folder: never touched", await ExplainAsync("ORD_folder.csv"), StringComparison.Ordinal);
        Assert.Contains("/in/ORD_link.csv is a link: never followed", await ExplainAsync("ORD_link.csv"), StringComparison.Ordinal);
        var stray = await ExplainAsync("holiday.doc");
        Assert.Contains("matches no pattern", stray, StringComparison.Ordinal);
        Assert.Contains("must stay the same for another 1", stray, StringComparison.Ordinal);
        Assert.Contains("uploads under way", await ExplainAsync("ORD_2.csv.filepart"), StringComparison.Ordinal);
        Assert.Contains("no look into the inbox has ever seen this name", await ExplainAsync("ORD_9.csv"), StringComparison.Ordinal);
        Assert.DoesNotContain("811218", await ExplainAsync("ORD_811218-9876.csv"), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.NotFound, (await WorkerVerb.RunAsync("explain", "NOBODY", "ORD_1.csv", "--config", config)).ExitCode);

        async Task<string> ExplainAsync(string name)
        {
            var verb = await WorkerVerb.RunAsync("explain", "ACME", name, "--config", config);
            Assert.True(verb.ExitCode == ExitCodes.Ok, verb.Output + verb.Errors);
            return verb.Output;
        }
    }

    [Fact]
    public async Task A_paused_customer_rests_until_it_is_resumed_and_retry_ends_a_wait()
    {
        await using var site = await WorkerSite.CreateAsync();
        site.AddCustomer("ACME");
        await using var worker = site.Start("w1");
        var config = Path.Combine(site.Folder, "w1");
        await Until.TrueAsync(async () => (await RunAsync("status", "ACME")).Output.StartsWith("good  ACME", StringComparison.Ordinal),
            Longest,
            () => worker.Output);

        Assert.Equal(ExitCodes.Usage, (await RunAsync("pause", "ACME", "--reason", "x", "--until", "yesterday")).ExitCode);
        Assert.Equal(ExitCodes.Ok, (await RunAsync("pause", "ACME", "--reason", "their server moves", "--until", "4h")).ExitCode);
        var status = await RunAsync("status", "ACME");
        Assert.Equal(ExitCodes.Degraded, status.ExitCode);
        Assert.Contains(": their server moves", status.Output, StringComparison.Ordinal);

        // An active area is told every five seconds. It rests: a file dropped now is not even seen.
        await Until.TrueAsync(async () => (await site.QueryAsync(
            "select count(*) from exchange.job_state where job = 'pick-up' and ended_at < now() - interval '12 seconds'"))[0] == "1",
                Longest,
            () => worker.Output);
        site.Drop("ACME", "ORD_1.csv", Order);
        Assert.Contains("is paused by", (await RunAsync("explain", "ACME", "ORD_1.csv")).Output, StringComparison.Ordinal);
        Assert.Equal(["0"], await site.QueryAsync("select count(*) from exchange.sighting"));
        Assert.Equal(ExitCodes.Ok, (await RunAsync("resume", "ACME")).ExitCode);
        await Until.TrueAsync(() => site.Delivered("ACME", "out/receipts").Count == 2, Longest, () => worker.Output);
        Assert.Equal(ExitCodes.NotFound, (await RunAsync("resume", "ACME")).ExitCode);

        // Answers that cannot be delivered wait longer and longer; retry has them tried within seconds.
        Directory.Delete(Path.Combine(site.Area("ACME"), "out/errors"), recursive: true);
        site.Drop("ACME", "ORD_2.csv", "customer_ref;product_code;delivery_address_id\r\n!;VISITOR;HQ\r\n");
        await Until.TrueAsync(async () => (await RunAsync("status", "ACME"))
            .Output.Contains("cannot be delivered: RemoteFolderMissing: /out/errors/",
            StringComparison.Ordinal), Longest, () => worker.Output);
        await site.ExecuteAsync(
            "update exchange.pending_report set next_attempt_at = next_attempt_at + interval '1 day' where delivered_at is null");
        Directory.CreateDirectory(Path.Combine(site.Area("ACME"), "out/errors"));
        var retry = await RunAsync("retry", "ACME");
        Assert.True(retry.ExitCode == ExitCodes.Ok, retry.Output + retry.Errors);
        await Until.TrueAsync(() => site.Delivered("ACME", "out/receipts").Contains("RCP_ORD_2.csv"), Longest, () => worker.Output);
        Assert.Equal(["PAUSED", "RESUMED", "RETRIED"], (await site.QueryAsync(
            "select action from audit.entry where action in ('PAUSED', 'RESUMED', 'RETRIED') order by entry_no")));

        Task<WorkerVerb> RunAsync(params string[] arguments) => WorkerVerb.RunAsync([.. arguments, "--config", config]);
    }

    [Fact]
    public async Task Nasty96_A_hang_up_reloads_and_ends_nothing()
    {
        const int HangUp = 1;
        await using var site = await WorkerSite.CreateAsync();
        site.AddCustomer("ACME");
        await using var worker = site.Start("w1");
        site.Drop("ACME", "ORD_1.csv", Order);
        await Until.TrueAsync(() => site.Delivered("ACME", "out/receipts").Count == 2, Longest, () => worker.Output);

        worker.Signal(HangUp);
        await Until.TrueAsync(() => worker.Output.Contains("[7016]", StringComparison.Ordinal), Longest, () => worker.Output);
        site.Drop("ACME", "ORD_2.csv", "customer_ref;product_code;delivery_address_id\r\nA2;VISITOR;HQ\r\n");
        await Until.TrueAsync(() => site.Delivered("ACME", "out/receipts").Count == 4, Longest, () => worker.Output);
        Assert.False(worker.HasExited);
    }

    [Fact]
    public async Task Probe_tries_every_folder_and_makes_what_is_missing_only_when_asked()
    {
        await using var site = await WorkerSite.CreateAsync();
        site.AddCustomer("ACME");
        await using var worker = site.Start("w1");
        var config = Path.Combine(site.Folder, "w1");
        await Until.TrueAsync(() => File.Exists(Path.Combine(config, "run", "worker-w1.json")), Longest, () => worker.Output);
        Directory.Delete(Path.Combine(site.Area("ACME"), "out"), recursive: true);

        var missing = await WorkerVerb.RunAsync("probe", "ACME", "--config", config);
        Assert.Equal(ExitCodes.Remote, missing.ExitCode);
        Assert.Contains("failed   folder /out/receipts/", missing.Output, StringComparison.Ordinal);
        Assert.Contains("warning  folder /out/consumed/", missing.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(site.Area("ACME"), "out")));

        var made = await WorkerVerb.RunAsync("probe", "ACME", "--create-folders", "--config", config);
        Assert.True(made.ExitCode == ExitCodes.Ok, made.Output + made.Errors);
        Assert.Contains("folder /out/consumed/ made; 0 entries; list, write, rename and remove work",
            System.Text.RegularExpressions.Regex.Replace(
            made.Output, " +", " "), StringComparison.Ordinal);
        Assert.Contains("ACME: everything works.", made.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(site.Area("ACME"), "out"), "*", SearchOption.AllDirectories));
        var json = await WorkerVerb.RunAsync("probe", "ACME", "--json", "--config", config);
        Assert.Contains("\"ok\": true", json.Output, StringComparison.Ordinal);
    }
}
