using System.Buffers;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>Writes a data packet whose length is not known before its end, in pieces of a power of two (RFC 9580, 4.2.1.4).</summary>
internal sealed class PartialPacketStream(Stream target, int tag) : WriteOnlyStream
{
    private const int PieceBits = 16;
    private const int PieceBytes = 1 << PieceBits;

    private readonly byte[] piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
    private int length;
    private bool begun;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            // A full piece is only written when more comes: the last one has a length of its own.
            if (length == PieceBytes)
            {
                await WriteHeaderAsync([0xe0 | PieceBits], cancellationToken).ConfigureAwait(false);
                await target.WriteAsync(piece.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
                length = 0;
            }

            var count = Math.Min(buffer.Length, PieceBytes - length);
            buffer[..count].CopyTo(piece.AsMemory(length));
            length += count;
            buffer = buffer[count..];
        }
    }

    /// <summary>Writes the last piece; nothing may be written after it.</summary>
    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        await WriteHeaderAsync([255, .. PacketBytes.UInt32((uint)length)], cancellationToken).ConfigureAwait(false);
        await target.WriteAsync(piece.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            ArrayPool<byte>.Shared.Return(piece, clearArray: true);
        }

        base.Dispose(disposing);
    }

    private async ValueTask WriteHeaderAsync(byte[] lengthBytes, CancellationToken cancellationToken)
    {
        await target.WriteAsync(begun ? lengthBytes : [(byte)(0xc0 | tag), .. lengthBytes], cancellationToken).ConfigureAwait(false);
        begun = true;
    }
}

/// <summary>A stream that is only written, from start to end.</summary>
internal abstract class WriteOnlyStream : Stream
{
    public sealed override bool CanRead => false;
    public sealed override bool CanSeek => false;
    public sealed override bool CanWrite => true;
    public sealed override long Length => throw new NotSupportedException();
    public sealed override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public abstract override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default);

    public sealed override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public sealed override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer.AsMemory(offset, count)).AsTask()
        .GetAwaiter().GetResult();

    public sealed override void Flush()
    {
    }

    public sealed override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public sealed override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public sealed override void SetLength(long value) => throw new NotSupportedException();
}
