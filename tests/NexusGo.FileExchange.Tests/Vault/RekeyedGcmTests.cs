using System.Security.Cryptography;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Tests.Vault;

/// <summary>The kept cipher against the runtime's own, which makes a new one for every key.</summary>
public class RekeyedGcmTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(15, 44)]
    [InlineData(16, 16)]
    [InlineData(17, 1)]
    [InlineData(175, 44)]
    [InlineData(100_000, 44)]
    public void Seals_what_a_new_cipher_opens_and_opens_what_it_seals_whatever_the_key_before(int length, int bound)
    {
        using var kept = new RekeyedGcm();
        for (var round = 0; round < 5; round++)
        {
            var (key, nonce, clear, associated) = (Some(32), Some(12), Some(length), Some(bound));
            using var fresh = new AesGcm(key, GcmBox.TagLength);
            var expected = new byte[length + GcmBox.Overhead];
            GcmBox.Seal(fresh, nonce, clear, expected, associated);

            var box = new byte[length + GcmBox.Overhead];
            kept.Seal(key, nonce, clear, box, associated);
            Assert.Equal(expected, box);

            var opened = new byte[length];
            kept.Open(key, expected, opened, associated, "A box");
            Assert.Equal(clear, opened);
        }
    }

    [Fact]
    public void Without_a_key_it_goes_on_with_the_one_it_has()
    {
        var (first, second) = (Some(32), Some(32));
        using var kept = new RekeyedGcm(first);
        Assert.Equal(Box(first), Sealed(kept, []));
        Assert.Equal(Box(first), Sealed(kept, []));
        Assert.Equal(Box(second), Sealed(kept, second));
        Assert.Equal(Box(second), Sealed(kept, []));
    }

    [Fact]
    public void A_changed_box_does_not_open_and_leaves_no_clear_text_and_the_next_one_opens()
    {
        var key = Some(32);
        using var kept = new RekeyedGcm(key);
        var box = Box(key);
        for (var i = 0; i < box.Length; i++)
        {
            var changed = (byte[])box.Clone();
            changed[i] ^= 1;
            var clear = new byte[Clear.Length];
            Assert.Throws<SealBrokenException>(() => kept.Open([], changed, clear, Bound, "A box"));
            Assert.All(clear, b => Assert.Equal(0, b));
            kept.Open([], box, clear, Bound, "A box");
            Assert.Equal(Clear, clear);
        }

        Assert.Throws<SealBrokenException>(() => kept.Open([], box, new byte[Clear.Length], "else"u8, "A box"));
        Assert.Throws<SealBrokenException>(() => kept.Open(Some(32), box, new byte[Clear.Length], Bound, "A box"));
    }

    [Theory]
    [InlineData(16)]
    [InlineData(31)]
    [InlineData(33)]
    public void A_key_of_another_length_is_refused(int length)
    {
        using var kept = new RekeyedGcm();
        Assert.Throws<ArgumentException>(() => Sealed(kept, Some(length)));
        Assert.Throws<ArgumentException>(() => new RekeyedGcm(Some(length)));
    }

    [Fact]
    public void Disposed_it_does_nothing_more()
    {
        var kept = new RekeyedGcm(Some(32));
        kept.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Sealed(kept, []));
        Assert.Throws<ObjectDisposedException>(() => kept.Open([], new byte[GcmBox.Overhead], [], [], "A box"));
    }

    private static readonly byte[] Clear = Some(40);
    private static readonly byte[] Nonce = Some(12);
    private static readonly byte[] Bound = Some(44);

    private static byte[] Box(byte[] key)
    {
        using var fresh = new AesGcm(key, GcmBox.TagLength);
        var box = new byte[Clear.Length + GcmBox.Overhead];
        GcmBox.Seal(fresh, Nonce, Clear, box, Bound);
        return box;
    }

    private static byte[] Sealed(RekeyedGcm cipher, byte[] key)
    {
        var box = new byte[Clear.Length + GcmBox.Overhead];
        cipher.Seal(key, Nonce, Clear, box, Bound);
        return box;
    }

    private static byte[] Some(int length) => RandomNumberGenerator.GetBytes(length);
}
