using System.IO.Compression;

namespace NexusGo.FileExchange.Reports;

/// <summary>
/// A block of a report as it is sealed and stored: one byte that says how, then the bytes, compressed with Brotli (RFC 7932) where that saves an eighth.
/// Lines of results look much alike, and what is not stored needs no room in the database, its log and its backups. What the receiver gets is not touched.
/// </summary>
internal static class ReportBlock
{
    private const byte AsIs = 0;
    private const byte Compressed = 1;

    /// <summary>The fastest: already a sixth of a results file is left.</summary>
    private const int Quality = 1;
    private const int WindowBits = 18;

    /// <returns>What is to be sealed; valid until <paramref name="buffer"/> is used again.</returns>
    /// <param name="block">Up to <see cref="ReportDraft.BlockBytes"/>.</param>
    /// <param name="buffer">At least one byte longer than the block.</param>
    public static ReadOnlySpan<byte> Pack(ReadOnlySpan<byte> block, Span<byte> buffer)
    {
        var room = buffer.Slice(1, block.Length - (block.Length / 8));
        if (BrotliEncoder.TryCompress(block, room, out var length, Quality, WindowBits))
        {
            buffer[0] = Compressed;
            return buffer[..(length + 1)];
        }

        buffer[0] = AsIs;
        block.CopyTo(buffer[1..]);
        return buffer[..(block.Length + 1)];
    }

    /// <summary>What was packed.</summary>
    /// <param name="packed">What <see cref="Pack"/> made.</param>
    /// <param name="block">Room for <see cref="ReportDraft.BlockBytes"/>.</param>
    /// <returns>How long the block is.</returns>
    /// <exception cref="InvalidDataException">Not a block, or longer than one.</exception>
    public static int Unpack(ReadOnlySpan<byte> packed, Span<byte> block)
    {
        block = block[..ReportDraft.BlockBytes];
        if (packed is [AsIs, ..] && packed.Length - 1 <= block.Length)
        {
            packed[1..].CopyTo(block);
            return packed.Length - 1;
        }

        return packed is [Compressed, ..] && BrotliDecoder.TryDecompress(packed[1..], block, out var length)
            ? length
            : throw new InvalidDataException("A stored block of a report cannot be unpacked.");
    }
}
