using System.Globalization;
using NexusGo.FileExchange.Swedish;
using Quartz;

namespace NexusGo.FileExchange.Worker.Jobs;

/// <summary>When a job runs: every so often from the end of its last run, or at the moments of a cron expression in Swedish time.</summary>
/// <param name="Interval">Used when there is no expression.</param>
/// <param name="Cron">Quartz cron expression with seconds, or empty.</param>
/// <param name="AlsoAfterStart">Whether it runs once after it was scheduled as well: a schedule in memory does not know which moments
/// passed while no worker ran.</param>
internal sealed record JobSchedule(TimeSpan Interval, string Cron = "", bool AlsoAfterStart = false)
{
    /// <summary>
    /// The run after the start comes at a random moment of these, so that many customers do not start as one, and pick-ups go first.
    /// </summary>
    private static readonly (TimeSpan Earliest, TimeSpan Latest) AfterStart = (TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));

    /// <summary>
    /// The expression, or empty where it never comes true: then the interval counts, so that a slip in one profile stops nobody's reports.
    /// </summary>
    public string Cron { get; } = ComesTrue(Cron) ? Cron : "";

    /// <summary>Whether this is a cron expression, and its moment will come again.</summary>
    public static bool ComesTrue(string cron) =>
        CronExpression.TryParse(cron, out var parsed) && parsed!.GetNextValidTimeAfter(TimeProvider.System.GetUtcNow()) is not null;

    /// <summary>
    /// The first run of an interval comes at a random moment of it: 20 ms for each customer, at most two seconds. Of missed moments of a
    /// cron expression one is made up for.
    /// </summary>
    public IReadOnlyList<ITrigger> TriggersFor(string customer, string group, int customers, TimeProvider time)
    {
        var trigger = TriggerBuilder.Create(time).WithIdentity(customer, group).WithDescription(ToString());
        if (Cron.Length > 0)
        {
            var atItsMoments = trigger.WithCronSchedule(Cron, schedule => schedule.InTimeZone(SwedishTime.Zone)
                .WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed)).Build();
            return AlsoAfterStart ? [atItsMoments, OnceAfterStart(customer, group, time)] : [atItsMoments];
        }

        var spread = Math.Min(Interval.TotalMilliseconds, Math.Min(2000, 20 * customers)) * Random.Shared.NextDouble();
        return
        [
            trigger
                .StartAt(time.GetUtcNow() + TimeSpan.FromMilliseconds(spread))
                .WithSimpleSchedule(schedule => schedule
                    .WithInterval(Interval)
                    .RepeatForever()
                    .MeasureIntervalFromCompletion(true)
                    .WithMisfireInstruction(SimpleTriggerMisfireInstruction.NowWithExistingCount))
                .Build(),
        ];
    }

    private static ITrigger OnceAfterStart(string customer, string group, TimeProvider time) =>
        TriggerBuilder.Create(time)
            .WithIdentity(customer, group + "-start")
            .StartAt(time.GetUtcNow() + AfterStart.Earliest + ((AfterStart.Latest - AfterStart.Earliest) * Random.Shared.NextDouble()))
            .WithSimpleSchedule(schedule => schedule.WithMisfireInstruction(SimpleTriggerMisfireInstruction.FireNow))
            .Build();

    /// <summary>Stands in the schedule, so that a changed rhythm is noticed.</summary>
    public override string ToString() => Cron.Length > 0 ? Cron : Interval.ToString("c", CultureInfo.InvariantCulture);
}
