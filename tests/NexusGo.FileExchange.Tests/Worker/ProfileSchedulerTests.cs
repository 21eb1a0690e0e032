using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Production;
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
    private ProductionProfile? production;
    private readonly CustomerRegistry registry;
    private readonly IHost host;

    public ProfileSchedulerTests()
    {
        registry = new CustomerRegistry(folder.Folder, TimeProvider.System, NullLogger<CustomerRegistry>.Instance);
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(registry);
        builder.Services.AddSingleton<IBackReports>(work);
        builder.Services.AddSingleton<IReplacements>(work);
        builder.Services.AddSingleton<IScheduledErasures>(work);
        builder.Services.AddSingleton(_ => new ProductionPartner(production));
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
        Write("ACME", Often);
        Write("BETA", $""" "Enabled": false, {Often} """);
        registry.Reload();
        await host.StartAsync();

        await Eventually(() => work.Reports("ACME") >= 3);
        Assert.Equal(0, work.Reports("BETA"));

        File.Delete(Path.Combine(folder.Folder, "ACME.json"));
        Write("BETA");
        registry.Reload();
        await Eventually(async () => (await TriggersAsync()) is
        [
            // A customer whose file is gone is looked after by its last one.
            "back-report ACME 00:00:01", "back-report BETA 00:15:00", "erasures ACME 01:00:00", "erasures BETA 01:00:00",
            "retention ACME 0 30 1-5 * * ?", "retention BETA 0 30 1-5 * * ?", "retention-start ACME ", "retention-start BETA ",
        ]);
    }

    [Fact]
    public async Task Back_reports_have_the_rhythm_of_the_profile()
    {
        Write("ACME", """ "BackReports": { "Interval": "00:02:00" }, """);
        Write("BETA", """ "BackReports": { "Cron": "0 0 6 ? * MON-FRI" }, """);
        Write("GAMMA", """ "BackReports": { "Enabled": false }, """);
        registry.Reload();
        await host.StartAsync();
        await Eventually(async () => (await TriggersAsync()).Where(trigger => trigger.StartsWith("back-report", StringComparison.Ordinal))
            .SequenceEqual(["back-report ACME 00:02:00", "back-report BETA 0 0 6 ? * MON-FRI"]));
    }

    [Fact]
    public async Task Batches_have_the_rhythm_of_the_partners_file()
    {
        production = new ProductionProfile { Batches = new BatchSettings { Interval = TimeSpan.FromMinutes(7) } };
        Write("ACME");
        registry.Reload();
        await host.StartAsync();
        await Eventually(async () => (await TriggersAsync()).Contains("batches ACME 00:07:00"));
    }

    [Fact]
    public async Task A_job_never_runs_beside_itself_and_a_stop_reaches_it()
    {
        work.Hold = "ACME";
        Write("ACME", Often);
        Write("BETA", Often);
        registry.Reload();
        await host.StartAsync();
        await Eventually(() => work.Reports("ACME") == 1);
        var others = work.Reports("BETA");
        await Eventually(() => work.Reports("BETA") >= others + 2);
        Assert.Equal(1, work.Reports("ACME"));

        await host.StopAsync().WaitAsync(TimeSpan.FromSeconds(15));

        Assert.Equal(1, work.Cancelled);
    }

    [Fact]
    public async Task A_job_of_a_long_interval_that_failed_is_not_left_undone_until_its_next_moment()
    {
        work.ErasuresThatFail = 1;
        Write("ACME", """ "Intake": { "PollInterval": "00:00:00.1" }, """);
        registry.Reload();
        await host.StartAsync();
        await Eventually(() => work.Erasures("ACME") == 1);
        await Eventually(() => host.Services.GetRequiredService<JobOutcomes>().IsDueAgain("erasures", "ACME"));

        await host.Services.GetServices<IHostedService>().OfType<ProfileScheduler>().Single().SynchronizeAsync(CancellationToken.None);

        await Eventually(() => work.Erasures("ACME") == 2 && !host.Services.GetRequiredService<JobOutcomes>()
            .IsDueAgain("erasures", "ACME"));
    }

    private const string Often = """ "BackReports": { "Interval": "00:00:01" }, """;

    private void Write(string id, string more = "") => folder.WriteGood(id, more);

    private async Task<string[]> TriggersAsync()
    {
        var scheduler = await host.Services.GetRequiredService<ISchedulerFactory>().GetScheduler();
        var triggers = await scheduler.QueryTriggers(new TriggerQuery());
        return [.. triggers.Items.Select(trigger => $"{trigger.Key.Group} {trigger.Key.Name} {trigger.Description}")
            .Order(StringComparer.Ordinal)];
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

    private sealed class CountingWork : IBackReports, IReplacements, IScheduledErasures
    {
        Task<int> IReplacements.SettleAsync(CustomerProfile profile, CancellationToken cancellationToken) => Task.FromResult(0);

        private readonly ConcurrentDictionary<string, int> counts = new();
        private int cancelled;

        public string? Hold { get; set; }

        public int ErasuresThatFail { get; set; }

        public int Cancelled => cancelled;

        public int Reports(string customer) => counts.GetValueOrDefault($"report {customer}");

        public int Erasures(string customer) => counts.GetValueOrDefault($"erasures {customer}");

        public async Task<long?> MakeAsync(CustomerProfile profile, CancellationToken cancellationToken)
        {
            Count($"report {profile.CustomerId}");
            if (profile.CustomerId == Hold)
            {
                using var registration = cancellationToken.Register(() => Interlocked.Increment(ref cancelled));
                await Task.Delay(TimeSpan.FromMinutes(1), TimeProvider.System, cancellationToken);
            }

            return null;
        }

        Task<long> IScheduledErasures.RunAsync(CustomerProfile profile, CancellationToken cancellationToken)
        {
            Count($"erasures {profile.CustomerId}");
            return ErasuresThatFail-- > 0
                ? throw new FileExchangeException(FailureReason.DatabaseUnavailable, isTransient: true, "away")
                : Task.FromResult(0L);
        }

        private void Count(string what) => counts.AddOrUpdate(what, 1, (_, before) => before + 1);
    }
}
