using System.Buffers.Binary;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>Reads the fields of one received packet; every length and count is checked against the bytes that are there.</summary>
internal ref struct SftpPacketReader(ReadOnlySpan<byte> packet)
{
    private const uint HasSize = 0x1;
    private const uint HasOwner = 0x2;
    private const uint HasPermissions = 0x4;
    private const uint HasTimes = 0x8;
    private const uint HasExtended = 0x80000000;

    private ReadOnlySpan<byte> rest = packet;

    public readonly int Remaining => rest.Length;

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64BigEndian(Take(8));

    /// <summary>A byte string of at most <paramref name="maxBytes"/>.</summary>
    public ReadOnlySpan<byte> ReadString(int maxBytes = int.MaxValue)
    {
        var length = ReadUInt32();
        if (length > (uint)maxBytes)
        {
            throw new SftpFormatException($"a string of {length} bytes where at most {maxBytes} are allowed");
        }

        if (length > (uint)rest.Length)
        {
            throw new SftpFormatException($"a string of {length} bytes in a packet with {rest.Length} bytes left");
        }

        return Take((int)length);
    }

    /// <summary>A number of items that take at least <paramref name="minBytesEach"/> bytes each.</summary>
    public int ReadCount(int minBytesEach)
    {
        var count = ReadUInt32();
        if (count > (uint)(rest.Length / minBytesEach))
        {
            throw new SftpFormatException($"a count of {count} in a packet with {rest.Length} bytes left");
        }

        return (int)count;
    }

    public SftpAttributes ReadAttributes()
    {
        var flags = ReadUInt32();
        long? size = null;
        uint? permissions = null;
        uint? modified = null;
        if ((flags & HasSize) != 0)
        {
            var value = ReadUInt64();
            size = value <= long.MaxValue ? (long)value : throw new SftpFormatException("a file size over 2^63");
        }

        if ((flags & HasOwner) != 0)
        {
            Take(8);
        }

        if ((flags & HasPermissions) != 0)
        {
            permissions = ReadUInt32();
        }

        if ((flags & HasTimes) != 0)
        {
            Take(4);
            modified = ReadUInt32();
        }

        if ((flags & HasExtended) != 0)
        {
            for (var i = ReadCount(8); i > 0; i--)
            {
                ReadString();
                ReadString();
            }
        }

        return new SftpAttributes(size, permissions, modified);
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > rest.Length)
        {
            throw new SftpFormatException($"{count} bytes expected, {rest.Length} left");
        }

        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }
}
