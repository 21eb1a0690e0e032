using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using Xunit;

namespace NexusGo.FileExchange.Testing.Sftp;

/// <content>What a listing gives.</content>
public abstract partial class RemoteFolderContract
{
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
}
