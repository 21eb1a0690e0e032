namespace NexusGo.FileExchange.Swedish;

/// <summary>
/// Days on which Swedish banks are open: not Saturdays and Sundays, not public holidays (lag 1989:253), and not the eves of midsummer,
/// Christmas and New Year, which are no public holidays but closed.
/// </summary>
public static class BankDays
{
    public static bool IsBankDay(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !IsHoliday(day);

    /// <summary>The last bank day before that day.</summary>
    public static DateOnly Before(DateOnly day)
    {
        do
        {
            day = day.AddDays(-1);
        }
        while (!IsBankDay(day));

        return day;
    }

    private static bool IsHoliday(DateOnly day)
    {
        var easter = EasterSunday(day.Year);
        return (day.Month, day.Day) is (1, 1) or (1, 6) or (5, 1) or (6, 6) or (12, 24) or (12, 25) or (12, 26) or (12, 31)
            || day == easter.AddDays(-2) || day == easter.AddDays(1) || day == easter.AddDays(39) || day == MidsummerEve(day.Year);
    }

    /// <summary>The Friday from 19 to 25 June.</summary>
    private static DateOnly MidsummerEve(int year)
    {
        var first = new DateOnly(year, 6, 19);
        return first.AddDays((DayOfWeek.Friday - first.DayOfWeek + 7) % 7);
    }

    /// <summary>Gregorian Easter by the anonymous algorithm (Meeus, Astronomical Algorithms, chapter 8).</summary>
    internal static DateOnly EasterSunday(int year)
    {
        var (a, b, c) = (year % 19, year / 100, year % 100);
        var (d, e) = (b / 4, b % 4);
        var g = ((8 * b) + 13) / 25;
        var h = ((19 * a) + b - d - g + 15) % 30;
        var (i, k) = (c / 4, c % 4);
        var l = (32 + (2 * e) + (2 * i) - h - k) % 7;
        var m = (a + (11 * h) + (19 * l)) / 433;
        var month = (h + l - (7 * m) + 90) / 25;
        return new DateOnly(year, month, (h + l - (7 * m) + (33 * month) + 19) % 32);
    }
}
