using System.Globalization;

namespace NexusGo.FileExchange.Benchmarks;

/// <summary>What is to be measured, from the command line.</summary>
/// <param name="Groups">Names of groups; empty: all.</param>
/// <param name="Rounds">Rounds of which the median counts.</param>
/// <param name="Rows">Rows of the large import.</param>
/// <param name="Full">Also what takes many minutes: the file ten times as large, and every round of the slow program over a slow
/// line.</param>
/// <param name="Customers">Customers of the fleet.</param>
/// <param name="Report">File for the report, or null.</param>
internal sealed record BenchOptions(IReadOnlyList<string> Groups, int Rounds, int Rows, bool Full, int Customers, string? Report)
{
    public const string Usage =
        "usage: bench.sh "
        + "[transfer|engines|import|large-import|rows|memory|files|start|openpgp|openpgp-journey|production|retention|photos"
            + "|photo-memory|starvation|neighbours|fleet|workers ...] "
        + "[--rounds N] [--rows N] [--customers N] [--full] [--report FILE]";

    /// <exception cref="ArgumentException">Something that is no option.</exception>
    public static BenchOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new BenchOptions([], 5, 1_000_000, false, 1_000, null);
        for (var i = 0; i < arguments.Count; i++)
        {
            options = arguments[i] switch
            {
                "--rounds" => options with { Rounds = Number(arguments, ++i) },
                "--rows" => options with { Rows = Number(arguments, ++i) },
                "--customers" => options with { Customers = Number(arguments, ++i) },
                "--report" when i + 1 < arguments.Count => options with { Report = arguments[++i] },
                "--full" => options with { Full = true },
                var group when BenchProgram.Groups.ContainsKey(group) => options with { Groups = [.. options.Groups, group] },
                var other => throw new ArgumentException($"{other} is not known."),
            };
        }

        return options;
    }

    private static int Number(IReadOnlyList<string> arguments, int at) =>
        at < arguments.Count && int.TryParse(arguments[at], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new ArgumentException($"{arguments[at - 1]} wants a number above 0.");
}
