using System.Buffers.Binary;

namespace NexusGo.FileExchange.Inbound.Archive;

/// <summary>
/// The header in front of an entry's bytes (APPNOTE 4.3.7). It must say what the directory says: programs differ in which of the two they
/// believe.
/// </summary>
internal static class ZipLocalHeader
{
    private const int FixedBytes = 30;
    private const uint Mark = 0x04034B50;
    private const ushort Zip64Field = 0x0001;
    private const int SizesFollow = 1 << 3;

    // Encrypted, sizes in a descriptor behind the data, name in UTF-8.
    private const int ComparedFlags = 1 << 0 | SizesFollow | 1 << 11;

    /// <param name="zip">The file.</param>
    /// <param name="entry">What the directory says.</param>
    /// <param name="directoryHead">The fixed part of its directory header.</param>
    /// <param name="name">Its name there, in bytes.</param>
    /// <returns>The entry with the place of its bytes.</returns>
    public static (ZipEntry? Entry, ZipRefusal? Refusal) Read(Stream zip, ZipEntry entry, ReadOnlySpan<byte> directoryHead,
        ReadOnlySpan<byte> name)
    {
        var contradiction = ((ZipEntry?)null, ZipRefusal.Contradiction(entry.Number));
        if (entry.HeaderOffset > zip.Length - FixedBytes)
        {
            return contradiction;
        }

        Span<byte> head = stackalloc byte[FixedBytes];
        zip.Position = entry.HeaderOffset;
        zip.ReadExactly(head);
        int nameLength = UInt16(head[26..]), extraLength = UInt16(head[28..]);
        if (UInt32(head) != Mark || zip.Length - zip.Position < nameLength + extraLength || nameLength != name.Length)
        {
            return contradiction;
        }

        var variable = new byte[nameLength + extraLength];
        zip.ReadExactly(variable);
        var flags = UInt16(head[6..]);
        var agrees = variable.AsSpan(0, nameLength).SequenceEqual(name)
            && (flags & ComparedFlags) == (UInt16(directoryHead[8..]) & ComparedFlags)
            && UInt16(head[8..]) == UInt16(directoryHead[10..])
            && SizesAgree(entry, head, variable.AsSpan(nameLength), (flags & SizesFollow) != 0);
        return agrees ? (entry with { DataOffset = zip.Position }, null) : contradiction;
    }

    /// <summary>Where sizes follow the data, the header has zeroes or already the right ones.</summary>
    private static bool SizesAgree(ZipEntry entry, ReadOnlySpan<byte> head, ReadOnlySpan<byte> extra, bool follow)
    {
        var zip64 = ZipExtra.Find(extra, Zip64Field);
        return ZipExtra.TakeZip64(ref zip64, UInt32(head[22..]), out var bytes)
            && ZipExtra.TakeZip64(ref zip64, UInt32(head[18..]), out var packed)
            && Same(bytes, entry.Bytes) && Same(packed, entry.PackedBytes) && Same(UInt32(head[14..]), entry.Crc32);

        bool Same(long here, long there) => here == there || (follow && here == 0);
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint UInt32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
