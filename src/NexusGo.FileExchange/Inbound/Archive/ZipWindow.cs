namespace NexusGo.FileExchange.Inbound.Archive;

/// <summary>
/// Reads a part of a seekable stream from start to end through a buffer of its own, whatever the stream's position is in between.
/// </summary>
internal sealed class ZipWindow(Stream source, long start, long length, int bufferBytes)
{
    private readonly byte[] buffer = new byte[Math.Min(bufferBytes, length)];
    private int at;
    private int filled;
    private long taken;

    public bool IsAtEnd => at == filled && taken == length;

    /// <summary>Fills the target, or returns false: the part ends before.</summary>
    public bool TryRead(Span<byte> target)
    {
        while (!target.IsEmpty)
        {
            if (at == filled && !Fill())
            {
                return false;
            }

            var count = Math.Min(target.Length, filled - at);
            buffer.AsSpan(at, count).CopyTo(target);
            at += count;
            target = target[count..];
        }

        return true;
    }

    private bool Fill()
    {
        source.Position = start + taken;
        filled = source.Read(buffer.AsSpan(0, (int)Math.Min(buffer.Length, length - taken)));
        at = 0;
        taken += filled;
        return filled > 0;
    }
}
