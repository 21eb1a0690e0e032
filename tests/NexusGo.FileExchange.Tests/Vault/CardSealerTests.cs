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

        var sealedContent = Seal(sealer, card, content);

        Assert.Equal(length + CardSealer.SealOverhead, sealedContent.Length);
        Assert.Equal(content, Open(sealer, card, sealedContent));
    }

    [Fact]
    public async Task The_clear_text_is_nowhere_in_the_sealed_bytes()
    {
        using var sealer = (await TestVault.OpenAsync()).CreateSealer();
        var sealedContent = Seal(sealer, Guid.NewGuid(), Content);

        Assert.Equal(-1, sealedContent.AsSpan().IndexOf("Canary"u8));
    }

    [Fact]
    public async Task Equal_cards_never_share_a_key_or_a_sealed_byte_pattern()
    {
        using var sealer = (await TestVault.OpenAsync()).CreateSealer();
        var card = Guid.NewGuid();
        var seals = Enumerable.Range(0, 500).Select(_ => Seal(sealer, card, Content)).ToList();

        Assert.Equal(500, seals.Select(seal => Convert.ToHexString(seal[..16])).Distinct().Count());
        Assert.Equal(500, seals.Select(seal => Convert.ToHexString(seal[16..])).Distinct().Count());
        Assert.All(seals, seal => Assert.Equal(Content, Open(sealer, card, seal)));
    }

    [Fact]
    public async Task Any_changed_bit_is_noticed()
    {
        using var sealer = (await TestVault.OpenAsync()).CreateSealer();
        var card = Guid.NewGuid();
        var sealedContent = Seal(sealer, card, Content);

        for (var bit = 0; bit < sealedContent.Length * 8; bit++)
        {
            var changed = (byte[])sealedContent.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<SealBrokenException>(() => Open(sealer, card, changed));
        }
    }

    [Fact]
    public async Task Any_length_but_the_right_one_is_refused()
    {
        using var sealer = (await TestVault.OpenAsync()).CreateSealer();
        var card = Guid.NewGuid();
        var sealedContent = Seal(sealer, card, Content);

        Assert.All(Enumerable.Range(0, sealedContent.Length), cut => Assert.Throws<SealBrokenException>(() => Open(sealer, card, sealedContent[..cut])));
        Assert.Throws<SealBrokenException>(() => Open(sealer, card, [.. sealedContent, 0]));
    }

    [Fact]
    public async Task A_seal_does_not_open_on_another_card_or_with_another_seals_salt()
    {
        using var sealer = (await TestVault.OpenAsync()).CreateSealer();
        var card = Guid.NewGuid();
        var (one, other) = (Seal(sealer, card, Content), Seal(sealer, card, Content));

        var broken = Assert.Throws<SealBrokenException>(() => Open(sealer, Guid.NewGuid(), one));
        Assert.IsAssignableFrom<CryptographicException>(broken);
        Assert.Throws<SealBrokenException>(() => Open(sealer, card, [.. other[..16], .. one[16..]]));
    }

    /// <summary>Made again with the runtime's own derivation and cipher, as somebody would who has the key and the manual.</summary>
    [Fact]
    public void The_layout_and_the_derivation_are_the_published_ones()
    {
        using var key = SecretBytes.CreateRandom();
        var (card, keyId, customer) = (Guid.NewGuid(), Guid.NewGuid(), new CustomerId("ACME"));
        using var sealer = new CardSealer(key, customer, keyId);
        var box = Seal(sealer, card, Content);

        var cardKey = SP800108HmacCounterKdf.DeriveBytes(key.Span, HashAlgorithmName.SHA256, "NexusGo card"u8, [.. card.ToByteArray(bigEndian: true), .. box[..16]], 32);
        using var cipher = new AesGcm(cardKey, 16);
        var opened = new byte[Content.Length];
        cipher.Decrypt(new byte[12], box.AsSpan(16, Content.Length), box.AsSpan(box.Length - 16), opened,
            [.. card.ToByteArray(bigEndian: true), .. "ACME"u8, .. keyId.ToByteArray(bigEndian: true)]);
        Assert.Equal(Content, opened);
    }

    [Fact]
    public async Task A_seal_does_not_open_in_another_customers_vault()
    {
        using var vault = TestVault.Create();
        using var ours = (await vault.OpenAsync(new CustomerId("ACME"), default)).CreateSealer();
        using var theirs = (await vault.OpenAsync(new CustomerId("OTHER"), default)).CreateSealer();
        var card = Guid.NewGuid();
        var sealedContent = Seal(ours, card, Content);

        Assert.Throws<SealBrokenException>(() => Open(theirs, card, sealedContent));
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
        var sealedContent = Seal(sealer, card, Content);

        Assert.Throws<SealBrokenException>(() => Open(otherCustomer, card, sealedContent));
        Assert.Throws<SealBrokenException>(() => Open(otherKeyId, card, sealedContent));
        Assert.Equal(Content, Open(sealer, card, sealedContent));
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

    private static byte[] Seal(CardSealer sealer, Guid card, byte[] content)
    {
        var sealedContent = new ArrayBufferWriter<byte>();
        sealer.Seal(card, content, sealedContent);
        return sealedContent.WrittenSpan.ToArray();
    }

    private static byte[] Open(CardSealer sealer, Guid card, byte[] sealedContent)
    {
        var content = new byte[CardSealer.ContentLength(sealedContent)];
        sealer.Open(card, sealedContent, content);
        return content;
    }
}
