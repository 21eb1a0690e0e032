using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using Xunit;

namespace NexusGo.FileExchange.Testing.Sftp;

/// <content>How a file is removed, and that nothing else is.</content>
public abstract partial class RemoteFolderContract
{
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
}
