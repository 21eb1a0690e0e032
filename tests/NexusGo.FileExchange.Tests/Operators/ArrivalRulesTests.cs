using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Operators;
using NexusGo.FileExchange.Operators.Health;

namespace NexusGo.FileExchange.Tests.Operators;

public sealed class ArrivalRulesTests
{
    [Theory]
    // Monday 2 February 2026 (a bank day), orders before 10:00 in Stockholm, which is 09:00 UTC.
    [InlineData("2026-02-02T08:59:59Z", "2026-01-30T08:00:00Z", false)]
    [InlineData("2026-02-02T09:00:00Z", "2026-01-30T08:00:00Z", true)]
    [InlineData("2026-02-02T09:00:00Z", "2026-02-01T23:00:00Z", false)]
    [InlineData("2026-02-02T09:00:00Z", "2026-02-01T22:59:59Z", true)]
    [InlineData("2026-02-02T09:00:00Z", null, true)]
    // Saturday, Epiphany, Midsummer Eve, Christmas Eve.
    [InlineData("2026-01-31T12:00:00Z", "2026-01-29T08:00:00Z", false)]
    [InlineData("2026-01-06T12:00:00Z", "2026-01-05T08:00:00Z", false)]
    [InlineData("2026-06-19T12:00:00Z", "2026-06-18T08:00:00Z", false)]
    [InlineData("2026-12-24T12:00:00Z", "2026-12-23T08:00:00Z", false)]
    // In summer ten o'clock is 08:00 UTC.
    [InlineData("2026-07-01T08:00:00Z", "2026-06-30T08:00:00Z", true)]
    public void Orders_are_expected_on_bank_days_before_their_time(string now, string? last, bool isAlarm) =>
        Assert.Equal(isAlarm, ArrivalRules.Expected(Facts(now, new ArrivalSettings { By = TimeSpan.FromHours(10) }, last)) is not null);

    [Fact]
    public void On_every_day_includes_Sundays() => Assert.NotNull(ArrivalRules.Expected(Facts("2026-02-01T12:00:00Z",
        new ArrivalSettings { By = TimeSpan.FromHours(10), Days = ArrivalDays.EveryDay }, "2026-01-31T08:00:00Z")));

    [Theory]
    [InlineData("2026-02-05T08:00:00Z", false)]
    [InlineData("2026-02-05T08:00:01Z", true)]
    public void A_silence_longer_than_usual_is_told(string now, bool isAlarm) => Assert.Equal(isAlarm,
        ArrivalRules.Silent(Facts(now, new ArrivalSettings { Silence = TimeSpan.FromDays(3) }, "2026-02-02T08:00:00Z")) is not null);

    [Theory]
    [InlineData(true, 17L, true)]
    [InlineData(true, null, false)]
    [InlineData(false, 17L, false)]
    public void A_gap_in_the_numbers_is_told_where_it_is_asked_for(bool gaps, long? missing, bool isAlarm) => Assert.Equal(isAlarm,
        ArrivalRules.Gap(Facts("2026-02-02T08:00:00Z", new ArrivalSettings { Gaps = gaps }, "2026-02-02T07:00:00Z", missing)) is not null);

    [Theory]
    [InlineData("2026-02-03T00:00:00Z", false)]
    [InlineData("2026-02-02T12:00:00Z", true)]
    public void What_operators_forgive_alarms_nobody_until_then(string forgivenUntil, bool isAlarm)
    {
        var settings = new ArrivalSettings { By = TimeSpan.FromHours(10), Silence = TimeSpan.FromHours(1), Gaps = true };
        var facts = Facts("2026-02-02T12:00:00Z", settings, "2026-01-20T07:00:00Z", 4, forgivenUntil);
        Assert.All([ArrivalRules.Expected(facts), ArrivalRules.Silent(facts), ArrivalRules.Gap(facts)],
            finding => Assert.Equal(isAlarm, finding is not null));
    }

    private static AreaFacts Facts(string now, ArrivalSettings settings, string? last, long? missing = null,
        string? forgivenUntil = null) =>
        new()
        {
            Now = DateTimeOffset.Parse(now), Area = "ACME", Counts = new AreaCounts { Customer = "ACME" },
            Profile = new CustomerProfile { CustomerId = "ACME", Arrivals = settings },
            Arrivals = new ArrivalFacts(last is null ? null : DateTimeOffset.Parse(last), missing,
                forgivenUntil is null ? null : DateTimeOffset.Parse(forgivenUntil)),
        };
}
