using System.Security.Cryptography;
using NexusGo.FileExchange.Adapters.Postgres;
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
public abstract class RemoteFolderContract
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
    public async Task Listing_gives_each_entry_once_with_kind_and_version_and_no_dots()
    {
        await using var area = await CreateAsync();
        area.Write("a.csv", [1, 2, 3], Modified);
        area.AddFolder("sub");
        area.AddLink("link", "a.csv");
        await using var session = await area.ConnectAsync();

        var entries = await ListAsync(session, area.Root);

        Assert.Equal(["a.csv", "link", "sub"], entries.Select(entry => entry.Name.ToString()).Order(StringComparer.Ordinal));
        var file = entries.Single(entry => entry.Name == RemoteName.From("a.csv"));
        Assert.Equal(new RemoteEntry(RemoteName.From("a.csv"), RemoteEntryKind.File, new RemoteVersion(3, Modified.ToUnixTimeSeconds())),
            file);
        Assert.Equal(RemoteEntryKind.Link, entries.Single(entry => entry.Name == RemoteName.From("link")).Kind);
        Assert.Equal(RemoteEntryKind.Folder, entries.Single(entry => entry.Name == RemoteName.From("sub")).Kind);
    }

    [Fact]
    public async Task Listing_an_empty_folder_gives_nothing()
    {
        await using var area = await CreateAsync();
        await using var session = await area.ConnectAsync();
        Assert.Empty(await ListAsync(session, area.Root));
    }

    [Fact]
    public async Task Listing_a_missing_folder_says_so_and_the_session_lives()
    {
        await using var area = await CreateAsync();
        await using var session = await area.ConnectAsync();
        var e = await Assert.ThrowsAsync<RemoteFolderException>(() => ListAsync(session, Sub(area, "nowhere/")));
        Assert.Equal((FailureReason.RemoteFolderMissing, false), (e.Reason, e.SessionIsDead));
        Assert.Empty(await ListAsync(session, area.Root));
    }

    [Fact]
    public async Task Nasty26_a_large_folder_is_listed_whole()
    {
        await using var area = await CreateAsync();
        for (var i = 0; i < 2500; i++)
        {
            area.Write($"f{i:0000}", [], Modified);
        }

        await using var session = await area.ConnectAsync();
        var names = (await ListAsync(session, area.Root)).Select(entry => entry.Name.ToString()).ToList();
        Assert.Equal(2500, names.Count);
        Assert.Equal(2500, names.Distinct().Count());
    }

    [Fact]
    public async Task A_listing_left_early_or_cancelled_leaves_the_session_alive()
    {
        await using var area = await CreateAsync();
        for (var i = 0; i < 500; i++)
        {
            area.Write($"f{i:000}", [], Modified);
        }

        await using var session = await area.ConnectAsync();
        await foreach (var _ in session.ListAsync(area.Root, null, CancellationToken.None))
        {
            break;
        }

        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in session.ListAsync(area.Root, null, stop.Token))
            {
                await stop.CancelAsync();
            }
        });
        Assert.True(session.IsAlive);
        Assert.Equal(500, (await ListAsync(session, area.Root)).Count);
    }

    [Fact]
    public async Task Stat_looks_at_the_entry_itself_and_gives_null_for_a_missing_one()
    {
        await using var area = await CreateAsync();
        area.Write("a.csv", [1, 2], Modified);
        area.AddLink("link", "a.csv");
        await using var session = await area.ConnectAsync();

        Assert.Null(await session.StatAsync(Sub(area, "none"), CancellationToken.None));
        Assert.Equal(new RemoteEntry(RemoteName.From("a.csv"), RemoteEntryKind.File, new RemoteVersion(2, Modified.ToUnixTimeSeconds())),
            await session.StatAsync(Sub(area, "a.csv"), CancellationToken.None));
        Assert.Equal(LooksThroughLinks ? RemoteEntryKind.File : RemoteEntryKind.Link,
            (await session.StatAsync(Sub(area, "link"), CancellationToken.None))!.Kind);
    }

    [Fact]
    public async Task Nasty28_only_a_regular_file_is_opened()
    {
        await using var area = await CreateAsync();
        area.Write("a.csv", [1, 2], Modified);
        area.AddLink("link", "a.csv");
        area.AddFolder("sub");
        await using var session = await area.ConnectAsync();

        Assert.Null(await session.OpenReadAsync(Sub(area, "none"), CancellationToken.None));
        if (!LooksThroughLinks)
        {
            Assert.Null(await session.OpenReadAsync(Sub(area, "link"), CancellationToken.None));
        }

        Assert.Null(await session.OpenReadAsync(Sub(area, "sub"), CancellationToken.None));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20_000)]
    [InlineData(261_121)]
    [InlineData(5_000_000)]
    public async Task A_file_is_read_exactly(int length)
    {
        await using var area = await CreateAsync();
        var content = Noise(length);
        area.Write("a", content, Modified);
        await using var session = await area.ConnectAsync();
        await using var file = await session.OpenReadAsync(Sub(area, "a"), CancellationToken.None);
        Assert.Equal(new RemoteVersion(length, Modified.ToUnixTimeSeconds()), file!.Version);
        Assert.True((await ReadAllAsync(file.Content)).AsSpan().SequenceEqual(content));
    }

    [Fact]
    public async Task Nasty35_content_that_changes_while_it_is_read_is_refused_and_may_be_tried_again()
    {
        await using var area = await CreateAsync();
        // More than is read ahead.
        area.Write("a", Noise(6_000_000), Modified);
        await using var session = await area.ConnectAsync();
        await using (var file = await session.OpenReadAsync(Sub(area, "a"), CancellationToken.None))
        {
            await file!.Content.ReadExactlyAsync(new byte[10]);
            area.Write("a", Noise(1000), Modified.AddSeconds(5));
            var e = await Assert.ThrowsAsync<RemoteFolderException>(() => ReadAllAsync(file.Content));
            Assert.Equal((FailureReason.RemoteContentChanged, true, false), (e.Reason, e.IsTransient, e.SessionIsDead));
        }

        await using var again = await session.OpenReadAsync(Sub(area, "a"), CancellationToken.None);
        Assert.Equal(Noise(1000), await ReadAllAsync(again!.Content));
    }

    [Fact]
    public async Task Many_files_can_be_read_at_the_same_time_and_left_half_read()
    {
        await using var area = await CreateAsync();
        for (var i = 0; i < 64; i++)
        {
            area.Write($"f{i}", Noise(20_000 + i), Modified);
        }

        await using var session = await area.ConnectAsync();
        await Task.WhenAll(Enumerable.Range(0, 64).Select(async i =>
        {
            await using var file = await session.OpenReadAsync(Sub(area, $"f{i}"), CancellationToken.None);
            if (i % 4 == 0)
            {
                await file!.Content.ReadExactlyAsync(new byte[100]);
                return;
            }

            Assert.Equal(Noise(20_000 + i), await ReadAllAsync(file!.Content));
        }));
        Assert.True(session.IsAlive);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5_000)]
    [InlineData(3_000_000)]
    public async Task Publishing_makes_a_file_appear_whole_and_leaves_no_temporary_one(int length)
    {
        await using var area = await CreateAsync();
        await using var session = await area.ConnectAsync();
        Assert.Equal(PublishOutcome.Published,
            await session.PublishAsync(Request(area, "RCP_1.csv", Noise(length)), CancellationToken.None));
        Assert.Equal(["RCP_1.csv"], area.Names());
        Assert.True(Noise(length).AsSpan().SequenceEqual(area.Read("RCP_1.csv")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nasty17_a_name_that_is_taken_is_never_replaced(bool mayBeThere)
    {
        await using var area = await CreateAsync();
        area.Write("same", Noise(100), Modified);
        area.Write("other", Noise(101), Modified);
        area.Write("twin", [.. Noise(99), 0xFF], Modified);
        area.AddLink("link", "same");
        await using var session = await area.ConnectAsync();

        Assert.Equal(PublishOutcome.AlreadyThere,
            await session.PublishAsync(Request(area, "same", Noise(100), mayBeThere), CancellationToken.None));
        foreach (var name in (string[])["other", "twin", .. LooksThroughLinks ? [] : (string[])["link"]])
        {
            Assert.Equal(PublishOutcome.NameTaken,
                await session.PublishAsync(Request(area, name, Noise(100), mayBeThere), CancellationToken.None));
        }

        Assert.Equal(["link", "other", "same", "twin"], area.Names());
        Assert.Equal(Noise(101), area.Read("other"));
    }

    [Fact]
    public async Task Publishing_into_a_missing_folder_says_so()
    {
        await using var area = await CreateAsync();
        await using var session = await area.ConnectAsync();
        var request = Request(area, "a", [1], folder: Sub(area, "nowhere/"));
        var e = await Assert.ThrowsAsync<RemoteFolderException>(async () => await session.PublishAsync(request, CancellationToken.None));
        Assert.Equal((FailureReason.RemoteFolderMissing, false), (e.Reason, e.SessionIsDead));
    }

    [Fact]
    public async Task Nasty16_publishing_that_is_cancelled_or_whose_content_fails_leaves_nothing()
    {
        await using var area = await CreateAsync();
        await using var session = await area.ConnectAsync();
        using var stop = new CancellationTokenSource();
        var cancelled = Request(area, "a", Noise(2_000_000), content: new InterruptedStream(Noise(2_000_000), 1_500_000, stop.Cancel));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await session.PublishAsync(cancelled, stop.Token));
        var broken = Request(area, "b", Noise(2_000_000),
            content: new InterruptedStream(Noise(2_000_000), 1_500_000, () => throw new IOException("spool")));
        await Assert.ThrowsAsync<IOException>(async () => await session.PublishAsync(broken, CancellationToken.None));
        var tooShort = Request(area, "c", Noise(1000), content: new MemoryStream(Noise(999)));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await session.PublishAsync(tooShort, CancellationToken.None));
        Assert.Empty(area.Names());
        Assert.True(session.IsAlive);
    }

    [Fact]
    public async Task Nasty09_only_exactly_that_version_is_deleted()
    {
        await using var area = await CreateAsync();
        area.Write("a", [1, 2, 3], Modified);
        area.AddLink("link", "a");
        area.AddFolder("sub");
        await using var session = await area.ConnectAsync();
        var version = new RemoteVersion(3, Modified.ToUnixTimeSeconds());
        async Task<DeleteOutcome> Delete(string name, RemoteVersion v) =>
            await session.DeleteExactAsync(Sub(area, name), v, CancellationToken.None);

        Assert.Equal(DeleteOutcome.AlreadyGone, await Delete("none", version));
        Assert.Equal(DeleteOutcome.Changed, await Delete("a", version with { SizeBytes = 4 }));
        Assert.Equal(DeleteOutcome.Changed, await Delete("a", version with { ModifiedSeconds = version.ModifiedSeconds + 1 }));
        if (!LooksThroughLinks)
        {
            Assert.Equal(DeleteOutcome.Changed,
                await Delete("link", (await session.StatAsync(Sub(area, "link"), CancellationToken.None))!.Version));
        }

        Assert.Equal(DeleteOutcome.Changed,
            await Delete("sub", (await session.StatAsync(Sub(area, "sub"), CancellationToken.None))!.Version));
        Assert.Equal(["a", "link", "sub"], area.Names());
        Assert.Equal(DeleteOutcome.Deleted, await Delete("a", version));
        Assert.Equal(DeleteOutcome.AlreadyGone, await Delete("a", version));
    }

    /// <summary>Another file takes the name between the look and the removal.</summary>
    [Fact]
    [Trait("Attack", "20.14 a replaced file is lost unread")]
    public async Task A_file_that_is_replaced_while_it_is_removed_is_not_lost()
    {
        await using var area = await CreateAsync();
        area.Write("a", [1, 2, 3], Modified);
        await using var session = await area.ConnectAsync();
        var version = new RemoteVersion(3, Modified.ToUnixTimeSeconds());
        var isReplaced = false;
        CrashPoint.Watcher = point =>
        {
            if (point == "aside.renaming")
            {
                isReplaced = true;
                area.Write("a", [4, 5, 6, 7], Modified.AddSeconds(1));
            }
        };
        try
        {
            var outcome = await session.DeleteAsideAsync(Sub(area, "a"), version, CancellationToken.None);
            Assert.Equal(RemovesInSteps, isReplaced);
            if (isReplaced)
            {
                Assert.Equal(DeleteOutcome.Changed, outcome);
                Assert.Equal(["a"], area.Names());
                Assert.Equal(4, (await session.StatAsync(Sub(area, "a"), CancellationToken.None))!.Version.SizeBytes);
            }
        }
        finally
        {
            CrashPoint.Watcher = null;
        }
    }

    [Fact]
    public async Task What_an_interrupted_removal_left_aside_is_finished_by_the_next_one()
    {
        await using var area = await CreateAsync();
        await using var session = await area.ConnectAsync();
        var version = new RemoteVersion(3, Modified.ToUnixTimeSeconds());
        foreach (var point in new[] { "aside.renaming", "aside.renamed", "remove.sending", "remove.answered" })
        {
            area.Write("a", [1, 2, 3], Modified);
            CrashPoint.Watcher = passed =>
            {
                if (passed == point)
                {
                    throw new InvalidOperationException("power cut");
                }
            };
            try
            {
                await session.DeleteAsideAsync(Sub(area, "a"), version, CancellationToken.None);
            }
            catch (InvalidOperationException)
            {
                // As if the worker had died there.
            }
            finally
            {
                CrashPoint.Watcher = null;
            }

            Assert.Contains(await session.DeleteAsideAsync(Sub(area, "a"), version, CancellationToken.None),
                new[] { DeleteOutcome.Deleted, DeleteOutcome.AlreadyGone });
            Assert.Empty(area.Names());
        }
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
