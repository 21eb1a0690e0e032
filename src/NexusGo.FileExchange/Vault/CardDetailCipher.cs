using System.Security.Cryptography;
using System.Text;

namespace NexusGo.FileExchange.Vault;

/// <summary>What a sealed detail of a card is; bound into the seal, so that none opens as another.</summary>
public enum CardDetail : byte
{
    /// <summary>A chip: UID in hex digits, HID facility code, HID number.</summary>
    Chip = 1,
    /// <summary>A shipment: its number, the carrier's tracking number.</summary>
    Shipment = 2,
}

/// <summary>
/// Seals what is known of a card beside its content and leads to a person by way of another system, such as chips and shipments. Under the
/// card's own key: who destroys that destroys these, wherever copies of them are. AES-256-GCM with a random nonce; bound to card, customer
/// and kind of detail. For one thread.
/// </summary>
public sealed class CardDetailCipher : IDisposable
{
    private const string What = "A card's sealed detail";

    /// <summary>Between values; none of them holds a control character.</summary>
    private const char Separator = '\u001f';

    private readonly CardOpener opener;
    private readonly byte[] binding;

    public CardDetailCipher(CustomerVault vault)
    {
        opener = new CardOpener(vault);
        binding = [.. AssociatedData.Create(vault.Customer), 0];
    }

    /// <param name="card">The card; its content is not needed.</param>
    /// <param name="kind">What the values are.</param>
    /// <param name="values">In the order of <see cref="CardDetail"/>; null where there is none.</param>
    /// <returns>nonce (12 bytes), ciphertext, tag (16 bytes).</returns>
    /// <exception cref="SealBrokenException">The vault has no key of this card, or it was changed.</exception>
    public byte[] Seal(in SealedCard card, CardDetail kind, params ReadOnlySpan<string?> values)
    {
        var clear = Encoding.UTF8.GetBytes(string.Join(Separator, values));
        var box = new byte[clear.Length + WrappedSecret.Overhead];
        Span<byte> nonce = stackalloc byte[WrappedSecret.NonceLength];
        RandomNumberGenerator.Fill(nonce);
        Bind(card, kind);
        using var cipher = opener.CipherOf(card);
        WrappedSecret.Seal(cipher, nonce, clear, box, binding);
        return box;
    }

    /// <returns>The values as they were sealed; an empty one is null.</returns>
    /// <exception cref="SealBrokenException">Changed, cut, another card's or kind, or the card's key is gone.</exception>
    public string?[] Open(in SealedCard card, CardDetail kind, ReadOnlySpan<byte> sealedDetail)
    {
        var clear = new byte[WrappedSecret.ClearLength(sealedDetail, What)];
        Bind(card, kind);
        using var cipher = opener.CipherOf(card);
        WrappedSecret.Open(cipher, sealedDetail, clear, binding, What);
        return [.. Encoding.UTF8.GetString(clear).Split(Separator).Select(value => value.Length == 0 ? null : value)];
    }

    public void Dispose() => opener.Dispose();

    private void Bind(in SealedCard card, CardDetail kind)
    {
        AssociatedData.SetOwner(binding, card.CardId);
        binding[^1] = (byte)kind;
    }
}
