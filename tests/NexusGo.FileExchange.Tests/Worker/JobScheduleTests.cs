using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Swedish;
using NexusGo.FileExchange.Worker.Jobs;
using Quartz;
using Quartz.Extensibility;

namespace NexusGo.FileExchange.Tests.Worker;

/// <summary>When back-reports are made: every so often, or at the moments of a cron expression in Swedish time.</summary>
public sealed class JobScheduleTests
{
    [Theory]
    [InlineData("0 0 6 ? * MON-FRI", "2026-03-27T05:00:01Z", "2026-03-30T04:00:00Z")] // Friday to Monday, over the change to summer time.
    [InlineData("0 0 6 ? * MON-FRI", "2026-10-23T04:00:01Z", "2026-10-26T05:00:00Z")] // and back.
    [InlineData("0 0/10 * * * ?", "2026-01-15T12:01:00Z", "2026-01-15T12:10:00Z")]
    public void A_cron_expression_counts_in_Swedish_time(string cron, string after, string next)
    {
        var rhythm = new JobSchedule(TimeSpan.FromMinutes(15), cron);
        Assert.Equal(cron, rhythm.ToString());
        var trigger = TriggerBuilder.Create(TimeProvider.System).StartAt(Time(after))
            .WithCronSchedule(rhythm.Cron, schedule => schedule.InTimeZone(SwedishTime.Zone)).Build();
        Assert.Equal(Time(next), trigger.GetFireTimeAfter(Time(after)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("every morning")]
    [InlineData("0 0 3 31 2 ?")]
    [InlineData("0 0 3 1 1 ? 2020")]
    public void Nasty95_Without_an_expression_that_comes_true_the_interval_counts(string cron) =>
        Assert.Equal(("", "00:15:00"),
            (new JobSchedule(TimeSpan.FromMinutes(15), cron).Cron, new JobSchedule(TimeSpan.FromMinutes(15), cron).ToString()));

    /// <summary>Nights of the changes: in spring 02:30 does not exist, and 03:00 stands for it; in autumn it comes twice.</summary>
    [Theory]
    [InlineData("0 30 1-5 * * ?", "2026-03-28T23:00:00Z", "2026-03-29T09:00:00Z", "00:30 01:00 01:30 02:30 03:30")]
    [InlineData("0 30 1-5 * * ?", "2026-10-24T21:00:00Z", "2026-10-25T09:00:00Z", "23:30 00:30 01:30 02:30 03:30 04:30")]
    [InlineData("0 30 2 * * ?", "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z", "01:00")]
    [InlineData("0 30 2 * * ?", "2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z", "00:30")]
    public void In_the_nights_of_both_changes_no_run_is_lost_and_none_comes_twice_at_once(string cron, string after, string until,
        string runs)
    {
        var trigger = Assert.IsAssignableFrom<ITrigger>(Triggers(new JobSchedule(RetentionJob.Fallback, cron), Time(after))[0]);
        var found = new List<string>();
        for (var at = trigger.GetFireTimeAfter(Time(after)); at < Time(until); at = trigger.GetFireTimeAfter(at))
        {
            found.Add(at!.Value.UtcDateTime.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture));
        }

        Assert.Equal(runs, string.Join(' ', found));
    }

    [Fact]
    public void Of_many_missed_moments_one_is_made_up_for()
    {
        var clock = new FakeTimeProvider(Time("2026-06-01T12:00:00Z"));
        var trigger = (IOperableTrigger)Triggers(new JobSchedule(RetentionJob.Fallback, new RetentionSettings().Cron), clock)[0];
        trigger.ComputeFirstFireTimeUtc(null);
        clock.SetUtcNow(Time("2026-06-05T12:00:00Z"));
        trigger.UpdateAfterMisfire(null);
        Assert.Equal(clock.GetUtcNow(), trigger.NextFireTimeUtc);
        trigger.Triggered(null);
        Assert.Equal(Time("2026-06-05T23:30:00Z"), trigger.NextFireTimeUtc);
    }

    /// <summary>A schedule in memory does not know that nobody was there at night.</summary>
    [Fact]
    public void Retention_runs_once_after_a_start_at_a_moment_of_its_own_for_each_customer()
    {
        var start = Time("2026-06-01T12:00:00Z");
        var moments = Enumerable.Range(0, 100).Select(_ =>
            Triggers(new JobSchedule(RetentionJob.Fallback, "0 30 1-5 * * ?", AlsoAfterStart: true), start)[1]).Select(trigger =>
            {
                Assert.Null(trigger.GetFireTimeAfter(trigger.StartTimeUtc));
                return trigger.StartTimeUtc - start;
            }).ToList();
        Assert.All(moments, moment => Assert.InRange(moment, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10)));
        Assert.True(moments.Distinct().Count() > 90);
    }

    private static IReadOnlyList<ITrigger> Triggers(JobSchedule schedule, DateTimeOffset now) =>
        Triggers(schedule, new FakeTimeProvider(now));

    private static IReadOnlyList<ITrigger> Triggers(JobSchedule schedule, TimeProvider time) =>
        schedule.TriggersFor("ACME", "retention", 1, time);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
