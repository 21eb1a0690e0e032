using System.Buffers.Binary;
using System.Numerics;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>Puts packets together.</summary>
internal static class PacketBytes
{
    /// <summary>A packet with a new-format header (RFC 9580, 4.2.1).</summary>
    public static byte[] Packet(int tag, ReadOnlySpan<byte> body)
    {
        var mark = (byte)(0xc0 | tag);
        var (rest, length) = (body.Length - 192, new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, body.Length);
        return body.Length switch
        {
            < 192 => [mark, (byte)body.Length, .. body],
            < 8384 => [mark, (byte)((rest >> 8) + 192), (byte)rest, .. body],
            _ => [mark, 255, .. length, .. body],
        };
    }

    /// <summary>A multiprecision integer (RFC 9580, 3.2).</summary>
    public static byte[] Mpi(ReadOnlySpan<byte> number)
    {
        number = number.TrimStart((byte)0);
        var bits = number.IsEmpty ? 0 : (number.Length * 8) - (BitOperations.LeadingZeroCount((uint)number[0]) - 24);
        return [(byte)(bits >> 8), (byte)bits, .. number];
    }

    public static byte[] UInt32(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }

    /// <summary>A signature subpacket of fewer than 192 bytes (RFC 9580, 5.2.3.7).</summary>
    public static byte[] Subpacket(int type, params ReadOnlySpan<byte> content) => [(byte)(content.Length + 1), (byte)type, .. content];
}
