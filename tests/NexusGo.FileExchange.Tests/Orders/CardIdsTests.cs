using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Tests.Orders;

public class CardIdsTests
{
    [Fact]
    public void Ids_are_version_7_rise_in_the_databases_order_and_lie_in_their_orders_range()
    {
        var order = new Uuid7Sequence(TimeProvider.System).Next();
        var ids = new CardIds(order);
        var before = CardIds.First(order);
        for (var i = 0; i < 70_000; i++)
        {
            var id = ids.Next();
            Assert.Equal((7, 8), (id.Version, id.Variant & 0xC));
            Assert.True(Compare(before, id) < 0 && Compare(id, CardIds.Last(order)) <= 0);
            before = id;
        }
    }

    [Fact]
    public void Two_orders_share_no_id()
    {
        var sequence = new Uuid7Sequence(TimeProvider.System);
        var orders = Enumerable.Range(0, 5_000).Select(_ => sequence.Next()).ToList();
        Assert.All(orders.Zip(orders.Skip(1)), pair => Assert.True(Compare(CardIds.Last(pair.First), CardIds.First(pair.Second)) < 0));
    }

    /// <summary>As PostgreSQL compares: byte by byte.</summary>
    private static int Compare(Guid one, Guid other) => one.ToByteArray(bigEndian: true).AsSpan()
        .SequenceCompareTo(other.ToByteArray(bigEndian: true));
}
