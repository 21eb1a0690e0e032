using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using Quartz;

namespace NexusGo.FileExchange.Worker.Jobs;

/// <summary>
/// Keeps the schedule equal to the registry: for each enabled customer a job that makes batches for the production partner and one that
/// makes back-reports; for each customer one that fulfils erasures asked for, and its night. Whoever of the cluster comes first runs them;
/// areas are visited by <see cref="AreaPolling"/>. A trigger that is right already is left alone, so that a second worker that joins the
/// cluster disturbs nothing.
/// </summary>
public sealed class ProfileScheduler(
    ISchedulerFactory schedulers, CustomerRegistry customers, ProductionPartner partner, JobOutcomes outcomes, TimeProvider time,
    ILogger<ProfileScheduler> logger) : BackgroundService
{
    /// <summary>
    /// Beside every change, the schedule is compared at this interval: another worker or a broken connection may have left it behind.
    /// </summary>
    private static readonly TimeSpan CompareInterval = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(2);

    /// <summary>
    /// A trigger this long past its moment was left behind by a worker that died or slept while the job ran. Should the job only take long,
    /// a new trigger does no harm: its lease keeps a second run out.
    /// </summary>
    private static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(90);

    private readonly SemaphoreSlim changed = new(0);
    private bool isLate;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        void OnChanged() => changed.Release();
        customers.Changed += OnChanged;
        try
        {
            while (true)
            {
                var wait = CompareInterval;
                try
                {
                    await SynchronizeAsync(stoppingToken);
                    isLate = false;
                }
                catch (SchedulerException exception)
                {
                    wait = RetryInterval;
                    if (!isLate)
                    {
                        isLate = true;
                        WorkerLog.ScheduleNotCurrent(logger, exception.Message);
                    }
                }

                await WaitAsync(wait, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        finally
        {
            customers.Changed -= OnChanged;
        }
    }

    /// <summary>Brings the schedule up to date once.</summary>
    internal async Task SynchronizeAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var (areas, enabled) = (customers.Areas, customers.Current.Where(profile => profile.Enabled));
        await SynchronizeAsync<BatchJob>(scheduler, BatchJob.Group, partner.IsEnabled ? enabled : [],
            _ => new JobSchedule(partner.Profile!.Batches.Interval), cancellationToken);
        await SynchronizeAsync<BackReportJob>(scheduler, BackReportJob.Group,
            customers.Served.Where(profile => (profile.Enabled || profile.IsRetired) && profile.BackReports.Enabled),
            profile => new JobSchedule(profile.BackReports.Interval, profile.BackReports.Cron), cancellationToken);
        await SynchronizeAsync<ScheduledErasureJob>(scheduler, ScheduledErasureJob.Group, customers.Served,
            _ => new JobSchedule(ScheduledErasureJob.Interval), cancellationToken);

        // Also of a customer that is disabled: what is due goes all the same.
        await SynchronizeAsync<RetentionJob>(scheduler, RetentionJob.Group, areas,
            area => new JobSchedule(RetentionJob.Fallback, area.Retention.Cron, AlsoAfterStart: true), cancellationToken);
    }

    public override void Dispose()
    {
        changed.Dispose();
        base.Dispose();
    }

    private async Task SynchronizeAsync<TJob>(IScheduler scheduler, string group, IEnumerable<CustomerProfile> profiles,
        Func<CustomerProfile, JobSchedule> rhythmOf, CancellationToken cancellationToken)
        where TJob : IJob
    {
        var query = new TriggerQuery { Group = GroupMatcher<TriggerKey>.GroupEquals(group), Take = PagedQuery.All };
        var present = (await scheduler.QueryTriggers(query, cancellationToken)).Items.ToDictionary(trigger => trigger.Key.Name,
            StringComparer.Ordinal);
        List<CustomerProfile> wanted = [.. profiles];
        foreach (var profile in wanted)
        {
            var rhythm = rhythmOf(profile);
            var description = rhythm.ToString();
            if (present.Remove(profile.CustomerId, out var trigger) && trigger.Description == description
                && trigger.State != TriggerState.Error && !IsStuck(trigger, rhythm))
            {
                // What runs every hour or night is not left undone for so long because a server was away for a moment.
                if (outcomes.IsDueAgain(group, profile.CustomerId) && trigger.NextFireTimeUtc > time.GetUtcNow() + CompareInterval)
                {
                    await scheduler.TriggerJob(trigger.JobKey, cancellationToken);
                }

                continue;
            }

            await scheduler.ScheduleJob(JobFor<TJob>(profile.CustomerId, group),
                rhythm.TriggersFor(profile.CustomerId, group, wanted.Count, time), ScheduleJobOptions.Replacing, cancellationToken);
            WorkerLog.JobScheduled(logger, group, profile.CustomerId, description);
        }

        foreach (var gone in present.Keys)
        {
            await scheduler.DeleteJob(new JobKey(gone, group), cancellationToken);
            outcomes.Forget(group, gone);
            WorkerLog.JobUnscheduled(logger, group, gone);
        }
    }

    private bool IsStuck(TriggerHeader trigger, JobSchedule rhythm)
    {
        var latest = new[] { trigger.NextFireTimeUtc, trigger.PreviousFireTimeUtc, trigger.StartTimeUtc }.Max();
        return trigger.State != TriggerState.Paused && time.GetUtcNow() - latest > StuckAfter
            + (rhythm.Cron.Length > 0 ? TimeSpan.Zero : rhythm.Interval);
    }

    private static IJobDetail JobFor<TJob>(string customer, string group)
        where TJob : IJob => JobBuilder.Create<TJob>().WithIdentity(customer, group).RequestRecovery(false).Build();

    private async Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var signal = changed.WaitAsync(enough.Token);
        await Task.WhenAny(signal, Task.Delay(longest, time, enough.Token));
        await enough.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        while (changed.Wait(0, CancellationToken.None))
        {
            // Several changes at once are one.
        }
    }
}
