using System.Buffers.Binary;

namespace NexusGo.FileExchange.Inbound.Archive;

/// <summary>One header of the directory (APPNOTE 4.3.12), judged.</summary>
internal static class ZipDirectoryEntry
{
    public const int FixedBytes = 46;

    private const uint Mark = 0x02014B50;
    private const ushort Zip64Field = 0x0001;
    private const ushort AesField = 0x9901;
    private const int Encrypted = 1 << 0 | 1 << 6 | 1 << 13;
    private const int Patched = 1 << 5;
    private const int Utf8Name = 1 << 11;

    // Types of a Unix mode (stat.h).
    private const int TypeMask = 0xF000;
    private const int RegularFile = 0x8000;
    private const int Folder = 0x4000;

    /// <summary>Lengths of the name, the extra fields and the comment behind the fixed part; null: this is no header.</summary>
    public static (int Name, int Extra, int Comment)? Lengths(ReadOnlySpan<byte> fixedPart) =>
        BinaryPrimitives.ReadUInt32LittleEndian(fixedPart) == Mark
            ? (UInt16(fixedPart[28..]), UInt16(fixedPart[30..]), UInt16(fixedPart[32..])) : null;

    public static (ZipEntry? Entry, ZipRefusal? Refusal) Judge(int number, ReadOnlySpan<byte> head, ReadOnlySpan<byte> name,
        ReadOnlySpan<byte> extra, ZipLimits limits)
    {
        int flags = UInt16(head[8..]), method = UInt16(head[10..]);
        if ((flags & Encrypted) != 0 || !ZipExtra.Find(extra, AesField).IsEmpty)
        {
            return Refused(new ZipRefusal("F-ZIP-05", "", "", number));
        }

        if (method is not (0 or 8) || (flags & Patched) != 0)
        {
            return Refused(ZipRefusal.Unreadable("packad med en ovanlig metod; använd vanlig zip (deflate)",
                "packed by an unusual method; use ordinary zip (deflate)", number));
        }

        // A link, a device, a pipe: the upper half of the attributes is a Unix mode where the packing program wrote one.
        if ((UInt16(head[40..]) & TypeMask) is not (0 or RegularFile or Folder))
        {
            return Refused(new ZipRefusal("F-ZIP-03", "en länk", "a link", number));
        }

        var zip64 = ZipExtra.Find(extra, Zip64Field);
        if (!ZipExtra.TakeZip64(ref zip64, UInt32(head[24..]), out var bytes)
            || !ZipExtra.TakeZip64(ref zip64, UInt32(head[20..]), out var packed)
            || !ZipExtra.TakeZip64(ref zip64, UInt32(head[42..]), out var offset) || UInt16(head[34..]) is not (0 or ushort.MaxValue)
                || (method == 0 && bytes != packed))
        {
            return Refused(ZipRefusal.Contradiction(number));
        }

        if (ZipNames.Decode(name, (flags & Utf8Name) != 0, extra) is not { } decoded)
        {
            return Refused(ZipRefusal.BadName(number));
        }

        if (bytes > ZipLimits.RatioFromBytes && bytes / Math.Max(1, packed) >= limits.MaxRatio)
        {
            return Refused(ZipRefusal.TooTight(limits.MaxRatio, number));
        }

        var entry = new ZipEntry
        {
            Number = number, Name = decoded, IsDeflated = method == 8, Crc32 = UInt32(head[16..]), PackedBytes = packed, Bytes = bytes,
            HeaderOffset = offset,
        };
        return entry.IsFolder && bytes > 0 ? Refused(ZipRefusal.Contradiction(number)) : (entry, null);
    }

    private static (ZipEntry?, ZipRefusal?) Refused(ZipRefusal refusal) => (null, refusal);

    private static ushort UInt16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint UInt32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
