using System.Buffers;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>
/// Reads a sequence of packets (RFC 9580, 4.2) off a stream: one header after the other, and the body of the packet read last.
/// </summary>
/// <remarks>
/// Small packets are read whole up to a limit, so no packet's stated length is ever believed. Data packets are read as they come.
/// </remarks>
internal sealed class PacketReader(Stream source) : IDisposable
{
    private const int BufferBytes = 32 * 1024;

    private readonly byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private int start;
    private int end;
    private long bodyLeft;
    private bool partial;
    private bool toTheEnd;

    /// <summary>Type of the packet read last (RFC 9580, 5).</summary>
    public int Tag { get; private set; }

    /// <summary>Reads the next header; false at the end. The body before must have been read to its end.</summary>
    public ValueTask<bool> NextAsync(CancellationToken cancellationToken) => NextAsync(Refusal.Damaged, cancellationToken);

    /// <summary>The same, with what it means that something follows which is no packet.</summary>
    public async ValueTask<bool> NextAsync(Refusal noPacket, CancellationToken cancellationToken)
    {
        if (bodyLeft > 0 || partial || toTheEnd)
        {
            throw new InvalidOperationException("The body of the packet before was not read to its end.");
        }

        if (!await FillAsync(cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        var first = buffer[start++];
        if ((first & 0x80) == 0)
        {
            throw new MessageRefusedException(noPacket);
        }

        if ((first & 0x40) != 0)
        {
            Tag = first & 0x3f;
            await ReadNewLengthAsync(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            Tag = (first >> 2) & 0x0f;
            await ReadOldLengthAsync(first & 3, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>Reads on in the body; 0 at its end.</summary>
    public async ValueTask<int> ReadBodyAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        while (bodyLeft == 0 && partial)
        {
            await ReadNewLengthAsync(cancellationToken).ConfigureAwait(false);
        }

        if (target.IsEmpty || (bodyLeft == 0 && !toTheEnd))
        {
            return 0;
        }

        if (!await FillAsync(cancellationToken).ConfigureAwait(false))
        {
            return toTheEnd ? EndOfIndeterminate() : throw new MessageRefusedException(Refusal.Truncated);
        }

        var count = Math.Min(target.Length, end - start);
        count = toTheEnd ? count : (int)Math.Min(count, bodyLeft);
        buffer.AsSpan(start, count).CopyTo(target.Span);
        start += count;
        bodyLeft -= toTheEnd ? 0 : count;
        return count;
    }

    /// <summary>Reads the whole body of a small packet.</summary>
    /// <exception cref="MessageRefusedException">It is longer than <paramref name="maxBytes"/>: <paramref name="tooLong"/>.</exception>
    public async ValueTask<byte[]> ReadSmallBodyAsync(int maxBytes, Refusal tooLong, CancellationToken cancellationToken)
    {
        if (partial || toTheEnd)
        {
            throw new MessageRefusedException(Refusal.Damaged);
        }

        if (bodyLeft > maxBytes)
        {
            throw new MessageRefusedException(tooLong);
        }

        var body = new byte[bodyLeft];
        for (var read = 0; read < body.Length;)
        {
            read += await ReadBodyAsync(body.AsMemory(read), cancellationToken).ConfigureAwait(false);
        }

        return body;
    }

    /// <summary>Reads the rest of the body, for nothing.</summary>
    public async ValueTask SkipBodyAsync(CancellationToken cancellationToken)
    {
        var scratch = new byte[4096];
        while (await ReadBodyAsync(scratch, cancellationToken).ConfigureAwait(false) > 0)
        {
        }
    }

    /// <summary>Nothing may follow.</summary>
    /// <exception cref="MessageRefusedException">Something does: <paramref name="otherwise"/>.</exception>
    public async ValueTask ExpectEndAsync(Refusal otherwise, CancellationToken cancellationToken)
    {
        if (await FillAsync(cancellationToken).ConfigureAwait(false))
        {
            throw new MessageRefusedException(otherwise);
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer, clearArray: true);

    private int EndOfIndeterminate()
    {
        toTheEnd = false;
        return 0;
    }

    private async ValueTask ReadNewLengthAsync(CancellationToken cancellationToken)
    {
        var first = await ReadByteAsync(cancellationToken).ConfigureAwait(false);
        partial = false;
        switch (first)
        {
            case < 192:
                bodyLeft = first;
                break;
            case < 224:
                bodyLeft = ((first - 192) << 8) + await ReadByteAsync(cancellationToken).ConfigureAwait(false) + 192;
                break;
            case < 255:
                // Partial lengths are for data packets only (RFC 9580, 4.2.1.4).
                partial = Tag is 8 or 9 or 11 or 18 or 20 ? true : throw new MessageRefusedException(Refusal.Damaged);
                bodyLeft = 1L << (first & 0x1f);
                break;
            default:
                bodyLeft = await ReadNumberAsync(4, cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    private async ValueTask ReadOldLengthAsync(int kind, CancellationToken cancellationToken)
    {
        if (kind < 3)
        {
            bodyLeft = await ReadNumberAsync(1 << kind, cancellationToken).ConfigureAwait(false);
            return;
        }

        // Indeterminate length: up to the end; only compressed data and literals are made so.
        toTheEnd = Tag is 8 or 9 or 11 ? true : throw new MessageRefusedException(Refusal.Damaged);
    }

    private async ValueTask<long> ReadNumberAsync(int bytes, CancellationToken cancellationToken)
    {
        var number = 0L;
        for (var i = 0; i < bytes; i++)
        {
            number = (number << 8) | await ReadByteAsync(cancellationToken).ConfigureAwait(false);
        }

        return number;
    }

    private async ValueTask<byte> ReadByteAsync(CancellationToken cancellationToken) =>
        await FillAsync(cancellationToken).ConfigureAwait(false) ? buffer[start++] : throw new MessageRefusedException(Refusal.Truncated);

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (start < end)
        {
            return true;
        }

        start = 0;
        end = await source.ReadAsync(buffer.AsMemory(0, BufferBytes), cancellationToken).ConfigureAwait(false);
        return end > 0;
    }
}

/// <summary>The body of the packet that a reader read last, as a stream.</summary>
internal sealed class PacketBodyStream(PacketReader packets) : ForwardStream
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        packets.ReadBodyAsync(buffer, cancellationToken);

    // bzip2 is unpacked by a library that reads synchronously; what it reads comes out of our spool.
    public override int Read(byte[] buffer, int offset, int count) =>
        packets.ReadBodyAsync(buffer.AsMemory(offset, count), CancellationToken.None).AsTask().GetAwaiter().GetResult();
}
