namespace NexusGo.FileExchange.Swedish;

/// <summary>
/// The calendar of the agreement: Europe/Stockholm. The only place that knows the zone, beside retention_due.sql, which a test compares
/// with it.
/// </summary>
public static class SwedishTime
{
    public static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    public static DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Zone).DateTime);

    /// <summary>The first instant of a day, as UTC. Clocks change at two in the morning, so midnight is never skipped or doubled.</summary>
    public static DateTimeOffset StartOf(DateOnly day) =>
        new(TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(TimeOnly.MinValue), Zone), TimeSpan.Zero);

    /// <summary>
    /// The same time of day so many calendar months later; the last day of a month that is too short. A time that the clock skips in
    /// spring, or shows twice in autumn, is taken as standard time, as PostgreSQL does.
    /// </summary>
    public static DateTimeOffset AddMonths(DateTimeOffset instant, int months)
    {
        var local = TimeZoneInfo.ConvertTime(instant, Zone).DateTime.AddMonths(months);
        var offset = Zone.IsInvalidTime(local) || Zone.IsAmbiguousTime(local) ? Zone.BaseUtcOffset : Zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
