using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Reports;

/// <summary>Reads a stored report block by block; no more than one block is in memory.</summary>
internal sealed class StoredReportStream(IReportStore store, ReportOpener opener, DueReport report) : Stream
{
    private ReadOnlyMemory<byte> block;
    private int nextBlock;
    private bool ended;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => report.SizeBytes;

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

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

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Reports are read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
