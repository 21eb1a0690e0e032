using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Sftp;

namespace NexusGo.FileExchange.Tests.Sftp;

/// <summary>Nasty71: servers that do not say whether an entry is a file, such as those on Windows.</summary>
public sealed class TypelessServerTests
{
    private static readonly RemotePath In = RemotePath.Folder("/in");

    private readonly InMemoryRemoteArea area = new(new FakeTimeProvider(), "/in", "/in/sub");

    public TypelessServerTests()
    {
        area.Put("/in/a.csv", [1, 2, 3]);
        area.AddLink("/in/link");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nasty71_what_opens_as_a_folder_is_one_and_what_can_be_read_is_a_file(bool permissions)
    {
        using var server = new ScriptedSftpServer(area) { SendsTypes = false, SendsPermissions = permissions };
        await using var session = await server.ConnectAsync(TimeProvider.System, TimeSpan.FromSeconds(10));
        Assert.Equal([("a.csv", RemoteEntryKind.File), ("link", RemoteEntryKind.Other), ("sub", RemoteEntryKind.Folder)],
            await KindsAsync(session));
        await UseAsync(session);
        await Until.TrueAsync(() => server.OpenHandles == 0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nasty71_the_line_of_a_listing_says_it_without_a_question_more(bool permissions)
    {
        using var server = new ScriptedSftpServer(area) { SendsTypes = false, SendsPermissions = permissions, SendsLines = true };
        await using var session = await server.ConnectAsync(TimeProvider.System, TimeSpan.FromSeconds(10));
        Assert.Equal([("a.csv", RemoteEntryKind.File), ("link", RemoteEntryKind.Link), ("sub", RemoteEntryKind.Folder)],
            await KindsAsync(session));
        Assert.DoesNotContain(server.Requests, r => r.Type is Adapters.Sftp.SftpPacketType.Open or Adapters.Sftp.SftpPacketType.LStat);
        await UseAsync(session);
    }

    private static async Task<List<(string, RemoteEntryKind)>> KindsAsync(IRemoteFolder session) =>
        [.. (await RemoteFolderContract.ListAsync(session, In)).Select(entry => (entry.Name.ToString(), entry.Kind))
            .OrderBy(entry => entry.Item1, StringComparer.Ordinal)];

    private static async Task UseAsync(IRemoteFolder session)
    {
        var path = In.Combine(RemoteName.From("a.csv"));
        await using (var file = await session.OpenReadAsync(path, CancellationToken.None))
        {
            Assert.Equal([1, 2, 3], await RemoteFolderContract.ReadAllAsync(file!.Content));
        }

        Assert.Null(await session.OpenReadAsync(In.Combine(RemoteName.From("sub")), CancellationToken.None));
        Assert.Equal(PublishOutcome.Published,
            await session.PublishAsync(RemoteFolderContract.PublishOf(In, RemoteName.From("b"), [7]), CancellationToken.None));
        Assert.Equal(PublishOutcome.AlreadyThere,
            await session.PublishAsync(RemoteFolderContract.PublishOf(In, RemoteName.From("b"), [7]), CancellationToken.None));
        Assert.Equal(DeleteOutcome.Deleted,
            await session.DeleteExactAsync(path, (await session.StatAsync(path, CancellationToken.None))!.Version, CancellationToken.None));
    }
}
