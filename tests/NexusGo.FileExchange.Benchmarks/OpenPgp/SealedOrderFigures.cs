using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Benchmarks.Import;
using NexusGo.FileExchange.Benchmarks.Measuring;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Testing.OpenPgp;
using NexusGo.FileExchange.Testing.Orders;

namespace NexusGo.FileExchange.Benchmarks.OpenPgp;

/// <summary>
/// Signed and encrypted order files (Curve25519, gpg's own choice of compression) through the whole journey, against gpg and psql by hand.
/// </summary>
internal static class SealedOrderFigures
{
    private const int Files = 500;

    /// <summary>About 20 KB in the clear.</summary>
    private const int RowsEach = 115;

    public static async Task RunAsync(BenchOptions options, Figures figures)
    {
        await using var area = await BenchArea.StartAsync();
        await using var server = await BenchDatabase.StartAsync();
        var lab = new GnuPgLab();
        await lab.InitializeAsync();
        lab.Office.Import(lab.Customer);
        try
        {
            await ManyAsync(options, figures, area, server, lab);
            await LargeAsync(options, figures, area, server, lab);
        }
        finally
        {
            await lab.DisposeAsync();
        }
    }

    private static async Task LargeAsync(BenchOptions options, Figures figures, BenchArea area, BenchDatabase server, GnuPgLab lab)
    {
        var plain = await PlainImport.CreateAsync(area, server);
        var source = area.RemotePath("large.csv.pgp");
        await File.WriteAllBytesAsync(source, Seal(lab, options.Rows, firstRow: 0));
        var times = await Turns.MediansAsync(options.Rounds,
            async () =>
            {
                await using var rig = await StartAsync(area, server, lab);
                File.Copy(source, Path.Combine(rig.Inbox, "ORD_LARGE.csv.pgp"));
                await rig.PollAsync();
                await server.SettleAsync();
                var seconds = await Turns.SecondsAsync(async () =>
                {
                    await rig.PollAsync();
                    return null;
                });
                await rig.ExpectCardsAsync(options.Rows);
                return seconds;
            },
            async () =>
            {
                await plain.EmptyAsync();
                await server.SettleAsync();
                var seconds = await Turns.SecondsAsync(async () =>
                {
                    await plain.RunSealedAsync(source, lab.Office.PathOf(""));
                    return null;
                });
                await plain.ExpectRowsAsync(options.Rows);
                // Else the server would tidy this table up while the next import runs.
                await plain.EmptyAsync();
                return seconds;
            });
        figures.Compare(Figures.Line($"import {options.Rows:#,0} rows, signed and encrypted"), times,
            "sftp get + gpg --decrypt | psql \\copy", 1.6);
    }

    private static async Task ManyAsync(BenchOptions options, Figures figures, BenchArea area, BenchDatabase server, GnuPgLab lab)
    {
        await using var rig = await StartAsync(area, server, lab);
        var round = 0;
        async Task<double?> RoundAsync()
        {
            for (var i = 0; i < Files; i++)
            {
                await File.WriteAllBytesAsync(Path.Combine(rig.Inbox, $"ORD_{round}_{i:000}.csv.pgp"),
                    Seal(lab, RowsEach, ((round * Files) + i) * RowsEach));
            }

            round++;
            await rig.PollAsync();
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
        figures.AtLeast("500 signed and encrypted files of 20 KB", Files / seconds, 120, "files/s");
    }

    private static Task<ImportRig> StartAsync(BenchArea area, BenchDatabase server, GnuPgLab lab) => ImportRig.StartAsync(area, server,
        profile => profile with
        {
            Pgp = new PgpSettings(),
            People = [new PersonSettings { Id = "kim", CertificateFile = lab.Customer.File, Rights = [PersonRight.Order] }],
        },
        new OpenPgpEngineOptions { OwnKeys = [new BureauKeyFile(lab.Ours.Fingerprint, lab.OurSecretKeyFile)] });

    private static byte[] Seal(GnuPgLab lab, int rows, int firstRow)
    {
        using var clear = new MemoryStream();
        OrderFileGenerator.Write(clear, rows, new OrderFileOptions(FirstRow: firstRow));
        return lab.People.Seal(clear.ToArray(), lab.Customer.Fingerprint, lab.Ours.Fingerprint);
    }
}
