using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Benchmarks.Import;
using NexusGo.FileExchange.Benchmarks.Measuring;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Testing.OpenPgp;
using NexusGo.FileExchange.Testing.Orders;

namespace NexusGo.FileExchange.Benchmarks.Fairness;

/// <summary>
/// One customer drops twelve large messages; meanwhile another one's files of one row are timed, from the look that finds them whole to
/// their receipts.
/// </summary>
internal static class StarvationFigures
{
    private const int Messages = 12;
    private const int UsualFiles = 15;

    /// <summary>About 17.5 MB, which gpg is told not to compress.</summary>
    private const int RowsEach = 100_000;

    public static async Task RunAsync(BenchOptions options, Figures figures)
    {
        await using var area = await BenchArea.StartAsync();
        await using var server = await BenchDatabase.StartAsync();
        var lab = new GnuPgLab();
        await lab.InitializeAsync();
        try
        {
            CustomerProfile Sealed(CustomerProfile profile) => profile with
            {
                Pgp = new PgpSettings(),
                People = [new PersonSettings { Id = "kim", CertificateFile = lab.Customer.File, Rights = [PersonRight.Order] }],
            };
            await using var rig = await ImportRig.StartAsync(area, server, Sealed,
                new OpenPgpEngineOptions { OwnKeys = [new BureauKeyFile(lab.Ours.Fingerprint, lab.OurSecretKeyFile)] });
            var folder = BenchArea.Fresh(area.RemotePath("quiet"));
            var quiet = Sealed(ImportRig.CustomerAt(folder, area)) with { CustomerId = "QUIET" };
            var pickUp = rig.Services.GetRequiredService<IPickUp>();
            var number = 0;
            async Task<double> OneFileAsync()
            {
                var name = (++number).ToString("0000", CultureInfo.InvariantCulture);
                await File.WriteAllBytesAsync(Path.Combine(folder, "in", $"ORD_{name}.csv.pgp"), Seal(lab, 1, 10_000_000 + number));
                await pickUp.RunAsync(quiet, CancellationToken.None);
                var watch = Stopwatch.StartNew();
                await pickUp.RunAsync(quiet, CancellationToken.None);
                return File.Exists(Path.Combine(folder, "out/receipts", $"RCP_ORD_{name}.csv"))
                    ? watch.Elapsed.TotalMilliseconds : throw new InvalidOperationException("There is no receipt.");
            }

            var usual = new List<double>();
            for (var i = 0; i < UsualFiles; i++)
            {
                usual.Add(await OneFileAsync());
            }

            for (var i = 0; i < Messages; i++)
            {
                await File.WriteAllBytesAsync(Path.Combine(rig.Inbox, $"ORD_LOUD_{i:00}.csv.pgp"),
                    Seal(lab, RowsEach, i * RowsEach, "--compress-level", "0"));
            }

            await rig.PollAsync();
            var flood = Task.Run(() => rig.PollAsync());
            var meanwhile = new List<double>();
            while (!flood.IsCompleted || meanwhile.Count == 0)
            {
                meanwhile.Add(await OneFileAsync());
            }

            await flood;
            await rig.ExpectCardsAsync(((long)Messages * RowsEach) + number);
            var (before, under) = (Median(usual.TakeLast(UsualFiles / 2)), Median(meanwhile));
            figures.Note(Figures.Line($"receipt of one row, {usual.Count / 2} times without load: median {before:0} ms; {meanwhile.Count} ")
                + Figures.Line($"times under {Messages} messages of 17.5 MB: median {under:0} ms, longest {meanwhile.Max():0} ms"));
            figures.AtMost("another customer's receipt under 12 messages of 17.5 MB : its usual time", under / before, 2, "times");
        }
        finally
        {
            await lab.DisposeAsync();
        }
    }

    private static double Median(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;

    private static byte[] Seal(GnuPgLab lab, int rows, int firstRow, params string[] options)
    {
        using var clear = new MemoryStream();
        OrderFileGenerator.Write(clear, rows, new OrderFileOptions(FirstRow: firstRow));
        return lab.People.Seal(clear.ToArray(), lab.Customer.Fingerprint, lab.Ours.Fingerprint, options);
    }
}
