using System.Buffers.Binary;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>A packet whose fields do not fit its length or their own rules.</summary>
internal sealed class MalformedPacketException() : Exception("An OpenPGP packet is malformed.");

/// <summary>Takes the fields of one packet apart, never past its end.</summary>
internal ref struct PacketFields(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    /// <summary>How many bytes are left.</summary>
    public readonly int Left => rest.Length;

    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count < 0 || count > rest.Length)
        {
            throw new MalformedPacketException();
        }

        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }

    public byte Byte() => Bytes(1)[0];

    public int UInt16() => BinaryPrimitives.ReadUInt16BigEndian(Bytes(2));

    public uint UInt32() => BinaryPrimitives.ReadUInt32BigEndian(Bytes(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64BigEndian(Bytes(8));

    public ReadOnlySpan<byte> Rest() => Bytes(rest.Length);

    /// <summary>A multiprecision integer (RFC 9580, 3.2), without leading zero bytes.</summary>
    public ReadOnlySpan<byte> Mpi() => Bytes((UInt16() + 7) / 8).TrimStart((byte)0);

    /// <summary>The length of a signature subpacket (RFC 9580, 5.2.3.7).</summary>
    public int SubpacketLength()
    {
        var first = Byte();
        var length = first switch
        {
            < 192 => (long)first,
            < 255 => ((first - 192) << 8) + Byte() + 192,
            _ => UInt32(),
        };
        return length <= int.MaxValue ? (int)length : throw new MalformedPacketException();
    }

    /// <summary>A number as a field of a fixed size, zeros in front.</summary>
    public static byte[] Padded(ReadOnlySpan<byte> number, int size)
    {
        if (number.Length > size)
        {
            throw new MalformedPacketException();
        }

        var field = new byte[size];
        number.CopyTo(field.AsSpan(size - number.Length));
        return field;
    }
}
