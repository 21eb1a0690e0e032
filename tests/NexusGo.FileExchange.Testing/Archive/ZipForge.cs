using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace NexusGo.FileExchange.Testing.Archive;

/// <summary>One entry of a zip file that a test writes byte by byte, with the lies it wants.</summary>
public sealed record ForgedEntry(string Name, byte[] Content)
{
    public byte[]? RawName { get; init; }
    public byte[]? LocalName { get; init; }
    public ushort Method { get; init; } = 8;
    public ushort Flags { get; init; } = 1 << 11;
    public ushort? LocalFlags { get; init; }
    public ushort? LocalMethod { get; init; }
    /// <summary>Unix mode, such as 0xA1FF for a link.</summary>
    public ushort Mode { get; init; }
    public uint? Size { get; init; }
    public uint? LocalSize { get; init; }
    public uint? PackedSize { get; init; }
    public uint? Crc { get; init; }
    public byte[] Extra { get; init; } = [];
    /// <summary>Take the place of another entry instead of one of its own.</summary>
    public int? OffsetOf { get; init; }
    /// <summary>Sizes behind the data, as a program that writes to a pipe puts them.</summary>
    public bool Streamed { get; init; }
}

/// <summary>Writes zip files that no honest program would write.</summary>
public static class ZipForge
{
    public static byte[] Write(IEnumerable<ForgedEntry> entries, string comment = "", ushort? count = null, int directoryShift = 0,
        byte[]? between = null)
    {
        using var zip = new MemoryStream();
        var offsets = new List<uint>();
        using var directory = new MemoryStream();
        foreach (var entry in entries)
        {
            var offset = entry.OffsetOf is { } other ? offsets[other] : (uint)zip.Position;
            offsets.Add(offset);
            var name = entry.RawName ?? Encoding.UTF8.GetBytes(entry.Name);
            var packed = Pack(entry);
            var crc = entry.Crc ?? Crc32.HashToUInt32(entry.Content);
            var flags = (ushort)(entry.Flags | (entry.Streamed ? 1 << 3 : 0));
            if (entry.OffsetOf is null)
            {
                var local = entry.LocalName ?? name;
                Words(zip, 0x04034B50u, (ushort)20, entry.LocalFlags ?? flags, entry.LocalMethod ?? entry.Method, 0u, entry.Streamed
                    ? 0u : crc, entry.Streamed ? 0u : entry.PackedSize ?? (uint)packed.Length,
                    entry.Streamed ? 0u : entry.LocalSize ?? entry.Size ?? (uint)entry.Content.Length, (ushort)local.Length, (ushort)0);
                zip.Write(local);
                zip.Write(packed);
                if (entry.Streamed)
                {
                    Words(zip, 0x08074B50u, crc, (uint)packed.Length, (uint)entry.Content.Length);
                }
            }

            Words(directory, 0x02014B50u, (ushort)(3 << 8 | 20), (ushort)20, flags, entry.Method, 0u, crc,
                entry.PackedSize ?? (uint)packed.Length,
                entry.Size ?? (uint)entry.Content.Length, (ushort)name.Length, (ushort)entry.Extra.Length, (ushort)0, (ushort)0, (ushort)0,
                (uint)entry.Mode << 16, offset);
            directory.Write(name);
            directory.Write(entry.Extra);
        }

        zip.Write(between ?? []);
        var start = (uint)(zip.Position + directoryShift);
        var number = count ?? (ushort)offsets.Count;
        directory.WriteTo(zip);
        Words(zip, 0x06054B50u, (ushort)0, (ushort)0, number, number, (uint)directory.Length, start, (ushort)comment.Length);
        zip.Write(Encoding.ASCII.GetBytes(comment));
        return zip.ToArray();
    }

    private static byte[] Pack(ForgedEntry entry)
    {
        if (entry.Method != 8)
        {
            return entry.Content;
        }

        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(entry.Content);
        }

        return packed.ToArray();
    }

    private static void Words(MemoryStream target, params object[] words)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (var word in words)
        {
            if (word is ushort two)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(bytes, two);
                target.Write(bytes[..2]);
            }
            else
            {
                BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)word);
                target.Write(bytes);
            }
        }
    }
}
