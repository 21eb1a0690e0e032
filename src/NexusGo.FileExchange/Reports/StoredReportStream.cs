using NexusGo.FileExchange.Ports;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Reports;

/// <summary>Reads a stored report block by block; no more than one block is in memory.</summary>
internal sealed class StoredReportStream(IReportStore store, ReportOpener opener, DueReport report) : ForwardStream
{
    private ReadOnlyMemory<byte> block;
    private int nextBlock;
    private bool ended;

    public override long Length => report.SizeBytes;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (block.IsEmpty && !ended)
        {
            if (await store.BlockAsync(report.Customer, report.ReportId, nextBlock, cancellationToken).ConfigureAwait(false) is { } sealedBlock)
            {
                block = ReportBlock.Unpack(opener.Open(nextBlock++, sealedBlock));
            }
            else
            {
                ended = true;
            }
        }

        var count = Math.Min(buffer.Length, block.Length);
        block[..count].CopyTo(buffer);
        block = block[count..];
        return count;
    }
}
