using System.Buffers;
using System.Buffers.Binary;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>
/// Puts the server's bytes together to packets. A packet's buffer is taken only when <paramref name="accept"/> has agreed to its type, id
/// and length, so that memory is bounded by what was asked for.
/// </summary>
/// <param name="accept">Asked with type, the four bytes behind it, and the length; throws <see cref="SftpFormatException"/> for a packet
/// that cannot be.</param>
/// <param name="complete">Gets each packet whole, and owns it.</param>
internal sealed class SftpPacketAssembler(Action<SftpPacketType, uint, int> accept, Action<SftpReply> complete)
{
    private const int LengthBytes = 4;

    private readonly byte[] header = new byte[LengthBytes + SftpReply.HeaderBytes];
    private int headerFilled;
    private byte[]? packet;
    private int length;
    private int filled;

    /// <summary>Takes the next bytes in the server's order.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = packet is null ? AddHeader(bytes) : AddBody(bytes);
        }
    }

    private ReadOnlySpan<byte> AddHeader(ReadOnlySpan<byte> bytes)
    {
        var wanted = headerFilled < LengthBytes ? LengthBytes : header.Length;
        var count = Math.Min(wanted - headerFilled, bytes.Length);
        bytes[..count].CopyTo(header.AsSpan(headerFilled));
        headerFilled += count;
        if (headerFilled == LengthBytes)
        {
            length = CheckedLength(BinaryPrimitives.ReadUInt32BigEndian(header));
        }
        else if (headerFilled == header.Length)
        {
            accept((SftpPacketType)header[LengthBytes], BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(LengthBytes + 1)), length);
            packet = ArrayPool<byte>.Shared.Rent(length);
            header.AsSpan(LengthBytes).CopyTo(packet);
            filled = SftpReply.HeaderBytes;
            CompleteIfFull();
        }

        return bytes[count..];
    }

    private ReadOnlySpan<byte> AddBody(ReadOnlySpan<byte> bytes)
    {
        var count = Math.Min(length - filled, bytes.Length);
        bytes[..count].CopyTo(packet.AsSpan(filled));
        filled += count;
        CompleteIfFull();
        return bytes[count..];
    }

    private void CompleteIfFull()
    {
        if (filled == length)
        {
            var reply = new SftpReply(packet!, length);
            packet = null;
            headerFilled = 0;
            complete(reply);
        }
    }

    private static int CheckedLength(uint length) => length is >= SftpReply.HeaderBytes and <= SftpSizes.MaxPacket
        ? (int)length
        : throw new SftpFormatException(LooksLikeText(length)
            ? "text instead of SFTP: does the account's login script print something?"
            : $"a packet of {length} bytes");

    private static bool LooksLikeText(uint length)
    {
        Span<byte> bytes = stackalloc byte[LengthBytes];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, length);
        return bytes.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0;
    }
}
