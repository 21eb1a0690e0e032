namespace NexusGo.FileExchange.Swedish;

/// <summary>
/// Calendar months in Swedish time: the same time of day so many months later, the last day of a month that is too short. A time that the clock skips in
/// spring, or shows twice in autumn, is taken as standard time, as PostgreSQL does.
/// </summary>
internal static class CalendarMonths
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    public static DateTimeOffset Add(DateTimeOffset instant, int months)
    {
        var local = TimeZoneInfo.ConvertTime(instant, Zone).DateTime.AddMonths(months);
        var offset = Zone.IsInvalidTime(local) || Zone.IsAmbiguousTime(local) ? Zone.BaseUtcOffset : Zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Zone).DateTime);
}
