using System.Diagnostics;
using System.Globalization;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Sftp;

namespace NexusGo.FileExchange.IntegrationTests.Sftp;

/// <summary>Engine SshNet on lines that rekey, go silent, stall, or are many.</summary>
public sealed class SshNetLineTests(SshNetLineTests.Server server) : IClassFixture<SshNetLineTests.Server>
{
    private readonly RemoteEndpoint endpoint = server.Sshd.Endpoint("SshNet");

    [Fact]
    public async Task Rekeying_again_and_again_damages_nothing_in_either_direction()
    {
        await using var sshd = await SshdFixture.StartAsync("RekeyLimit 2M", "LogLevel DEBUG1");
        var folder = Directory.CreateDirectory(Path.Combine(sshd.Folder, "area")).FullName;
        var content = RemoteFolderContract.Noise(48_000_000);
        await File.WriteAllBytesAsync(Path.Combine(folder, "big"), content);
        await using var session = await server.Factory.ConnectAsync(sshd.Endpoint("SshNet"), CancellationToken.None);
        var area = RemotePath.Folder(folder);
        await Task.WhenAll(
            Task.Run(async () =>
            {
                await using var file = await session.OpenReadAsync(area.Combine(RemoteName.From("big")), CancellationToken.None);
                Assert.True((await RemoteFolderContract.ReadAllAsync(file!.Content)).AsSpan().SequenceEqual(content));
            }),
            Task.Run(async () => await session.PublishAsync(RemoteFolderContract.PublishOf(area, RemoteName.From("copy"), content),
                CancellationToken.None)));
        Assert.True((await File.ReadAllBytesAsync(Path.Combine(folder, "copy"))).AsSpan().SequenceEqual(content));
        Assert.InRange(sshd.LogText.Split("rekeying").Length, 20, int.MaxValue);
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Over_five_gigabytes_come_through_with_rekeying_on_the_way()
    {
        const long size = 5_200_000_000;
        await using var sshd = await SshdFixture.StartAsync("RekeyLimit 512M", "LogLevel DEBUG1");
        var big = Path.Combine(sshd.Folder, "big");
        await using (var file = new FileStream(big, FileMode.CreateNew))
        {
            file.SetLength(size); // Sparse: no disk is filled.
        }

        await using var session = await server.Factory.ConnectAsync(sshd.Endpoint("SshNet"), CancellationToken.None);
        await using var remote = await session.OpenReadAsync(RemotePath.FromBytes(System.Text.Encoding.UTF8.GetBytes(big)),
            CancellationToken.None);
        var (buffer, total) = (new byte[1 << 20], 0L);
        int read;
        while ((read = await remote!.Content.ReadAsync(buffer)) > 0)
        {
            Assert.Equal(-1, buffer.AsSpan(0, read).IndexOfAnyExcept((byte)0));
            total += read;
        }

        Assert.Equal(size, total);
        Assert.InRange(sshd.LogText.Split("rekeying").Length, 9, int.MaxValue);
    }

    [Fact]
    public async Task Nasty34_a_server_that_goes_silent_is_noticed_within_three_keep_alives()
    {
        using var line = new LoopbackProxy(endpoint.Port);
        await using var session = await server.Factory.ConnectAsync(
            endpoint with { Port = line.Port, KeepAliveInterval = TimeSpan.FromSeconds(1) }, CancellationToken.None);
        // While it answers, nothing happens.
        await Task.Delay(TimeSpan.FromSeconds(4), TimeProvider.System);
        Assert.True(session.IsAlive);

        line.FreezeDownlink();
        var watch = Stopwatch.StartNew();
        while (session.IsAlive && watch.Elapsed < TimeSpan.FromSeconds(10))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3.2));
        var e = await Assert.ThrowsAsync<RemoteFolderException>(async () =>
            await session.StatAsync(RemotePath.Folder("/"), CancellationToken.None));
        Assert.Equal((FailureReason.RemoteTimeout, true, true), (e.Reason, e.IsTransient, e.SessionIsDead));
    }

    /// <summary>All on one session, and spread over sixteen.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public async Task A_stalled_uplink_while_64_uploads_wait_leaves_the_thread_pool_free(int sessions)
    {
        var folder = Directory.CreateTempSubdirectory("nxfx-stall-").FullName;
        using var line = new LoopbackProxy(endpoint.Port);
        var open = new List<IRemoteFolder>();
        for (var i = 0; i < sessions; i++)
        {
            open.Add(await server.Factory.ConnectAsync(
                endpoint with { Port = line.Port, OperationTimeout = TimeSpan.FromSeconds(6), KeepAliveInterval = TimeSpan.FromMinutes(5) },
                CancellationToken.None));
        }

        line.FreezeUplink();
        var content = RemoteFolderContract.Noise(2_000_000);
        var uploads = Enumerable.Range(0, 64).Select(i => Task.Run(async () =>
            await open[i % sessions].PublishAsync(RemoteFolderContract.PublishOf(RemotePath.Folder(folder), RemoteName.From($"f{i}"),
                content), CancellationToken.None))).ToList();
        var waits = new List<TimeSpan>();
        var all = Stopwatch.StartNew();
        while (all.Elapsed < TimeSpan.FromSeconds(4))
        {
            var started = Stopwatch.GetTimestamp();
            waits.Add(await Task.Run(() => Stopwatch.GetElapsedTime(started)));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        Assert.DoesNotContain(uploads, upload => upload.IsCompleted);
        // One in twenty is the machine's: other tests run beside this one. A pool without free threads makes every one wait for half a
        // second or more.
        var slow = waits.Order().ElementAt(waits.Count * 19 / 20);
        Assert.True(slow < TimeSpan.FromMilliseconds(200), $"work of the pool waited {slow.TotalMilliseconds:0} ms");
        foreach (var upload in uploads)
        {
            Assert.Equal(FailureReason.RemoteTimeout,
                (await Assert.ThrowsAsync<RemoteFolderException>(() => upload).WaitAsync(TimeSpan.FromSeconds(20))).Reason);
        }

        foreach (var session in open)
        {
            await session.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Nasty33_a_cut_line_is_a_lost_connection_for_everything_in_flight()
    {
        var big = Path.Combine(server.Sshd.Folder, "big");
        await File.WriteAllBytesAsync(big, new byte[64_000_000]);
        var line = new LoopbackProxy(endpoint.Port);
        await using var session = await server.Factory.ConnectAsync(endpoint with { Port = line.Port }, CancellationToken.None);
        await using var file = await session.OpenReadAsync(RemotePath.FromBytes(System.Text.Encoding.UTF8.GetBytes(big)),
            CancellationToken.None);
        await file!.Content.ReadExactlyAsync(new byte[1000]);
        line.Dispose();
        var e = await Assert.ThrowsAsync<RemoteFolderException>(() => RemoteFolderContract.ReadAllAsync(file.Content))
            .WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal((FailureReason.RemoteUnreachable, true, true), (e.Reason, e.IsTransient, e.SessionIsDead));
        Assert.False(session.IsAlive);
    }

    /// <summary>SSH.NET has a thread for each; we have none.</summary>
    [Fact]
    public async Task A_hundred_idle_sessions_cost_a_thread_and_less_than_a_megabyte_each()
    {
        await using (await server.Factory.ConnectAsync(endpoint, CancellationToken.None))
        {
            // The first one pays for code that is compiled.
        }

        var (threadsBefore, memoryBefore) = Usage();
        var sessions = new List<IRemoteFolder>();
        for (var i = 0; i < 100; i++)
        {
            sessions.Add(await server.Factory.ConnectAsync(endpoint, CancellationToken.None));
            await foreach (var _ in sessions[^1].ListAsync(RemotePath.Folder("/"), null, CancellationToken.None))
            {
            }
        }

        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        var (threads, memory) = Usage();
        Assert.True(threads - threadsBefore <= 115, $"{threads - threadsBefore} threads more");
        Assert.True(memory - memoryBefore <= 100 << 20, $"{(memory - memoryBefore) >> 20} MB more");
        await Task.WhenAll(sessions.Select(session => session.DisposeAsync().AsTask()));
        await Until.TrueAsync(() => Usage().Threads < threadsBefore + 20);
    }

    private static (int Threads, long Memory) Usage()
    {
        var status = File.ReadAllLines("/proc/self/status")
            .Select(line => line.Split((char[])[':', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
            .ToLookup(words => words[0], words => words.ElementAtOrDefault(1) ?? "");
        return (int.Parse(status["Threads"].First(), CultureInfo.InvariantCulture),
            long.Parse(status["VmRSS"].First(), CultureInfo.InvariantCulture) << 10);
    }

    public sealed class Server() : OpenSshServer(["MaxStartups 300"]);
}
