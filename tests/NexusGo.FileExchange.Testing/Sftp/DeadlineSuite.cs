using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Sftp;
using Xunit;

namespace NexusGo.FileExchange.Testing.Sftp;

/// <summary>Nothing waits for ever: silence, stalls and cut lines at every place. Each engine derives from it.</summary>
public abstract class DeadlineSuite
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(250);

    private readonly FakeTimeProvider clock = new();
    private readonly InMemoryRemoteArea area;

    protected DeadlineSuite()
    {
        area = new InMemoryRemoteArea(clock, "/in");
        area.Put("/in/a", RemoteFolderContract.Noise(100_000));
    }

    /// <summary>A session with a scripted server over this engine.</summary>
    internal abstract Task<IRemoteFolder> ConnectAsync(ScriptedSftpServer server, TimeProvider time, TimeSpan timeout,
        TimeSpan? connectTimeout = null);

    /// <summary>After how many bytes the line goes dead in the test of every byte.</summary>
    protected virtual IEnumerable<int> DeadAt => [.. Enumerable.Range(0, 300), .. Enumerable.Range(0, 33).Select(i => 300 + (i * 37))];

    [Theory]
    [InlineData(SftpPacketType.LStat)]
    [InlineData(SftpPacketType.Open)]
    [InlineData(SftpPacketType.FStat)]
    [InlineData(SftpPacketType.Read)]
    [InlineData(SftpPacketType.OpenDir)]
    [InlineData(SftpPacketType.ReadDir)]
    [InlineData(SftpPacketType.Write)]
    [InlineData(SftpPacketType.Extended)]
    [InlineData(SftpPacketType.Close)]
    [InlineData(SftpPacketType.Rename)]
    [InlineData(SftpPacketType.Remove)]
    internal async Task Nasty34_a_request_without_an_answer_ends_the_session_at_its_deadline(SftpPacketType silent)
    {
        var connected = false;
        using var server = new ScriptedSftpServer(area) { OnRequest = r => connected && r.Type == silent ? [] : null };
        await using var session = await ConnectAsync(server, clock, TimeSpan.FromSeconds(60));
        connected = true;
        var use = UseEverythingAsync(session);
        await AdvanceUntilDoneAsync(use, TimeSpan.FromSeconds(1));
        var e = await Assert.ThrowsAsync<RemoteFolderException>(() => use);
        Assert.Equal((FailureReason.RemoteTimeout, true, true), (e.Reason, e.IsTransient, e.SessionIsDead));
        await Until.TrueAsync(() => server.Terminated);
    }

    [Fact]
    public async Task A_server_that_never_greets_ends_with_the_connect_timeout()
    {
        using var server = new ScriptedSftpServer(area) { OnRequest = _ => [] };
        var connect = ConnectAsync(server, clock, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(30));
        await Task.WhenAny(server.Reached, connect);
        await AdvanceUntilDoneAsync(connect, TimeSpan.FromSeconds(5));
        var e = await Assert.ThrowsAsync<RemoteFolderException>(() => connect);
        Assert.Equal((FailureReason.RemoteTimeout, true), (e.Reason, e.IsTransient));
    }

    [Fact]
    public async Task Nasty33_nothing_is_ended_while_it_makes_progress_or_while_it_rests()
    {
        using var server = new ScriptedSftpServer(area);
        await using var session = await ConnectAsync(server, clock, TimeSpan.FromSeconds(60));
        for (var i = 0; i < 20; i++)
        {
            Assert.NotNull(await session.StatAsync(RemotePath.FromBytes("/in/a"u8), CancellationToken.None));
            clock.Advance(TimeSpan.FromMinutes(10));
        }

        Assert.True(session.IsAlive);
    }

    /// <summary>
    /// Stall and disconnection after every so many bytes: each ends in a timeout or a lost connection, never in a wrong result.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nasty33_a_line_that_goes_dead_at_any_byte_ends_inside_its_deadline(bool stall)
    {
        var outcomes = new HashSet<FailureReason>();
        foreach (var at in DeadAt)
        {
            var own = new InMemoryRemoteArea(clock, "/in");
            own.Put("/in/a", RemoteFolderContract.Noise(500));
            using var server = new ScriptedSftpServer(own) { StallAt = stall ? at : long.MaxValue, DisconnectAt = stall
                ? long.MaxValue : at };
            var use = Task.Run(async () =>
            {
                await using var session = await ConnectAsync(server, stall ? clock : TimeProvider.System, TimeSpan.FromSeconds(60));
                await UseEverythingAsync(session);
            });
            if (stall)
            {
                // A log-in that is given up because the clock runs ahead of it would come through later, to the next server.
                await Task.WhenAny(server.Reached, use);
                await AdvanceUntilDoneAsync(use, TimeSpan.FromSeconds(10));
            }

            await Task.WhenAny(use).WaitAsync(TimeSpan.FromSeconds(10));
            if (use.IsFaulted)
            {
                outcomes.Add(Assert.IsType<RemoteFolderException>(use.Exception.InnerException).Reason);
            }
        }

        Assert.Equal(stall ? [FailureReason.RemoteTimeout] : [FailureReason.RemoteUnreachable], outcomes);
    }

    [Fact]
    public async Task A_cancelled_wait_returns_at_once_and_its_handle_is_closed_when_it_comes()
    {
        using var release = new ManualResetEventSlim();
        using var server = new ScriptedSftpServer(area)
        {
            AfterEffect = (r, answer) =>
            {
                if (r.Type == SftpPacketType.Open)
                {
                    release.Wait(TimeSpan.FromSeconds(10));
                }

                return answer;
            },
        };
        await using var session = await ConnectAsync(server, TimeProvider.System, TimeSpan.FromSeconds(20));
        using var stop = new CancellationTokenSource();
        var open = session.OpenReadAsync(RemotePath.FromBytes("/in/a"u8), stop.Token).AsTask();
        await Until.TrueAsync(() => server.Requests.Any(r => r.Type == SftpPacketType.Open));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => open).WaitAsync(TimeSpan.FromSeconds(5));
        release.Set();
        await Until.TrueAsync(() => server.Requests.Any(r => r.Type == SftpPacketType.Close));
        await Until.TrueAsync(() => server.OpenHandles == 0);
        Assert.True(session.IsAlive);
    }

    [Fact]
    public async Task Every_handle_is_closed_whatever_happens_to_its_file()
    {
        using var server = new ScriptedSftpServer(area);
        await using var session = await ConnectAsync(server, TimeProvider.System, TimeSpan.FromSeconds(20));
        await UseEverythingAsync(session);
        await using (await session.OpenReadAsync(RemotePath.FromBytes("/in/a"u8), CancellationToken.None))
        {
        }

        await foreach (var _ in session.ListAsync(RemotePath.Folder("/in"), null, CancellationToken.None))
        {
            break;
        }

        await Until.TrueAsync(() => server.OpenHandles == 0);
    }

    [Fact]
    public async Task Nasty34_a_real_clock_ends_a_stalled_read_soon()
    {
        using var server = new ScriptedSftpServer(area) { OnRequest = r => r.Type == SftpPacketType.Read ? [] : null };
        await using var session = await ConnectAsync(server, TimeProvider.System, Short, TimeSpan.FromSeconds(20));
        var watch = Stopwatch.StartNew();
        await using var file = await session.OpenReadAsync(RemotePath.FromBytes("/in/a"u8), CancellationToken.None);
        await Assert.ThrowsAsync<RemoteFolderException>(() => RemoteFolderContract.ReadAllAsync(file!.Content));
        Assert.InRange(watch.Elapsed, Short / 2, TimeSpan.FromSeconds(5));
    }

    private static async Task UseEverythingAsync(IRemoteFolder session)
    {
        await RemoteFolderContract.ListAsync(session, RemotePath.Folder("/in"));
        var path = RemotePath.FromBytes("/in/a"u8);
        var entry = await session.StatAsync(path, CancellationToken.None);
        await using (var file = await session.OpenReadAsync(path, CancellationToken.None))
        {
            await RemoteFolderContract.ReadAllAsync(file!.Content);
        }

        await session.PublishAsync(RemoteFolderContract.PublishOf(RemotePath.Folder("/in"), RemoteName.From("b"), [1, 2, 3]),
            CancellationToken.None);
        await session.DeleteExactAsync(path, entry!.Version, CancellationToken.None);
    }

    /// <summary>Moves the clock in steps while the code under test gets a chance to go on; bounded in both kinds of time.</summary>
    private async Task AdvanceUntilDoneAsync(Task task, TimeSpan step)
    {
        for (var i = 0; i < 2000 && !task.IsCompleted; i++)
        {
            await Task.WhenAny(task, Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System));
            if (!task.IsCompleted)
            {
                clock.Advance(step);
            }
        }

        Assert.True(task.IsCompleted, "Still waiting long after the deadline.");
    }
}
