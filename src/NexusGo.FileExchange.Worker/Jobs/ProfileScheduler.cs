using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using Quartz;

namespace NexusGo.FileExchange.Worker.Jobs;

/// <summary>
/// Keeps the schedule equal to the registry: a pick-up job per enabled customer and a delivery job per customer, each at the profile's
/// poll interval counted from the end of the last run. A trigger that is right already is left alone, so that a second worker that joins
/// the cluster disturbs nothing.
/// </summary>
public sealed class ProfileScheduler(
    ISchedulerFactory schedulers, CustomerRegistry customers, JobOutcomes outcomes, TimeProvider time, ILogger<ProfileScheduler> logger) : BackgroundService
{
    /// <summary>Beside every change, the schedule is compared at this interval: another worker or a broken connection may have left it behind.</summary>
    private static readonly TimeSpan CompareInterval = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim changed = new(0);

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
                }
                catch (SchedulerException exception)
                {
                    Log.ScheduleNotCurrent(logger, exception);
                    wait = RetryInterval;
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
        var profiles = customers.Current;
        await SynchronizeAsync<PickUpJob>(scheduler, PickUpJob.Group, [.. profiles.Where(profile => profile.Enabled)], cancellationToken);
        await SynchronizeAsync<DeliveryJob>(scheduler, DeliveryJob.Group, profiles, cancellationToken);
    }

    public override void Dispose()
    {
        changed.Dispose();
        base.Dispose();
    }

    private async Task SynchronizeAsync<TJob>(IScheduler scheduler, string group, IReadOnlyCollection<CustomerProfile> profiles, CancellationToken cancellationToken)
        where TJob : IJob
    {
        var query = new TriggerQuery { Group = GroupMatcher<TriggerKey>.GroupEquals(group), Take = PagedQuery.All };
        var present = (await scheduler.QueryTriggers(query, cancellationToken)).Items.ToDictionary(trigger => trigger.Key.Name, StringComparer.Ordinal);
        foreach (var profile in profiles)
        {
            var interval = profile.Intake.PollInterval;
            var description = interval.ToString("c", CultureInfo.InvariantCulture);
            if (present.Remove(profile.CustomerId, out var trigger) && trigger.Description == description && trigger.State != TriggerState.Error)
            {
                continue;
            }

            await scheduler.ScheduleJob(JobFor<TJob>(profile.CustomerId, group), [TriggerFor(profile.CustomerId, group, interval, description, profiles.Count)], ScheduleJobOptions.Replacing, cancellationToken);
            Log.JobScheduled(logger, group, profile.CustomerId, interval.TotalMilliseconds);
        }

        foreach (var gone in present.Keys)
        {
            await scheduler.DeleteJob(new JobKey(gone, group), cancellationToken);
            outcomes.Forget(group, gone);
            Log.JobUnscheduled(logger, group, gone);
        }
    }

    private static IJobDetail JobFor<TJob>(string customer, string group)
        where TJob : IJob => JobBuilder.Create<TJob>().WithIdentity(customer, group).RequestRecovery(false).Build();

    /// <summary>The first run comes at a random moment of the first interval, so that many customers do not start as one: 20 ms for each of them, at most two seconds.</summary>
    private ITrigger TriggerFor(string customer, string group, TimeSpan interval, string description, int customers)
    {
        var spread = Math.Min(interval.TotalMilliseconds, Math.Min(2000, 20 * customers)) * Random.Shared.NextDouble();
        return TriggerBuilder.Create(time)
            .WithIdentity(customer, group)
            .WithDescription(description)
            .StartAt(time.GetUtcNow() + TimeSpan.FromMilliseconds(spread))
            .WithSimpleSchedule(schedule => schedule
                .WithInterval(interval)
                .RepeatForever()
                .MeasureIntervalFromCompletion(true)
                .WithMisfireInstruction(SimpleTriggerMisfireInstruction.NowWithExistingCount))
            .Build();
    }

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
