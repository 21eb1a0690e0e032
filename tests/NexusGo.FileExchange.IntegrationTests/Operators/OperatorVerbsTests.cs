using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.IntegrationTests.Operators;

/// <summary>The real program: a worker runs and sweeps, and its operator asks by the command line.</summary>
public sealed class OperatorVerbsTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Passport_and_status_answer_beside_a_running_worker()
    {
        await using var site = await WorkerSite.CreateAsync();
        site.AddCustomer("ACME", consumed: new ConsumedSettings { SweepInterval = TimeSpan.FromMilliseconds(200) });
        await using var worker = site.Start("w1");
        site.Drop("ACME", "ORD_1.csv", "customer_ref;product_code;delivery_address_id\r\nA1;VISITOR;HQ\r\n");
        await Until.TrueAsync(() => site.Delivered("ACME", "out/receipts").Count == 2, Longest, () => worker.Output);
        File.Move(Path.Combine(site.Area("ACME"), "out/receipts/RCP_ORD_1.csv"),
            Path.Combine(site.Area("ACME"), "out/consumed/RCP_ORD_1.csv"));
        await Until.TrueAsync(() => site.Names("ACME", "out/consumed").Count == 0, Longest, () => worker.Output);
        await Until.TrueAsync(async () =>
            (await site.QueryAsync("select count(*) from exchange.pending_report where deleted_at is not null"))[0] == "1", Longest,
            () => worker.Output);

        var config = Path.Combine(site.Folder, "w1");
        var (code, text) = await RunAsync("passport", "ORD_1.csv", "--config", config);
        Assert.Equal(ExitCodes.Ok, code);
        foreach (var step in new[] { "SEEN ", "CLAIMED ", "STORED ", "DELIVERED ", "REMOVED_FROM_INBOX ", "CONSUMED ", "signal=MOVED",
            "DELETED " })
        {
            Assert.Contains(step, text, StringComparison.Ordinal);
        }

        Assert.Equal(ExitCodes.NotFound, (await RunAsync("passport", "ORD_2.csv", "--config", config)).Code);
        Assert.Equal(ExitCodes.Configuration, (await RunAsync("passport", "ORD_1.csv", "--customer", "no id", "--config", config)).Code);

        // Its jobs are in the status once it has written that again; and on a busy machine its lease may lapse for a moment.
        (int Code, string Output) status = default;
        await Until.TrueAsync(async () =>
        {
            status = await RunAsync("status", "ACME", "--config", config);
            return status.Output.Contains("sweep ", StringComparison.Ordinal)
                && status.Output.Contains("worker     w1/", StringComparison.Ordinal);
        }, Longest, () => status.Output + worker.Output);
        Assert.Equal(ExitCodes.Ok, status.Code);
        Assert.StartsWith("good  ACME", status.Output, StringComparison.Ordinal);
        Assert.StartsWith("good  1 customer(s), all good", (await RunAsync("status", "--config", config)).Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.NotFound, (await RunAsync("status", "NOBODY", "--config", config)).Code);
        Assert.Contains("delivered and not consumed: 1", status.Output, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        var verb = await WorkerVerb.RunAsync(arguments);
        return (verb.ExitCode, verb.Output + verb.Errors);
    }
}
