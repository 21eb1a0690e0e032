using System.Security.Cryptography;
using NexusGo.FileExchange.Benchmarks.Measuring;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Benchmarks.Transfer;

/// <summary>
/// Moving files inside one kept session, against whole runs of sftp and rclone: that is what a script of the user's would start each time.
/// All write what they fetch to files of the same disk.
/// </summary>
internal static class TransferFigures
{
    private const int FilesInFlight = 64;
    private const int Many = 1_000;
    private static readonly TimeSpan SlowLine = TimeSpan.FromMilliseconds(20);

    public static async Task RunAsync(BenchOptions options, Figures figures)
    {
        await using var area = await BenchArea.StartAsync();
        using var proxy = await DelayProxy.StartAsync(area.Sshd.Port, SlowLine);
        await using var near = await area.ConnectAsync();
        await using var far = await area.ConnectAsync(proxy.Port);

        area.Fill("large", 1, 512 << 20);
        area.Fill("many", Many, 20_000);
        area.Fill("upload", Many, 5_000);
        area.Fill("results", 1, 64 << 20);
        area.Fill("crowd", 10_000, 0);
        area.Fill("empty", 0, 0);
        // The compiler's work is done before the first figure.
        for (var i = 0; i < 3; i++)
        {
            await GetAsync(area, near, "many");
            await PutAsync(area, near);
        }

        await GetLargeAsync(options, figures, area, near);
        await PutLargeAsync(options, figures, area, near);
        await ManyAsync(options, figures, area, near, null);
        await PollAsync(options, figures, area, near);
        await ManyAsync(options, figures, area, far, proxy.Port);
        figures.Compare("list 10,000 at 20 ms", await Turns.MediansAsync(options.Rounds,
            async () => Expect(10_000, await CountAsync(far, area, "crowd")),
            () => area.SftpAsync($"ls -1 {area.RemotePath("crowd")}\n", proxy.Port)), "sftp -b", 0.2);
        figures.Compare("get 512 MB at 20 ms", await Turns.MediansAsync(Math.Min(3, options.Rounds),
            () => GetAsync(area, far, "large"), () => area.SftpAsync(GetBatch(area, "large"), proxy.Port)), "sftp -b");
    }

    private static async Task GetLargeAsync(BenchOptions options, Figures figures, BenchArea area, IRemoteFolder session)
    {
        figures.Compare("get 512 MB", await Turns.MediansAsync(options.Rounds,
            () => GetAsync(area, session, "large"), () => area.SftpAsync(GetBatch(area, "large"))), "sftp -b (GCM)", 1.2);
        figures.Compare("get 512 MB", await Turns.MediansAsync(options.Rounds,
            () => GetAsync(area, session, "large"),
            () => area.RcloneAsync("copyto", $"{area.RemotePath("large")}/f00000.csv",
            $"{BenchArea.Fresh(area.LocalPath("large"))}/f00000.csv")), "rclone", 0.9);
    }

    /// <summary>Such as the results of a million rows.</summary>
    private static async Task PutLargeAsync(BenchOptions options, Figures figures, BenchArea area, IRemoteFolder session) =>
        figures.Compare("put 64 MB, temp + fsync + rename", await Turns.MediansAsync(options.Rounds,
            () => PutAsync(area, session, "results"), () => area.SftpAsync(PutBatch(area, "put -f", "results"))), "sftp -b with fsync");

    private static async Task ManyAsync(BenchOptions options, Figures figures, BenchArea area, IRemoteFolder session, int? proxy)
    {
        var (where, wanted) = proxy is null ? ("", 1 / 3.0) : (" at 20 ms", 1 / 50.0);
        // sftp over the slow line takes minutes and is bound by the round trips alone: once is enough.
        int? otherRounds = proxy is null || options.Full ? null : 1;
        figures.Compare($"get 1,000 x 20 KB{where}", await Turns.MediansAsync(options.Rounds,
            () => GetAsync(area, session, "many"), () => area.SftpAsync(GetBatch(area, "many"), proxy), otherRounds), "sftp -b", wanted);
        figures.Compare($"put 1,000 x 5 KB, temp + rename{where}", await Turns.MediansAsync(options.Rounds,
            () => PutAsync(area, session), () => area.SftpAsync(PutBatch(area, "put"), proxy), otherRounds), "sftp -b without fsync",
            wanted);
        if (proxy is null)
        {
            figures.Compare($"put 1,000 x 5 KB, temp + fsync + rename{where}", await Turns.MediansAsync(options.Rounds,
                () => PutAsync(area, session), () => area.SftpAsync(PutBatch(area, "put -f"), proxy)), "sftp -b with fsync", wanted);
        }
    }

