using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using Xunit;

namespace NexusGo.FileExchange.Testing.Sftp;

/// <content>How a file appears.</content>
public abstract partial class RemoteFolderContract
{
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
}
