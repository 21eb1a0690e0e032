using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Testing.OpenPgp;

namespace NexusGo.FileExchange.IntegrationTests.OpenPgp;

/// <summary>Tests that measure the whole process: no other test runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneInItsProcess
{
    public const string Name = "alone in its process";
}

/// <summary>A worker opens messages for months: nothing of one stays.</summary>
[Collection(AloneInItsProcess.Name)]
public sealed class OpenPgpMemoryTests(CraftedMessages made) : IClassFixture<CraftedMessages>
{
    [Fact]
    [Trait("Category", "Long")]
    public async Task Memory_is_flat_over_fifty_thousand_messages_500_at_a_time()
    {
        byte[][] messages = [made.Message(made.SignedMessage(new byte[2000])),
            made.Message(ForeignPackets.Compressed(made.SignedMessage(new byte[2000]))), made.Message(OpenPgpPackets.Literal("x"))];
        // Shared pools of buffers have their size after some ten thousand messages.
        await OpenAsync(messages, 10_000);
        var before = Settled();
        await OpenAsync(messages, 50_000);
        var grown = Settled() - before;

        Assert.InRange(grown, long.MinValue, 4 << 20);
    }

    private async Task OpenAsync(byte[][] messages, int count)
    {
        for (var n = 0; n < count; n += 500)
        {
            // Open at the same time, read, and some of them left in the middle.
            var open = new List<IOpenPgpMessage>();
            for (var i = 0; i < 500; i++)
            {
                open.Add(await made.Engine.OpenAsync(new MemoryStream(messages[i % messages.Length]), made.Policy, CancellationToken.None));
                await open[^1].Clear.ReadAtLeastAsync(new byte[100], 1, throwOnEndOfStream: false);
            }

            foreach (var (message, i) in open.Select((message, i) => (message, i)))
            {
                if (i % 7 > 0)
                {
                    await message.CompleteAsync(CancellationToken.None);
                }

                await message.DisposeAsync();
            }

            // This method's own state outlives it for a while and would keep the last messages.
            open.Clear();
        }
    }

    private static long Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
