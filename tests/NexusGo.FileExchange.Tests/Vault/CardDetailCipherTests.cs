using NexusGo.FileExchange.Testing.Vault;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Tests.Vault;

[Trait("Attack", "20.10 chip ids in the clear")]
public sealed class CardDetailCipherTests
{
    [Fact]
    public async Task Values_come_back_as_they_were_and_nothing_of_them_shows()
    {
        using var vault = await TestVault.OpenAsync();
        using var cipher = new CardDetailCipher(vault);
        var card = Card(vault);
        var box = cipher.Seal(card, CardDetail.Chip, "04a1b2c3d4e580", null, "12345");
        Assert.DoesNotContain("12345", System.Text.Encoding.Latin1.GetString(box), StringComparison.Ordinal);
        Assert.Equal("04a1b2c3d4e580;;12345", string.Join(";", cipher.Open(card, CardDetail.Chip, box)));
        Assert.NotEqual(box, cipher.Seal(card, CardDetail.Chip, "04a1b2c3d4e580", null, "12345"));
    }

    [Fact]
    public async Task A_detail_opens_neither_as_another_kind_nor_as_another_cards_nor_changed_nor_without_the_key()
    {
        using var vault = await TestVault.OpenAsync();
        using var cipher = new CardDetailCipher(vault);
        var (card, other) = (Card(vault), Card(vault));
        var box = cipher.Seal(card, CardDetail.Chip, "04a1b2c3");
        Assert.Throws<SealBrokenException>(() => cipher.Open(card, CardDetail.Shipment, box));
        Assert.Throws<SealBrokenException>(() => cipher.Open(other, CardDetail.Chip, box));
        Assert.Throws<SealBrokenException>(() => cipher.Open(card with { Key = null }, CardDetail.Chip, box));
        box[^1] ^= 1;
        Assert.Throws<SealBrokenException>(() => cipher.Open(card, CardDetail.Chip, box));
    }

    private static SealedCard Card(CustomerVault vault)
    {
        using var sealer = vault.CreateSealer();
        var id = Guid.NewGuid();
        var (content, key) = (new byte[1 + CardSealer.SealOverhead], new byte[CardSealer.WrappedKeyLength]);
        sealer.Seal(id, [2], content, key);
        return new SealedCard(id, content, new WrappedCardKey(sealer.CustomerKeyId, key));
    }
}
