using System.Diagnostics;
using System.IO.Compression;
using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Benchmarks.Import;
using NexusGo.FileExchange.Benchmarks.Measuring;
using NexusGo.FileExchange.Benchmarks.Worker;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Pickup;
using Npgsql;
using NpgsqlTypes;
using SkiaSharp;

namespace NexusGo.FileExchange.Benchmarks.Photos;

/// <summary>
/// An order of 10,000 photos of 40 KB from the inbox to its receipt, and another customer's receipts meanwhile.
/// </summary>
internal static class PhotoFigures
{
    private const int Photos = 10_000;
    private const int PhotoBytes = 40_000;
    private const int LargePhotoBytes = 100_000;
    private const int SmallerFile = 1_000;
    private const double MostMegabytes = 300;

    public static async Task RunAsync(BenchOptions options, Figures figures)
    {
        await using var area = await BenchArea.StartAsync();
        await using var server = await BenchDatabase.StartAsync();
        var zip = area.LocalPath("photos.zip");
        PhotoSet.Write(zip, PhotoSet.Pictures(PhotoBytes), Photos);
        figures.Note(Figures.Line($"{Photos:#,0} photos, {new FileInfo(zip).Length / 1e6:0} MB"));
        var receipts = new List<(double Usual, double Meanwhile)>();
        var times = await Turns.MediansAsync(Math.Min(options.Rounds, 3),
            async () =>
            {
                await using var rig = await ImportRig.StartAsync(area, server);
                File.Copy(zip, Path.Combine(rig.Inbox, "ORD_PHOTOS.zip"));
                await rig.PollAsync();
                await server.SettleAsync();
                var watch = Stopwatch.StartNew();
                await rig.PollAsync();
                var seconds = watch.Elapsed.TotalSeconds;
                await rig.ExpectCardsAsync(Photos);
                return seconds;
            },
            async () =>
            {
                await server.SettleAsync();
                return await PlainAsync(server, zip);
            });
        figures.Compare(Figures.Line($"order of {Photos:#,0} photos"), times, "unzip -t, decode, COPY", 3);
        await BesideAsync(area, server, zip, figures);
    }

    /// <summary>The memory of a worker that takes a zip file of 1 GB.</summary>
    public static async Task RunMemoryAsync(BenchOptions options, Figures figures)
    {
        await using var area = await BenchArea.StartAsync();
        await using var server = await BenchDatabase.StartAsync();
        await MemoryAsync(area, server, figures);
    }

    /// <summary>What a script would do: unzip -t, decode every picture in one process, and copy the same bytes into a table.</summary>
    private static async Task<double?> PlainAsync(BenchDatabase server, string zip)
    {
        var database = await server.CreateAsync();
        await server.ExecuteAsync(database, "create table plain (name text primary key, photo bytea)");
        var watch = Stopwatch.StartNew();
        await Shell.RunAsync("unzip", "-tqq", zip);
        using (var archive = ZipFile.OpenRead(zip))
        await using (var connection = new NpgsqlConnection(server.OwnerConnection(database) + ";Pooling=false"))
        {
            await connection.OpenAsync();
            await using var copy = await connection.BeginBinaryImportAsync("copy plain (name, photo) from stdin (format binary)");
            foreach (var entry in archive.Entries.Where(entry => entry.FullName.EndsWith(".jpg", StringComparison.Ordinal)))
            {
                using var content = new MemoryStream();
                await using (var packed = await entry.OpenAsync())
                {
                    await packed.CopyToAsync(content);
                }

                using var decoded = SKBitmap.Decode(content.GetBuffer().AsSpan(0, (int)content.Length))
                    ?? throw new InvalidOperationException("A picture was not decoded.");
                await copy.StartRowAsync();
                await copy.WriteAsync(entry.FullName, NpgsqlDbType.Text);
                await copy.WriteAsync(content.ToArray(), NpgsqlDbType.Bytea);
            }

            await copy.CompleteAsync();
        }

        var seconds = watch.Elapsed.TotalSeconds;
        await server.DropAsync(database);
        return seconds;
    }

