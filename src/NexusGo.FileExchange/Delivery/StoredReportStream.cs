using System.Buffers;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Delivery;

/// <summary>Reads a stored report block by block; no more than one block is in memory.</summary>
internal sealed class StoredReportStream(IReportStore store, ReportOpener opener, DueReport report) : ForwardStream
{
    private byte[] block = ArrayPool<byte>.Shared.Rent(ReportDraft.BlockBytes);
    private int at;
    private int length;
    private int nextBlock;
    private bool ended;

    public override long Length => report.SizeBytes;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (at == length && !ended)
        {
            if (await store.BlockAsync(report.Customer, report.ReportId, nextBlock, cancellationToken).ConfigureAwait(false) is { } sealedBlock)
            {
                (at, length) = (0, ReportBlock.Unpack(opener.Open(nextBlock++, sealedBlock), block));
            }
            else
            {
                ended = true;
            }
        }

        var part = block.AsMemory(at, Math.Min(buffer.Length, length - at));
        part.CopyTo(buffer);
        at += part.Length;
        return part.Length;
    }

    protected override void Dispose(bool disposing)
    {
        opener.Dispose();
        ArrayPool<byte>.Shared.Return(block, clearArray: true);
        (block, at, length, ended) = ([], 0, 0, true);
        base.Dispose(disposing);
    }
}
