using System.Security.Cryptography;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Tests.Vault;

public class KeyedHashTests
{
    /// <summary>RFC 4231, test cases 1, 2, 3 and 6.</summary>
    [Theory]
    [InlineData("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")]
    [InlineData("4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd",
        "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe")]
    public void Gives_what_the_standard_says(string key, string value, string hash)
    {
        using var keyed = new KeyedHash(Convert.FromHexString(key));
        var actual = new byte[KeyedHash.Length];
        keyed.Compute(Convert.FromHexString(value), actual);
        Assert.Equal(hash, Convert.ToHexStringLower(actual));
    }

    [Fact]
    public void Every_value_starts_anew_and_gives_what_the_runtime_gives()
    {
        var key = RandomNumberGenerator.GetBytes(32);
        using var keyed = new KeyedHash(key);
        var actual = new byte[KeyedHash.Length];
        foreach (var length in (int[])[0, 1, 13, 55, 56, 63, 64, 65, 1_000, 100_000, 0, 13])
        {
            var value = RandomNumberGenerator.GetBytes(length);
            keyed.Compute(value, actual);
            Assert.Equal(HMACSHA256.HashData(key, value), actual);
        }
    }

    [Fact]
    public void Disposed_it_does_nothing_more()
    {
        var keyed = new KeyedHash(new byte[32]);
        keyed.Dispose();
        Assert.Throws<ObjectDisposedException>(() => keyed.Compute([], new byte[KeyedHash.Length]));
    }
}