    private static async Task PollAsync(BenchOptions options, Figures figures, BenchArea area, IRemoteFolder session)
    {
        const int polls = 200;
        figures.Compare("idle poll", await Turns.MediansAsync(options.Rounds,
            async () =>
            {
                var seconds = await Turns.SecondsAsync(async () =>
                {
                    for (var i = 0; i < polls; i++)
                    {
                        Expect(0, await CountAsync(session, area, "empty"));
                    }

                    return null;
                });
                return seconds / polls;
            },
            async () =>
            {
                await area.SftpAsync($"ls -1 {area.RemotePath("empty")}\n");
                return null;
            }), "sftp -b", 0.01);
    }

    private static async Task GetAsync(BenchArea area, IRemoteFolder session, string folder)
    {
        var local = BenchArea.Fresh(area.LocalPath(folder));
        var remote = RemotePath.Folder(area.RemotePath(folder));
        await Parallel.ForEachAsync(Directory.EnumerateFiles(area.RemotePath(folder)),
            new ParallelOptions { MaxDegreeOfParallelism = FilesInFlight }, async (path, token) =>
            {
                var name = Path.GetFileName(path);
                await using var file = await session.OpenReadAsync(remote.Combine(RemoteName.From(name)), token)
                    ?? throw new InvalidOperationException("A file is gone.");
                await using var target = new FileStream(Path.Combine(local, name), FileMode.CreateNew, FileAccess.Write, FileShare.None,
                    bufferSize: 0);
                await file.Content.CopyToAsync(target, 256 * 1024, token);
            });
        Expect(Directory.EnumerateFiles(area.RemotePath(folder)).Count(), Directory.EnumerateFiles(local).Count());
    }

    internal static async Task PutAsync(BenchArea area, IRemoteFolder session, string folder = "upload")
    {
        var target = RemotePath.Folder(BenchArea.Fresh(area.RemotePath("put")));
        await Parallel.ForEachAsync(Directory.EnumerateFiles(area.RemotePath(folder)),
            new ParallelOptions { MaxDegreeOfParallelism = FilesInFlight }, async (path, token) =>
            {
                var content = await File.ReadAllBytesAsync(path, token);
                var outcome = await session.PublishAsync(new PublishRequest
                {
                    Folder = target,
                    Name = RemoteName.From(Path.GetFileName(path)),
                    LengthBytes = content.Length,
                    Sha256 = SHA256.HashData(content),
                    OpenContent = _ => ValueTask.FromResult<Stream>(new MemoryStream(content, writable: false)),
                    Attempt = Guid.NewGuid().ToString("N"),
                }, token);
                Expect(PublishOutcome.Published, outcome);
            });
        Expect(Directory.EnumerateFiles(area.RemotePath(folder)).Count(), Directory.EnumerateFiles(area.RemotePath("put")).Count());
    }

    private static string GetBatch(BenchArea area, string folder) =>
        $"get {area.RemotePath(folder)}/*.csv {BenchArea.Fresh(area.LocalPath(folder))}/\n";

    private static string PutBatch(BenchArea area, string put, string folder = "upload")
    {
        var target = BenchArea.Fresh(area.RemotePath("put"));
        return string.Concat(Directory.EnumerateFiles(area.RemotePath(folder)).Select(Path.GetFileName)
            .Select(name => $"{put} {area.RemotePath(folder)}/{name} {target}/.{name}.tmp\nrename {target}/.{name}.tmp {target}/{name}\n"));
    }

    private static async Task<int> CountAsync(IRemoteFolder session, BenchArea area, string folder)
    {
        var count = 0;
        await foreach (var _ in session.ListAsync(RemotePath.Folder(area.RemotePath(folder)), null, CancellationToken.None))
        {
            count++;
        }

        return count;
    }

    private static void Expect<T>(T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new InvalidOperationException($"A benchmark did not do its work: {expected} expected, {actual} found.");
        }
    }
}
