using System.Diagnostics;
using NexusGo.FileExchange.Benchmarks.Measuring;
using NexusGo.FileExchange.Benchmarks.Worker;

namespace NexusGo.FileExchange.Benchmarks.Fleet;

/// <summary>
/// One worker with many customers, all on one sshd of this machine: what it costs while nothing happens, how soon everybody has its
/// receipt when all drop a file at once, and how soon one has it while the others are quiet.
/// </summary>
internal static class FleetFigures
{
    private const int QuietCustomers = 200;
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan QuietPollInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    public static async Task RunAsync(BenchOptions options, Figures figures)
    {
        await using var server = await BenchDatabase.StartAsync();
        await WorkerProgram.PrepareAsync();
        await AtOnceAsync(options.Customers, server, figures);
        await QuietAsync(Math.Min(QuietCustomers, options.Customers), options.Rounds * 3, server, figures);
    }

    private static async Task AtOnceAsync(int customers, BenchDatabase server, Figures figures)
    {
        // OpenSSH's own default: of more connections that have not logged in, some are dropped.
        await using var area = await BenchArea.StartAsync("MaxStartups 10:30:100", "LogLevel VERBOSE");
        var fleet = new FleetArea(area, customers, PollInterval);
        var database = await server.CreateAsync();
        using (var worker = await WorkerProgram.StartAsync(BenchArea.Fresh(area.LocalPath("worker")), server.WorkerConnection(database),
            fleet.Profiles))
        {
            figures.AtMost(Figures.Line($"{customers} customers: start to everybody polled"),
                (await worker.EverybodyPolledAsync(customers, Longest)).TotalSeconds, 60, "s");
            figures.Note(Figures.Line($"{customers} customers: a start costs the worker ")
                + Figures.Line($"{worker.ProcessorTime().TotalMilliseconds / customers:0} ")
                + "ms of a processor for each customer, its session and its first look included");
            await Task.Delay(PollInterval, TimeProvider.System);
            await ReceiptsAsync(customers, worker, server, fleet, figures);

            // The code that every look runs is compiled for good by then.
            await Task.Delay(PollInterval * 2, TimeProvider.System);
            await IdleAsync(customers, worker, server, figures);
            figures.AtMost(Figures.Line($"{customers} customers: connections dropped by MaxStartups 10:30:100"), fleet.DroppedConnections,
                0,
                "times");
            figures.Note(Figures.Line($"{customers} customers: {fleet.OpenedSessions} sessions opened"));
        }

        await server.DropAsync(database);
    }

    private static async Task IdleAsync(int customers, WorkerProgram worker, BenchDatabase server, Figures figures)
    {
        var (began, before, databaseBefore) = (Stopwatch.GetTimestamp(), worker.ProcessorTime(), server.ProcessorTime());
        await Task.Delay(Idle, TimeProvider.System);
        var elapsed = Stopwatch.GetElapsedTime(began);
        figures.AtMost(Figures.Line($"{customers} customers, idle: processor"), (worker.ProcessorTime() - before) / elapsed * 100, 25,
            "% of a core");
        figures.Note(Figures.Line($"{customers} customers, idle: processor of the database ")
            + Figures.Line($"{(server.ProcessorTime() - databaseBefore) / elapsed * 100:0.#} % of a core"));
        figures.AtMost(Figures.Line($"{customers} customers, idle: memory (RSS; no children)"), worker.MemoryMegabytes(peak: false), 600,
            "MB");
        figures.AtMost(Figures.Line($"{customers} customers, idle: threads"), worker.Threads(), 1_300, "threads");
    }

    private static async Task ReceiptsAsync(int customers, WorkerProgram worker, BenchDatabase server, FleetArea fleet, Figures figures)
    {
        var (before, databaseBefore) = (worker.ProcessorTime(), server.ProcessorTime());
        var waits = await fleet.RoundAsync(worker, Longest);
        figures.Note(Figures.Line($"{customers} files of one row, their looks included: for each ")
            + Figures.Line($"{(worker.ProcessorTime() - before).TotalMilliseconds / customers:0.#} ms of a processor for the worker, ")
            + Figures.Line($"{(server.ProcessorTime() - databaseBefore).TotalMilliseconds / customers:0.#} ms for the database"));
        figures.AtMost(Figures.Line($"{customers} customers drop a file at once: half of the receipts within"), waits[customers / 2], 6,
            "s");
        figures.AtMost(Figures.Line($"{customers} customers drop a file at once: 99 % of the receipts within"), waits[customers * 99 / 100],
            15,
            "s");
    }

    private static async Task QuietAsync(int customers, int files, BenchDatabase server, Figures figures)
    {
        await using var area = await BenchArea.StartAsync("MaxStartups 10:30:100");
        var fleet = new FleetArea(area, customers, QuietPollInterval);
        var database = await server.CreateAsync();
        var waits = new List<double>();
        using (var worker = await WorkerProgram.StartAsync(BenchArea.Fresh(area.LocalPath("worker")), server.WorkerConnection(database),
            fleet.Profiles))
        {
            await worker.EverybodyPolledAsync(customers, Longest);
            for (var i = 0; i < files; i++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(500)), TimeProvider.System);
                var (customer, began) = (Random.Shared.Next(customers), Stopwatch.GetTimestamp());
                var name = fleet.Drop([customer]);
                await worker.WaitAsync(() => Task.FromResult(fleet.ReceiptOf(customer, name) is not null), Longest,
                    TimeSpan.FromMilliseconds(10));
                waits.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
            }
        }

        await server.DropAsync(database);
        figures.AtMost(Figures.Line($"{customers} customers, quiet, poll 2 s: one file's receipt after (median of {files})"),
            Turns.Median(waits), 2.5, "s");
    }
}
