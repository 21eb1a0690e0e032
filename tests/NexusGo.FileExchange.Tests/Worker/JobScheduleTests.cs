using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Swedish;
using NexusGo.FileExchange.Worker.Jobs;
using Quartz;

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
        var trigger = TriggerBuilder.Create(TimeProvider.System).StartAt(Time(after)).WithCronSchedule(rhythm.Cron, schedule => schedule.InTimeZone(SwedishTime.Zone)).Build();
        Assert.Equal(Time(next), trigger.GetFireTimeAfter(Time(after)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("every morning")]
    public void Without_a_usable_expression_the_interval_counts(string cron) =>
        Assert.Equal(("", "00:15:00"), (new JobSchedule(TimeSpan.FromMinutes(15), cron).Cron, new JobSchedule(TimeSpan.FromMinutes(15), cron).ToString()));

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
