using NexusGo.FileExchange.Benchmarks.Measuring;

namespace NexusGo.FileExchange.Benchmarks.Import;

/// <summary>A large file through the whole journey, and what a row costs in files of different sizes.</summary>
internal static class ImportFigures
{
    private const int CardsBefore = 100_000;

    public static async Task RunAsync(BenchOptions options, Figures figures)
    {
        await using var area = await BenchArea.StartAsync();
        await using var server = await BenchDatabase.StartAsync();
        await WarmUpAsync(area, server);
        await LargeAsync(options, figures, area, server);
        await CostPerRowAsync(options, figures, area, server);
    }

    /// <summary>The large file alone, for a quick answer.</summary>
    public static async Task RunLargeAsync(BenchOptions options, Figures figures)
    {
        await using var area = await BenchArea.StartAsync();
        await using var server = await BenchDatabase.StartAsync();
        await WarmUpAsync(area, server);
        await LargeAsync(options, figures, area, server);
    }

    private static async Task LargeAsync(BenchOptions options, Figures figures, BenchArea area, BenchDatabase server)
    {
        var plain = await PlainImport.CreateAsync(area, server);
        var source = area.RemotePath("large.csv");
        await using (var file = File.Create(source))
        {
            Testing.Orders.OrderFileGenerator.Write(file, options.Rows);
        }

        var times = await Turns.MediansAsync(options.Rounds,
            async () =>
            {
                await using var rig = await ImportRig.StartAsync(area, server);
                File.Copy(source, Path.Combine(rig.Inbox, "ORD_LARGE.csv"));
                var seconds = await JourneyAsync(rig, server);
                await rig.ExpectCardsAsync(options.Rows);
                return seconds;
            },
            async () =>
            {
                await plain.EmptyAsync();
                await server.SettleAsync();
                var seconds = await Turns.SecondsAsync(async () =>
                {
                    await plain.RunAsync(source);
                    return null;
                });
                await plain.ExpectRowsAsync(options.Rows);
                // Else the server would tidy this table up while the next import runs.
                await plain.EmptyAsync();
                return seconds;
            });
        figures.Compare(Figures.Line($"import {options.Rows:#,0} rows, {new FileInfo(source).Length >> 20} MB"), times,
            "sftp get + psql \\copy", 1.6);
    }

    /// <summary>
    /// What a row costs must not depend on how many there are. What every file costs however few rows it has (two looks, claim, commits,
    /// two deliveries) is taken off; the figure of a thousand small files is about that.
    /// </summary>
    private static async Task CostPerRowAsync(BenchOptions options, Figures figures, BenchArea area, BenchDatabase server)
    {
        var (costs, whole, oneRow) = (new List<double>(), new List<double>(), 0.0);
        foreach (var rows in (int[])[1, 10_000, 100_000, 1_000_000])
        {
            // The usual case: the customer has cards already, and the file brings new people. There are too few test people for a second
            // million.
            var isLarge = rows == 1_000_000;
            var rounds = isLarge ? Math.Min(options.Rounds, 3) : Math.Max(options.Rounds, 5);
            var rig = await StartedRigAsync(area, server);
            var nextRow = CardsBefore;
            var seconds = await Turns.MedianAsync(rounds, async () =>
            {
                if (isLarge && nextRow > CardsBefore)
                {
                    await rig.DisposeAsync();
                    rig = await StartedRigAsync(area, server);
                    nextRow = CardsBefore;
                }

                rig.Drop($"ORD_{rows}_{nextRow}.csv", rows, nextRow);
                nextRow += rows;
                var seconds = await JourneyAsync(rig, server);
                await rig.ExpectCardsAsync(nextRow);
                return seconds;
            });
            await rig.DisposeAsync();
            if (rows == 1)
            {
                oneRow = seconds;
                continue;
            }

            whole.Add(seconds / rows * 1e6);
            costs.Add((seconds - oneRow) / rows * 1e6);
            if (rows == 10_000)
            {
                figures.AtMost("receipt of 10,000 rows after the claim", seconds, 1, "s");
            }
        }

        figures.Note(Figures.Line($"a file of one row: {oneRow * 1000:0} ms; whole files cost {whole[0]:0.00} us a row of 10,000, ")
            + Figures.Line($"{whole[1]:0.00} us of 100,000, {whole[2]:0.00} us of 1,000,000"));
        figures.Note(Figures.Line($"cost per row beyond the file's own: {costs[0]:0.00} us in 10,000, {costs[1]:0.00} us in 100,000, ")
            + Figures.Line($"{costs[2]:0.00} us in 1,000,000 rows"));
        figures.AtMost("spread of the cost per row around its mean", (costs.Max() - costs.Min()) / 2 / costs.Average() * 100, 15, "%");
    }

    /// <summary>A rig whose customer has its first cards.</summary>
    private static async Task<ImportRig> StartedRigAsync(BenchArea area, BenchDatabase server)
    {
        var rig = await ImportRig.StartAsync(area, server);
        rig.Drop("ORD_FIRST.csv", CardsBefore, firstRow: 0);
        await JourneyAsync(rig, server);
        return rig;
    }

    /// <summary>
    /// From the poll that claims the file to its receipt, delivered, and the source gone. The first sight of it is not counted.
    /// </summary>
    private static async Task<double> JourneyAsync(ImportRig rig, BenchDatabase server)
    {
        var answered = rig.Receipts;
        await rig.PollAsync();
        await server.SettleAsync();
        var before = CpuTimes.Now();
        var seconds = await Turns.SecondsAsync(async () =>
        {
            await rig.PollAsync();
            return null;
        });
        if (Environment.GetEnvironmentVariable("BENCH_CPU") is not null)
        {
            Console.Error.WriteLine($"{seconds:0.00} s wall; processor seconds: {CpuTimes.Now() - before}");
        }

        return rig.Receipts == answered + 1 ? seconds : throw new InvalidOperationException("There is no receipt.");
    }

    /// <summary>The compiler's work is done before the first figure.</summary>
    private static async Task WarmUpAsync(BenchArea area, BenchDatabase server)
    {
        await using var rig = await ImportRig.StartAsync(area, server);
        for (var i = 0; i < 5; i++)
        {
            rig.Drop($"ORD_WARM_{i}.csv", 20_000, firstRow: 20_000 * i);
            await JourneyAsync(rig, server);
        }
    }
}
