namespace NexusGo.FileExchange.Inbound.Archive;

/// <summary>The next so many bytes of a stream, which it owns.</summary>
internal sealed class PartStream : SpooledContentStream
{
    private readonly Stream source;
    private readonly long length;
    private long left;

    public PartStream(Stream source, long length)
    {
        this.source = source;
        this.length = left = length;
    }

    public override int Read(Span<byte> buffer)
    {
        var read = source.Read(buffer[..(int)Math.Min(buffer.Length, left)]);
        left -= read;
        return read;
    }

    public override long Length => length;

    public override long Position { get => length - left; set => throw new NotSupportedException(); }

    protected override void Dispose(bool disposing)
    {
        source.Dispose();
        base.Dispose(disposing);
    }
}
