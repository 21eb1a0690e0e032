using System.Globalization;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;

namespace NexusGo.FileExchange.IntegrationTests.Journey;

/// <summary>
/// A worker whose PostgreSQL fails over to a synchronous standby, or dies and starts again, while customers go on sending. How often is
/// told by the environment (NEXUSGO_FAILOVERS); where it is, the machine is taken to be quiet, and the time until everybody is served is
/// compared with what the manual says.
/// </summary>
[Trait("Category", "Long")]
public sealed class FailoverTests : IAsyncLifetime
{
    private const string Header = "customer_ref;product_code;delivery_address_id\r\n";
    private static readonly string[] Customers = ["ALFA", "BETA", "GAMMA", "DELTA"];
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private readonly CancellationTokenSource enough = new();
    private PostgresPair servers = null!;
    private WorkerSite site = null!;
    private WorkerProcess worker = null!;
    private Task sending = Task.CompletedTask;
    private int sent;

    public async Task InitializeAsync()
    {
        servers = await PostgresPair.StartAsync();
        site = WorkerSite.CreateOn(servers.ConnectionString, servers.OwnerConnectionString);
        foreach (var customer in Customers)
        {
            site.AddCustomer(customer);
        }

        worker = site.Start("one");
        sending = SendAsync();
        await Until.TrueAsync(() => Customers.All(customer => Answered(customer) > 3), Longest, () => worker.Output);
    }

    public async Task DisposeAsync()
    {
        await enough.CancelAsync();
        await sending;
        await worker.DisposeAsync();
        await site.DisposeAsync();
        await servers.DisposeAsync();
        enough.Dispose();
    }

    [Fact]
    public async Task After_a_promotion_every_customer_is_served_within_15_seconds_and_nothing_is_lost_or_doubled()
    {
        for (var i = 1; i <= (Asked() ?? 2); i++)
        {
            await servers.FailOverAsync();
            await AllServedWithinAsync(TimeSpan.FromSeconds(15));
            await servers.AttachStandbyAsync();
        }

        await NothingIsLostOrDoubledAsync();
    }

    [Fact]
    public async Task After_five_immediate_restarts_in_a_row_every_customer_is_served_within_8_seconds()
    {
        for (var i = 0; i < 5; i++)
        {
            await servers.RestartAsync();
        }

        await AllServedWithinAsync(TimeSpan.FromSeconds(8));
        await NothingIsLostOrDoubledAsync();
    }

    private static int? Asked() => Environment.GetEnvironmentVariable("NEXUSGO_FAILOVERS") is { Length: > 0 } times
        ? int.Parse(times, CultureInfo.InvariantCulture) : null;

    /// <summary>Every customer sends a file from now on that is answered.</summary>
    private async Task AllServedWithinAsync(TimeSpan time)
    {
        var (began, next) = (TimeProvider.System.GetTimestamp(), Volatile.Read(ref sent) + 1);
        await Until.TrueAsync(() => Customers.All(customer => IsAnswered(customer, next)), Longest, () => worker.Output);
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, Asked() is null ? Longest : time);
    }

    private async Task NothingIsLostOrDoubledAsync()
    {
        await enough.CancelAsync();
        await sending;
        await Until.TrueAsync(() => Customers.All(customer => Answered(customer) == sent && site.Names(customer, "in").Count == 0), Longest,
            () => worker.Output);
        worker.Signal(WorkerProcess.Terminate);
        Assert.True(await worker.WaitForExitAsync(Longest), worker.Output);
        foreach (var customer in Customers)
        {
            Assert.Empty(await Invariants.FaultsAsync(site, customer, sent, foreign: 0));
        }

        Assert.Equal($"{sent * Customers.Length}", (await site.QueryAsync("select count(*) from orders.card"))[0]);
    }

    private async Task SendAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!enough.IsCancellationRequested)
        {
            var number = sent + 1;
            foreach (var customer in Customers)
            {
                site.Drop(customer, $"ORD_{number}.csv", $"{Header}R{number};VISITOR;HQ\r\n");
            }

            Volatile.Write(ref sent, number);
            await timer.WaitForNextTickAsync();
        }
    }

    private int Answered(string customer) =>
        site.Delivered(customer, "out/receipts").Count(name => name.StartsWith("RCP_", StringComparison.Ordinal));

    private bool IsAnswered(string customer, int number) =>
        site.Delivered(customer, "out/receipts").Contains(string.Create(CultureInfo.InvariantCulture, $"RCP_ORD_{number}.csv"));
}
