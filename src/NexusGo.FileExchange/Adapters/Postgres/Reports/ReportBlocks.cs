using System.Buffers;
using System.Threading.Channels;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>The bytes of a report or of a file set aside, in sealed blocks.</summary>
internal static class ReportBlocks
{
    /// <summary>So many are sealed while others are on their way, and go out together.</summary>
    private const int BlocksAhead = 8;

    public static async Task WriteAsync(CustomerSession session, string customer, ReportDraft draft, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var blocks = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(BlocksAhead) { SingleReader = true, SingleWriter = true });
        var isLarge = draft.SizeBytes > BlocksAhead * ReportDraft.BlockBytes;
        var sealing = isLarge ? Task.Run(() => SealAsync(draft, blocks.Writer, stop.Token), stop.Token)
            : SealAsync(draft, blocks.Writer, stop.Token);
        try
        {
            await StoreAsync(session, customer, draft.ReportId, blocks.Reader, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await sealing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task StoreAsync(CustomerSession session, string customer, Guid reportId, ChannelReader<byte[]> blocks,
        CancellationToken cancellationToken)
    {
        var blockNo = 0;
        while (await blocks.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            await using var batch = session.Batch();
            for (var last = blockNo + BlocksAhead; blockNo < last && blocks.TryRead(out var block); blockNo++)
            {
                batch.Add("insert into exchange.sealed_block (owner_id, block_no, customer_id, sealed) values ($1, $2, $3, $4)", reportId,
                    blockNo, customer, block);
            }

            CrashPoint.Pass("block.writing");
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            CrashPoint.Pass("block.written");
        }
    }

    /// <summary>Ends the channel with what went wrong, so that whoever stores the blocks is told.</summary>
    private static async Task SealAsync(ReportDraft draft, ChannelWriter<byte[]> blocks, CancellationToken cancellationToken)
    {
        var block = ArrayPool<byte>.Shared.Rent(ReportDraft.BlockBytes);
        try
        {
            await using var compressed = draft.OpenCompressed();
            for (var blockNo = 0; await compressed.ReadAtLeastAsync(block.AsMemory(0, ReportDraft.BlockBytes), ReportDraft.BlockBytes,
                throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) is var length and > 0; blockNo++)
            {
                await blocks.WriteAsync(draft.Sealer.Seal(blockNo, block.AsSpan(0, length)), cancellationToken).ConfigureAwait(false);
            }

            blocks.Complete();
        }
        catch (Exception e)
        {
            blocks.Complete(e);
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block, clearArray: true);
        }
    }
}
