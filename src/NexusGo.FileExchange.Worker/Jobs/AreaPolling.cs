using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery;
using NexusGo.FileExchange.Delivery.Consumed;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Worker.Configuration;
using NexusGo.FileExchange.Worker.Probing;

namespace NexusGo.FileExchange.Worker.Jobs;

/// <summary>
/// Visits the areas that are this worker's: each has a loop of its own that looks into the inbox, delivers and sweeps, waits, and begins
/// again. A limited number of visits go on at the same time, in the order in which they became due. Beside the loops the leases are
/// renewed, and what is more than this worker's share is given back. Waits are counted by a clock that nobody sets.
/// </summary>
internal sealed class AreaPolling(
    CustomerRegistry customers, JobRunner runner, JobOutcomes outcomes, IPickUp pickUp, IReportDelivery delivery, IConsumedSweep sweep,
    IAreaProbing probing, IAreaShare share, IAreaSessions sessions, AreaControls controls,
    WorkerSettings settings, TimeProvider time, ILogger<AreaPolling> logger) : BackgroundService
{
    /// <summary>Names in status and log.</summary>
    public const string PickUp = "pick-up", Delivery = "delivery", Sweep = "sweep", Probe = "probe";

    /// <summary>How much earlier than everything after them the first visits start at most: a restart costs customers no waiting.</summary>
    public static readonly TimeSpan LeadTime = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The first probe after a start comes at a random moment of these, so that a restart does not try everybody's servers at once. Later
    /// this worker asks every hour whether one is due: another may have had the area when the last one was made.
    /// </summary>
    private static readonly TimeSpan EarliestProbe = TimeSpan.FromMinutes(1), LatestProbe = TimeSpan.FromMinutes(10),
        ProbeLook = TimeSpan.FromHours(1);

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(50);

    private readonly VisitSlots slots = new(settings.MaxConcurrentJobs);
    private readonly Dictionary<CustomerId, AreaLoop> loops = [];
    private readonly SemaphoreSlim changed = new(0);
    private readonly CancellationTokenSource stopping = new();

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RenewAsync(cancellationToken);
        Follow();
        var firstVisits = Task.WhenAll(loops.Values.Select(loop => loop.FirstVisit));
        await base.StartAsync(cancellationToken);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(firstVisits, Task.Delay(LeadTime, time, enough.Token));
        await enough.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    public override void Dispose()
    {
        base.Dispose();
        foreach (var loop in loops.Values)
        {
            loop.Dispose();
        }

        slots.Dispose();
        changed.Dispose();
        stopping.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        void OnChanged() => changed.Release();
        customers.Changed += OnChanged;
        controls.RetryWanted += OnChanged;
        try
        {
            while (true)
            {
                await WaitAsync(stoppingToken);
                await RenewAsync(stoppingToken);
                Follow();
                outcomes.NoteTurn();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        finally
        {
            customers.Changed -= OnChanged;
            controls.RetryWanted -= OnChanged;
            await stopping.CancelAsync();
            await Task.WhenAll(loops.Values.Select(loop => loop.StopAsync()));
        }
    }

    private async Task WaitAsync(CancellationToken stoppingToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        await Task.WhenAny(changed.WaitAsync(enough.Token), Task.Delay(share.RenewalInterval, time, enough.Token));
        await enough.CancelAsync();
        stoppingToken.ThrowIfCancellationRequested();
        while (changed.Wait(0, CancellationToken.None))
        {
            // Several changes at once are one.
        }
    }

    /// <summary>Starts loops of areas that are new, wakes those whose profile changed, and ends those of areas that are gone.</summary>
    private void Follow()
    {
        var areas = customers.Areas.ToDictionary(area => area.Id);
        foreach (var (area, profile) in areas.OrderBy(_ => Random.Shared.Next()))
        {
            if (loops.TryGetValue(area, out var broken) && broken.Failure is { } defect)
            {
                // Nobody awaits a loop while it goes on: unseen, its customer would never be visited again.
                WorkerLog.JobBroke(logger, PickUp, area.Value, 1, 0, defect);
                broken.Dispose();
                loops.Remove(area);
            }

            if (!loops.TryGetValue(area, out var loop))
            {
                loops[area] = new AreaLoop((self, token) => RunAsync(self, area, token), stopping.Token);
            }
            else if (loop.Profile is { } last && !ReferenceEquals(last, profile))
            {
                loop.Wake();
            }
        }

        foreach (var area in controls.TakeRetries())
        {
            outcomes.EndPauses(area.Value);
            sessions.EndPause(area);
            loops.GetValueOrDefault(area)?.Wake();
        }

        foreach (var area in loops.Keys.Where(area => !areas.ContainsKey(area)).ToList())
        {
            loops.Remove(area, out var gone);
            _ = EndAsync(gone!, area);
        }
    }

    private async Task EndAsync(AreaLoop gone, CustomerId area)
    {
        await gone.StopAsync();
        gone.Dispose();
        foreach (var job in new[] { PickUp, Delivery, Sweep, Probe })
        {
            outcomes.Forget(job, area.Value);
        }
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var surplus in await share.RenewAsync(customers.Areas.Select(area => area.Id).ToHashSet(), cancellationToken))
            {
                await sessions.GiveBackAsync(surplus, cancellationToken);
            }

            // Whoever failed for the database's sake is visited at once: its pause may be longer than the database was away.
            foreach (var customer in outcomes.EndPausesForDatabase().Where(CustomerId.IsValid))
            {
                loops.GetValueOrDefault(new CustomerId(customer))?.Wake();
            }
        }
        catch (FileExchangeException failure)
        {
            // The leases hold until their end, and whoever works meets the same failure: that the database is away is told once, by them.
            if (failure.Reason != FailureReason.DatabaseUnavailable)
            {
                WorkerLog.LeasesNotRenewed(logger, failure.Reason, failure.Message);
            }
        }
    }

    private async Task RunAsync(AreaLoop loop, CustomerId area, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = share.RenewalInterval;
            if (share.MayVisit(area) && !controls.IsPaused(area) && customers.TryGet(area, out var profile))
            {
                wait = await VisitAsync(loop, profile, stoppingToken);
            }

            loop.NoteVisit();
            await loop.WaitAsync(wait, time, stoppingToken);
        }
    }

    /// <summary>
    /// Looks into the inbox, or only delivers while the customer is disabled; sweeps when it is time. Returns how long to wait.
    /// </summary>
    private async Task<TimeSpan> VisitAsync(AreaLoop loop, CustomerProfile profile, CancellationToken stoppingToken)
    {
        var began = time.GetTimestamp();
        loop.Profile = profile;
        outcomes.Forget(profile.Enabled ? Delivery : PickUp, profile.CustomerId);
        var visit = await RunAsync(profile.Enabled ? PickUp : Delivery, profile,
            async (current, token) => current.Enabled ? await pickUp.RunAsync(current, token) : await delivery.RunAsync(current, token),
            stoppingToken);
        if (IsSweepDue(loop, profile))
        {
            loop.SweptAt = time.GetTimestamp();
            await RunAsync(Sweep, profile, sweep.RunAsync, stoppingToken);
        }

        if (IsProbeDue(loop, profile))
        {
            loop.ProbedAt = time.GetTimestamp();
            loop.NextProbeAfter = Shorter(ProbeLook, profile.Remote.ProbeInterval);
            await RunAsync(Probe, profile, probing.RunAsync, stoppingToken);
        }

        var wait = UntilNextLook(profile.Intake.PollInterval, time.GetElapsedTime(began));
        var soonest = visit.LookAgainAt is { } again ? again - time.GetUtcNow() : wait;
        return soonest >= wait ? wait : soonest > ShortestWait ? soonest : ShortestWait;
    }

    /// <summary>
    /// The interval is the longest time from look to look. It is shortened by chance by up to a fifth, so that customers that came together
    /// do not go on together; and whoever's looks take long has a pause between them of half an interval.
    /// </summary>
    private static TimeSpan UntilNextLook(TimeSpan interval, TimeSpan elapsed)
    {
        var spread = interval * (1 - (Random.Shared.NextDouble() / 5));
        return spread - elapsed > interval / 2 ? spread - elapsed : interval / 2;
    }

    /// <summary>Connecting takes no place: a server that is slow to answer keeps none from the customers of others.</summary>
    private async Task<AreaVisit> RunAsync(string job, CustomerProfile profile,
        Func<CustomerProfile, CancellationToken, Task<AreaVisit>> run, CancellationToken stoppingToken)
    {
        var visit = default(AreaVisit);
        await runner.RunAsync(job, profile.CustomerId, async (current, token) =>
        {
            await sessions.OpenAsync(current, token);
            using var slot = await slots.TakeAsync(current, token);
            visit = await run(current, token);
            return visit.IsOurs;
        }, stoppingToken);
        return visit;
    }

    /// <summary>One that failed is not left undone until its next moment.</summary>
    private bool IsSweepDue(AreaLoop loop, CustomerProfile profile) =>
        loop.SweptAt is not { } last || time.GetElapsedTime(last) >= profile.Consumed.SweepInterval
            || outcomes.IsDueAgain(Sweep, profile.CustomerId);

    /// <summary>Not of a customer that is disabled: nobody waits for its server to work.</summary>
    private bool IsProbeDue(AreaLoop loop, CustomerProfile profile)
    {
        if (!profile.Enabled || profile.Remote.ProbeInterval == TimeSpan.Zero)
        {
            return false;
        }

        loop.ProbedAt ??= time.GetTimestamp();
        loop.NextProbeAfter ??= Shorter(EarliestProbe + ((LatestProbe - EarliestProbe) * Random.Shared.NextDouble()),
            profile.Remote.ProbeInterval);
        return time.GetElapsedTime(loop.ProbedAt.Value) >= loop.NextProbeAfter || outcomes.IsDueAgain(Probe, profile.CustomerId);
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
