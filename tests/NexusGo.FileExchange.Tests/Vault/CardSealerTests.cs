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
        var vault = await TestVault.OpenAsync();
        var content = RandomNumberGenerator.GetBytes(length);

        var card = Seal(vault, Guid.NewGuid(), content);

        Assert.Equal(length + CardSealer.SealOverhead, card.Content.Length);
        Assert.Equal(CardSealer.WrappedKeyLength, card.Key!.Wrapped.Length);
        Assert.Equal(content, Open(vault, card));
    }

    [Fact]
    public async Task The_clear_text_is_nowhere_in_the_sealed_bytes()
    {
        var card = Seal(await TestVault.OpenAsync(), Guid.NewGuid(), Content);

        Assert.Equal(-1, card.Content.Span.IndexOf("Canary"u8));
    }

    [Fact]
    public async Task Equal_cards_never_share_a_key_a_nonce_or_a_sealed_byte_pattern()
    {
        var vault = await TestVault.OpenAsync();
        using var sealer = vault.CreateSealer();
        var id = Guid.NewGuid();
        var cards = Enumerable.Range(0, 500).Select(_ => Seal(sealer, id, Content)).ToList();

        Assert.Equal(500, cards.Select(card => Convert.ToHexString(card.Content.Span[..12])).Distinct().Count());
        Assert.Equal(500, cards.Select(card => Convert.ToHexString(card.Content.Span[12..])).Distinct().Count());
        Assert.Equal(500, cards.Select(card => Convert.ToHexString(card.Key!.Wrapped.Span[..12])).Distinct().Count());
        Assert.Equal(500, cards.Select(card => Convert.ToHexString(card.Key!.Wrapped.Span[12..])).Distinct().Count());
        Assert.All(cards, card => Assert.Equal(Content, Open(vault, card)));
    }

    [Fact]
    public async Task Any_changed_bit_of_content_or_key_is_noticed()
    {
        var vault = await TestVault.OpenAsync();
        var card = Seal(vault, Guid.NewGuid(), Content);

        for (var bit = 0; bit < card.Content.Length * 8; bit++)
        {
            Assert.Throws<SealBrokenException>(() => Open(vault, card with { Content = Flip(card.Content, bit) }));
        }

        for (var bit = 0; bit < CardSealer.WrappedKeyLength * 8; bit++)
        {
            Assert.Throws<SealBrokenException>(() =>
                Open(vault, card with { Key = card.Key! with { Wrapped = Flip(card.Key.Wrapped, bit) } }));
        }
    }

    [Fact]
    public async Task Any_length_but_the_right_one_is_refused()
    {
        var vault = await TestVault.OpenAsync();
        var card = Seal(vault, Guid.NewGuid(), Content);

        Assert.All(Enumerable.Range(0, card.Content.Length),
            cut => Assert.Throws<SealBrokenException>(() => Open(vault, card with { Content = card.Content[..cut] })));
        Assert.Throws<SealBrokenException>(() => Open(vault, card with { Content = (byte[])[.. card.Content.Span, 0] }));
        Assert.Throws<SealBrokenException>(() => Open(vault, card with { Key = card.Key! with { Wrapped = card.Key.Wrapped[..^1] } }));
    }

    [Fact]
    public async Task A_card_opens_with_its_own_key_only_and_without_one_not_at_all()
    {
        var vault = await TestVault.OpenAsync();
        var id = Guid.NewGuid();
        var (one, again, other) = (Seal(vault, id, Content), Seal(vault, id, Content), Seal(vault, Guid.NewGuid(), Content));

        Assert.Throws<SealBrokenException>(() => Open(vault, one with { Key = again.Key }));
        Assert.Throws<SealBrokenException>(() => Open(vault, one with { Key = other.Key }));
        Assert.Throws<SealBrokenException>(() => Open(vault, one with { CardId = other.CardId }));
        Assert.IsAssignableFrom<CryptographicException>(Assert.Throws<SealBrokenException>(() => Open(vault, one with { Key = null })));
    }

    /// <summary>Made again with the runtime's own cipher, as somebody would who has the customer's key and the manual.</summary>
    [Fact]
    public void The_layout_is_the_published_one()
    {
        using var key = SecretBytes.CreateRandom();
        var (id, keyId, customer) = (Guid.NewGuid(), Guid.NewGuid(), new CustomerId("ACME"));
        using var sealer = new CardSealer(key, customer, keyId);
        var card = Seal(sealer, id, Content);
        byte[] idBytes = id.ToByteArray(bigEndian: true);

        var cardKey = Decrypt(key.Span, card.Key!.Wrapped.Span, [.. idBytes, .. "ACME"u8, .. keyId.ToByteArray(bigEndian: true)]);

        Assert.Equal(Content, Decrypt(cardKey, card.Content.Span, [.. idBytes, .. "ACME"u8]));
    }

    [Fact]
    public void Equal_customer_keys_under_another_customer_or_key_id_wrap_something_else()
    {
        // The same key bytes on purpose: only what the seal is bound to differs.
        using var key = SecretBytes.CreateRandom();
        var (id, keyId) = (Guid.NewGuid(), Guid.NewGuid());
        using var sealer = new CardSealer(key, new CustomerId("ACME"), keyId);
        var wrapped = Seal(sealer, id, Content).Key!.Wrapped.Span;
        byte[] idBytes = id.ToByteArray(bigEndian: true);

        Assert.Throws<AuthenticationTagMismatchException>(() => Decrypt(key.Span, Seal(sealer, id, Content).Key!.Wrapped.Span,
            [.. idBytes, .. "ACNE"u8, .. keyId.ToByteArray(bigEndian: true)]));
        Assert.Throws<AuthenticationTagMismatchException>(() => Decrypt(key.Span, Seal(sealer, id, Content).Key!.Wrapped.Span,
            [.. idBytes, .. "ACME"u8, .. Guid.NewGuid().ToByteArray(bigEndian: true)]));
        Assert.Equal(32, Decrypt(key.Span, wrapped, [.. idBytes, .. "ACME"u8, .. keyId.ToByteArray(bigEndian: true)]).Length);
    }

    [Fact]
    public async Task A_card_does_not_open_in_another_customers_vault()
    {
        using var vault = TestVault.Create();
        var ours = await vault.OpenAsync(new CustomerId("ACME"), default);
        var theirs = await vault.OpenAsync(new CustomerId("OTHER"), default);
        var card = Seal(ours, Guid.NewGuid(), Content);

        Assert.ThrowsAny<Exception>(() => Open(theirs, card));
        Assert.Throws<SealBrokenException>(() => Open(theirs, card with { Key = card.Key! with { CustomerKeyId = theirs.CardKeyId } }));
    }

    private static byte[] Decrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> box, byte[] boundTo)
    {
        using var cipher = new AesGcm(key, 16);
        var clear = new byte[box.Length - 28];
        cipher.Decrypt(box[..12], box[12..^16], box[^16..], clear, boundTo);
        return clear;
    }

    private static byte[] Flip(ReadOnlyMemory<byte> bytes, int bit)
    {
        var changed = bytes.ToArray();
        changed[bit / 8] ^= (byte)(1 << (bit % 8));
        return changed;
    }

    private static SealedCard Seal(CustomerVault vault, Guid card, byte[] content)
    {
        using var sealer = vault.CreateSealer();
        return Seal(sealer, card, content);
    }

    private static SealedCard Seal(CardSealer sealer, Guid card, byte[] content)
    {
        var (sealedContent, wrapped) = (new byte[content.Length + CardSealer.SealOverhead], new byte[CardSealer.WrappedKeyLength]);
        sealer.Seal(card, content, sealedContent, wrapped);
        return new SealedCard(card, sealedContent, new WrappedCardKey(sealer.CustomerKeyId, wrapped));
    }

    private static byte[] Open(CustomerVault vault, SealedCard card)
    {
        using var opener = new CardOpener(vault);
        var content = new byte[CardOpener.ContentLength(card.Content.Span)];
        opener.Open(card, content);
        return content;
    }
}
