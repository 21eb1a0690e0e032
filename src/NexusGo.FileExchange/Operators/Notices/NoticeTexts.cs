using NexusGo.FileExchange.Operators.Health;

namespace NexusGo.FileExchange.Operators.Notices;

/// <summary>What notices say, in both languages.</summary>
internal static class NoticeTexts
{
    public static NoticeText Began(Alarm alarm) => new("ALARM_BEGAN",
        $"LARM {Name(alarm.Area, "tjänsten")} {alarm.Rule} ({alarm.Level}): {alarm.Reason}",
        $"ALARM {Name(alarm.Area, "the service")} {alarm.Rule} ({alarm.Level}): {alarm.Reason}");

    public static NoticeText Ended(string area, string rule, DateTimeOffset began, DateTimeOffset now) => new("ALARM_ENDED",
        $"ÖVER {Name(area, "tjänsten")} {rule}: varade {Age.Of(now - began)}",
        $"OVER {Name(area, "the service")} {rule}: lasted {Age.Of(now - began)}");

    private static string Name(string area, string whole) => area.Length == 0 ? whole : area;
}
