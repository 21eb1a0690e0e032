using System.Globalization;
using System.Text;
using NexusGo.FileExchange.Benchmarks.Fleet;
using NexusGo.FileExchange.Benchmarks.Import;
using NexusGo.FileExchange.Benchmarks.Measuring;
using NexusGo.FileExchange.Benchmarks.Worker;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Benchmarks.Fairness;

/// <summary>
/// A hundred customers who all drop a file of one row at once, alone and beside customers that cost much: one with a flood of files, one
/// with a file of a gigabyte over a slow line, and some whose server stops answering at different stages.
/// </summary>
internal static class NeighbourFigures
{
    private const int Customers = 100;
    private const int Flood = 5_000, WholeFlood = 50_000;
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);

    /// <summary>Bytes from the server after which it is silent: nothing, its banner, in the key exchange, after the log-in.</summary>
    private static readonly long[] Stages = [0, 40, 1_500, 5_000];

    public static async Task RunAsync(BenchOptions options, Figures figures)
    {
        await using var server = await BenchDatabase.StartAsync();
        await WorkerProgram.PrepareAsync();
        var usual = await WaitAsync("none", options, server, (_, _) => [], figures);
        await CompareAsync($"{(options.Full ? WholeFlood : Flood):N0} files of one customer", options, server,
            (area, disposables) => [FloodOf(area, options.Full ? WholeFlood : Flood)], usual, figures);
        await CompareAsync("a file of 1 GB at 20 KB/s", options, server, (area, disposables) => [SlowFileOf(area, disposables)], usual,
            figures);
        await CompareAsync("four servers that fall silent, each at another stage", options, server,
            (area, disposables) => [.. Stages.Select((stage, i) => SilentOf(area, stage, i, disposables))], usual, figures);
    }

    private static async Task CompareAsync(string what, BenchOptions options, BenchDatabase server,
        Func<BenchArea, List<IDisposable>, IReadOnlyList<CustomerProfile>> neighbours, double usual, Figures figures) =>
        figures.AtMost(Figures.Line($"{Customers} customers beside {what}: 95 % of their receipts within : usual time"),
            await WaitAsync(what, options, server, neighbours, figures) / usual, 1.5, "times");

    /// <summary>Within how many seconds 95 of 100 have their receipt; the median of the rounds.</summary>
    private static async Task<double> WaitAsync(string what, BenchOptions options, BenchDatabase server,
        Func<BenchArea, List<IDisposable>, IReadOnlyList<CustomerProfile>> neighbours, Figures figures)
    {
        await using var area = await BenchArea.StartAsync("MaxStartups 10:30:100");
        var disposables = new List<IDisposable>();
        var fleet = new FleetArea(area, Customers, PollInterval);
        var database = await server.CreateAsync();
        var waits = new List<double>();
        try
        {
            using var worker = await WorkerProgram.StartAsync(BenchArea.Fresh(area.LocalPath("worker")), server.WorkerConnection(database),
                [.. fleet.Profiles, .. neighbours(area, disposables)]);
            for (var round = 0; round <= options.Rounds; round++)
            {
                waits.Add((await fleet.RoundAsync(worker, Longest))[Customers * 95 / 100]);
            }
        }
        finally
        {
            disposables.ForEach(one => one.Dispose());
        }

        await server.DropAsync(database);

        // The first round is that of a worker that has just started.
        var median = Turns.Median(waits[1..]);
        figures.Note(Figures.Line($"neighbours: {what}; 95 of {Customers} receipts within {median:0.0} s"));
        return median;
    }

    private static CustomerProfile FloodOf(BenchArea area, int files)
    {
        var folder = BenchArea.Fresh(area.RemotePath("FLOOD"));
        var profile = ImportRig.CustomerAt(folder, area) with { CustomerId = "FLOOD", Intake = Intake() };
        for (var i = 0; i < files; i++)
        {
            var name = i.ToString("000000", CultureInfo.InvariantCulture);
            File.WriteAllBytes(Path.Combine(folder, "in", $"ORD_{name}.csv"), Encoding.UTF8.GetBytes(
                $"customer_ref;product_code;first_name;last_name;delivery_address_id\r\nF{name};ID-STD;Åsa;Öberg;HQ\r\n"));
        }

        return profile;
    }

    private static CustomerProfile SlowFileOf(BenchArea area, List<IDisposable> disposables)
    {
        var folder = BenchArea.Fresh(area.RemotePath("SLOW"));
        var proxy = new StallingProxy(area.Sshd.Port, long.MaxValue, bytesPerSecond: 20_000);
        disposables.Add(proxy);
        var profile = ImportRig.CustomerAt(folder, area);
        using var file = File.Create(Path.Combine(folder, "in", "ORD_BIG.csv"));
        file.Write(Encoding.UTF8.GetBytes("customer_ref;product_code;first_name;last_name;delivery_address_id\r\n"));
        file.SetLength(1_000_000_000);
        return profile with { CustomerId = "SLOW", Intake = Intake(), Remote = profile.Remote with { Port = proxy.Port } };
    }

    private static CustomerProfile SilentOf(BenchArea area, long passed, int number, List<IDisposable> disposables)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"SILENT{number}");
        var folder = BenchArea.Fresh(area.RemotePath(id));
        var proxy = new StallingProxy(area.Sshd.Port, passed);
        disposables.Add(proxy);
        var profile = ImportRig.CustomerAt(folder, area);
        return profile with { CustomerId = id, Intake = Intake(), Remote = profile.Remote with { Port = proxy.Port } };
    }

    private static IntakeSettings Intake() => new() { PollInterval = PollInterval, StableFor = TimeSpan.FromSeconds(1) };
}
