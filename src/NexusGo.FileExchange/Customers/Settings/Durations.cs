using System.Globalization;
using System.Text.RegularExpressions;

namespace NexusGo.FileExchange.Customers.Settings;

/// <summary>
/// Durations as people write them: <c>30s</c>, <c>5m</c>, <c>1h30m</c>, <c>7d</c>; and as .NET does: <c>[d.]hh:mm:ss[.fff]</c>.
/// </summary>
public static partial class Durations
{
    /// <summary>For messages.</summary>
    public const string Forms = "30s, 5m, 2h, 7d or [d.]hh:mm:ss";

    /// <summary>Both forms, for JSON Schema.</summary>
    public const string Pattern =
        @"^((\d{1,5}\.)?\d{1,2}:\d{2}:\d{2}(\.\d{1,7})?|(?=\d)(\d{1,5}d)?(\d{1,5}h)?(\d{1,5}m)?(\d{1,7}s)?(\d{1,9}ms)?)$";

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        if (Clock().IsMatch(text))
        {
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out duration);
        }

        var match = Units().Match(text);
        if (!match.Success || text.Length == 0)
        {
            return false;
        }

        foreach (var (name, unit) in new[] { ("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)), ("m", TimeSpan.FromMinutes(1)),
            ("s", TimeSpan.FromSeconds(1)), ("ms", TimeSpan.FromMilliseconds(1)) })
        {
            if (match.Groups[name].Success)
            {
                duration += unit * int.Parse(match.Groups[name].ValueSpan, CultureInfo.InvariantCulture);
            }
        }

        return true;
    }

    [GeneratedRegex(@"^(\d{1,5}\.)?\d{1,2}:\d{2}:\d{2}(\.\d{1,7})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Clock();

    [GeneratedRegex(@"^((?<d>\d{1,5})d)?((?<h>\d{1,5})h)?((?<m>\d{1,5})m)?((?<s>\d{1,7})s)?((?<ms>\d{1,9})ms)?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Units();
}
