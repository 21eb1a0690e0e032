using System.Buffers;
using System.Buffers.Binary;
using NexusGo.FileExchange.Spool;

namespace NexusGo.FileExchange.Reports;

/// <summary>
/// Puts a report into a spool in the blocks in which it will be stored: the length of the packed block (4 bytes, the lowest first), then the packed block.
/// Packed while it is written, a large report is nearly stored when its last line is known. Read again by <see cref="PackedBlocks"/>.
/// </summary>
internal sealed class PackedWriteStream(SpoolFile spool) : Stream
{
    private const int FirstBufferBytes = 4 * 1024;

    private byte[] block = [];
    private int length;
    private bool closed;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <exception cref="ObjectDisposedException">Completed or closed: what came now would be in nobody's report.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(closed || spool.IsComplete, this);
        while (!buffer.IsEmpty)
        {
            if (length == ReportDraft.BlockBytes)
            {
                Pack();
            }

            var part = buffer[..Math.Min(buffer.Length, ReportDraft.BlockBytes - length)];
            MakeRoom(length + part.Length);
            part.CopyTo(block.AsSpan(length));
            length += part.Length;
            buffer = buffer[part.Length..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Packs the last block and says that the content is whole. Closing alone does neither: a report that broke off must not look whole.</summary>
    public void Complete()
    {
        if (length > 0)
        {
            Pack();
        }

        spool.Complete();
    }

    public override void Flush()
    {
        // Nothing of a spool file is meant to survive the process.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        ArrayPool<byte>.Shared.Return(block, clearArray: true);
        (block, length, closed) = ([], 0, true);
        base.Dispose(disposing);
    }

    private void Pack()
    {
        var packed = ArrayPool<byte>.Shared.Rent(sizeof(int) + length + 1);
        try
        {
            var bytes = ReportBlock.Pack(block.AsSpan(0, length), packed.AsSpan(sizeof(int)));
            BinaryPrimitives.WriteInt32LittleEndian(packed, bytes.Length);
            spool.Write(packed.AsSpan(0, sizeof(int) + bytes.Length));
            length = 0;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packed, clearArray: true);
        }
    }

    private void MakeRoom(int wanted)
    {
        if (wanted > block.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Clamp(wanted * 2, FirstBufferBytes, ReportDraft.BlockBytes));
            block.AsSpan(0, length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(block, clearArray: true);
            block = larger;
        }
    }
}
