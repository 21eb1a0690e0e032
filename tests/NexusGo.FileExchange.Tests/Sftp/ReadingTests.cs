using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Sftp;
using NexusGo.FileExchange.Tests.Orders;

namespace NexusGo.FileExchange.Tests.Sftp;

/// <summary>Reading: bounded memory, and every way in which a file can turn out to be another one.</summary>
public sealed class ReadingTests
{
    private static readonly RemotePath File = RemotePath.FromBytes("/in/a"u8);

    private readonly InMemoryRemoteArea area = new(new FakeTimeProvider(), "/in");

    [Fact]
    public async Task What_is_in_flight_and_not_consumed_is_bounded_for_file_and_session()
    {
        for (var i = 0; i < 40; i++)
        {
            area.Put($"/in/f{i}", new byte[6_000_000]);
        }

        using var server = new ScriptedSftpServer(area) { MaxDataBytes = 255 * 1024 };
        var (client, session) = await server.ConnectClientAsync(TimeProvider.System, TimeSpan.FromSeconds(30));
        await using var _ = session;
        var files = new List<RemoteFile>();
        for (var i = 0; i < 40; i++)
        {
            files.Add((await session.OpenReadAsync(RemotePath.Folder("/in").Combine(RemoteName.From($"f{i}")), CancellationToken.None))!);
            Assert.True(client.Window.Taken <= SftpWindow.Limit + (files.Count * SftpSizes.SafeData),
                $"{client.Window.Taken} bytes in flight");
        }

        // No file starves although the first ones hold the whole window.
        var buffer = new byte[1];
        foreach (var file in files)
        {
            Assert.Equal(1, await file.Content.ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(10)));
        }

        foreach (var file in files)
        {
            await file.DisposeAsync();
        }

        Assert.Equal(0, client.Window.Taken);
    }

    [Fact]
    public async Task The_window_is_whole_again_after_reading_and_publishing()
    {
        area.Put("/in/a", RemoteFolderContract.Noise(3_000_000));
        using var server = new ScriptedSftpServer(area) { ShortReadBytes = 10_000 };
        var (client, session) = await server.ConnectClientAsync(TimeProvider.System, TimeSpan.FromSeconds(30));
        await using var _ = session;
        await using (var file = await session.OpenReadAsync(File, CancellationToken.None))
        {
            await RemoteFolderContract.ReadAllAsync(file!.Content);
        }

        await session.PublishAsync(
            RemoteFolderContract.PublishOf(RemotePath.Folder("/in"), RemoteName.From("b"), RemoteFolderContract.Noise(1_000_000)),
            CancellationToken.None);
        Assert.Equal(0, client.Window.Taken);
    }

    [Fact]
    public async Task Nasty35_an_early_end_is_content_changed()
    {
        area.Put("/in/a", RemoteFolderContract.Noise(100_000));
        using var server = new ScriptedSftpServer(area)
        {
            OnRequest = r => r.Type == SftpPacketType.Read && r.Id % 2 == 0 ? Packets.Status(r.Id, SftpStatus.Eof) : null,
        };
        await ExpectChangedAsync(server);
    }

    [Fact]
    public async Task Nasty05_a_second_look_that_finds_another_time_is_content_changed()
    {
        area.Put("/in/a", RemoteFolderContract.Noise(1000));
        var looks = 0;
        using var server = new ScriptedSftpServer(area)
        {
            OnRequest = r => r.Type == SftpPacketType.FStat && ++looks == 2 ? Packets.Attrs(r.Id, Packets.Attributes(1000, 0x81A4, 7))
                : null,
        };
        await ExpectChangedAsync(server);
    }

    [Fact]
    [Trait("Attack", "20.0 a link put in the place of a file")]
    public async Task Nasty28_a_link_put_in_the_place_of_a_file_before_it_is_opened_is_not_read()
    {
        area.Put("/in/a", RemoteFolderContract.Noise(1000));
        using var server = new ScriptedSftpServer(area)
        {
            OnRequest = r => r.Type == SftpPacketType.FStat ? Packets.Attrs(r.Id, Packets.Attributes(999, 0x81A4, 7)) : null,
        };
        await using var session = await server.ConnectAsync(TimeProvider.System, TimeSpan.FromSeconds(10));
        var e = await Assert.ThrowsAsync<RemoteFolderException>(async () => await session.OpenReadAsync(File, CancellationToken.None));
        Assert.Equal(FailureReason.RemoteContentChanged, e.Reason);
    }

    [Fact]
    public async Task Nasty04_times_far_in_the_past_or_the_future_are_only_compared()
    {
        foreach (var seconds in (long[])[0, 1, uint.MaxValue])
        {
            area.Put("/in/a", [1, 2], DateTimeOffset.FromUnixTimeSeconds(seconds));
            using var server = new ScriptedSftpServer(area);
            await using var session = await server.ConnectAsync(TimeProvider.System, TimeSpan.FromSeconds(10));
            var entry = Assert.Single(await RemoteFolderContract.ListAsync(session, RemotePath.Folder("/in")));
            Assert.Equal(seconds, entry.Version.ModifiedSeconds);
            await using var file = await session.OpenReadAsync(File, CancellationToken.None);
            Assert.Equal([1, 2], await RemoteFolderContract.ReadAllAsync(file!.Content));
        }
    }

    [Fact]
    public async Task A_small_file_is_read_with_everything_behind_its_handle_sent_at_once()
    {
        area.Put("/in/a", RemoteFolderContract.Noise(20_000));
        using var server = new ScriptedSftpServer(area);
        await using var session = await server.ConnectAsync(TimeProvider.System, TimeSpan.FromSeconds(10));
        server.Requests.Clear();
        await using (var file = await session.OpenReadAsync(File, CancellationToken.None))
        {
            await RemoteFolderContract.ReadAllAsync(file!.Content);
        }

        await session.StatAsync(File, CancellationToken.None);
        Assert.Equal(
            [SftpPacketType.LStat, SftpPacketType.Open, SftpPacketType.FStat, SftpPacketType.Read, SftpPacketType.FStat,
                SftpPacketType.Close, SftpPacketType.LStat],
            server.Requests.Select(r => r.Type));
    }

    private static async Task ExpectChangedAsync(ScriptedSftpServer server)
    {
        await using var session = await server.ConnectAsync(TimeProvider.System, TimeSpan.FromSeconds(10));
        await using var file = await session.OpenReadAsync(File, CancellationToken.None);
        var e = await Assert.ThrowsAsync<RemoteFolderException>(() => RemoteFolderContract.ReadAllAsync(file!.Content));
        Assert.Equal((FailureReason.RemoteContentChanged, true, false), (e.Reason, e.IsTransient, e.SessionIsDead));
        var again = await Assert.ThrowsAsync<RemoteFolderException>(async () => await file!.Content.ReadExactlyAsync(new byte[10]));
        Assert.Equal(FailureReason.RemoteContentChanged, again.Reason);
    }
}
