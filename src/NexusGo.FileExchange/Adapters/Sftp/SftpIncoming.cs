using System.Buffers;
using System.Buffers.Binary;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>
/// Cuts the server's byte stream into packets. Small packets are read many at a time; the rest of a large one goes straight into its own
/// pooled buffer. Used by the reader thread alone.
/// </summary>
internal sealed class SftpIncoming(Stream input, Action onBytes)
{
    private readonly byte[] ahead = new byte[64 * 1024];
    private int start;
    private int end;

    /// <summary>The length of the next packet, type and id included; null at the end of the stream between two packets.</summary>
    /// <param name="peekBytes">So many bytes behind the length are looked at too.</param>
    /// <param name="peeked">Those bytes; they stay part of the packet.</param>
    public int? NextLength(int peekBytes, out ReadOnlySpan<byte> peeked)
    {
        peeked = default;
        if (!Have(4))
        {
            return end == start ? null : throw new EndOfStreamException();
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(ahead.AsSpan(start));
        if (length < (uint)peekBytes || length > SftpSizes.MaxPacket)
        {
            throw new SftpFormatException(LooksLikeText(length)
                ? "text instead of SFTP: does the account's login script print something?"
                : $"a packet of {length} bytes");
        }

        if (!Have(4 + peekBytes))
        {
            throw new EndOfStreamException();
        }

        peeked = ahead.AsSpan(start + 4, peekBytes);
        return (int)length;
    }

    /// <summary>The packet whose length was just asked for.</summary>
    public SftpReply ReadPacket(int length)
    {
        start += 4;
        var packet = ArrayPool<byte>.Shared.Rent(length);
        var filled = Math.Min(length, end - start);
        ahead.AsSpan(start, filled).CopyTo(packet);
        start += filled;
        while (filled < length)
        {
            var read = input.Read(packet, filled, length - filled);
            if (read == 0)
            {
                ArrayPool<byte>.Shared.Return(packet);
                throw new EndOfStreamException();
            }

            onBytes();
            filled += read;
        }

        return new SftpReply(packet, length);
    }

    private bool Have(int count)
    {
        if (ahead.Length - start < count)
        {
            ahead.AsSpan(start, end - start).CopyTo(ahead);
            end -= start;
            start = 0;
        }

        while (end - start < count)
        {
            if (start == end)
            {
                start = end = 0;
            }

            var read = input.Read(ahead, end, ahead.Length - end);
            if (read == 0)
            {
                return false;
            }

            onBytes();
            end += read;
        }

        return true;
    }

    private static bool LooksLikeText(uint length)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, length);
        return bytes.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0;
    }
}
