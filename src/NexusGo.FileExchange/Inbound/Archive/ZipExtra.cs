using System.Buffers.Binary;

namespace NexusGo.FileExchange.Inbound.Archive;

/// <summary>Extra fields of a header (APPNOTE 4.5): id, length, data.</summary>
internal static class ZipExtra
{
    /// <summary>The data of a field, or nothing.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> extra, ushort id)
    {
        while (extra.Length >= 4)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            if (length > extra.Length - 4)
            {
                break;
            }

            if (BinaryPrimitives.ReadUInt16LittleEndian(extra) == id)
            {
                return extra.Slice(4, length);
            }

            extra = extra[(4 + length)..];
        }

        return default;
    }

    /// <summary>
    /// Takes the next 8 bytes of the zip64 field (APPNOTE 4.5.3) where the header's own field is full; false: the field ends.
    /// </summary>
    public static bool TakeZip64(ref ReadOnlySpan<byte> zip64, uint inHeader, out long value)
    {
        value = inHeader;
        if (inHeader != uint.MaxValue)
        {
            return true;
        }

        if (zip64.Length < sizeof(long))
        {
            return false;
        }

        value = BinaryPrimitives.ReadInt64LittleEndian(zip64);
        zip64 = zip64[sizeof(long)..];
        return value >= 0;
    }
}