    /// <summary>Receipts of another customer's files of one row, alone and while the photos are taken in.</summary>
    private static async Task BesideAsync(BenchArea area, BenchDatabase server, string zip, Figures figures)
    {
        await using var rig = await ImportRig.StartAsync(area, server);
        var folder = BenchArea.Fresh(area.RemotePath("quiet"));
        var quiet = ImportRig.CustomerAt(folder, area) with { CustomerId = "QUIET" };
        var pickUp = rig.Services.GetRequiredService<IPickUp>();
        var number = 0;
        async Task<double> OneFileAsync()
        {
            var name = Figures.Line($"ORD_{++number:00000}");
            await File.WriteAllTextAsync(Path.Combine(folder, "in", name + ".csv"),
                Figures.Line($"customer_ref;product_code;first_name;last_name;delivery_address_id\r\nQ{number};ID-STD;Bo;Ek;HQ\r\n"));
            await pickUp.RunAsync(quiet, CancellationToken.None);
            var watch = Stopwatch.StartNew();
            await pickUp.RunAsync(quiet, CancellationToken.None);
            return File.Exists(Path.Combine(folder, "out/receipts", $"RCP_{name}.csv"))
                ? watch.Elapsed.TotalMilliseconds : throw new InvalidOperationException("There is no receipt.");
        }

        var usual = new List<double>();
        for (var i = 0; i < 30; i++)
        {
            usual.Add(await OneFileAsync());
        }

        File.Copy(zip, Path.Combine(rig.Inbox, "ORD_PHOTOS.zip"));
        await rig.PollAsync();
        var photos = Task.Run(() => rig.PollAsync());
        var meanwhile = new List<double>();
        while (!photos.IsCompleted || meanwhile.Count == 0)
        {
            meanwhile.Add(await OneFileAsync());
        }

        await photos;
        await rig.ExpectCardsAsync(Photos + number);
        var (before, under) = (Turns.Median([.. usual.TakeLast(15)]), Turns.Median(meanwhile));
        figures.Note(
            Figures.Line($"another customer's receipt: {before:0} ms alone, {under:0} ms beside the photos ({meanwhile.Count} files)"));
        figures.AtMost("another customer's receipt beside the photos : its usual time", under / before, 2, "times");
    }

    private static async Task MemoryAsync(BenchArea area, BenchDatabase server, Figures figures)
    {
        await WorkerProgram.PrepareAsync();
        var pictures = PhotoSet.Pictures(LargePhotoBytes);
        var few = await PeakAsync(area, server, pictures, SmallerFile);
        var many = await PeakAsync(area, server, pictures, Photos);
        figures.Note(Figures.Line($"the decoders beside it: {many.Decoders:0} MB together at the most"));
        figures.AtMost(Figures.Line($"peak memory of a worker, zip file of {many.Bytes / 1e6:0} MB"), many.Worker, MostMegabytes, "MB");
        figures.AtMost(Figures.Line($"the same : that of a zip file of {few.Bytes / 1e6:0} MB"), many.Worker / few.Worker, 1.25, "times");
    }

    private static async Task<(double Worker, double Decoders, long Bytes)> PeakAsync(BenchArea area, BenchDatabase server,
        IReadOnlyList<byte[]> pictures, int photos)
    {
        var folder = BenchArea.Fresh(area.RemotePath("customer"));
        var database = await server.CreateAsync();
        var profile = ImportRig.CustomerAt(folder, area) with { Intake = new IntakeSettings { PollInterval = TimeSpan.FromMilliseconds(200),
            StableFor = TimeSpan.FromSeconds(1) }, Limits = new LimitSettings() };
        var uploading = Path.Combine(folder, "in", ".uploading");
        PhotoSet.Write(uploading, pictures, photos);
        var bytes = new FileInfo(uploading).Length;
        double peak, decoders = 0;
        using (var worker = await WorkerProgram.StartAsync(BenchArea.Fresh(area.LocalPath("worker")), server.WorkerConnection(database),
            profile))
        {
            File.Move(uploading, Path.Combine(folder, "in", "ORD_LARGE.zip"));
            await worker.WaitAsync(() =>
            {
                decoders = Math.Max(decoders, worker.DecoderMegabytes());
                return Task.FromResult(Directory.EnumerateFiles(Path.Combine(folder, "out/receipts"), "RCP_*").Any());
            }, TimeSpan.FromHours(1), TimeSpan.FromMilliseconds(200));
            peak = worker.MemoryMegabytes(peak: true);
        }

        var stored = await server.QueryAsync<long>(database, "select count(*) from orders.card_photo");
        await server.DropAsync(database);
        return stored == photos
            ? (peak, decoders, bytes) : throw new InvalidOperationException($"{photos} photos expected, {stored} found.");
    }
}
