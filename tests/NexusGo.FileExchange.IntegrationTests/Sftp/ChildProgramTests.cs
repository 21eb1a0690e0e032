using System.Diagnostics;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Sftp;

namespace NexusGo.FileExchange.IntegrationTests.Sftp;

/// <summary>The child processes: they end with their session, and their end ends it.</summary>
public sealed class ChildProgramTests(OpenSshServer server) : IClassFixture<OpenSshServer>
{
    [Fact]
    public async Task Disposing_a_session_ends_its_process()
    {
        var session = await server.Factory.ConnectAsync(server.Sshd.Endpoint("OpenSsh"), CancellationToken.None);
        Assert.Single(Children());
        await session.DisposeAsync();
        await UntilAsync(() => Children().Count == 0);
    }

    [Fact]
    public async Task Nasty33_a_killed_process_is_a_lost_connection_for_everything_in_flight()
    {
        var big = Path.Combine(server.Sshd.Folder, "big");
        await File.WriteAllBytesAsync(big, new byte[64_000_000]);
        await using var session = await server.Factory.ConnectAsync(server.Sshd.Endpoint("OpenSsh"), CancellationToken.None);
        await using var file = await session.OpenReadAsync(RemotePath.FromBytes(System.Text.Encoding.UTF8.GetBytes(big)),
            CancellationToken.None);
        await file!.Content.ReadExactlyAsync(new byte[1000]);
        using (var child = Process.GetProcessById(Assert.Single(Children())))
        {
            child.Kill();
        }

        var e = await Assert.ThrowsAsync<RemoteFolderException>(() => RemoteFolderContract.ReadAllAsync(file.Content))
            .WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal((FailureReason.RemoteUnreachable, true, true), (e.Reason, e.IsTransient, e.SessionIsDead));
        Assert.False(session.IsAlive);
    }

    [Fact]
    public async Task A_cancelled_connection_leaves_no_process()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await server.Factory.ConnectAsync(server.Sshd.Endpoint("OpenSsh"), stop.Token));
        await UntilAsync(() => Children().Count == 0);
    }

    [Fact]
    public async Task Disposing_the_factory_ends_what_is_left()
    {
        var own = new RemoteFolderFactory(
            new RemoteFolderFactoryOptions { RunDirectory = Path.Combine(server.Sshd.Folder, "own") }, TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        var session = await own.ConnectAsync(server.Sshd.Endpoint("OpenSsh"), CancellationToken.None);
        own.Dispose();
        await UntilAsync(() => !session.IsAlive);
        await UntilAsync(() => Children().Count == 0);
        await session.DisposeAsync();
    }

    [Fact]
    public async Task Nasty28_a_fifo_is_not_opened()
    {
        var fifo = Path.Combine(server.Sshd.Folder, "fifo");
        Programs.Run("mkfifo", [fifo]);
        await using var session = await server.Factory.ConnectAsync(server.Sshd.Endpoint("OpenSsh"), CancellationToken.None);
        var path = RemotePath.FromBytes(System.Text.Encoding.UTF8.GetBytes(fifo));
        Assert.Null(await session.OpenReadAsync(path, CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal(RemoteEntryKind.Other, (await session.StatAsync(path, CancellationToken.None))!.Kind);
    }

    /// <summary>Processes of this one that talk to this class's server.</summary>
    private List<int> Children()
    {
        var mine = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            try
            {
                var stat = File.ReadAllText(Path.Combine(folder, "stat"));
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                if (fields[0] != "Z" && fields[1] == Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)
                    && File.ReadAllText(Path.Combine(folder, "cmdline")).Contains($"{server.Sshd.Folder}/", StringComparison.Ordinal)
                    && stat.Contains("(ssh)", StringComparison.Ordinal))
                {
                    mine.Add(int.Parse(Path.GetFileName(folder), System.Globalization.CultureInfo.InvariantCulture));
                }
            }
            catch (IOException)
            {
                // It ended while it was looked at.
            }
        }

        return mine;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 400 && !condition(); i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System);
        }

        Assert.True(condition());
    }
}
