using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Sftp;

namespace NexusGo.FileExchange.Tests.Sftp;

/// <summary>What servers do to a file that is being published.</summary>
public sealed class PublishTests
{
    private static readonly byte[] Content = RemoteFolderContract.Noise(50_000);

    private readonly InMemoryRemoteArea area = new(new FakeTimeProvider(), "/out");

    [Theory]
    [InlineData(SftpStatus.Failure)]
    [InlineData(SftpStatus.NoSuchFile)]
    [InlineData(SftpStatus.PermissionDenied)]
    [InlineData(SftpStatus.OpUnsupported)]
    internal async Task Nasty18_a_rename_that_happened_and_was_answered_with_an_error_is_published(SftpStatus answer)
    {
        using var server = Server((r, honest) => r.Type == SftpPacketType.Rename ? Packets.Status(r.Id, answer) : honest);
        Assert.Equal(PublishOutcome.Published, await PublishAsync(server));
        Assert.Equal(["/out/RCP_1"], area.Files);
    }

    [Fact]
    public async Task Nasty18_a_rename_that_only_got_half_way_is_there_and_the_temporary_name_is_removed()
    {
        using var server = new ScriptedSftpServer(area)
        {
            OnRequest = r =>
            {
                if (r.Type != SftpPacketType.Rename)
                {
                    return null;
                }

                area.Put("/out/RCP_1", Content); // link() done, unlink() not.
                return Packets.Status(r.Id, SftpStatus.Failure);
            },
        };
        Assert.Equal(PublishOutcome.AlreadyThere, await PublishAsync(server));
        Assert.Equal(["/out/RCP_1"], area.Files);
    }

    [Fact]
    public async Task Nasty19_the_name_is_looked_at_again_before_a_rename_that_would_replace()
    {
        using var server = new ScriptedSftpServer(area)
        {
            OnRequest = r =>
            {
                if (r.Type != SftpPacketType.Rename)
                {
                    return null;
                }

                area.Put("/out/RCP_1", [9]);
                return Packets.Status(r.Id, SftpStatus.OpUnsupported);
            },
        };
        Assert.Equal(PublishOutcome.NameTaken, await PublishAsync(server));
        Assert.Equal([9], area.Get("/out/RCP_1")!);
        Assert.DoesNotContain(server.Requests, r => r.Extension == SftpExtensions.PosixRename);
    }

    [Theory]
    [InlineData(SftpPacketType.Write, "")]
    [InlineData(SftpPacketType.Close, "")]
    [InlineData(SftpPacketType.Extended, SftpExtensions.Fsync)]
    internal async Task Nasty24_a_bare_failure_on_a_full_disk_is_full_and_leaves_nothing(SftpPacketType type, string extension)
    {
        using var server = new ScriptedSftpServer(area)
        {
            FreeBlocks = 0,
            OnRequest = r => r.Type == type && r.Extension == extension ? Packets.Status(r.Id, SftpStatus.Failure) : null,
        };
        var e = await RefusedAsync(server);
        Assert.Equal((FailureReason.RemoteFull, true, false), (e.Reason, e.IsTransient, e.SessionIsDead));
        Assert.Empty(area.Files);
    }

    [Theory]
    [InlineData(SftpStatus.Failure, FailureReason.RemoteFailure)]
    [InlineData(SftpStatus.PermissionDenied, FailureReason.RemoteDenied)]
    [InlineData(SftpStatus.QuotaExceeded, FailureReason.RemoteFull)]
    [InlineData(SftpStatus.NoSpaceOnFilesystem, FailureReason.RemoteFull)]
    [InlineData((SftpStatus)4711, FailureReason.RemoteFailure)]
    internal async Task Nasty24_the_code_decides_and_never_the_text_beside_it(SftpStatus status, FailureReason reason)
    {
        using var server = new ScriptedSftpServer(area) { OnRequest = r => r.Type == SftpPacketType.Write
            ? Packets.Status(r.Id, status) : null };
        Assert.Equal(reason, (await RefusedAsync(server)).Reason);
        Assert.Empty(area.Files);
    }

