using System.Diagnostics;
using NexusGo.FileExchange.Testing.Simulation;
using NexusGo.FileExchange.Tests.Architecture;

namespace NexusGo.FileExchange.Tests.Simulation;

/// <summary>
/// The simulation is what its page says. Whatever it plays is played in a process of its own, because it needs a thread pool of one thread.
/// </summary>
public sealed class SimulationTests
{
    /// <summary>They are written down in NamedHistories, each with the fault that it is about.</summary>
    [Fact]
    public async Task The_most_instructive_histories_break_nothing()
    {
        var (exitCode, output) = await PlayAsync("--named");
        Assert.True(exitCode == 0, output);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length >= 10);
        Assert.All(lines, line => Assert.EndsWith(": nothing broke", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_seed_is_the_same_history_in_every_run()
    {
        var first = Story((await PlayAsync("--seed", "1047", "--story")).Output);
        Assert.True(first.Count > 100);
        Assert.Equal(first, Story((await PlayAsync("--seed", "1047", "--story")).Output));

        static List<string> Story(string output) =>
            [.. output.Split('\n').Where(line => !line.StartsWith("seeds ", StringComparison.Ordinal))];
    }

    private static async Task<(int ExitCode, string Output)> PlayAsync(params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "NexusGo.FileExchange.Testing.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_PROCESSOR_COUNT"] = "1";
        using var simulation = Process.Start(start)!;
        var output = await simulation.StandardOutput.ReadToEndAsync();
        await simulation.WaitForExitAsync();
        return (simulation.ExitCode, output);
    }

    [Fact]
    public void Every_predicate_stands_on_the_page_of_predicates()
    {
        var page = File.ReadAllLines(Repository.PathOf("tests/NexusGo.FileExchange.Testing/Simulation/README.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line.Split(" | ")[0][2..]).Skip(1).ToList();
        var predicates = new[] { typeof(Invariants), typeof(RequestInvariants) }.SelectMany(type => type.GetFields())
            .Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).ToList();
        Assert.True(predicates.Count > 15);
        Assert.Equal(predicates.Order(StringComparer.Ordinal), page.Order(StringComparer.Ordinal));
    }

    /// <summary>A mutant whose text is gone tries nothing.</summary>
    [Fact]
    public void Every_mutant_of_the_list_can_be_made()
    {
        var mutants = File.ReadLines(Repository.PathOf("tests/mutants.txt")).Where(line => !line.StartsWith('#'))
            .Select(line => line.Split(" | ").Select(part => part.Replace("\\n", "\n", StringComparison.Ordinal)
                .Replace("\\|", "|", StringComparison.Ordinal)).ToList()).ToList();
        Assert.True(mutants.Count >= 20);
        Assert.All(mutants, mutant => Assert.True(
            File.ReadAllText(Repository.PathOf(mutant[1])).Split(mutant[2]).Length == 2, $"{mutant[0]}: its text does not occur once"));
    }
}
