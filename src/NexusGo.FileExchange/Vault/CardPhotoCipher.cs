using System.Security.Cryptography;

namespace NexusGo.FileExchange.Vault;

/// <summary>
/// Seals and opens the photo of a card, under the card's own key: who destroys that key destroys the photo. AES-256-GCM with a random
/// nonce; bound to card, customer and purpose, so that a photo never opens as a card's content. For one thread.
/// </summary>
public sealed class CardPhotoCipher : IDisposable
{
    private const string What = "A card's sealed photo";

    private readonly CardOpener opener;
    private readonly byte[] binding;

    public CardPhotoCipher(CustomerVault vault)
    {
        opener = new CardOpener(vault);
        binding = [.. AssociatedData.Create(vault.Customer), .. "photo"u8];
    }

    /// <returns>nonce (12 bytes), ciphertext, tag (16 bytes).</returns>
    public byte[] Seal(in SealedCard card, ReadOnlySpan<byte> photo)
    {
        var box = new byte[photo.Length + WrappedSecret.Overhead];
        Span<byte> nonce = stackalloc byte[WrappedSecret.NonceLength];
        RandomNumberGenerator.Fill(nonce);
        AssociatedData.SetOwner(binding, card.CardId);
        using var cipher = opener.CipherOf(card);
        WrappedSecret.Seal(cipher, nonce, photo, box, binding);
        return box;
    }

    /// <returns>The JPEG; the caller zeroes it when done.</returns>
    /// <exception cref="SealBrokenException">Changed, cut, another card's, or the card's key is gone.</exception>
    public byte[] Open(in SealedCard card, ReadOnlySpan<byte> sealedPhoto)
    {
        var photo = new byte[WrappedSecret.ClearLength(sealedPhoto, What)];
        AssociatedData.SetOwner(binding, card.CardId);
        using var cipher = opener.CipherOf(card);
        WrappedSecret.Open(cipher, sealedPhoto, photo, binding, What);
        return photo;
    }

    public void Dispose() => opener.Dispose();
}
