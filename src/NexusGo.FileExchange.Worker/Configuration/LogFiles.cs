using System.Globalization;
using System.Text.RegularExpressions;

namespace NexusGo.FileExchange.Worker.Configuration;

/// <summary>
/// Log files by the day in their names. Serilog removes old ones when it opens a new one; a worker that logs nothing would keep them.
/// </summary>
internal static partial class LogFiles
{
    public static int RemoveOld(LoggingSettings settings, DateTimeOffset now)
    {
        var oldest = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-settings.RetentionDays);
        var removed = 0;
        foreach (var file in Directory.Exists(settings.Directory) ? Directory.EnumerateFiles(settings.Directory) : [])
        {
            if (Name().Match(Path.GetFileName(file)) is { Success: true } match
                && DateOnly.TryParseExact(match.Groups["day"].ValueSpan, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None,
                out var day) && day < oldest)
            {
                File.Delete(file);
                removed++;
            }
        }

        return removed;
    }

    [GeneratedRegex(@"^nexusgo-fx-(?<day>\d{8})(_\d+)?\.log$")]
    private static partial Regex Name();
}
