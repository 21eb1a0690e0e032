using System.Globalization;

namespace NexusGo.FileExchange.Operators.Health;

/// <summary>How long something has lasted, as a person says it.</summary>
public static class Age
{
    /// <summary>The two largest units: <c>45 s</c>, <c>12 min</c>, <c>3 h 5 min</c>, <c>6 d 2 h</c>.</summary>
    public static string Of(TimeSpan time)
    {
        var age = time < TimeSpan.Zero ? TimeSpan.Zero : time;
        return age switch
        {
            { TotalMinutes: < 2 } => Text($"{(int)age.TotalSeconds} s"),
            { TotalHours: < 1 } => Text($"{age.Minutes} min"),
            { TotalDays: < 1 } => age.Minutes == 0 ? Text($"{age.Hours} h") : Text($"{age.Hours} h {age.Minutes} min"),
            _ => age.Hours == 0 ? Text($"{age.Days} d") : Text($"{age.Days} d {age.Hours} h"),
        };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
