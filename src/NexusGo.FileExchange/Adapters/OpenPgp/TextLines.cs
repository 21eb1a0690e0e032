using System.Buffers;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>Content of a literal in text form: its lines end with CR LF on their way, and with LF where they are read.</summary>
internal sealed class TextLines : IDisposable
{
    private const int BufferBytes = 32 * 1024;

    private readonly byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private int start;
    private int end;
    private bool heldReturn;

    public bool IsEmpty => start == end;

    public bool HasEnded { get; private set; }

    /// <summary>Where the next piece goes; the byte before it is for a CR that waits for what follows it.</summary>
    public Memory<byte> Free => buffer.AsMemory(1, BufferBytes - 1);

    /// <summary>Takes the piece that was put into <see cref="Free"/>; 0 = the end.</summary>
    public void Take(int count)
    {
        (start, end) = (0, 0);
        HasEnded = count == 0;
        if (heldReturn)
        {
            buffer[0] = (byte)'\r';
        }

        for (var i = heldReturn ? 0 : 1; i < count + 1; i++)
        {
            if (buffer[i] != '\r' || (i + 1 <= count ? buffer[i + 1] != '\n' : HasEnded))
            {
                buffer[end++] = buffer[i];
            }
        }

        heldReturn = count > 0 && buffer[count] == '\r';
    }

    public int Give(Span<byte> target)
    {
        var count = Math.Min(target.Length, end - start);
        buffer.AsSpan(start, count).CopyTo(target);
        start += count;
        return count;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
}
