using System.Security.Cryptography;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Tests.Vault;

/// <summary>The kept cipher against the runtime's own, which makes a new one for every key.</summary>
public class RekeyedGcmTests
{
    private static readonly byte[] Nonce = new byte[WrappedSecret.NonceLength];

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(15, 44)]
    [InlineData(16, 16)]
    [InlineData(17, 1)]
    [InlineData(175, 44)]
    [InlineData(100_000, 44)]
    public void Seals_what_a_new_cipher_seals_and_opens_it_whatever_the_key_before(int length, int bound)
    {
        using var kept = new RekeyedGcm();
        for (var round = 0; round < 5; round++)
        {
            var (key, clear, associated) = (Some(32), Some(length), Some(bound));
            using var fresh = new AesGcm(key, WrappedSecret.TagLength);
            var (expected, expectedTag) = (new byte[length], new byte[WrappedSecret.TagLength]);
            fresh.Encrypt(Nonce, clear, expected, expectedTag, associated);

            var (sealedBytes, tag) = (new byte[length], new byte[WrappedSecret.TagLength]);
            kept.Seal(key, clear, sealedBytes, tag, associated);
            Assert.Equal(expected, sealedBytes);
            Assert.Equal(expectedTag, tag);

            var opened = new byte[length];
            kept.Open(key, expected, expectedTag, opened, associated, "A value");
            Assert.Equal(clear, opened);
        }
    }

    [Fact]
    public void A_changed_value_does_not_open_and_leaves_no_clear_text_and_the_next_one_opens()
    {
        var (key, clear, bound) = (Some(32), Some(40), Some(44));
        using var kept = new RekeyedGcm();
        var (sealedBytes, tag) = (new byte[40], new byte[WrappedSecret.TagLength]);
        kept.Seal(key, clear, sealedBytes, tag, bound);
        for (var bit = 0; bit < (sealedBytes.Length + tag.Length) * 8; bit++)
        {
            var (changed, changedTag) = ((byte[])sealedBytes.Clone(), (byte[])tag.Clone());
            var part = bit < changed.Length * 8 ? changed : changedTag;
            part[bit / 8 % part.Length] ^= (byte)(1 << (bit % 8));
            var opened = new byte[40];
            Assert.Throws<SealBrokenException>(() => kept.Open(key, changed, changedTag, opened, bound, "A value"));
            Assert.All(opened, b => Assert.Equal(0, b));
            kept.Open(key, sealedBytes, tag, opened, bound, "A value");
            Assert.Equal(clear, opened);
        }

        Assert.Throws<SealBrokenException>(() => kept.Open(key, sealedBytes, tag, new byte[40], "else"u8, "A value"));
        Assert.Throws<SealBrokenException>(() => kept.Open(Some(32), sealedBytes, tag, new byte[40], bound, "A value"));
    }

    [Fact]
    public void Wrong_lengths_are_refused()
    {
        using var kept = new RekeyedGcm();
        Assert.Throws<ArgumentOutOfRangeException>(() => kept.Seal(new byte[31], new byte[3], new byte[3], new byte[16], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => kept.Seal([], new byte[3], new byte[3], new byte[16], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => kept.Seal(new byte[32], new byte[3], new byte[2], new byte[16], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => kept.Seal(new byte[32], new byte[3], new byte[3], new byte[12], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => kept.Open(new byte[32], new byte[3], new byte[16], new byte[4], [], "A value"));
    }

    [Fact]
    public void Disposed_it_does_nothing_more()
    {
        var kept = new RekeyedGcm();
        kept.Dispose();
        Assert.Throws<ObjectDisposedException>(() => kept.Seal(new byte[32], [], [], new byte[16], []));
        Assert.Throws<ObjectDisposedException>(() => kept.Open(new byte[32], [], new byte[16], [], [], "A value"));
    }

    private static byte[] Some(int length) => RandomNumberGenerator.GetBytes(length);
}
