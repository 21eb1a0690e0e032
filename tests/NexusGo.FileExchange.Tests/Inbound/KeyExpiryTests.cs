using System.Globalization;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Tests.Inbound;

public sealed class KeyExpiryTests
{
    // 23:30 UTC is already the next day in Sweden.
    private static readonly DateTimeOffset End = new(2026, 6, 30, 23, 30, 0, TimeSpan.Zero);

    private readonly KeyExpiry expiry = new();

    [Theory]
    [InlineData("2026-05-01", null)]
    [InlineData("2026-05-02", "60 days left, until 2026-07-01")]
    [InlineData("2026-06-24", "7 days left, until 2026-07-01")]
    [InlineData("2026-07-01", "0 days left, until 2026-07-01")]
    [InlineData("2026-07-02", "0 days left, until 2026-07-01")]
    public void Answers_warn_from_sixty_days_before_the_end_by_the_swedish_calendar(string today, string? hint)
    {
        expiry.Note("abcd", End);

        Assert.Equal(hint is null ? null : "W-PGP-01", expiry.WarningCodeFor("ABCD", Day(today)));
        Assert.Equal(hint, expiry.HintFor("ABCD", Day(today), new Hints(AnswerLanguage.En)));
    }

    [Fact]
    public void A_key_without_end_and_a_key_nobody_looked_at_never_warn()
    {
        expiry.Note("AAAA", null);

        Assert.Null(expiry.WarningCodeFor("AAAA", Day("2199-01-01")));
        Assert.Null(expiry.WarningCodeFor("BBBB", Day("2199-01-01")));
    }

    [Fact]
    public void An_extended_key_stops_warning()
    {
        expiry.Note("AAAA", End);
        expiry.Note("AAAA", End.AddYears(1));

        Assert.Null(expiry.WarningCodeFor("AAAA", Day("2026-06-30")));
    }

    [Theory]
    [InlineData(61, null)]
    [InlineData(60, 60)]
    [InlineData(31, 60)]
    [InlineData(30, 30)]
    [InlineData(8, 30)]
    [InlineData(7, 7)]
    [InlineData(-1, 7)]
    public void The_warning_grows_more_urgent_at_60_30_and_7_days(int daysLeft, int? step) =>
        Assert.Equal(step, KeyExpiry.WarningStep(daysLeft));

    [Fact]
    public void The_code_is_published_as_a_warning() => Assert.False(ErrorCatalog.Get(KeyExpiry.WarningCode).IsError);

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);
}
