using System.Buffers.Binary;

namespace NexusGo.FileExchange.Inbound.Archive;

/// <summary>
/// Where the directory of a zip file is (APPNOTE 4.3.14 to 4.3.16). Only one reading is allowed: the end record ends the file, and the
/// directory ends where the end records begin. What programs disagree about would let a file mean one thing here and another elsewhere.
/// </summary>
/// <param name="Entries">Entries of the directory.</param>
/// <param name="DirectoryOffset">Where it begins.</param>
/// <param name="DirectoryBytes">How long it is.</param>
internal readonly record struct ZipEnd(long Entries, long DirectoryOffset, long DirectoryBytes)
{
    private const int EndBytes = 22;
    private const int LocatorBytes = 20;
    private const int Zip64EndBytes = 56;
    private const uint EndMark = 0x06054B50;
    private const uint LocatorMark = 0x07064B50;
    private const uint Zip64EndMark = 0x06064B50;

    public static (ZipEnd End, ZipRefusal? Refusal) Find(Stream zip)
    {
        var tail = new byte[Math.Min(zip.Length, EndBytes + ushort.MaxValue + LocatorBytes)];
        zip.Position = zip.Length - tail.Length;
        zip.ReadExactly(tail);
        var at = LastEnd(tail);
        if (at < 0)
        {
            return (default, ZipRefusal.Truncated);
        }

        var end = tail.AsSpan(at, EndBytes);
        var endOffset = zip.Length - tail.Length + at;
        if (UInt16(end[4..]) is not (0 or ushort.MaxValue) || UInt16(end[6..]) is not (0 or ushort.MaxValue))
        {
            return (default, ZipRefusal.Unreadable("zip-filen är delad i flera", "the zip file is divided into several"));
        }

        var found = new ZipEnd(UInt16(end[10..]), UInt32(end[16..]), UInt32(end[12..]));
        if (at >= LocatorBytes && UInt32(tail.AsSpan(at - LocatorBytes)) == LocatorMark)
        {
            if (Zip64(zip, endOffset, tail.AsSpan(at - LocatorBytes, LocatorBytes), found) is not { } zip64)
            {
                return (default, ZipRefusal.Contradiction(0));
            }

            (found, endOffset) = zip64;
        }

        return found.DirectoryOffset + found.DirectoryBytes == endOffset ? (found, null) : (default, ZipRefusal.Contradiction(0));
    }

    /// <summary>The end record whose comment ends with the file; -1: there is none.</summary>
    private static int LastEnd(ReadOnlySpan<byte> tail)
    {
        for (var at = tail.Length - EndBytes; at >= 0; at--)
        {
            if (UInt32(tail[at..]) == EndMark && at + EndBytes + UInt16(tail[(at + 20)..]) == tail.Length)
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>The zip64 end record; null where it is not right before its locator or contradicts the old one.</summary>
    private static (ZipEnd End, long Offset)? Zip64(Stream zip, long endOffset, ReadOnlySpan<byte> locator, ZipEnd old)
    {
        var offset = BinaryPrimitives.ReadInt64LittleEndian(locator[8..]);
        if (offset < 0 || offset > endOffset - LocatorBytes - Zip64EndBytes)
        {
            return null;
        }

        Span<byte> record = stackalloc byte[Zip64EndBytes];
        zip.Position = offset;
        zip.ReadExactly(record);
        var length = BinaryPrimitives.ReadInt64LittleEndian(record[4..]);
        if (UInt32(record) != Zip64EndMark || offset + 12 + length != endOffset - LocatorBytes)
        {
            return null;
        }

        var found = new ZipEnd(BinaryPrimitives.ReadInt64LittleEndian(record[32..]), BinaryPrimitives.ReadInt64LittleEndian(record[48..]),
            BinaryPrimitives.ReadInt64LittleEndian(record[40..]));
        var agrees = (old.Entries == ushort.MaxValue || old.Entries == found.Entries)
            && (old.DirectoryOffset == uint.MaxValue || old.DirectoryOffset == found.DirectoryOffset)
            && (old.DirectoryBytes == uint.MaxValue || old.DirectoryBytes == found.DirectoryBytes);
        return agrees && found is { Entries: >= 0, DirectoryOffset: >= 0, DirectoryBytes: >= 0 } ? (found, offset) : null;
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint UInt32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
