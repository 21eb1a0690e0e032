using System.Buffers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>The bytes of a report or of a file set aside, in sealed blocks.</summary>
internal static class ReportBlocks
{
    public static async Task WriteAsync(CustomerSession session, string customer, ReportDraft draft, CancellationToken cancellationToken)
    {
        await using var content = draft.Open();
        var block = ArrayPool<byte>.Shared.Rent(ReportDraft.BlockBytes);
        var packed = ArrayPool<byte>.Shared.Rent(ReportDraft.BlockBytes + 1);
        try
        {
            int length;
            for (var blockNo = 0;
                (length = await content.ReadAtLeastAsync(block.AsMemory(0, ReportDraft.BlockBytes), ReportDraft.BlockBytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false)) > 0;
                blockNo++)
            {
                var box = draft.Sealer.Seal(blockNo, ReportBlock.Pack(block.AsSpan(0, length), packed));
                CrashPoint.Pass("block.writing");
                await session.ExecuteAsync("insert into exchange.sealed_block (owner_id, block_no, customer_id, sealed) values ($1, $2, $3, $4)",
                    [draft.ReportId, blockNo, customer, box], cancellationToken).ConfigureAwait(false);
                CrashPoint.Pass("block.written");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block, clearArray: true);
            ArrayPool<byte>.Shared.Return(packed, clearArray: true);
        }
    }
}
