using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>
/// Builds the fields of a request behind its id. Starts on the caller's stack and moves to a pooled array when that is too small.
/// </summary>
internal ref struct SftpPacketWriter(Span<byte> initial)
{
    private Span<byte> buffer = initial;
    private byte[]? rented;
    private int length;

    public readonly ReadOnlySpan<byte> Written => buffer[..length];

    public void UInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Reserve(4), value);

    public void UInt64(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Reserve(8), value);

    public void String(ReadOnlySpan<byte> value)
    {
        UInt32((uint)value.Length);
        value.CopyTo(Reserve(value.Length));
    }

    public void String(string ascii) => String(Encoding.ASCII.GetBytes(ascii));

    public void Dispose()
    {
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
            rented = null;
        }
    }

    private Span<byte> Reserve(int count)
    {
        if (buffer.Length - length < count)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length * 2, length + count));
            Written.CopyTo(larger);
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }

            buffer = rented = larger;
        }

        var place = buffer.Slice(length, count);
        length += count;
        return place;
    }
}
