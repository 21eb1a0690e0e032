using System.Buffers.Binary;

namespace NexusGo.FileExchange.Orders;

/// <summary>
/// Ids of one order's cards: the order's own version 7 UUID with its last 32 bits as a counter (RFC 9562 section 6.2, method 1). They
/// follow each other, so that index pages fill from the right, and lie between <see cref="First"/> and <see cref="Last"/> with no other
/// order's between them, so that an order's cards are found by their ids and need no index for it. For one thread.
/// </summary>
internal sealed class CardIds(Guid orderId)
{
    private const int CounterStart = 12;
    private uint last;

    /// <summary>Below every card's id.</summary>
    public static Guid First(Guid orderId) => At(orderId, 0);

    /// <summary>Not below any card's id.</summary>
    public static Guid Last(Guid orderId) => At(orderId, uint.MaxValue);

    public Guid Next() => At(orderId, checked(++last));

    /// <summary>The id of an order's card.</summary>
    public static Guid At(Guid orderId, uint counter)
    {
        Span<byte> id = stackalloc byte[16];
        orderId.TryWriteBytes(id, bigEndian: true, out _);
        BinaryPrimitives.WriteUInt32BigEndian(id[CounterStart..], counter);
        return new Guid(id, bigEndian: true);
    }
}
