using System.Security.Cryptography;

namespace NexusGo.FileExchange.Vault;

/// <summary>Opens what <see cref="CardSealer"/> sealed. For one thread.</summary>
internal sealed class CardOpener(CustomerVault vault) : IDisposable
{
    private readonly Dictionary<Guid, (AesGcm Unwrapping, byte[] Binding)> customerKeys = [];
    private readonly byte[] contentBinding = AssociatedData.Create(vault.Customer);
    private readonly byte[] cardKey = GC.AllocateArray<byte>(SecretBytes.KeyLength, pinned: true);

    /// <summary>Length of the content in a sealed value.</summary>
    /// <exception cref="SealBrokenException">It is too short for any content.</exception>
    public static int ContentLength(ReadOnlySpan<byte> sealedContent) =>
        WrappedSecret.ClearLength(sealedContent, "A card's sealed content");

    /// <param name="card">A card that is not erased.</param>
    /// <param name="content"><see cref="ContentLength"/> bytes; the caller zeroes them when done.</param>
    /// <exception cref="SealBrokenException">
    /// The vault has no key of this card; or content or key were changed, cut, or are another card's, another customer's or under another
    /// customer key.
    /// </exception>
    public void Open(in SealedCard card, Span<byte> content)
    {
        Unwrap(card.CardId,
            card.Key
            ?? throw new SealBrokenException(
            $"The vault has no key of card {card.CardId}: it was destroyed, or the vault is older than the card."));
        try
        {
            AssociatedData.SetOwner(contentBinding, card.CardId);
            using var cipher = new AesGcm(cardKey, WrappedSecret.TagLength);
            WrappedSecret.Open(cipher, card.Content.Span, content, contentBinding, "A card's sealed content");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(cardKey);
        }
    }

    /// <summary>Wraps a card's key anew, under another key of the customer; the key itself stays the same.</summary>
    /// <param name="cardId">The card.</param>
    /// <param name="key">Its key as it is wrapped now.</param>
    /// <param name="sealer">Wraps under the other customer key.</param>
    public byte[] Rewrap(Guid cardId, WrappedCardKey key, CardSealer sealer)
    {
        Unwrap(cardId, key);
        try
        {
            return sealer.WrapAnew(cardId, cardKey);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(cardKey);
        }
    }

    /// <summary>A cipher under a card's own key, for what belongs to the card beside its content. The caller disposes it.</summary>
    /// <exception cref="SealBrokenException">The vault has no key of this card, or it was changed.</exception>
    internal AesGcm CipherOf(in SealedCard card)
    {
        Unwrap(card.CardId,
            card.Key
            ?? throw new SealBrokenException(
            $"The vault has no key of card {card.CardId}: it was destroyed, or the vault is older than the card."));
        try
        {
            return new AesGcm(cardKey, WrappedSecret.TagLength);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(cardKey);
        }
    }

    public void Dispose()
    {
        foreach (var (unwrapping, _) in customerKeys.Values)
        {
            unwrapping.Dispose();
        }
    }

    private void Unwrap(Guid cardId, WrappedCardKey key)
    {
        if (!customerKeys.TryGetValue(key.CustomerKeyId, out var customerKey))
        {
            customerKey = (new AesGcm(vault.CardKey(key.CustomerKeyId).Span, WrappedSecret.TagLength),
                AssociatedData.Create(vault.Customer, key.CustomerKeyId));
            customerKeys.Add(key.CustomerKeyId, customerKey);
        }

        AssociatedData.SetOwner(customerKey.Binding, cardId);
        WrappedSecret.Open(customerKey.Unwrapping, key.Wrapped.Span, cardKey, customerKey.Binding, "A card's wrapped key");
    }
}
