using System.IO.Compression;
using System.IO.Hashing;

namespace NexusGo.FileExchange.Inbound.Archive;

/// <summary>
/// The unpacked bytes of one entry. It never gives more than the directory promised, and at the first fault it behaves like the end of the
/// file and keeps the fault. Owns the stream that it is given.
/// </summary>
internal sealed class ZipEntryStream : SpooledContentStream
{
    private readonly Stream unpacked;
    private readonly ZipEntry entry;
    private readonly Crc32 crc = new();
    private long produced;

    /// <param name="zip">A stream over the zip file for this entry alone.</param>
    /// <param name="entry">Which entry.</param>
    public ZipEntryStream(Stream zip, ZipEntry entry)
    {
        this.entry = entry;
        zip.Position = entry.DataOffset;
        var packed = new PartStream(zip, entry.PackedBytes);
        unpacked = entry.IsDeflated ? new DeflateStream(packed, CompressionMode.Decompress) : packed;
    }

    /// <summary>Why the entry ended early, or null. Known once a read has returned 0.</summary>
    public ZipRefusal? Fault { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        if (Fault is not null || buffer.IsEmpty)
        {
            return 0;
        }

        int read;
        try
        {
            read = unpacked.Read(buffer);
        }
        catch (InvalidDataException)
        {
            return Fail();
        }

        produced += read;
        if (produced > entry.Bytes)
        {
            return Fail();
        }

        crc.Append(buffer[..read]);
        return read > 0 || (produced == entry.Bytes && crc.GetCurrentHashAsUInt32() == entry.Crc32) ? read : Fail();
    }

    public override long Length => entry.Bytes;

    public override long Position { get => produced; set => throw new NotSupportedException(); }

    protected override void Dispose(bool disposing)
    {
        unpacked.Dispose();
        base.Dispose(disposing);
    }

    private int Fail()
    {
        Fault = ZipRefusal.Damaged(entry.Number);
        return 0;
    }
}
