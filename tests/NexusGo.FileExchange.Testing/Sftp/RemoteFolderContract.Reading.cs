using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using Xunit;

namespace NexusGo.FileExchange.Testing.Sftp;

/// <content>What is seen and read of one file.</content>
public abstract partial class RemoteFolderContract
{
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
}
