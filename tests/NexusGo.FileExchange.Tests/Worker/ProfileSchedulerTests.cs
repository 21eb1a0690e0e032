using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery;
using NexusGo.FileExchange.Delivery.Consumed;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Requests;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Tests.Customers;
using NexusGo.FileExchange.Worker.Jobs;
using Quartz;

namespace NexusGo.FileExchange.Tests.Worker;

public sealed class ProfileSchedulerTests : IAsyncLifetime, IDisposable
{
    private readonly ProfileFolder folder = new();
    private readonly CountingWork work = new();
    private readonly CustomerRegistry registry;
    private readonly IHost host;

    public ProfileSchedulerTests()
    {
        registry = new CustomerRegistry(folder.Folder, TimeProvider.System, NullLogger<CustomerRegistry>.Instance);
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(registry);
        builder.Services.AddSingleton<IPickUp>(work);
        builder.Services.AddSingleton<IReportDelivery>(work);
        builder.Services.AddSingleton<IBackReports>(work);
        builder.Services.AddSingleton<IConsumedSweep>(work);
        builder.Services.AddSingleton<IScheduledErasures>(work);
        builder.Services.AddSingleton(new ProductionPartner(null));
        builder.Services.AddScheduling("test-worker", 4, clusterConnectionString: null);
        host = builder.Build();
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await host.StopAsync();

    public void Dispose()
    {
        host.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Jobs_follow_the_registry()
    {
        Write("ACME", "00:00:00.1", Sweeping);
        Write("BETA", "00:00:00.1", $""" "Enabled": false, {Sweeping} """);
        registry.Reload();
        await host.StartAsync();

        await Eventually(() => work.PickUps("ACME") >= 3 && work.Deliveries("BETA") >= 2);
        Assert.Equal(0, work.PickUps("BETA"));
        Assert.Equal(0, work.Deliveries("ACME"));
        await Eventually(() => work.Sweeps("ACME") >= 1 && work.Sweeps("BETA") >= 1);

        File.Delete(Path.Combine(folder.Folder, "ACME.json"));
        Write("BETA", "01:00:00");
        registry.Reload();
        await Eventually(async () => (await TriggersAsync()) is 
        [
            // A customer whose file is gone is looked after by its last one, and nothing is picked up for it.
            "back-report ACME 00:15:00", "back-report BETA 00:15:00", "delivery ACME 00:00:00.1000000", "erasures ACME 01:00:00", "erasures BETA 01:00:00",
            "pick-up BETA 01:00:00", "retention ACME 0 30 1-5 * * ?", "retention BETA 0 30 1-5 * * ?", "retention-start ACME ", "retention-start BETA ", "sweep ACME 00:00:00.1000000", "sweep BETA 00:05:00",
        ]);
    }

    [Fact]
    public async Task Back_reports_have_the_rhythm_of_the_profile()
    {
        Write("ACME", "01:00:00", """ "BackReports": { "Interval": "00:02:00" }, """);
        Write("BETA", "01:00:00", """ "BackReports": { "Cron": "0 0 6 ? * MON-FRI" }, """);
        Write("GAMMA", "01:00:00", """ "BackReports": { "Enabled": false }, """);
        registry.Reload();
        await host.StartAsync();
        await Eventually(async () => (await TriggersAsync()).Where(trigger => trigger.StartsWith("back-report", StringComparison.Ordinal))
            .SequenceEqual(["back-report ACME 00:02:00", "back-report BETA 0 0 6 ? * MON-FRI"]));
    }

    [Fact]
    public async Task A_job_never_runs_beside_itself_and_a_stop_reaches_it()
    {
        work.Hold = "ACME";
        Write("ACME", "00:00:00.1");
        Write("BETA", "00:00:00.1");
        registry.Reload();
        await host.StartAsync();
        await Eventually(() => work.PickUps("ACME") == 1);
        var others = work.PickUps("BETA");
        await Eventually(() => work.PickUps("BETA") >= others + 3);
        Assert.Equal(1, work.PickUps("ACME"));

        await host.StopAsync().WaitAsync(TimeSpan.FromSeconds(15));

        Assert.Equal(1, work.Cancelled);
    }

    [Fact]
    public async Task A_job_of_a_long_interval_that_failed_is_not_left_undone_until_its_next_moment()
    {
        work.SweepsThatFail = 1;
        Write("ACME", "00:00:00.1");
        registry.Reload();
        await host.StartAsync();
        await Eventually(() => work.Sweeps("ACME") == 1);
        await Eventually(() => host.Services.GetRequiredService<JobOutcomes>().IsDueAgain("sweep", "ACME"));

        await host.Services.GetServices<IHostedService>().OfType<ProfileScheduler>().Single().SynchronizeAsync(CancellationToken.None);

        await Eventually(() => work.Sweeps("ACME") == 2 && !host.Services.GetRequiredService<JobOutcomes>().IsDueAgain("sweep", "ACME"));
    }

    private const string Sweeping = """ "Consumed": { "SweepInterval": "00:00:00.1" }, """;

    private void Write(string id, string interval, string more = "") => folder.WriteGood(id, $$""" "Intake": { "PollInterval": "{{interval}}" }, {{more}} """);

    private async Task<string[]> TriggersAsync()
    {
        var scheduler = await host.Services.GetRequiredService<ISchedulerFactory>().GetScheduler();
        var triggers = await scheduler.QueryTriggers(new TriggerQuery());
        return [.. triggers.Items.Select(trigger => $"{trigger.Key.Group} {trigger.Key.Name} {trigger.Description}").Order(StringComparer.Ordinal)];
    }

    private static Task Eventually(Func<bool> condition) => Eventually(() => Task.FromResult(condition()));

    private static async Task Eventually(Func<Task<bool>> condition)
    {
        for (var i = 0; i < 300 && !await condition(); i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        Assert.True(await condition());
    }

    private sealed class CountingWork : IPickUp, IReportDelivery, IConsumedSweep, IBackReports, IScheduledErasures
    {
        Task<long> IScheduledErasures.RunAsync(CustomerProfile profile, CancellationToken cancellationToken) => Task.FromResult(0L);

        private readonly ConcurrentDictionary<string, int> counts = new();
        private int cancelled;

        public string? Hold { get; set; }

        public int SweepsThatFail { get; set; }

        public int Cancelled => cancelled;

        public Task<long?> MakeAsync(CustomerProfile profile, CancellationToken cancellationToken) => Task.FromResult<long?>(null);

        public int PickUps(string customer) => counts.GetValueOrDefault($"in {customer}");

        public int Deliveries(string customer) => counts.GetValueOrDefault($"out {customer}");

        public int Sweeps(string customer) => counts.GetValueOrDefault($"sweep {customer}");

        async Task IConsumedSweep.RunAsync(CustomerProfile profile, CancellationToken cancellationToken)
        {
            await Count($"sweep {profile.CustomerId}", cancellationToken, holds: false);
            if (SweepsThatFail-- > 0)
            {
                throw new FileExchangeException(FailureReason.DatabaseUnavailable, isTransient: true, "away");
            }
        }

        Task IPickUp.RunAsync(CustomerProfile profile, CancellationToken cancellationToken) => Count($"in {profile.CustomerId}", cancellationToken);

        Task IReportDelivery.RunAsync(CustomerProfile profile, CancellationToken cancellationToken) => Count($"out {profile.CustomerId}", cancellationToken);

        private async Task Count(string what, CancellationToken cancellationToken, bool holds = true)
        {
            counts.AddOrUpdate(what, 1, (_, before) => before + 1);
            if (holds && Hold is not null && what.EndsWith(Hold, StringComparison.Ordinal))
            {
                using var registration = cancellationToken.Register(() => Interlocked.Increment(ref cancelled));
                await Task.Delay(TimeSpan.FromMinutes(1), TimeProvider.System, cancellationToken);
            }
        }
    }
}
