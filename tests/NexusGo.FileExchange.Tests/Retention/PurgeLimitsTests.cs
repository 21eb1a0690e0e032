using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Customers;

namespace NexusGo.FileExchange.Tests.Retention;

/// <summary>Up to which instants technical data goes, at times when months and days are not what they seem.</summary>
public sealed class PurgeLimitsTests
{
    [Theory]
    [InlineData("2026-11-30T12:00:00Z", "2024-11-30T12:00:00Z", "2024-10-30T12:00:00Z")]
    // The last day of a longer month becomes the last day of a shorter one.
    [InlineData("2026-03-31T12:00:00Z", "2024-03-31T12:00:00Z", "2024-02-29T13:00:00Z")]
    // The same hour in Sweden, also where summer time was or was not.
    [InlineData("2026-07-01T00:30:00Z", "2024-07-01T00:30:00Z", "2024-06-01T00:30:00Z")]
    [InlineData("2026-04-15T12:00:00Z", "2024-04-15T12:00:00Z", "2024-03-15T13:00:00Z")]
    public void Evidence_is_kept_24_calendar_months_in_Sweden_and_records_of_erasures_one_more(string now, string evidence, string erasures)
    {
        var limits = PurgeLimits.At(DateTimeOffset.Parse(now, null), DemoProfile.Create());
        Assert.Equal((DateTimeOffset.Parse(evidence, null), DateTimeOffset.Parse(erasures, null)),
            (limits.EvidenceBefore, limits.ErasuresBefore));
    }

    [Fact]
    public void The_other_periods_are_counted_in_hours()
    {
        // Over the end of summer time: seven times 24 hours, not seven days of a calendar.
        var now = new DateTimeOffset(2026, 10, 27, 12, 0, 0, TimeSpan.Zero);
        var profile = DemoProfile.Create();
        var limits = PurgeLimits.At(now, profile with { Orders = profile.Orders with { DuplicateFileDays = 400 } });
        Assert.Equal(now, limits.Now);
        Assert.Equal(now.AddHours(-7 * 24), limits.QuarantinedUntil);
        Assert.Equal(now.AddHours(-30 * 24), limits.NamesBefore);
        Assert.Equal(now.AddHours(-400 * 24), limits.ContentsBefore);
        Assert.Equal(now.AddHours(-24), limits.CommandsUntil);
        Assert.Equal(now.AddHours(-1), limits.UncertainOrdersUntil);
    }
}
