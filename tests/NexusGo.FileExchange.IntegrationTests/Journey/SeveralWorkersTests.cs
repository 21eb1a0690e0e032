using NexusGo.FileExchange.Testing.Journey;

namespace NexusGo.FileExchange.IntegrationTests.Journey;

/// <summary>Real worker processes on one database, killed and suspended under load.</summary>
[Trait("Category", "Long")]
public sealed class SeveralWorkersTests
{
    private const string Header = "customer_ref;product_code;delivery_address_id\r\n";
    private const int FilesOfEach = 100;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);
    private static readonly string[] Customers = ["ALFA", "BETA", "GAMMA"];

    [Fact]
    public async Task Nasty13_14_under_load_one_worker_is_killed_and_one_suspended_and_every_file_is_answered_once()
    {
        await using var site = await WorkerSite.CreateAsync();
        foreach (var customer in Customers)
        {
            site.AddCustomer(customer);
        }

        await using var first = site.Start("first");
        await using var second = site.Start("second");
        DropAll(site, 1, 60);
        await Until.TrueAsync(() => Answered(site) >= 40, Longest, () => first.Output + second.Output);

        first.Signal(WorkerProcess.Kill);
        DropAll(site, 61, 80);
        await Until.TrueAsync(() => Answered(site) >= 3 * 70, Longest, () => $"{Answered(site)} answered; {second.Output}");

        await using var third = site.Start("third");
        DropAll(site, 81, FilesOfEach);
        await Until.TrueAsync(() => Answered(site) >= 3 * 82, Longest, () => $"{Answered(site)} answered; {second.Output}");
        second.Signal(WorkerProcess.Stop);
        await Until.TrueAsync(second.IsStopped, Longest, () => "not suspended");
        await Until.TrueAsync(() => Answered(site) == 3 * FilesOfEach, Longest, () => $"{Answered(site)} answered; {third.Output}");
        second.Signal(WorkerProcess.Continue);
        await Until.TrueAsync(async () => (await site.QueryAsync("select count(*) from exchange.inbound_file where state <> 'CLOSED'"))[0]
            == "0", Longest, () => second.Output + third.Output);
        foreach (var worker in new[] { second, third })
        {
            worker.Signal(WorkerProcess.Terminate);
            Assert.True(await worker.WaitForExitAsync(Longest), worker.Output);
        }

        foreach (var customer in Customers)
        {
            Assert.Empty(await Invariants.FaultsAsync(site, customer, FilesOfEach, foreign: 0));
            Assert.All(Enumerable.Range(1, FilesOfEach), n => Assert.Equal("ACCEPTED", site.Receipt(customer, $"ORD_{n}")["file_status"]));
        }

        Assert.Equal($"{3 * FilesOfEach * 2}", (await site.QueryAsync("select count(*) from orders.card"))[0]);
    }

    [Fact]
    [Trait("Attack", "20.0 a flood of 3,000 files of one customer")]
    public async Task A_flood_of_one_customers_files_leaves_another_served()
    {
        await using var site = await WorkerSite.CreateAsync();
        site.AddCustomer("ALFA");
        site.AddCustomer("BETA");
        foreach (var n in Enumerable.Range(1, 3000))
        {
            site.Drop("ALFA", $"ORD_{n}.csv", $"{Header}A{n};VISITOR;HQ\r\n");
        }

        var worker = site.Start("worker");
        await Until.TrueAsync(() => site.Names("ALFA", "out/receipts").Count >= 20, Longest, () => worker.Output);
        site.Drop("BETA", "ORD_1.csv", $"{Header}B1;VISITOR;HQ\r\n");

        // The contract's time for a receipt.
        await Until.TrueAsync(() => site.Delivered("BETA", "out/receipts").Contains("RCP_ORD_1.csv"), TimeSpan.FromSeconds(60),
            () => worker.Output);
        Assert.NotEmpty(site.Names("ALFA", "in"));
    }

    [Fact]
    public async Task Nasty13_with_the_default_lease_another_worker_goes_on_within_30_seconds_of_a_kill()
    {
        await using var site = await WorkerSite.CreateAsync(lease: NexusGo.FileExchange.Inbound.Pickup.LeaseOptions.DefaultDuration);
        site.AddCustomer("ALFA");
        await using var first = site.Start("first");
        site.Drop("ALFA", "ORD_1.csv", Content(1));
        await Until.TrueAsync(() => Answered(site, "ALFA") == 1, Longest, () => first.Output);
        await using var second = site.Start("second");
        await Until.TrueAsync(async () => (await site.QueryAsync("select count(*) from quartz.qrtz_scheduler_state"))[0] == "2", Longest,
            () => second.Output);

        first.Signal(WorkerProcess.Kill);
        var killed = TimeProvider.System.GetTimestamp();
        site.Drop("ALFA", "ORD_2.csv", Content(2));
        await Until.TrueAsync(() => Answered(site, "ALFA") == 2, Longest, () => second.Output);

        Assert.InRange(TimeProvider.System.GetElapsedTime(killed).TotalSeconds, 0, 30);
    }

    [Theory]
    [InlineData("publish.renaming")]
    [InlineData("remove.sending")]
    [InlineData("store.committing")]
    public async Task Nasty14_a_process_suspended_right_before_an_effect_does_not_have_it_after_another_has_taken_over(string point)
    {
        await using var site = await WorkerSite.CreateAsync();
        site.AddCustomer("ALFA");
        site.Drop("ALFA", "ORD_1.csv", Content(1));
        await using var sleeper = site.Start("sleeper", point + ":1:stop");
        await Until.TrueAsync(sleeper.IsStopped, Longest, () => sleeper.Output);
        await using var other = site.Start("other");
        await Until.TrueAsync(async () => (await site.QueryAsync("select count(*) from exchange.inbound_file where state = 'CLOSED'"))[0]
            == "1", Longest, () => other.Output);
        other.Signal(WorkerProcess.Stop);
        await Until.TrueAsync(other.IsStopped, Longest, () => "not suspended");

        // The customer has taken its answers and sends another file under the same name; nobody but the sleeper is awake.
        Directory.Delete(Path.Combine(site.Area("ALFA"), "out/receipts"), recursive: true);
        Directory.CreateDirectory(Path.Combine(site.Area("ALFA"), "out/receipts"));
        site.Drop("ALFA", "ORD_1.csv", Content(2));
        sleeper.Signal(WorkerProcess.Continue);
        await Until.TrueAsync(() => sleeper.Output.Contains("LeaseLost", StringComparison.Ordinal)
            || sleeper.Output.Contains("DatabaseUnavailable", StringComparison.Ordinal)
            || site.Delivered("ALFA", "out/receipts").Count == 2, Longest, () => sleeper.Output);
        if (site.Names("ALFA", "out/receipts").Count > 0)
        {
            // The other's lease has lapsed too by now: the sleeper may take the area back and answer the new file, but not the old one.
            await Until.TrueAsync(() => site.Delivered("ALFA", "out/receipts").Count == 2, Longest, () => sleeper.Output);
        }

        other.Signal(WorkerProcess.Continue);
        await Until.TrueAsync(async () => (await site.QueryAsync("select count(*) from exchange.inbound_file where state = 'CLOSED'"))[0]
            == "2", Longest, () => other.Output + sleeper.Output);
        Assert.Equal(["RCP_ORD_1-2.csv", "RES_ORD_1-2.csv"], site.Names("ALFA", "out/receipts"));
        Assert.Empty(site.Names("ALFA", "in"));
        Assert.Equal("4", (await site.QueryAsync("select count(*) from orders.card"))[0]);
    }

    private static string Content(int number) => Header + $"A{number};VISITOR;HQ\r\nB{number};VISITOR;HQ\r\n";

    private static void DropAll(WorkerSite site, int from, int to)
    {
        for (var number = from; number <= to; number++)
        {
            foreach (var customer in Customers)
            {
                site.Drop(customer, $"ORD_{number}.csv", Content(number));
            }
        }
    }

    private static int Answered(WorkerSite site) => Customers.Sum(customer => Answered(site, customer));

    private static int Answered(WorkerSite site, string customer) =>
        Directory.EnumerateFiles(Path.Combine(site.Area(customer), "out/receipts"), "RCP_*").Count();
}
