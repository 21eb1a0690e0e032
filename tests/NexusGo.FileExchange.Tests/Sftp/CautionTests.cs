using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Sftp;

namespace NexusGo.FileExchange.Tests.Sftp;

/// <summary>What is never asked of a server, because somewhere there is one that does harm or stops when it is.</summary>
public sealed class CautionTests
{
    private static readonly RemotePath Out = RemotePath.Folder("/out");

    private readonly InMemoryRemoteArea area = new(new FakeTimeProvider(), "/out");

    [Fact]
    public async Task Nasty20_22_23_a_report_is_published_by_one_rename_inside_its_folder_and_nothing_is_removed_before_it()
    {
        using var server = new ScriptedSftpServer(area);
        await using var session = await server.ConnectAsync(TimeProvider.System, TimeSpan.FromSeconds(10));
        await PublishAsync(session, RemoteFolderContract.Noise(100_000));
        await PublishAsync(session, RemoteFolderContract.Noise(50));

        Assert.DoesNotContain(server.Requests.TakeWhile(r => r.Type != SftpPacketType.Rename), r => r.Type == SftpPacketType.Remove);
        Assert.DoesNotContain(server.Requests, r => r.Type == SftpPacketType.Remove && r.Text(0) == "/out/RCP_1");
        Assert.DoesNotContain(server.Requests, r => r.Extension == SftpExtensions.PosixRename);
        var rename = server.Requests.First(r => r.Type == SftpPacketType.Rename);
        Assert.Equal("/out/RCP_1", rename.Text(1));
        Assert.NotEqual(rename.Text(0), rename.Text(1));
        Assert.StartsWith("/out/" + PublishRequest.TemporaryPrefix, rename.Text(0), StringComparison.Ordinal);
        Assert.Equal(100_000, area.Get("/out/RCP_1")!.Length);
    }

    [Theory]
    [InlineData(false, 32 * 1024)]
    [InlineData(true, 128 * 1024)]
    public async Task Nasty38_no_packet_is_larger_than_the_server_said_or_than_every_server_takes(bool says, int largest)
    {
        area.Put("/out/big", RemoteFolderContract.Noise(1_000_000));
        using var server = new ScriptedSftpServer(area) { MaxDataBytes = 128 * 1024 };
        if (!says)
        {
            server.Extensions.Remove(SftpExtensions.Limits);
        }

        await using var session = await server.ConnectAsync(TimeProvider.System, TimeSpan.FromSeconds(10));
        await using (var file = await session.OpenReadAsync(Out.Combine(RemoteName.From("big")), CancellationToken.None))
        {
            Assert.Equal(1_000_000, (await RemoteFolderContract.ReadAllAsync(file!.Content)).Length);
        }

        await PublishAsync(session, RemoteFolderContract.Noise(1_000_000));
        Assert.Equal(largest, server.Requests.Where(r => r.Type == SftpPacketType.Read).Max(ReadCount));
        Assert.Equal(largest, server.Requests.Where(r => r.Type == SftpPacketType.Write).Max(r => DataLength(r)));
    }

    [Fact]
    public async Task Nasty37_a_file_much_larger_than_any_window_arrives_and_a_server_that_stops_at_the_edge_of_one_is_given_up()
    {
        var content = RemoteFolderContract.Noise(3 * SftpWindow.Limit);
        area.Put("/out/big", content);
        using (var server = new ScriptedSftpServer(area) { MaxDataBytes = 255 * 1024 })
        {
            await using var session = await server.ConnectAsync(TimeProvider.System, TimeSpan.FromSeconds(30));
            await using var file = await session.OpenReadAsync(Out.Combine(RemoteName.From("big")), CancellationToken.None);
            Assert.Equal(content, await RemoteFolderContract.ReadAllAsync(file!.Content));
        }

        foreach (var edge in new long[] { SftpWindow.Limit - 1, SftpWindow.Limit, 2 * SftpWindow.Limit })
        {
            using var server = new ScriptedSftpServer(area) { MaxDataBytes = 255 * 1024, StallAt = edge };
            await using var session = await server.ConnectAsync(TimeProvider.System, TimeSpan.FromSeconds(1));
            var e = await Assert.ThrowsAsync<RemoteFolderException>(async () =>
            {
                await using var file = await session.OpenReadAsync(Out.Combine(RemoteName.From("big")), CancellationToken.None);
                await RemoteFolderContract.ReadAllAsync(file!.Content);
            });
            Assert.Equal((FailureReason.RemoteTimeout, true, true), (e.Reason, e.IsTransient, e.SessionIsDead));
        }
    }

    [Fact]
    public async Task A_change_that_is_not_allowed_any_more_is_not_sent()
    {
        area.Put("/out/x", [1]);
        using var server = new ScriptedSftpServer(area);
        var allowed = 0;
        var (client, _) = await server.ConnectClientAsync(TimeProvider.System, TimeSpan.FromSeconds(10), null, () =>
        {
            if (allowed-- <= 0)
            {
                throw new FileExchangeException(FailureReason.LeaseLost, isTransient: true, "lost");
            }
        });
        await using var session = new SftpRemoteFolder("Scripted", client, static path => path.Bytes,
            Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        var path = Out.Combine(RemoteName.From("x"));
        var version = (await session.StatAsync(path, CancellationToken.None))!.Version;

        await Assert.ThrowsAsync<FileExchangeException>(() => session.DeleteExactAsync(path, version, CancellationToken.None).AsTask());
        await Assert.ThrowsAsync<FileExchangeException>(() => PublishAsync(session, [1, 2, 3]));
        Assert.DoesNotContain(server.Requests, r => r.Type is SftpPacketType.Remove or SftpPacketType.Rename);
        Assert.Equal(["/out/x"], area.Files);

        // Lost between the temporary file and its rename: only the temporary file goes.
        allowed = 1;
        await Assert.ThrowsAsync<FileExchangeException>(() => PublishAsync(session, [1, 2, 3]));
        Assert.DoesNotContain(server.Requests, r => r.Type == SftpPacketType.Rename);
        Assert.Equal(["/out/x"], area.Files);
    }

    [Fact]
    public async Task Nasty103_a_file_is_created_by_the_flags_that_fopen_has_and_with_the_mode_that_was_asked_for()
    {
        using var server = new ScriptedSftpServer(area);
        await using var session = await server.ConnectAsync(TimeProvider.System, TimeSpan.FromSeconds(10));
        await PublishAsync(session, [1]);
        var fields = new SftpPacketReader(server.Requests.First(r => r.Type == SftpPacketType.Open).Fields);
        fields.ReadString();
        Assert.Equal(0x2u | 0x8 | 0x10 | 0x20, fields.ReadUInt32()); // WRITE, CREAT, TRUNC, EXCL
        Assert.Equal(4u, fields.ReadUInt32());
        Assert.Equal(0x1A0u, fields.ReadUInt32()); // 0640
    }

    private static async Task PublishAsync(IRemoteFolder session, byte[] content) =>
        await session.PublishAsync(RemoteFolderContract.PublishOf(Out, RemoteName.From("RCP_1"), content), CancellationToken.None);

    private static int ReadCount(ScriptedRequest request)
    {
        var fields = new SftpPacketReader(request.Fields);
        fields.ReadString();
        fields.ReadUInt64();
        return (int)fields.ReadUInt32();
    }

    private static int DataLength(ScriptedRequest request)
    {
        var fields = new SftpPacketReader(request.Fields);
        fields.ReadString();
        fields.ReadUInt64();
        return fields.ReadString().Length;
    }
}