    [Fact]
    public async Task A_temporary_file_of_the_wrong_size_is_not_renamed()
    {
        using var server = new ScriptedSftpServer(area)
        {
            OnRequest = r => r.Type == SftpPacketType.LStat && r.Text(0).EndsWith(".part", StringComparison.Ordinal)
                ? Packets.Attrs(r.Id, Packets.Attributes(49_999, 0x81A4, 1)) : null,
        };
        Assert.Equal(FailureReason.RemoteContentChanged, (await RefusedAsync(server)).Reason);
        Assert.Empty(area.Files);
    }

    [Fact]
    public async Task A_look_that_overtook_the_writes_is_repeated()
    {
        var looks = 0;
        using var server = new ScriptedSftpServer(area)
        {
            OnRequest = r => r.Type == SftpPacketType.LStat && ++looks == 1 ? Packets.Attrs(r.Id, Packets.Attributes(0, 0x81A4, 1)) : null,
        };
        Assert.Equal(PublishOutcome.Published, await PublishAsync(server));
    }

    [Fact]
    public async Task Nasty25_a_refused_removal_is_denied_and_changes_nothing()
    {
        area.Put("/out/x", [1]);
        using var server = new ScriptedSftpServer(area) { OnRequest = r => r.Type == SftpPacketType.Remove
            ? Packets.Status(r.Id, SftpStatus.PermissionDenied) : null };
        await using var session = await server.ConnectAsync(TimeProvider.System, TimeSpan.FromSeconds(10));
        var path = RemotePath.FromBytes("/out/x"u8);
        var version = (await session.StatAsync(path, CancellationToken.None))!.Version;
        var e = await Assert.ThrowsAsync<RemoteFolderException>(async () =>
            await session.DeleteExactAsync(path, version, CancellationToken.None));
        Assert.Equal((FailureReason.RemoteDenied, false), (e.Reason, e.SessionIsDead));
    }

    [Fact]
    public async Task Nasty18_a_removal_that_happened_and_was_answered_with_an_error_is_deleted()
    {
        area.Put("/out/x", [1]);
        using var server = Server((r, honest) => r.Type == SftpPacketType.Remove ? Packets.Status(r.Id, SftpStatus.Failure) : honest);
        await using var session = await server.ConnectAsync(TimeProvider.System, TimeSpan.FromSeconds(10));
        var path = RemotePath.FromBytes("/out/x"u8);
        var version = (await session.StatAsync(path, CancellationToken.None))!.Version;
        Assert.Equal(DeleteOutcome.Deleted, await session.DeleteExactAsync(path, version, CancellationToken.None));
    }

    [Fact]
    public async Task No_file_name_gets_into_a_message()
    {
        using var server = new ScriptedSftpServer(area) { OnRequest = r => r.Type == SftpPacketType.Rename
            ? Packets.Status(r.Id, SftpStatus.PermissionDenied) : null };
        var e = await RefusedAsync(server);
        Assert.DoesNotContain("RCP_1", e.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("quota disk", e.ToString(), StringComparison.Ordinal);
    }

    private ScriptedSftpServer Server(Func<ScriptedRequest, byte[], byte[]> afterEffect) => new(area) { AfterEffect = afterEffect };

    private static async Task<PublishOutcome> PublishAsync(ScriptedSftpServer server)
    {
        await using var session = await server.ConnectAsync(TimeProvider.System, TimeSpan.FromSeconds(10));
        return await session.PublishAsync(RemoteFolderContract.PublishOf(RemotePath.Folder("/out"), RemoteName.From("RCP_1"), Content),
            CancellationToken.None);
    }

    private static async Task<RemoteFolderException> RefusedAsync(ScriptedSftpServer server) =>
        await Assert.ThrowsAsync<RemoteFolderException>(() => PublishAsync(server));
}
