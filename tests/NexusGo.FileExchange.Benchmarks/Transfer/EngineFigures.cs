using System.Diagnostics;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Benchmarks.Measuring;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Benchmarks.Transfer;

/// <summary>The engines SshNet and OpenSsh in turn on the same sshd: time, and processor time of the client with its child.</summary>
internal static class EngineFigures
{
    private const int FilesInFlight = 64;
    private static readonly TimeSpan SlowLine = TimeSpan.FromMilliseconds(20);

    public static async Task RunAsync(BenchOptions options, Figures figures)
    {
        await using var area = await BenchArea.StartAsync();
        using var proxy = await DelayProxy.StartAsync(area.Sshd.Port, SlowLine);
        area.Fill("large", 1, 256 << 20);
        area.Fill("many", 1_000, 20_000);
        area.Fill("upload", 1_000, 5_000);
        area.Fill("crowd", 10_000, 0);
        area.Fill("empty", 0, 0);
        await using var near = await Pair.OpenAsync(area, null);
        await using var far = await Pair.OpenAsync(area, proxy.Port);
        await ConnectAsync(options, figures, area, null, 0.8);
        await ConnectAsync(options, figures, area, proxy.Port, 0.8);
        await CompareAsync(options, figures, near, "get 256 MB", session => GetAsync(area, session, "large"), 1.4);
        await CompareAsync(options, figures, far, "get 256 MB at 20 ms", session => GetAsync(area, session, "large"), 0.7);
        await CompareAsync(options, figures, near, "get 1,000 x 20 KB", session => GetAsync(area, session, "many"), 1);
        await CompareAsync(options, figures, far, "get 1,000 x 20 KB at 20 ms", session => GetAsync(area, session, "many"), 1);
        await CompareAsync(options, figures, near, "put 1,000 x 5 KB, temp + fsync + rename", session => PutAsync(area, session), 1);
        await CompareAsync(options, figures, far, "put 1,000 x 5 KB, temp + fsync + rename at 20 ms", session => PutAsync(area, session),
            1);
        await CompareAsync(options, figures, near, "200 idle polls", async session =>
        {
            for (var i = 0; i < 200; i++)
            {
                await ListAsync(area, session, "empty");
            }
        }, 1.5);
        await CompareAsync(options, figures, near, "list 10,000", session => ListAsync(area, session, "crowd"), 1.2);
    }

    private static Task ConnectAsync(BenchOptions options, Figures figures, BenchArea area, int? port, double atMost) =>
        CompareAsync(options, figures, "SshNet", "OpenSsh", port is null ? "connect and list" : "connect and list at 20 ms", async engine =>
        {
            await using var session = await area.ConnectAsync(port, engine);
            await ListAsync(area, session, "empty");
        }, atMost);

    private static Task CompareAsync(BenchOptions options, Figures figures, Pair pair, string name, Func<IRemoteFolder, Task> work,
        double atMost) =>
        CompareAsync(options, figures, pair.SshNet, pair.OpenSsh, name, work, atMost);

    private static async Task CompareAsync<T>(BenchOptions options, Figures figures, T ours, T other, string name, Func<T, Task> work,
        double atMost)
    {
        var (mine, theirs) = (new List<(double Time, double Cpu)>(), new List<(double Time, double Cpu)>());
        for (var round = -1; round < options.Rounds; round++)
        {
            var (one, two) = (await MeasureAsync(ours, work), await MeasureAsync(other, work));
            if (round >= 0)
            {
                mine.Add(one);
                theirs.Add(two);
            }
        }

        figures.Compare(name, (Turns.Median([.. mine.Select(m => m.Time)]), Turns.Median([.. theirs.Select(t => t.Time)])),
            "engine OpenSsh", atMost);
        figures.Compare($"{name}, processor", (Turns.Median([.. mine.Select(m => m.Cpu)]), Turns.Median([.. theirs.Select(t => t.Cpu)])),
            "engine OpenSsh", atMost);
    }

    private static async Task<(double Time, double Cpu)> MeasureAsync<T>(T subject, Func<T, Task> work)
    {
        GC.Collect();
        var cpu = ClientCpu.Seconds();
        var started = Stopwatch.GetTimestamp();
        await work(subject);
        return (Stopwatch.GetElapsedTime(started).TotalSeconds, ClientCpu.Seconds() - cpu);
    }

    /// <summary>Reads and forgets, so that the disk of this side has no part in it.</summary>
    private static Task GetAsync(BenchArea area, IRemoteFolder session, string folder)
    {
        var remote = RemotePath.Folder(area.RemotePath(folder));
        return Parallel.ForEachAsync(Directory.EnumerateFiles(area.RemotePath(folder)),
            new ParallelOptions { MaxDegreeOfParallelism = FilesInFlight }, async (path, token) =>
            {
                await using var file = await session.OpenReadAsync(remote.Combine(RemoteName.From(Path.GetFileName(path))), token)
                    ?? throw new InvalidOperationException("A file is gone.");
                await file.Content.CopyToAsync(Stream.Null, 256 * 1024, token);
            });
    }

    private static async Task PutAsync(BenchArea area, IRemoteFolder session) => await TransferFigures.PutAsync(area, session);

    private static async Task ListAsync(BenchArea area, IRemoteFolder session, string folder)
    {
        await foreach (var _ in session.ListAsync(RemotePath.Folder(area.RemotePath(folder)), null, CancellationToken.None))
        {
        }
    }

    /// <summary>A kept session of each engine.</summary>
    private sealed record Pair(IRemoteFolder SshNet, IRemoteFolder OpenSsh) : IAsyncDisposable
    {
        public static async Task<Pair> OpenAsync(BenchArea area, int? port) =>
            new(await area.ConnectAsync(port, "SshNet"), await area.ConnectAsync(port, "OpenSsh"));

        public async ValueTask DisposeAsync()
        {
            await SshNet.DisposeAsync();
            await OpenSsh.DisposeAsync();
        }
    }
}
