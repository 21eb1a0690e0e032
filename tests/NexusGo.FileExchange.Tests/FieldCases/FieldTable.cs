using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using NexusGo.FileExchange.Testing.Orders;

namespace NexusGo.FileExchange.Tests.FieldCases;

/// <summary>Reads the tables beside it: one case a line, cells between vertical bars.</summary>
internal static partial class FieldTable
{
    public static IEnumerable<string[]> Read(string name, int cells, [CallerFilePath] string source = "") =>
        File.ReadLines(Path.Combine(Path.GetDirectoryName(source)!, name))
            .Where(line => line.Length > 0 && !line.StartsWith("# ", StringComparison.Ordinal))
            .Select(line => line.Split('|').Select(cell => cell.Trim()).Concat(Enumerable.Repeat("", cells)).Take(cells).ToArray());

    /// <summary>Characters that a line cannot hold, and made-up identity numbers.</summary>
    public static string Unescape(string text)
    {
        text = Escape().Replace(text, match => match.Value[1] switch
        {
            'n' => "\n",
            'r' => "\r",
            't' => "\t",
            's' => " ",
            'p' => "|",
            'u' => ((char)int.Parse(match.Value.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString(),
            _ => "\\",
        });
        return Number().Replace(text, match => match.Groups[1].Value switch
        {
            "P" => TestPersons.Number(Day(match.Groups[2].Value), Serial(match)),
            "S" => TestPersons.Number(Day(match.Groups[2].Value), Serial(match), coordination: true),
            "T" => match.Groups[2].Value[6..] + TestPersons.ControlDigit(match.Groups[2].Value),
            _ => match.Groups[2].Value + TestPersons.ControlDigit(match.Groups[2].Value),
        });
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static int Serial(Match match) => int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\\(n|r|t|s|p|\\|u[0-9A-Fa-f]{4})")]
    private static partial Regex Escape();

    /// <summary>{P date serial}, {S date serial}; {C nine digits}: the ten; {T nine digits}: the last four of the ten.</summary>
    [GeneratedRegex(@"\{([PSCT]) ([0-9-]+)(?: ([0-9]+))?\}")]
    private static partial Regex Number();
}
