using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using NexusGo.FileExchange.Adapters.Postgres;

namespace NexusGo.FileExchange.Tests.Postgres;

public sealed class BlindIndexBloomFilterTests
{
    [Theory]
    [InlineData(0, 200)]
    [InlineData(100, 100)]
    [InlineData(50_000, 50_000)]
    public void What_was_added_is_always_known(long expected, int added)
    {
        var filter = new BlindIndexBloomFilter(expected);
        for (var i = 0; i < added; i++)
        {
            filter.Add(Key(i));
        }

        Assert.All(Enumerable.Range(0, added), i => Assert.True(filter.Add(Key(i))));
    }

    [Fact]
    public void Of_as_many_indexes_as_expected_few_are_taken_for_known()
    {
        var filter = new BlindIndexBloomFilter(50_000);
        Assert.InRange(Enumerable.Range(0, 50_000).Count(i => filter.Add(Key(i))), 0, 25);
    }

    /// <summary>Like a keyed hash: random, and the same for the same number.</summary>
    private static UInt128 Key(int number) => BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.ASCII.GetBytes($"{number}")));
}
