using NexusGo.FileExchange.Benchmarks.Import;
using NexusGo.FileExchange.Benchmarks.Measuring;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Testing.Orders;

namespace NexusGo.FileExchange.Benchmarks.Worker;

/// <summary>The peak of a worker's resident memory for a large file, and for one ten times as large.</summary>
internal static class MemoryFigures
{
    private const double MostMegabytes = 170;

    public static async Task RunAsync(BenchOptions options, Figures figures)
    {
        await using var area = await BenchArea.StartAsync();
        await using var server = await BenchDatabase.StartAsync();
        await WorkerProgram.PrepareAsync();
        var peak = await PeakAsync(area, server, options.Rows);
        figures.AtMost(Figures.Line($"peak memory (RSS), {options.Rows:#,0} rows"), peak, MostMegabytes, "MB");
        if (options.Full)
        {
            var tenfold = await PeakAsync(area, server, options.Rows * 10);
            figures.AtMost(Figures.Line($"peak memory (RSS), {options.Rows * 10L:#,0} rows"), tenfold, peak * 1.1, "MB");
        }
        else
        {
            figures.Note("peak memory of a file ten times as large: only with --full");
        }
    }

    private static async Task<double> PeakAsync(BenchArea area, BenchDatabase server, int rows)
    {
        var folder = BenchArea.Fresh(area.RemotePath("customer"));
        var database = await server.CreateAsync();
        var profile = ImportRig.CustomerAt(folder, area) with { Intake = new IntakeSettings { PollInterval = TimeSpan.FromMilliseconds(200),
            StableFor = TimeSpan.FromSeconds(1) } };
        double peak;
        using (var worker = await WorkerProgram.StartAsync(BenchArea.Fresh(area.LocalPath("worker")), server.WorkerConnection(database),
            profile))
        {
            var uploading = Path.Combine(folder, "in", ".uploading");
            await using (var file = File.Create(uploading))
            {
                OrderFileGenerator.Write(file, rows);
            }

            File.Move(uploading, Path.Combine(folder, "in", "ORD_LARGE.csv"));
            await worker.WaitAsync(
                () => Task.FromResult(Directory.EnumerateFiles(Path.Combine(folder, "out/receipts"), "RCP_*").Any()), TimeSpan.FromHours(1),
                TimeSpan.FromMilliseconds(50));
            peak = worker.MemoryMegabytes(peak: true);
        }

        var stored = await server.QueryAsync<long>(database, "select count(*) from orders.card");
        await server.DropAsync(database);
        return stored == rows
            ? peak : throw new InvalidOperationException($"The worker did not do its work: {rows} cards expected, {stored} found.");
    }
}
