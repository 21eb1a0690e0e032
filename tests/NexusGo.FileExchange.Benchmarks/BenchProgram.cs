using NexusGo.FileExchange.Benchmarks.Fairness;
using NexusGo.FileExchange.Benchmarks.Fleet;
using NexusGo.FileExchange.Benchmarks.Import;
using NexusGo.FileExchange.Benchmarks.Measuring;
using NexusGo.FileExchange.Benchmarks.OpenPgp;
using NexusGo.FileExchange.Benchmarks.Photos;
using NexusGo.FileExchange.Benchmarks.Production;
using NexusGo.FileExchange.Benchmarks.Retention;
using NexusGo.FileExchange.Benchmarks.Transfer;
using NexusGo.FileExchange.Benchmarks.Worker;

namespace NexusGo.FileExchange.Benchmarks;

/// <summary>Runs the chosen groups one after the other, prints a line per figure and writes the report.</summary>
internal static class BenchProgram
{
    private const string PartOfImport = "large-import";

    public static readonly IReadOnlyDictionary<string, Func<BenchOptions, Figures, Task>> Groups = new Dictionary<string,
        Func<BenchOptions, Figures, Task>>
    {
        ["transfer"] = TransferFigures.RunAsync,
        ["engines"] = EngineFigures.RunAsync,
        ["rows"] = RowFigures.RunAsync,
        ["import"] = ImportFigures.RunAsync,
        [PartOfImport] = ImportFigures.RunLargeAsync,
        ["files"] = FileFigures.RunAsync,
        ["start"] = StartFigures.RunAsync,
        ["memory"] = MemoryFigures.RunAsync,
        ["openpgp"] = OpenPgpFigures.RunAsync,
        ["production"] = ProductionFigures.RunAsync,
        ["openpgp-journey"] = SealedOrderFigures.RunAsync,
        ["retention"] = RetentionFigures.RunAsync,
        ["photos"] = PhotoFigures.RunAsync,
        ["photo-memory"] = PhotoFigures.RunMemoryAsync,
        ["starvation"] = StarvationFigures.RunAsync,
        ["neighbours"] = NeighbourFigures.RunAsync,
        ["fleet"] = FleetFigures.RunAsync,
        ["workers"] = WorkersFigures.RunAsync,
    };

    public static async Task<int> RunAsync(string[] arguments)
    {
        BenchOptions options;
        try
        {
            options = BenchOptions.Parse(arguments);
        }
        catch (ArgumentException problem)
        {
            await Console.Error.WriteLineAsync($"{problem.Message}\n{BenchOptions.Usage}");
            return 2;
        }

        var figures = new Figures(Console.Out);
        foreach (var group in options.Groups.Count == 0 ? Groups.Keys.Where(group => group != PartOfImport) : options.Groups)
        {
            figures.Begin(group);
            await Groups[group](options, figures);
        }

        if (options.Report is { } file)
        {
            await File.WriteAllTextAsync(file, await BenchReport.WriteAsync(options, figures));
        }

        await Console.Out.WriteLineAsync($"{figures.Missed} of {figures.All.Count} figures miss what is wanted.");
        return 0;
    }
}
