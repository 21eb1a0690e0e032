using NexusGo.FileExchange.Benchmarks.Measuring;
using NexusGo.FileExchange.Benchmarks.Worker;

namespace NexusGo.FileExchange.Benchmarks.Fleet;

/// <summary>
/// One, two and four workers with the same customers: how soon everybody has its receipt when all drop a file at once, and how long a
/// customer waits whose worker was killed, or stands still.
/// </summary>
internal static class WorkersFigures
{
    private const int Most = 400;

    /// <summary>Of each worker at a time: many more than connections to the database.</summary>
    private const int Jobs = 64;
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);

    public static async Task RunAsync(BenchOptions options, Figures figures)
    {
        await using var server = await BenchDatabase.StartAsync("max_connections=100");
        await WorkerProgram.PrepareAsync();
        var customers = Math.Min(Most, options.Customers);
        var (alone, _) = await ReceiptsAsync(1, customers, server, figures);
        foreach (var workers in new[] { 2, 4 })
        {
            var (half, _) = await ReceiptsAsync(workers, customers, server, figures);
            figures.AtMost(Figures.Line($"{workers} workers, {customers} customers: half of the receipts, of one worker's time"),
                half / alone, 1.1, "times");
        }
    }

    private static async Task<(double Half, double Most)> ReceiptsAsync(int count, int customers, BenchDatabase server, Figures figures)
    {
        await using var area = await BenchArea.StartAsync("MaxStartups 10:30:100");
        var fleet = new FleetArea(area, customers, PollInterval);
        var database = await server.CreateAsync();
        var workers = new List<WorkerProgram>();
        var waits = new List<double>();
        try
        {
            var masterKey = area.LocalPath("master.key");
            Vault.MasterKeyFile.CreateIfMissing(masterKey, "bench");
            for (var i = 0; i < count; i++)
            {
                workers.Add(await WorkerProgram.StartAsync(BenchArea.Fresh(area.LocalPath($"worker{i}")), server.WorkerConnection(database),
                    fleet.Profiles, $"bench{i}", masterKey, Jobs));
            }

            // A round that nobody counts: until then everybody is polled, and the areas have spread.
            await fleet.RoundAsync(workers[0], Longest);
            waits = await fleet.RoundAsync(workers[0], Longest);
            figures.Note(Figures.Line($"{count} workers, {customers} customers drop a file at once: half of the receipts within ")
                + Figures.Line($"{waits[customers / 2]:0.0} s, 99 % within {waits[customers * 99 / 100]:0.0} s, ")
                + Figures.Line($"{customers / waits[^1]:0} files/s; {fleet.OpenedSessions} sessions opened"));
            figures.AtMost(Figures.Line($"{count} workers of {Jobs} jobs, a server of 100 connections: leases lost, connections refused"),
                workers.Sum(worker => worker.Refusals), 0, "times");
            workers.ConvertAll(worker => worker.LatestRefusal).FindAll(line => line is not null).ForEach(line => figures.Note(line!));
            if (count == 4)
            {
                workers[0].Kill();
                var killed = await fleet.RoundAsync(workers[1], Longest);
                figures.AtMost(Figures.Line($"{count} workers, one is killed: the last receipt after"), killed[^1], 30, "s");
                workers[1].Freeze();
                var frozen = await fleet.RoundAsync(workers[2], Longest);
                figures.AtMost(Figures.Line($"{count} workers, one more stands still: the last receipt after"), frozen[^1], 30, "s");
            }
        }
        finally
        {
            workers.ForEach(worker => worker.Dispose());
        }

        await server.DropAsync(database);
        return (waits[customers / 2], waits[^1]);
    }
}
