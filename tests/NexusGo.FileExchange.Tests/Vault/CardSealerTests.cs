using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Testing.Vault;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Tests.Vault;

public class CardSealerTests
{
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("Canary Kanariefågel");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(230)]
    [InlineData(70_000)]
    public async Task What_was_sealed_opens_to_the_same_bytes(int length)
    {
        using var sealer = (await TestVault.OpenAsync()).CreateSealer();
        var content = RandomNumberGenerator.GetBytes(length);
        var card = Guid.NewGuid();

        var (sealedContent, wrappedKey) = Seal(sealer, card, content);

        Assert.Equal(length + CardSealer.SealOverhead, sealedContent.Length);
        Assert.Equal(CardSealer.WrappedKeyLength, wrappedKey.Length);
        Assert.Equal(content, sealer.Open(card, sealedContent, wrappedKey));
    }

    [Fact]
    public async Task The_clear_text_is_nowhere_in_the_sealed_bytes()
    {
        using var sealer = (await TestVault.OpenAsync()).CreateSealer();
        var (sealedContent, wrappedKey) = Seal(sealer, Guid.NewGuid(), Content);

        Assert.Equal(-1, sealedContent.AsSpan().IndexOf("Canary"u8));
        Assert.Equal(-1, wrappedKey.AsSpan().IndexOf("Canary"u8));
    }

    [Fact]
    public async Task Equal_cards_never_share_a_key_a_nonce_or_a_sealed_byte_pattern()
    {
        using var sealer = (await TestVault.OpenAsync()).CreateSealer();
        var card = Guid.NewGuid();
        var seals = Enumerable.Range(0, 500).Select(_ => Seal(sealer, card, Content)).ToList();

        Assert.Equal(500, seals.Select(seal => Convert.ToHexString(seal.Content[..12])).Distinct().Count());
        Assert.Equal(500, seals.Select(seal => Convert.ToHexString(seal.Key[..12])).Distinct().Count());
        Assert.Equal(500, seals.Select(seal => Convert.ToHexString(seal.Key[12..])).Distinct().Count());
        Assert.All(seals, seal => Assert.Equal(Content, sealer.Open(card, seal.Content, seal.Key)));
    }

    [Fact]
    public async Task Any_changed_bit_of_the_content_or_the_key_is_noticed()
    {
        using var sealer = (await TestVault.OpenAsync()).CreateSealer();
        var card = Guid.NewGuid();
        var (sealedContent, wrappedKey) = Seal(sealer, card, Content);

        for (var i = 0; i < sealedContent.Length; i++)
        {
            var changed = (byte[])sealedContent.Clone();
            changed[i] ^= 1;
            Assert.Throws<SealBrokenException>(() => sealer.Open(card, changed, wrappedKey));
        }

        for (var i = 0; i < wrappedKey.Length; i++)
        {
            var changed = (byte[])wrappedKey.Clone();
            changed[i] ^= 0x80;
            Assert.Throws<SealBrokenException>(() => sealer.Open(card, sealedContent, changed));
        }
    }

    [Fact]
    public async Task Any_length_but_the_right_one_is_refused()
    {
        using var sealer = (await TestVault.OpenAsync()).CreateSealer();
        var card = Guid.NewGuid();
        var (sealedContent, wrappedKey) = Seal(sealer, card, Content);

        Assert.All(Enumerable.Range(0, sealedContent.Length), cut =>
            Assert.Throws<SealBrokenException>(() => sealer.Open(card, sealedContent.AsSpan(0, cut), wrappedKey)));
        Assert.All(Enumerable.Range(0, wrappedKey.Length), cut =>
            Assert.Throws<SealBrokenException>(() => sealer.Open(card, sealedContent, wrappedKey.AsSpan(0, cut))));
        Assert.Throws<SealBrokenException>(() => sealer.Open(card, [.. sealedContent, 0], wrappedKey));
    }

    [Fact]
    public async Task A_seal_does_not_open_on_another_card_or_with_another_cards_key()
    {
        using var sealer = (await TestVault.OpenAsync()).CreateSealer();
        var card = Guid.NewGuid();
        var (sealedContent, wrappedKey) = Seal(sealer, card, Content);
        var (_, otherKey) = Seal(sealer, card, Content);

        var broken = Assert.Throws<SealBrokenException>(() => sealer.Open(Guid.NewGuid(), sealedContent, wrappedKey));
        Assert.IsAssignableFrom<CryptographicException>(broken);
        Assert.Throws<SealBrokenException>(() => sealer.Open(card, sealedContent, otherKey));
    }

    [Fact]
    public async Task A_seal_does_not_open_in_another_customers_vault()
    {
        using var vault = TestVault.Create();
        using var ours = (await vault.OpenAsync(new CustomerId("ACME"), default)).CreateSealer();
        using var theirs = (await vault.OpenAsync(new CustomerId("OTHER"), default)).CreateSealer();
        var card = Guid.NewGuid();
        var (sealedContent, wrappedKey) = Seal(ours, card, Content);

        Assert.Throws<SealBrokenException>(() => theirs.Open(card, sealedContent, wrappedKey));
    }

    [Fact]
    public void Equal_keys_under_another_customer_or_key_id_do_not_open_a_seal_either()
    {
        // The same key bytes on purpose: only what the seal is bound to differs.
        using var key = SecretBytes.CreateRandom();
        var keyId = Guid.NewGuid();
        var card = Guid.NewGuid();
        using var sealer = new CardSealer(key, new CustomerId("ACME"), keyId);
        using var otherCustomer = new CardSealer(key, new CustomerId("ACNE"), keyId);
        using var otherKeyId = new CardSealer(key, new CustomerId("ACME"), Guid.NewGuid());
        var (sealedContent, wrappedKey) = Seal(sealer, card, Content);

        Assert.Throws<SealBrokenException>(() => otherCustomer.Open(card, sealedContent, wrappedKey));
        Assert.Throws<SealBrokenException>(() => otherKeyId.Open(card, sealedContent, wrappedKey));
        Assert.Equal(Content, sealer.Open(card, sealedContent, wrappedKey));
    }

    [Fact]
    public void Random_bytes_are_handed_out_once_and_zeroed_bytes_never_come_back()
    {
        using var random = new RandomBatch();
        var seen = new HashSet<string>();
        for (var i = 0; i < 1000; i++)
        {
            var bytes = random.Take(56);
            Assert.True(seen.Add(Convert.ToHexString(bytes)));
            bytes.Clear();
        }
    }

    private static (byte[] Content, byte[] Key) Seal(CardSealer sealer, Guid card, byte[] content)
    {
        var sealedContent = new ArrayBufferWriter<byte>();
        var wrappedKey = new ArrayBufferWriter<byte>();
        sealer.Seal(card, content, sealedContent, wrappedKey);
        return (sealedContent.WrittenSpan.ToArray(), wrappedKey.WrittenSpan.ToArray());
    }
}
