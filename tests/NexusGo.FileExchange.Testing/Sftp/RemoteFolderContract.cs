using System.Security.Cryptography;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using Xunit;

namespace NexusGo.FileExchange.Testing.Sftp;

/// <summary>An area under test, seen from both sides: by a session, and from behind by whoever owns the files.</summary>
public interface IRemoteFolderHarness : IAsyncDisposable
{
    /// <summary>An empty folder as the session names it, ending in a slash.</summary>
    RemotePath Root { get; }

    ValueTask<IRemoteFolder> ConnectAsync();

    void Write(string name, byte[] content, DateTimeOffset modified);

    byte[]? Read(string name);

    void AddFolder(string name);

    void AddLink(string name, string target);

    IReadOnlyList<string> Names();
}

/// <summary>Every sentence of <see cref="IRemoteFolder"/> as a test; each engine and the double derive from it.</summary>
public abstract partial class RemoteFolderContract
{
    private static readonly DateTimeOffset Modified = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);

    protected abstract ValueTask<IRemoteFolderHarness> CreateAsync();

    /// <summary>
    /// A server whose LSTAT answers for the target of a link. Nobody can tell a link there but by listing, and listing is how files are
    /// found.
    /// </summary>
    protected virtual bool LooksThroughLinks => false;

    /// <summary>Whether a removal takes several steps, between which somebody else may come; the double does it at once.</summary>
    protected virtual bool RemovesInSteps => true;

    [Fact]
    public async Task A_folder_is_made_once_and_what_has_its_name_stays()
    {
        await using var area = await CreateAsync();
        area.Write("taken", [1], Modified);
        await using var session = await area.ConnectAsync();
        var folder = RemotePath.Folder(area.Root + "new");

        Assert.True(await session.CreateFolderAsync(folder, CancellationToken.None));
        Assert.False(await session.CreateFolderAsync(folder, CancellationToken.None));
        Assert.False(await session.CreateFolderAsync(RemotePath.Folder(area.Root + "taken"), CancellationToken.None));
        Assert.Empty(await ListAsync(session, folder));
        Assert.Equal([1], area.Read("taken"));
    }

    [Fact]
    public async Task Nasty31_names_are_bytes()
    {
        await using var area = await CreateAsync();
        await using var session = await area.ConnectAsync();
        Assert.True(RemoteName.TryCreate([0x61, 0xE5, 0x0A, 0xFF], out var name));
        Assert.Equal(PublishOutcome.Published, await session.PublishAsync(Request(area, name, [7]), CancellationToken.None));
        var entry = Assert.Single(await ListAsync(session, area.Root));
        Assert.Equal(name, entry.Name);
        var path = area.Root.Combine(name);
        await using (var file = await session.OpenReadAsync(path, CancellationToken.None))
        {
            Assert.Equal([7], await ReadAllAsync(file!.Content));
        }

        Assert.Equal(DeleteOutcome.Deleted, await session.DeleteExactAsync(path, entry.Version, CancellationToken.None));
    }

    [Fact]
    public async Task Probing_tells_engine_and_sizes()
    {
        await using var area = await CreateAsync();
        await using var session = await area.ConnectAsync();
        var probe = await session.ProbeAsync(CancellationToken.None);
        Assert.NotEmpty(probe.Engine);
        Assert.True(probe.MaxReadBytes >= 1024 && probe.MaxWriteBytes >= 1024);
    }

    [Fact]
    public async Task A_cancelled_token_stops_every_verb_before_it_does_anything()
    {
        await using var area = await CreateAsync();
        area.Write("a", [1], Modified);
        await using var session = await area.ConnectAsync();
        var stop = new CancellationToken(canceled: true);
        var path = Sub(area, "a");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await session.StatAsync(path, stop));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await session.OpenReadAsync(path, stop));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await session.PublishAsync(Request(area, "b", [1]), stop));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await session.DeleteExactAsync(path, new RemoteVersion(1, Modified.ToUnixTimeSeconds()), stop));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await session.ProbeAsync(stop));
        Assert.Equal(["a"], area.Names());
        Assert.True(session.IsAlive);
    }

    [Fact]
    public async Task After_its_disposal_a_session_answers_nothing()
    {
        await using var area = await CreateAsync();
        var session = await area.ConnectAsync();
        Assert.True(session.IsAlive);
        await session.DisposeAsync();
        await session.DisposeAsync();
        Assert.False(session.IsAlive);
        var e = await Assert.ThrowsAsync<RemoteFolderException>(async () => await session.StatAsync(area.Root, CancellationToken.None));
        Assert.True(e.SessionIsDead);
    }

    public static async Task<List<RemoteEntry>> ListAsync(IRemoteFolder session, RemotePath folder, Action<string>? onHostileName = null)
    {
        var entries = new List<RemoteEntry>();
        await foreach (var entry in session.ListAsync(folder, onHostileName, CancellationToken.None))
        {
            entries.Add(entry);
        }

        return entries;
    }

    public static async Task<byte[]> ReadAllAsync(Stream content)
    {
        using var all = new MemoryStream();
        await content.CopyToAsync(all);
        return all.ToArray();
    }

    /// <summary>Bytes that look random and are the same every time.</summary>
    public static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        var state = 12345u;
        for (var i = 0; i < length; i++)
        {
            state = state * 1664525 + 1013904223;
            bytes[i] = (byte)(state >> 24);
        }

        return bytes;
    }

    public static PublishRequest PublishOf(RemotePath folder, RemoteName name, byte[] bytes, bool mayBeThere = false,
        Stream? content = null) => new()
    {
        Folder = folder,
        Name = name,
        LengthBytes = bytes.Length,
        Sha256 = SHA256.HashData(bytes),
        OpenContent = _ => ValueTask.FromResult(content ?? new MemoryStream(bytes)),
        Attempt = Guid.NewGuid().ToString("N"),
        MayBeThere = mayBeThere,
    };

    private static RemotePath Sub(IRemoteFolderHarness area, string name) =>
        RemotePath.FromBytes([.. area.Root.Bytes.Span, .. System.Text.Encoding.UTF8.GetBytes(name)]);

    private static PublishRequest Request(
        IRemoteFolderHarness area, string name, byte[] bytes, bool mayBeThere = false, RemotePath? folder = null, Stream? content = null) =>
        PublishOf(folder ?? area.Root, RemoteName.From(name), bytes, mayBeThere, content);

    private static PublishRequest Request(IRemoteFolderHarness area, RemoteName name, byte[] bytes) => PublishOf(area.Root, name, bytes);

    /// <summary>Does something when its reader comes to a position.</summary>
    private sealed class InterruptedStream(byte[] bytes, int at, Action interrupt) : MemoryStream(bytes, writable: false)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position < at && Position + buffer.Length >= at)
            {
                interrupt();
            }

            return base.ReadAsync(buffer, cancellationToken);
        }

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            interrupt();
            return base.CopyToAsync(destination, bufferSize, cancellationToken);
        }
    }
}
