using System.Buffers;
using System.Buffers.Binary;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>
/// Requests that wait for the line, back to back in one pooled buffer, so that many of them leave with one system call.
/// Its size is bounded by the window of the session, because nothing is added that is not in flight. Not
/// thread-safe; the transport guards it.
/// </summary>
internal sealed class SftpOutgoing
{
    private const int SmallestBuffer = 64 * 1024;

    private byte[]? buffer;
    private int length;

    public bool IsEmpty => length == 0;

    public int Length => length;

    public void Add(SftpPacketType type, uint? id, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail)
    {
        var body = 1 + (id is null ? 0 : 4) + head.Length + tail.Length;
        var place = Reserve(4 + body);
        BinaryPrimitives.WriteUInt32BigEndian(place, (uint)body);
        place[4] = (byte)type;
        place = place[5..];
        if (id is { } number)
        {
            BinaryPrimitives.WriteUInt32BigEndian(place, number);
            place = place[4..];
        }

        head.CopyTo(place);
        tail.CopyTo(place[head.Length..]);
    }

    /// <summary>Takes everything; the caller returns the array to the shared pool.</summary>
    public ArraySegment<byte> TakeAll()
    {
        var all = new ArraySegment<byte>(buffer!, 0, length);
        buffer = null;
        length = 0;
        return all;
    }

    private Span<byte> Reserve(int count)
    {
        if (buffer is null)
        {
            buffer = ArrayPool<byte>.Shared.Rent(Math.Max(SmallestBuffer, count));
        }
        else if (buffer.Length - length < count)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length * 2, length + count));
            buffer.AsSpan(0, length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }

        var place = buffer.AsSpan(length, count);
        length += count;
        return place;
    }
}
