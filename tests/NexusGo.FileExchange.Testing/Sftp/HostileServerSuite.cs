using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Sftp;
using Xunit;

namespace NexusGo.FileExchange.Testing.Sftp;

/// <summary>
/// Servers that break the protocol: the session ends with reason RemoteProtocol, and nothing hangs. Each engine derives from it.
/// </summary>
public abstract class HostileServerSuite
{
    private static readonly byte[] Junk = RemoteFolderContract.Noise(100);

    private readonly InMemoryRemoteArea area = new(new FakeTimeProvider(), "/in");

    protected HostileServerSuite() => area.Put("/in/a", RemoteFolderContract.Noise(300_000));

    /// <summary>A session with a scripted server over this engine.</summary>
    internal abstract Task<IRemoteFolder> ConnectAsync(ScriptedSftpServer server);

    public static TheoryData<string> Answers => new(AnswerTable.Keys);

    private static Dictionary<string, Func<ScriptedRequest, byte[]?>> AnswerTable => new()
    {
        ["an id nobody asked with"] = r => r.Type == SftpPacketType.LStat ? Packets.Status(r.Id + 1000, SftpStatus.Ok) : null,
        ["the same id twice"] = r => r.Type == SftpPacketType.LStat
            ? [.. Packets.Status(r.Id, SftpStatus.NoSuchFile), .. Packets.Status(r.Id, SftpStatus.NoSuchFile)] : null,
        ["a handle for a look"] = r => r.Type == SftpPacketType.LStat ? Packets.Handle(r.Id, [1]) : null,
        ["names for a look"] = r => r.Type == SftpPacketType.LStat ? Packets.Names(r.Id, []) : null,
        ["an unknown type"] = r => r.Type == SftpPacketType.LStat ? Packets.Packet((SftpPacketType)99, Packets.U32(r.Id)) : null,
        ["a second version"] = r => r.Type == SftpPacketType.LStat ? Packets.Packet(SftpPacketType.Version, Packets.U32(3)) : null,
        ["ok without attributes"] = r => r.Type == SftpPacketType.LStat ? Packets.Status(r.Id, SftpStatus.Ok) : null,
        ["a packet of no bytes"] = r => r.Type == SftpPacketType.LStat ? Packets.U32(0) : null,
        ["a packet of four bytes"] = r => r.Type == SftpPacketType.LStat ? [.. Packets.U32(4), 101, 0, 0, 0] : null,
        ["a packet of 4 GiB"] = r => r.Type == SftpPacketType.LStat ? [.. Packets.U32(uint.MaxValue), .. Junk] : null,
        ["a packet over the limit"] = r => r.Type == SftpPacketType.LStat ? [.. Packets.U32(SftpSizes.MaxPacket + 1), .. Junk] : null,
        ["a status of 200,000 bytes"] = r => r.Type == SftpPacketType.LStat
            ? Packets.Packet(SftpPacketType.Status, [.. Packets.U32(r.Id), .. new byte[200_000]]) : null,
        ["a status cut short"] = r => r.Type == SftpPacketType.LStat ? Packets.Packet(SftpPacketType.Status, [.. Packets.U32(r.Id), 0, 0])
            : null,
        ["attributes cut short"] = r => r.Type == SftpPacketType.LStat ? Packets.Attrs(r.Id, [0, 0, 0, 15, 1]) : null,
        ["a negative size"] = r => r.Type == SftpPacketType.LStat ? Packets.Attrs(r.Id, Packets.Attributes(long.MinValue, 0x81A4, 1))
            : null,
        ["four billion extended attributes"] = r => r.Type == SftpPacketType.LStat
            ? Packets.Attrs(r.Id, [.. Packets.U32(0x80000000), .. Packets.U32(uint.MaxValue)]) : null,
        ["a handle of 257 bytes"] = r => r.Type == SftpPacketType.Open ? Packets.Handle(r.Id, new byte[257]) : null,
        ["a handle with a wrong length"] = r => r.Type == SftpPacketType.Open
            ? Packets.Packet(SftpPacketType.Handle, [.. Packets.U32(r.Id), .. Packets.U32(200), 1]) : null,
        ["ok without a handle"] = r => r.Type == SftpPacketType.Open ? Packets.Status(r.Id, SftpStatus.Ok) : null,
        ["more data than asked for"] = r => r.Type == SftpPacketType.Read ? Packets.Data(r.Id, new byte[200_000]) : null,
        ["data of no bytes"] = r => r.Type == SftpPacketType.Read ? Packets.Data(r.Id, []) : null,
        ["data with a wrong length"] = r => r.Type == SftpPacketType.Read
            ? Packets.Packet(SftpPacketType.Data, [.. Packets.U32(r.Id), .. Packets.U32(1000), 1, 2]) : null,
        ["data in crumbs"] = r => r.Type == SftpPacketType.Read ? Packets.Data(r.Id, [1]) : null,
        ["four billion names"] = r => r.Type == SftpPacketType.ReadDir
            ? Packets.Packet(SftpPacketType.Name, [.. Packets.U32(r.Id), .. Packets.U32(uint.MaxValue)]) : null,
        ["fewer names than counted"] = r => r.Type == SftpPacketType.ReadDir
            ? Packets.Packet(SftpPacketType.Name,
                [.. Packets.U32(r.Id), .. Packets.U32(3), .. Packets.String("abcdefghijkl"u8), .. new byte[20]]) : null,
        ["empty answers without an end"] = r => r.Type == SftpPacketType.ReadDir ? Packets.Names(r.Id, []) : null,
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task A_broken_answer_ends_the_session(string name)
    {
        using var server = new ScriptedSftpServer(area) { OnRequest = AnswerTable[name] };
        await using var session = await ConnectAsync(server);

        // What comes unasked for may be noticed only after the answer it came behind.
        var e = await Assert.ThrowsAsync<RemoteFolderException>(async () =>
        {
            for (var i = 0; i < 1000; i++)
            {
                await UseEverythingAsync(session);
            }
        }).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal((FailureReason.RemoteProtocol, true), (e.Reason, e.SessionIsDead));
        Assert.False(session.IsAlive);
        await Until.TrueAsync(() => server.Terminated);
        var after = await Assert.ThrowsAsync<RemoteFolderException>(async () =>
            await session.StatAsync(RemotePath.Folder("/in"), CancellationToken.None));
        Assert.True(after.SessionIsDead);
    }

    public static TheoryData<string, byte[]> Greetings => new()
    {
        { "text of a login script", "Welcome to our server!\r\n"u8.ToArray() },
        { "not a version", Packets.Status(1, SftpStatus.Ok) },
        { "version 2", Packets.Packet(SftpPacketType.Version, Packets.U32(2)) },
        { "half an extension", Packets.Packet(SftpPacketType.Version, [.. Packets.U32(3), .. Packets.U32(400), 1]) },
        { "a version of 100,000 bytes", Packets.Packet(SftpPacketType.Version, [.. Packets.U32(3), .. new byte[100_000]]) },
    };

    [Theory]
    [MemberData(nameof(Greetings))]
    public async Task A_broken_greeting_is_no_session(string name, byte[] greeting)
    {
        Assert.NotEmpty(name);
        using var server = new ScriptedSftpServer(area) { BeforeVersion = greeting };
        var e = await Assert.ThrowsAsync<RemoteFolderException>(() => ConnectAsync(server));
        Assert.Equal(FailureReason.RemoteProtocol, e.Reason);
    }

    [Fact]
    public async Task Nasty32_names_that_are_no_names_are_reported_and_never_yielded()
    {
        byte[][] names = [.. new[] { "../up", "/etc/passwd", "..", "a\0b", "", new string('x', 256), ".", "good", "good" }
            .Select(System.Text.Encoding.ASCII.GetBytes), [0x1B, (byte)'[', 0xFF]];
        using var server = new ScriptedSftpServer(area)
        {
            OnRequest = r => r.Type == SftpPacketType.ReadDir && r.Id % 2 == 0
                ? Packets.Names(r.Id, [.. names.Select(name => (name, Packets.Attributes(1, 0x81A4, 1)))])
                : r.Type == SftpPacketType.ReadDir ? Packets.Status(r.Id, SftpStatus.Eof) : null,
        };
        await using var session = await ConnectAsync(server);
        var hostile = new List<string>();
        var entries = await RemoteFolderContract.ListAsync(session, RemotePath.Folder("/in"), hostile.Add);
        Assert.Equal(["good", @"\u{1b}[\xff"], entries.Select(entry => entry.Name.ToString()));
        Assert.Contains("../up", hostile);
        Assert.Contains("..", hostile);
        Assert.Contains(@"a\u{0}b", hostile);
        Assert.Equal(0, hostile.Count % 6);
    }

    [Fact]
    public async Task Nasty27_a_name_listed_twice_is_yielded_once()
    {
        using var server = new ScriptedSftpServer(area)
        {
            AfterEffect = (r, answer) => r.Type == SftpPacketType.ReadDir && answer[4] == (byte)SftpPacketType.Name
                ? Packets.Names(r.Id, [.. Enumerable.Repeat(("a"u8.ToArray(), Packets.Attributes(1, 0x81A4, 1)), 7)]) : answer,
        };
        await using var session = await ConnectAsync(server);
        Assert.Single(await RemoteFolderContract.ListAsync(session, RemotePath.Folder("/in")));
    }

    private static async Task UseEverythingAsync(IRemoteFolder session)
    {
        await RemoteFolderContract.ListAsync(session, RemotePath.Folder("/in"));
        await session.StatAsync(RemotePath.FromBytes("/in/a"u8), CancellationToken.None);
        await using var file = await session.OpenReadAsync(RemotePath.FromBytes("/in/a"u8), CancellationToken.None);
        if (file is not null)
        {
            await RemoteFolderContract.ReadAllAsync(file.Content);
        }
    }
}
