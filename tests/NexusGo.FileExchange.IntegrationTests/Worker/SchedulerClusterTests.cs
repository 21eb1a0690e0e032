using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Requests;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Worker.Jobs;

namespace NexusGo.FileExchange.IntegrationTests.Worker;

/// <summary>Two workers on the scheduler's tables in a real PostgreSQL, as the role the worker has.</summary>
public sealed class SchedulerClusterTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IDisposable
{
    private const int Customers = 6;

    private readonly string folder = Directory.CreateTempSubdirectory("nexusgo-cluster-").FullName;
    private readonly SharedWork work = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Two_workers_share_the_jobs_and_the_other_goes_on_when_one_stops()
    {
        for (var i = 0; i < Customers; i++)
        {
            WriteCustomer($"CUST{i}");
        }

        using var one = CreateWorker("one");
        using var two = CreateWorker("two");
        await Task.WhenAll(one.StartAsync(), two.StartAsync());

        await Eventually(() => work.RunsOf("one") >= 5 && work.RunsOf("two") >= 5 && work.CustomersSeen == Customers);
        Assert.Equal(0, work.Overlaps);

        // Whoever comes second finds the first one's triggers and adds none of its own.
        Assert.Equal(Customers,
            await postgres.QueryAsOwnerAsync<long>("select count(*) from quartz.qrtz_triggers where trigger_group = 'back-report'"));

        await one.StopAsync();
        var before = work.Counts();
        await Eventually(() => work.Counts().All(count => count.Value >= before.GetValueOrDefault(count.Key) + 2));
        Assert.Equal(0, work.Overlaps);
        await two.StopAsync();
    }

    [Fact]
    public async Task A_trigger_that_a_dead_worker_left_blocked_is_made_anew()
    {
        WriteCustomer("CUST0");
        using var worker = CreateWorker("one");
        await worker.StartAsync();
        await Eventually(() => work.RunsOf("one") >= 2);
        await worker.StopAsync();
        await postgres.ExecuteAsOwnerAsync("""
            update quartz.qrtz_triggers set trigger_state = 'BLOCKED', next_fire_time = next_fire_time - 36000000000,
                prev_fire_time = prev_fire_time - 36000000000,
                start_time = start_time - 36000000000
            """);

        using var next = CreateWorker("two");
        await next.StartAsync();

        await Eventually(() => work.RunsOf("two") >= 2);
        await next.StopAsync();
    }

    private IHost CreateWorker(string name)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(provider =>
        {
            var registry = new CustomerRegistry(folder, TimeProvider.System, NullLogger<CustomerRegistry>.Instance);
            registry.Reload();
            return registry;
        });
        builder.Services.AddSingleton<IBackReports>(new NamedWork(name, work));
        builder.Services.AddSingleton<IReplacements>(new NamedWork(name, work));
        builder.Services.AddSingleton<IScheduledErasures>(new NamedWork(name, work));
        builder.Services.AddSingleton(new ProductionPartner(null));
        builder.Services.AddScheduling(name, 4, postgres.ConnectionString);
        return builder.Build();
    }

    private void WriteCustomer(string id)
    {
        Directory.CreateDirectory(Path.Combine(folder, id));
        File.WriteAllText(Path.Combine(folder, $"{id}.json"), $$"""
            {
              "CustomerId": "{{id}}", "Name": "{{id}}",
              "Remote": { "Engine": "Local", "LocalRoot": "{{id}}" },
              "BackReports": { "Interval": "00:00:01" },
              "Pgp": { "Encryption": "None", "Signature": "Optional" },
              "Requests": { "Signature": "Optional" },
              "Products": [ { "Code": "ID-STD" } ]
            }
            """);
    }

    private static async Task Eventually(Func<bool> condition)
    {
        for (var i = 0; i < 900 && !condition(); i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        Assert.True(condition());
    }

    private sealed class NamedWork(string worker, SharedWork shared) : IBackReports, IReplacements, IScheduledErasures
    {
        Task<int> IReplacements.SettleAsync(CustomerProfile profile, CancellationToken cancellationToken) => Task.FromResult(0);

        Task<long> IScheduledErasures.RunAsync(CustomerProfile profile, CancellationToken cancellationToken) => Task.FromResult(0L);

        async Task<long?> IBackReports.MakeAsync(CustomerProfile profile, CancellationToken cancellationToken)
        {
            await shared.RunAsync(worker, profile.CustomerId, cancellationToken);
            return null;
        }
    }

    private sealed class SharedWork
    {
        private readonly ConcurrentDictionary<string, int> running = new();
        private readonly ConcurrentDictionary<string, int> counts = new();
        private readonly ConcurrentDictionary<string, int> byWorker = new();
        private int overlaps;

        public int Overlaps => overlaps;

        public int CustomersSeen => counts.Count;

        public int RunsOf(string worker) => byWorker.GetValueOrDefault(worker);

        public Dictionary<string, int> Counts() => new(counts);

        public async Task RunAsync(string worker, string what, CancellationToken cancellationToken)
        {
            if (running.AddOrUpdate(what, 1, (_, before) => before + 1) > 1)
            {
                Interlocked.Increment(ref overlaps);
            }

            try
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
                byWorker.AddOrUpdate(worker, 1, (_, before) => before + 1);
                counts.AddOrUpdate(what, 1, (_, before) => before + 1);
            }
            finally
            {
                // Also when a stop cuts the work short: it is over then.
                running.AddOrUpdate(what, 0, (_, before) => before - 1);
            }
        }
    }
}
