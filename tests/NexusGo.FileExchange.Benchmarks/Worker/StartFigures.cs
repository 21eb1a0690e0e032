using System.Diagnostics;
using NexusGo.FileExchange.Benchmarks.Import;
using NexusGo.FileExchange.Benchmarks.Measuring;
using NexusGo.FileExchange.Customers;
using Npgsql;

namespace NexusGo.FileExchange.Benchmarks.Worker;

/// <summary>
/// From the start of the process to the end of its first look into an inbox: a file that lies there has become known to the database. The
/// area is a folder of this machine, so that no log-in of ssh is counted.
/// </summary>
internal static class StartFigures
{
    public static async Task RunAsync(BenchOptions options, Figures figures)
    {
        await using var area = await BenchArea.StartAsync();
        await using var server = await BenchDatabase.StartAsync();
        await WorkerProgram.PrepareAsync();
        var idle = new List<double>();
        var seconds = await Turns.MedianAsync(options.Rounds, async () => await StartAsync(area, server, idle));
        figures.AtMost("process start to the end of the first poll", seconds * 1000, 700, "ms");
        figures.AtMost("idle memory (RSS)", Turns.Median(idle), 110, "MB");
    }

    private static async Task<double?> StartAsync(BenchArea area, BenchDatabase server, List<double> idle)
    {
        var folder = BenchArea.Fresh(area.RemotePath("customer"));
        var database = await server.CreateAsync();
        var profile = ImportRig.CustomerAt(folder, area) with
        {
            Remote = new RemoteSettings { Engine = "Local", LocalRoot = folder },
            Folders = new FolderSettings(),
            // The first look comes at a random moment of the first interval.
            Intake = new IntakeSettings { PollInterval = TimeSpan.FromMilliseconds(100), StableFor = TimeSpan.FromHours(1) },
        };
        await File.WriteAllTextAsync(Path.Combine(folder, "in", "ORD_1.csv"), "x");
        await using var connection = new NpgsqlConnection(server.OwnerConnection(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var seen = new NpgsqlCommand("select exists (select from exchange.sighting)", connection);
        await seen.PrepareAsync();
        await server.SettleAsync();

        var started = Stopwatch.GetTimestamp();
        double elapsed;
        using (var worker = await WorkerProgram.StartAsync(BenchArea.Fresh(area.LocalPath("worker")), server.WorkerConnection(database),
            profile))
        {
            await worker.WaitAsync(async () => await seen.ExecuteScalarAsync() is true, TimeSpan.FromSeconds(30),
                TimeSpan.FromMilliseconds(2));
            elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
            // A while of looking into an inbox where nothing changes.
            await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);
            idle.Add(worker.MemoryMegabytes(peak: false));
        }

        await connection.CloseAsync();
        await server.DropAsync(database);
        return elapsed;
    }
}
