using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Operators.Notices;
using NexusGo.FileExchange.Worker.Keys;
using NexusGo.FileExchange.Worker.Notices;

namespace NexusGo.FileExchange.Tests.Worker;

public sealed class CustomerNoticeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(CustomerNotice.Stale)]
    [InlineData(CustomerNotice.Approval)]
    public void Only_what_the_profile_asks_for_is_told(CustomerNotice about)
    {
        var profile = new CustomerProfile { Notices = new CustomerNoticeSettings { About = [about] } };
        var events = Enum.GetValues<CustomerNotice>().Select(one => new CustomerEvent(one, "1", "2", "3", Now));
        Assert.Equal(about, Assert.Single(CustomerNoticeWatch.Wanted(profile, events)).About);
        Assert.Equal(6, CustomerNoticeWatch.Wanted(new CustomerProfile(), events).Count);
    }

    [Theory]
    [InlineData(31, null)]
    [InlineData(30, "AB 30")]
    [InlineData(8, "AB 30")]
    [InlineData(7, "AB 7")]
    [InlineData(0, "AB 7")]
    [InlineData(-1, null)]
    public void A_certificate_is_told_of_twice_before_its_end(int daysLeft, string? told) =>
        Assert.Equal(told, CustomerNoticeWatch.EndingCertificates([Finding("ACME", daysLeft), Finding("OTHER", 3)], "ACME", Now)
            .SingleOrDefault()?.Event);

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 20)]
    [InlineData(5, 160)]
    [InlineData(7, 600)]
    [InlineData(100_000, 600)]
    public void Pauses_grow_up_to_ten_minutes(int attempts, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), NoticeLimits.PauseAfter(attempts));

    [Fact]
    public void Every_event_has_a_text_in_both_languages() => Assert.All(Enum.GetValues<CustomerNotice>(), about =>
    {
        var text = NoticeTexts.Of(new CustomerEvent(about, "e", "SUBJECT", "DETAIL", Now));
        Assert.Contains("SUBJECT", text.Swedish, StringComparison.Ordinal);
        Assert.Contains("SUBJECT", text.English, StringComparison.Ordinal);
    });

    private static KeyFinding Finding(string owner, int daysLeft) =>
        new(KeySeverity.Warning, owner, "AB", new ConfigurationProblem("f", 0, 0, "", "", "", "")) { DaysLeft = daysLeft };
}
