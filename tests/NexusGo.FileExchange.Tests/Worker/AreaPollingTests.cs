using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery;
using NexusGo.FileExchange.Delivery.Consumed;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Tests.Customers;
using NexusGo.FileExchange.Worker.Configuration;
using NexusGo.FileExchange.Worker.Jobs;
using NexusGo.FileExchange.Worker.Probing;

namespace NexusGo.FileExchange.Tests.Worker;

/// <summary>When areas are visited, and by whom.</summary>
public sealed class AreaPollingTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly ProfileFolder folder = new();
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider time = new(Start);
    private readonly Visits visits = new();
    private readonly Share share = new();
    private readonly CustomerRegistry registry;
    private readonly JobOutcomes outcomes;
    private readonly AreaPolling polling;

    public AreaPollingTests()
    {
        registry = new CustomerRegistry(folder.Folder, time, NullLogger<CustomerRegistry>.Instance);
        outcomes = new JobOutcomes(time);
        polling = new AreaPolling(registry, new JobRunner(registry, outcomes, time, NullLogger<JobRunner>.Instance), outcomes, visits,
            visits, visits, visits, share, share, new AreaControls(time),
            new WorkerSettings { MaxConcurrentJobs = 2 }, time, NullLogger<AreaPolling>.Instance);
    }

    public void Dispose()
    {
        polling.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task The_start_waits_for_the_first_visits_but_for_no_server_that_hangs()
    {
        visits.Held = new TaskCompletionSource();
        Know("ACME");
        var start = polling.StartAsync(CancellationToken.None);
        await visits.BegunAsync("in ACME", 1);
        time.Advance(AreaPolling.LeadTime - TimeSpan.FromMilliseconds(1));
        Assert.False(start.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await start.WaitAsync(Soon);
        await polling.StopAsync(CancellationToken.None).WaitAsync(Soon);
    }

    [Fact]
    public async Task An_area_is_visited_again_after_its_interval_and_sooner_where_a_file_waits_for_it()
    {
        Know("ACME");
        await polling.StartAsync(CancellationToken.None).WaitAsync(Soon);
        await visits.BegunAsync("in ACME", 1);
        visits.Again = time.GetUtcNow() + TimeSpan.FromSeconds(12);
        await AdvanceUntilAsync(TimeSpan.FromSeconds(10), "in ACME", 2);

        // The look found a file that is whole two seconds later.
        await AdvanceUntilAsync(TimeSpan.FromSeconds(2), "in ACME", 3);
        await polling.StopAsync(CancellationToken.None).WaitAsync(Soon);
    }

    [Theory]
    [InlineData("00:00:01", true)]
    [InlineData("00:00:00", false)]
    [InlineData("1.00:00:00", false)]
    public async Task Servers_are_probed_as_often_as_agreed_and_not_right_after_a_start(string interval, bool isProbed)
    {
        folder.Write("ACME", ProfileFolder.Good("ACME", """ "Intake": { "PollInterval": "00:00:10" }, """)
            .Replace("\"LocalRoot\"", $"\"ProbeInterval\": \"{interval}\", \"LocalRoot\"", StringComparison.Ordinal));
        Directory.CreateDirectory(folder.AreaOf("ACME"));
        registry.Reload();
        await polling.StartAsync(CancellationToken.None).WaitAsync(Soon);
        Assert.Equal(0, visits.Count("probe ACME"));
        await AdvanceUntilAsync(TimeSpan.FromSeconds(10), "in ACME", 4);
        await polling.StopAsync(CancellationToken.None).WaitAsync(Soon);
        Assert.Equal(isProbed, visits.Count("probe ACME") > 0);
    }

    [Theory]
    [InlineData("00:00:01", 3)]
    [InlineData("1.00:00:00", 1)]
    public async Task Answers_are_looked_after_as_often_as_agreed(string interval, int sweeps)
    {
        Know(["ACME"], $$""", "Consumed": { "SweepInterval": "{{interval}}" }""");
        await polling.StartAsync(CancellationToken.None).WaitAsync(Soon);
        await AdvanceUntilAsync(TimeSpan.FromSeconds(10), "in ACME", 4);
        await polling.StopAsync(CancellationToken.None).WaitAsync(Soon);
        Assert.InRange(visits.Count("sweep ACME"), sweeps, sweeps == 1 ? 1 : int.MaxValue);
    }

    [Fact]
    public async Task A_clock_that_is_set_a_day_back_or_ahead_costs_at_most_one_interval()
    {
        Know("ACME");
        await polling.StartAsync(CancellationToken.None).WaitAsync(Soon);
        await visits.BegunAsync("in ACME", 1);
        time.AdjustTime(time.GetUtcNow().AddDays(-1));
        await AdvanceUntilAsync(TimeSpan.FromSeconds(10), "in ACME", 2);
        time.AdjustTime(time.GetUtcNow().AddDays(2));
        await AdvanceUntilAsync(TimeSpan.FromSeconds(10), "in ACME", 3);
        await polling.StopAsync(CancellationToken.None).WaitAsync(Soon);
    }

    [Fact]
    public async Task Whoever_failed_while_the_database_was_away_is_visited_when_it_answers_again()
    {
        var away = true;
        share.Opening = _ => away ? throw new FileExchangeException(FailureReason.DatabaseUnavailable, isTransient: true, "away")
            : Task.CompletedTask;
        Know(["ACME"], "", "01:00:00");
        var start = polling.StartAsync(CancellationToken.None);
        await Eventually(() => outcomes.All.Any(one => one.Reason == FailureReason.DatabaseUnavailable));
        time.Advance(AreaPolling.LeadTime);
        await start.WaitAsync(Soon);
        away = false;
        Assert.Equal(0, visits.Count("in ACME"));
        await AdvanceUntilAsync(share.RenewalInterval, "in ACME", 1);
        Assert.InRange(time.GetUtcNow() - Start, TimeSpan.Zero, TimeSpan.FromMinutes(30));
        await polling.StopAsync(CancellationToken.None).WaitAsync(Soon);
    }

    [Fact]
    public async Task What_another_worker_has_is_not_visited_and_counts_as_no_run()
    {
        share.Mine = area => area.Value == "ACME";
        Know("ACME", "BOLT");
        await polling.StartAsync(CancellationToken.None).WaitAsync(Soon);
        await visits.BegunAsync("in ACME", 1);
        Assert.Equal(0, visits.Count("in BOLT"));

        // Free now, but taken by another at the last moment.
        share.Mine = _ => true;
        visits.IsOurs = area => area == "ACME";
        await AdvanceUntilAsync(share.RenewalInterval, "in BOLT", 1);
        await Eventually(() => outcomes.All.All(one => one.Customer == "ACME"));
        await polling.StopAsync(CancellationToken.None).WaitAsync(Soon);
    }

    [Fact]
    public async Task A_loop_that_a_defect_ended_begins_again()
    {
        var asked = 0;
        share.Mine = _ => Interlocked.Increment(ref asked) > 1 ? true : throw new InvalidOperationException();
        Know("ACME");
        var start = polling.StartAsync(CancellationToken.None);
        time.Advance(AreaPolling.LeadTime);
        await start.WaitAsync(Soon);
        await AdvanceUntilAsync(share.RenewalInterval, "in ACME", 1);
        await polling.StopAsync(CancellationToken.None).WaitAsync(Soon);
    }

    [Fact]
    public async Task More_than_the_share_is_given_back()
    {
        share.Surplus = [new CustomerId("BOLT")];
        Know("ACME", "BOLT");
        await polling.StartAsync(CancellationToken.None).WaitAsync(Soon);
        Assert.Equal(["BOLT"], share.GivenBack.Select(area => area.Value));
        await polling.StopAsync(CancellationToken.None).WaitAsync(Soon);
    }

    [Fact]
    public async Task A_disabled_customer_gets_its_answers_and_a_changed_profile_counts_at_once()
    {
        folder.WriteGood("ACME", """ "Enabled": false, "Intake": { "PollInterval": "01:00:00" }, """);
        registry.Reload();
        await polling.StartAsync(CancellationToken.None).WaitAsync(Soon);
        await visits.BegunAsync("out ACME", 1);
        await visits.BegunAsync("sweep ACME", 1);
        Assert.Equal(0, visits.Count("in ACME"));

        Know("ACME");
        await visits.BegunAsync("in ACME", 1);
        await polling.StopAsync(CancellationToken.None).WaitAsync(Soon);
    }

    [Fact]
    public async Task One_area_that_hangs_holds_up_none_of_the_others()
    {
        visits.Held = new TaskCompletionSource();
        visits.Holds = "ACME";
        Know("ACME", "BOLT", "CITY");
        var start = polling.StartAsync(CancellationToken.None);
        await visits.BegunAsync("in BOLT", 1);
        await visits.BegunAsync("in CITY", 1);
        time.Advance(AreaPolling.LeadTime);
        await start.WaitAsync(Soon);
        await AdvanceUntilAsync(TimeSpan.FromSeconds(10), "in BOLT", 2);
        Assert.Equal(1, visits.Count("in ACME"));
        await polling.StopAsync(CancellationToken.None).WaitAsync(Soon);
    }

    [Fact]
    public async Task Servers_that_take_long_to_let_in_keep_no_place_from_others()
    {
        // Two visits at the same time are all that is allowed.
        share.Opening = area => area == "CITY" ? Task.CompletedTask : new TaskCompletionSource().Task;
        Know("ACME", "BOLT", "CITY");
        var start = polling.StartAsync(CancellationToken.None);
        await visits.BegunAsync("in CITY", 1);
        time.Advance(AreaPolling.LeadTime);
        await start.WaitAsync(Soon);
        Assert.Equal(0, visits.Count("in ACME") + visits.Count("in BOLT"));
        await polling.StopAsync(CancellationToken.None).WaitAsync(Soon);
    }

    private void Know(params string[] customers) => Know(customers, "");

    private void Know(string[] customers, string agreed, string interval = "00:00:10")
    {
        foreach (var customer in customers)
        {
            folder.WriteGood(customer, $$""" "Intake": { "PollInterval": "{{interval}}" }{{agreed}}, """);
        }

        registry.Reload();
        Assert.Equal(customers.Length, registry.Current.Count);
    }

    /// <summary>
    /// A loop begins to wait at some moment after its visit: time is moved on until the next one has begun, and by no more than that in a
    /// step.
    /// </summary>
    private async Task AdvanceUntilAsync(TimeSpan step, string what, int count) => await Eventually(() =>
    {
        if (visits.Count(what) < count)
        {
            time.Advance(step);
        }

        return visits.Count(what) >= count;
    });

    private static async Task Eventually(Func<bool> condition)
    {
        for (var i = 0; i < 600 && !condition(); i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        Assert.True(condition());
    }

    private sealed class Share : IAreaShare, IAreaSessions
    {
        public TimeSpan RenewalInterval => TimeSpan.FromSeconds(3);

        public int Workers => 1;

        public Func<CustomerId, bool> Mine { get; set; } = _ => true;

        public IReadOnlyList<CustomerId> Surplus { get; set; } = [];

        public ConcurrentQueue<CustomerId> GivenBack { get; } = [];

        public Task<IReadOnlyList<CustomerId>> RenewAsync(IReadOnlyCollection<CustomerId> areas, CancellationToken cancellationToken) =>
            Task.FromResult(Surplus);

        public int Held => 0;

        public long? RenewedAt(CustomerId area) => null;

        public bool MayVisit(CustomerId area) => Mine(area);

        public Func<string, Task> Opening { get; set; } = _ => Task.CompletedTask;

        public Task OpenAsync(CustomerProfile profile, CancellationToken cancellationToken) =>
            Opening(profile.CustomerId).WaitAsync(cancellationToken);

        public ConcurrentQueue<CustomerId> Unpaused { get; } = [];

        public void EndPause(CustomerId area) => Unpaused.Enqueue(area);

        public Task<AreaVisit> UseAsync(CustomerProfile profile, Func<IRemoteFolder, CancellationToken, Task> work,
            CancellationToken cancellationToken) => throw new NotSupportedException("Visits are played here, not probes.");

        public Task GiveBackAsync(CustomerId area, CancellationToken cancellationToken)
        {
            GivenBack.Enqueue(area);
            return Task.CompletedTask;
        }
    }

    private sealed class Visits : IPickUp, IReportDelivery, IConsumedSweep, IAreaProbing
    {
        private readonly ConcurrentDictionary<string, int> counts = new();

        public TaskCompletionSource? Held { get; set; }

        public string? Holds { get; set; }

        public DateTimeOffset? Again { get; set; }

        public Func<string, bool> IsOurs { get; set; } = _ => true;

        public int Count(string what) => counts.GetValueOrDefault(what);

        public Task BegunAsync(string what, int count) => Eventually(() => Count(what) >= count);

        Task<AreaVisit> IPickUp.RunAsync(CustomerProfile profile, CancellationToken cancellationToken) =>
            VisitAsync("in", profile, cancellationToken);

        Task<AreaVisit> IReportDelivery.RunAsync(CustomerProfile profile, CancellationToken cancellationToken) =>
            VisitAsync("out", profile, cancellationToken);

        Task<AreaVisit> IConsumedSweep.RunAsync(CustomerProfile profile, CancellationToken cancellationToken) =>
            VisitAsync("sweep", profile, cancellationToken);

        Task<AreaVisit> IAreaProbing.RunAsync(CustomerProfile profile, CancellationToken cancellationToken) =>
            VisitAsync("probe", profile, cancellationToken);

        private async Task<AreaVisit> VisitAsync(string what, CustomerProfile profile, CancellationToken cancellationToken)
        {
            counts.AddOrUpdate($"{what} {profile.CustomerId}", 1, (_, before) => before + 1);
            if (Held is { } held && (Holds is null || Holds == profile.CustomerId))
            {
                await held.Task.WaitAsync(cancellationToken);
            }

            return new AreaVisit(IsOurs(profile.CustomerId), what == "in" ? Again : null);
        }
    }
}
