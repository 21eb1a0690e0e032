using System.Diagnostics;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Worker.Embedded;
using Npgsql;

namespace NexusGo.FileExchange.IntegrationTests.Journey;

/// <summary>What a worker with many customers writes into its log while its database is away.</summary>
public sealed class DatabaseAwayLogTests
{
    private const int Customers = 30;
    private const int MostLines = 5;
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Nasty100_ten_seconds_without_a_database_are_a_line_for_each_change_of_state()
    {
        await using var own = await OwnCluster.StartAsync();
        var cluster = own.Server;
        await using var site = await WorkerSite.CreateAsync(cluster: cluster);
        foreach (var number in Enumerable.Range(1, Customers))
        {
            site.AddCustomer($"AWAY{number}", pollInterval: TimeSpan.FromSeconds(1));
        }

        await using var worker = site.Start("worker");
        await Until.TrueAsync(async () => (await site.QueryAsync("select count(*) from exchange.job_state where job = 'pick-up' "
            + "and succeeded_at is not null"))[0] == $"{Customers}", Longest, () => worker.Output);
        await Until.TrueAsync(() => Lines(site).Count(line => line.Contains(" 7020 ", StringComparison.Ordinal)) >= 3 * Customers,
            Longest, () => worker.Output);
        var (before, console) = (Lines(site).Length, worker.Output.Length);

        var socket = new NpgsqlConnectionStringBuilder(cluster.ConnectionString).Host!;
        Directory.Move(socket, socket + ".away");
        PosixSignal.Send(cluster.ProcessId, PosixSignal.Quit);
        var gone = Stopwatch.StartNew();
        await Until.TrueAsync(() => gone.Elapsed > Away, Longest, () => "");
        Directory.Move(socket + ".away", socket);
        await Until.TrueAsync(() => Lines(site).Any(line => line.Contains(" 7028 ", StringComparison.Ordinal)), Longest,
            () => worker.Output);

        // Everybody works again, and says no more than that the database is back.
        await Until.TrueAsync(async () => (await site.QueryAsync("select count(*) from exchange.job_state where job = 'pick-up' "
            + "and failures = 0"))[0] == $"{Customers}", Longest, () => worker.Output);
        var lines = Lines(site)[before..];
        Assert.True(lines.Length <= MostLines, $"{lines.Length} lines:\n{string.Join('\n', lines)}");
        Assert.DoesNotContain(lines, line => line.Contains("(null)", StringComparison.Ordinal)
            || line.Contains("   at ", StringComparison.Ordinal) || line.Contains("Quartz.", StringComparison.Ordinal));
        var shown = worker.Output[console..].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(shown.Length <= MostLines, $"on the console:\n{string.Join('\n', shown)}");
        Assert.False(worker.HasExited);
    }

    private static string[] Lines(WorkerSite site)
    {
        var folder = Path.Combine(site.Folder, "worker", "data", "logs");
        return !Directory.Exists(folder) ? [] : [.. Directory.EnumerateFiles(folder).SelectMany(file =>
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return new StreamReader(stream).ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        })];
    }
}
