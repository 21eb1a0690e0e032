using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Tests.Swedish;

public sealed class BankDaysTests
{
    // The calendar that Sveriges Riksbank publishes for 2026, and the movable days of others.
    [Theory]
    [InlineData("2026-01-01", false)]
    [InlineData("2026-01-02", true)]
    [InlineData("2026-01-06", false)]
    [InlineData("2026-04-02", true)]
    [InlineData("2026-04-03", false)]
    [InlineData("2026-04-06", false)]
    [InlineData("2026-04-07", true)]
    [InlineData("2027-03-26", false)]
    [InlineData("2038-04-23", false)]
    [InlineData("2038-04-26", false)]
    [InlineData("2049-04-15", true)]
    [InlineData("2049-04-16", false)]
    [InlineData("2049-04-19", false)]
    [InlineData("2076-04-17", false)]
    [InlineData("2076-04-20", false)]
    [InlineData("2026-05-01", false)]
    [InlineData("2026-05-14", false)]
    [InlineData("2026-05-15", true)]
    [InlineData("2026-06-19", false)]
    [InlineData("2026-06-22", true)]
    [InlineData("2026-12-23", true)]
    [InlineData("2026-12-24", false)]
    [InlineData("2026-12-25", false)]
    [InlineData("2026-12-28", true)]
    [InlineData("2026-12-31", false)]
    [InlineData("2026-11-28", false)]
    [InlineData("2026-11-29", false)]
    [InlineData("2026-11-30", true)]
    [InlineData("2025-04-18", false)]
    [InlineData("2025-05-29", false)]
    [InlineData("2025-06-06", false)]
    [InlineData("2025-06-20", false)]
    [InlineData("2024-03-29", false)]
    [InlineData("2024-04-01", false)]
    [InlineData("2024-05-09", false)]
    [InlineData("2024-06-21", false)]
    [InlineData("2027-06-25", false)]
    public void Holidays_and_eves_are_no_bank_days(string day, bool isBankDay) =>
        Assert.Equal(isBankDay, BankDays.IsBankDay(DateOnly.Parse(day)));

    [Theory]
    [InlineData(2000, "2000-04-23")]
    [InlineData(2008, "2008-03-23")]
    [InlineData(2011, "2011-04-24")]
    [InlineData(2026, "2026-04-05")]
    [InlineData(2038, "2038-04-25")]
    public void Easter_is_where_the_church_has_it(int year, string day) => Assert.Equal(DateOnly.Parse(day), BankDays.EasterSunday(year));

    [Fact]
    public void Before_the_first_bank_day_of_a_year_is_the_last_but_one_day_of_the_old() =>
        Assert.Equal(new DateOnly(2026, 12, 30), BankDays.Before(new DateOnly(2027, 1, 4)));
}
