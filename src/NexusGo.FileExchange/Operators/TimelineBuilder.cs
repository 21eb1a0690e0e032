using System.Globalization;
using System.Text;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Operators;

/// <summary>Gathers what happened, leaving out what did not, and puts it in order of time.</summary>
internal sealed class TimelineBuilder
{
    private readonly List<TimelineEntry> entries = [];

    /// <summary>Adds one thing unless it has no time, which means that it has not happened. Facts without a value are left out.</summary>
    public void Add(DateTimeOffset? at, string step, string about, params IEnumerable<(string Name, object? Value)> facts)
    {
        if (at is not { } time)
        {
            return;
        }

        var known = new Dictionary<string, string>();
        foreach (var (name, value) in facts)
        {
            if (Text(value) is { Length: > 0 } text)
            {
                known[name] = text;
            }
        }

        entries.Add(new TimelineEntry(time, step, about, known));
    }

    /// <summary>Adds what another has gathered.</summary>
    public void AddAll(TimelineBuilder others) => entries.AddRange(others.entries);

    /// <summary>Of things at the same instant the one added first comes first.</summary>
    public IReadOnlyList<TimelineEntry> InOrder() => [.. entries.OrderBy(entry => entry.At)];

    /// <summary>A file's name as it may be shown: a person's number in it becomes as many x.</summary>
    public static string SafeName(string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        while (IdentityNumberScan.FindInName(bytes, out var start, out var length))
        {
            bytes.AsSpan(start, length).Fill((byte)'x');
        }

        return Encoding.UTF8.GetString(bytes);
    }

    private static string? Text(object? value) => value switch
    {
        null or DBNull or false => null,
        true => "yes",
        byte[] bytes => Convert.ToHexStringLower(bytes),
        DateTime or DateTimeOffset => string.Create(CultureInfo.InvariantCulture, $"{value:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}"),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
