using NexusGo.FileExchange.Benchmarks.Measuring;

namespace NexusGo.FileExchange.Benchmarks.Import;

/// <summary>Many small files in one inbox, and a look into an empty one.</summary>
internal static class FileFigures
{
    private const int Files = 1_000;
    private const int RowsEach = 10;

    public static async Task RunAsync(BenchOptions options, Figures figures)
    {
        await using var area = await BenchArea.StartAsync();
        await using var server = await BenchDatabase.StartAsync();
        await using var rig = await ImportRig.StartAsync(area, server);
        var round = 0;
        async Task<double?> RoundAsync()
        {
            for (var i = 0; i < Files; i++)
            {
                rig.Drop($"ORD_{round}_{i:0000}.csv", RowsEach, firstRow: ((round * Files) + i) * RowsEach);
            }

            round++;
            await server.SettleAsync();
            return await Turns.SecondsAsync(async () =>
            {
                await rig.PollAllAsync();
                return null;
            });
        }

        // The compiler's work is done before the first figure.
        await RoundAsync();
        var seconds = await Turns.MedianAsync(options.Rounds, RoundAsync);
        await rig.ExpectCardsAsync((long)round * Files * RowsEach);
        figures.AtLeast("1,000 files of 10 rows, looks included", Files / seconds, 90, "files/s");
        await IdleAsync(options, figures, area, rig);
    }

    private static async Task IdleAsync(BenchOptions options, Figures figures, BenchArea area, ImportRig rig)
    {
        const int looks = 50;
        figures.Compare("idle look with lease, database and test folder", await Turns.MediansAsync(options.Rounds,
            async () => await Turns.SecondsAsync(async () =>
            {
                for (var i = 0; i < looks; i++)
                {
                    await rig.PollAsync();
                }

                return null;
            }) / looks,
            async () =>
            {
                await area.SftpAsync($"ls -1 {rig.Inbox}\n");
                return null;
            }), "sftp -b");
    }
}
