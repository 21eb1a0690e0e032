using System.Buffers;
using System.Buffers.Binary;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Reports;

/// <summary>The blocks that a <see cref="PackedWriteStream"/> wrote, one after the other. Owns the stream it reads.</summary>
internal sealed class PackedBlocks(Stream spooled) : IDisposable
{
    private readonly byte[] packed = ArrayPool<byte>.Shared.Rent(ReportDraft.BlockBytes + 1);
    private bool disposed;

    /// <summary>The next block as it is to be sealed, valid until the next call; empty at the end.</summary>
    /// <exception cref="InvalidDataException">These are no blocks.</exception>
    public ReadOnlySpan<byte> Next()
    {
        // The buffer may be another's by then.
        ObjectDisposedException.ThrowIf(disposed, this);
        Span<byte> frame = stackalloc byte[sizeof(int)];
        var read = spooled.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false);
        if (read == 0)
        {
            return default;
        }

        var length = read < frame.Length ? 0 : BinaryPrimitives.ReadInt32LittleEndian(frame);
        if (length is < 1 or > ReportDraft.BlockBytes + 1)
        {
            throw new InvalidDataException("A packed block of a report has no length that blocks have.");
        }

        spooled.ReadExactly(packed.AsSpan(0, length));
        return packed.AsSpan(0, length);
    }

    public void Dispose()
    {
        if (!disposed)
        {
            disposed = true;
            ArrayPool<byte>.Shared.Return(packed, clearArray: true);
            spooled.Dispose();
        }
    }
}

/// <summary>The bytes of a report that is packed in a spool, as its receiver gets them.</summary>
internal sealed class PackedReadStream(PackedBlocks blocks) : ForwardStream
{
    private byte[] block = ArrayPool<byte>.Shared.Rent(ReportDraft.BlockBytes);
    private int at;
    private int length;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    public override int Read(Span<byte> buffer)
    {
        if (at == length && blocks.Next() is { IsEmpty: false } packed)
        {
            (at, length) = (0, ReportBlock.Unpack(packed, block));
        }

        var part = block.AsSpan(at, Math.Min(buffer.Length, length - at));
        part.CopyTo(buffer);
        at += part.Length;
        return part.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    protected override void Dispose(bool disposing)
    {
        blocks.Dispose();
        ArrayPool<byte>.Shared.Return(block, clearArray: true);
        (block, at, length) = ([], 0, 0);
        base.Dispose(disposing);
    }
}
