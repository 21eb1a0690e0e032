using System.Buffers;
using System.Security.Cryptography;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Vault;

/// <summary>
/// Seals and opens cards: a random key for each card, that key wrapped under the customer's card key. Both seals are bound to the card, the customer
/// and the wrapping key. Forgetting a card's wrapped key forgets the card. For one thread; make one per thread.
/// </summary>
/// <remarks>The price is the cipher's set-up, not the bytes: a card costs two calls on kept ciphers, one of which takes a new key, about 0.7 µs.</remarks>
public sealed class CardSealer : IDisposable
{
    /// <summary>What sealing adds to the content, in bytes.</summary>
    public const int SealOverhead = GcmBox.Overhead;

    /// <summary>Length of every wrapped card key, in bytes.</summary>
    public const int WrappedKeyLength = SecretBytes.KeyLength + GcmBox.Overhead;

    private const string WhatKey = "A card's wrapped key";
    private const string WhatContent = "A card's sealed content";

    private readonly RekeyedGcm cards = new();
    private readonly RekeyedGcm wrapper;
    private readonly byte[] associatedData;
    private readonly RandomBatch random = new();

    internal CardSealer(SecretBytes wrappingKey, CustomerId customer, Guid keyId)
    {
        wrapper = new RekeyedGcm(wrappingKey.Span);
        associatedData = AssociatedData.Create(customer, keyId);
        KeyId = keyId;
    }

    /// <summary>The customer key that wraps; it is stored beside the card.</summary>
    public Guid KeyId { get; }

    /// <summary>Writes the sealed content (<see cref="SealOverhead"/> bytes longer) and the wrapped key under a new card key.</summary>
    public void Seal(Guid cardId, ReadOnlySpan<byte> content, IBufferWriter<byte> sealedContent, IBufferWriter<byte> wrappedKey)
    {
        AssociatedData.SetOwner(associatedData, cardId);
        var bytes = random.Take(SecretBytes.KeyLength + 2 * GcmBox.NonceLength);
        var cardKey = bytes[..SecretBytes.KeyLength];
        var contentNonce = bytes.Slice(SecretBytes.KeyLength, GcmBox.NonceLength);
        var keyNonce = bytes[^GcmBox.NonceLength..];
        try
        {
            var length = content.Length + SealOverhead;
            cards.Seal(cardKey, contentNonce, content, sealedContent.GetSpan(length)[..length], associatedData);
            wrapper.Seal([], keyNonce, cardKey, wrappedKey.GetSpan(WrappedKeyLength)[..WrappedKeyLength], associatedData);
            sealedContent.Advance(length);
            wrappedKey.Advance(WrappedKeyLength);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>The content in the clear; the caller zeroes it when done.</summary>
    /// <exception cref="SealBrokenException">Changed, cut, another card's, another customer's, or wrapped under another key.</exception>
    public byte[] Open(Guid cardId, ReadOnlySpan<byte> sealedContent, ReadOnlySpan<byte> wrappedKey)
    {
        AssociatedData.SetOwner(associatedData, cardId);
        Span<byte> cardKey = stackalloc byte[SecretBytes.KeyLength];
        try
        {
            wrapper.Open([], wrappedKey, cardKey, associatedData, WhatKey);
            var content = new byte[GcmBox.ClearLength(sealedContent, WhatContent)];
            cards.Open(cardKey, sealedContent, content, associatedData, WhatContent);
            return content;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(cardKey);
        }
    }

    public void Dispose()
    {
        cards.Dispose();
        wrapper.Dispose();
        random.Dispose();
    }
}
