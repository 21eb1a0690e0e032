using System.Globalization;

namespace NexusGo.FileExchange.Benchmarks.Measuring;

/// <summary>One line of the report.</summary>
/// <param name="Group">The group it was measured in.</param>
/// <param name="Text">The line as printed.</param>
/// <param name="Meets">Whether it is as wanted; null when nothing is wanted of it.</param>
internal sealed record Figure(string Group, string Text, bool? Meets);

/// <summary>Collects figures and prints each at once.</summary>
internal sealed class Figures(TextWriter output)
{
    private readonly List<Figure> figures = [];
    private string group = "";

    public IReadOnlyList<Figure> All => figures;

    public int Missed => figures.Count(f => f.Meets == false);

    public void Begin(string name) => group = name;

    /// <summary>Two times for the same work.</summary>
    /// <param name="name">What was done.</param>
    /// <param name="times">Medians in seconds.</param>
    /// <param name="other">The other program.</param>
    /// <param name="atMost">The wanted ratio of our time to the other's, or null.</param>
    public void Compare(string name, (double Ours, double Other) times, string other, double? atMost = null)
    {
        var ratio = times.Ours / times.Other;
        Add(Line($"{name}: ours {Time(times.Ours)}, {other} {Time(times.Other)}, ratio ")
            + Line($"{ratio:0.000}{(atMost is { } limit ? Line($" (wanted <= {limit:0.###})") : "")}"),
            atMost is null ? null : ratio <= atMost);
    }

    /// <summary>A figure of ours that must not be above a limit.</summary>
    public void AtMost(string name, double value, double limit, string unit) =>
        Add(Line($"{name}: ours {Number(value)} {unit} (wanted <= {Number(limit)})"), value <= limit);

    /// <summary>A figure of ours that must not be below a limit.</summary>
    public void AtLeast(string name, double value, double limit, string unit) =>
        Add(Line($"{name}: ours {Number(value)} {unit} (wanted >= {Number(limit)})"), value >= limit);

    /// <summary>A figure that nothing is wanted of.</summary>
    public void Note(string text) => Add(text, null);

    public static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void Add(string text, bool? meets)
    {
        figures.Add(new Figure(group, text, meets));
        output.WriteLine(meets == false ? text + "  MISSED" : text);
        output.Flush();
    }

    private static string Number(double value) => value < 1000 ? Line($"{value:0.##}") : Line($"{value:#,0}");

    private static string Time(double seconds) => seconds < 0.1 ? Line($"{seconds * 1000:0.00} ms") : Line($"{seconds:0.000} s");
}
