using System.Globalization;

namespace NexusGo.FileExchange.Demo;

/// <summary>
/// What comes and goes in the demo's folders while it waits for Ctrl-C, a line each: whoever drops a file sees what becomes of it.
/// </summary>
/// <param name="area">All folders of the demo's server.</param>
/// <param name="time">The clock.</param>
/// <param name="output">Where to tell it.</param>
internal sealed class DemoLiveView(string area, TimeProvider time, TextWriter output)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);

    /// <summary>Goes on until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var before = Look();
        while (true)
        {
            await Task.Delay(Interval, time, cancellationToken);
            var now = Look();
            foreach (var line in Changes(before, now, Receipt))
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {time.GetLocalNow():HH:mm:ss}  {line}"));
            }

            before = now;
        }
    }

    /// <summary>What happened between two looks, in words.</summary>
    /// <param name="before">Paths below the area.</param>
    /// <param name="now">The same later.</param>
    /// <param name="receipt">What a receipt says; null: it cannot be read.</param>
    internal static IEnumerable<string> Changes(IReadOnlyCollection<string> before, IReadOnlyCollection<string> now,
        Func<string, string?> receipt)
    {
        foreach (var path in now.Except(before).Order(StringComparer.Ordinal))
        {
            yield return IsInbox(path) ? $"{path} has come; it is taken once it stays the same for a second"
                : receipt(path) is { } says ? $"{path} says {says}" : $"{path} has come";
        }

        foreach (var path in before.Except(now).Order(StringComparer.Ordinal))
        {
            yield return $"{path} is gone" + (IsInbox(path) ? ": it was taken, and is answered by a receipt" : "");
        }
    }

    private static bool IsInbox(string path) => $"/{path}".Contains("/in/", StringComparison.Ordinal);

    private HashSet<string> Look() => [.. Directory.EnumerateFiles(area, "*", new EnumerationOptions
    {
        RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None,
    }).Select(file => Path.GetRelativePath(area, file)).Where(path => !Path.GetFileName(path).StartsWith('.'))];

    private string? Receipt(string path)
    {
        if (!Path.GetFileName(path).StartsWith("RCP_", StringComparison.Ordinal) || !path.EndsWith(".csv", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            return DemoAnswers.Read(Path.Combine(area, path)) is [var line, ..] ? $"{line["file_status"]} {line["error_code"]}".TrimEnd()
                + $", {line["rows_accepted"]} of {line["rows_total"]} row(s) accepted" : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or KeyNotFoundException)
        {
            // Taken away meanwhile, or still being written.
            return null;
        }
    }
}
