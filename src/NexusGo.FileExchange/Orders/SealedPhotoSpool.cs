using System.Buffers.Binary;
using NexusGo.FileExchange.Spool;

namespace NexusGo.FileExchange.Orders;

/// <summary>
/// Sealed photos on their way into a transaction that has not begun yet: in the spool, one after the other, so that memory does not grow
/// with them.
/// </summary>
internal sealed class SealedPhotoSpool(SpoolFolder spools) : IDisposable
{
    /// <summary>Photos that are sent to the database together.</summary>
    public const int PhotosAtOnce = 16;

    private const int HeadBytes = 16 + sizeof(int) + 1;

    private readonly SpoolFile spool = spools.Create();

    public void Add(SealedPhoto photo)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        photo.CardId.TryWriteBytes(head);
        BinaryPrimitives.WriteInt32LittleEndian(head[16..], photo.Sealed.Length);
        head[^1] = photo.Kept ? (byte)1 : (byte)0;
        spool.Write(head);
        spool.Write(photo.Sealed);
    }

    /// <summary>All photos, in their order. None can be added any more.</summary>
    public IEnumerable<SealedPhoto> Read()
    {
        spool.Complete();
        using var content = spool.OpenRead();
        var head = new byte[HeadBytes];
        while (content.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false) == HeadBytes)
        {
            var box = new byte[BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(16))];
            content.ReadExactly(box);
            yield return new SealedPhoto(new Guid(head.AsSpan(0, 16)), box, head[^1] == 1);
        }
    }

    public void Dispose() => spool.Dispose();
}
