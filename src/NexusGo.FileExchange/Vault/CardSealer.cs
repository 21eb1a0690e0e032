using System.Security.Cryptography;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Vault;

/// <summary>
/// Seals cards, each under a random AES-256 key of its own, and wraps that key under a key of the customer's. Content and wrapped key are
/// kept apart: who destroys the wrapped key destroys the content, wherever copies of it are. Both are AES-256-GCM with a random nonce (NIST
/// SP 800-38D); content is bound to card and customer, the wrapped key also to the customer key. For one thread; make one per thread.
/// <see cref="CardOpener"/> opens.
/// </summary>
public sealed class CardSealer : IDisposable
{
    /// <summary>What sealing adds to the content, in bytes.</summary>
    public const int SealOverhead = WrappedSecret.Overhead;

    /// <summary>Length of a wrapped card key, in bytes.</summary>
    public const int WrappedKeyLength = SecretBytes.KeyLength + WrappedSecret.Overhead;

    // Drawn from the system for so many cards at once, because a call costs more than the bytes.
    private const int CardsPerDraw = 128;
    private const int RandomPerCard = SecretBytes.KeyLength + 2 * WrappedSecret.NonceLength;

    private readonly AesGcm wrapping;
    private readonly byte[] contentBinding;
    private readonly byte[] keyBinding;
    private readonly byte[] random = GC.AllocateUninitializedArray<byte>(RandomPerCard * CardsPerDraw, pinned: true);
    private int next;

    internal CardSealer(SecretBytes customerKey, CustomerId customer, Guid customerKeyId)
    {
        wrapping = new AesGcm(customerKey.Span, WrappedSecret.TagLength);
        contentBinding = AssociatedData.Create(customer);
        keyBinding = AssociatedData.Create(customer, customerKeyId);
        next = random.Length;
        CustomerKeyId = customerKeyId;
    }

    /// <summary>The customer key that wraps the cards' keys; it is stored beside each of them.</summary>
    public Guid CustomerKeyId { get; }

    /// <param name="cardId">The card.</param>
    /// <param name="content">Its content, of any length.</param>
    /// <param name="sealedContent"><see cref="SealOverhead"/> bytes longer than the content.</param>
    /// <param name="wrappedKey"><see cref="WrappedKeyLength"/> bytes.</param>
    public void Seal(Guid cardId, ReadOnlySpan<byte> content, Span<byte> sealedContent, Span<byte> wrappedKey)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(sealedContent.Length, content.Length + SealOverhead);
        ArgumentOutOfRangeException.ThrowIfNotEqual(wrappedKey.Length, WrappedKeyLength);
        var drawn = Draw();
        var cardKey = drawn[..SecretBytes.KeyLength];
        var nonces = drawn[SecretBytes.KeyLength..];
        AssociatedData.SetOwner(contentBinding, cardId);
        AssociatedData.SetOwner(keyBinding, cardId);
        using (var cipher = new AesGcm(cardKey, WrappedSecret.TagLength))
        {
            WrappedSecret.Seal(cipher, nonces[..WrappedSecret.NonceLength], content, sealedContent, contentBinding);
        }

        WrappedSecret.Seal(wrapping, nonces[WrappedSecret.NonceLength..], cardKey, wrappedKey, keyBinding);
        CryptographicOperations.ZeroMemory(cardKey);
    }

    /// <summary>Wraps a card's present key under this sealer's customer key.</summary>
    internal byte[] WrapAnew(Guid cardId, ReadOnlySpan<byte> cardKey)
    {
        var wrapped = new byte[WrappedKeyLength];
        AssociatedData.SetOwner(keyBinding, cardId);
        WrappedSecret.Seal(wrapping, Draw()[..WrappedSecret.NonceLength], cardKey, wrapped, keyBinding);
        return wrapped;
    }

    public void Dispose()
    {
        wrapping.Dispose();
        CryptographicOperations.ZeroMemory(random);
    }

    /// <summary>Random bytes for one card, handed out once.</summary>
    private Span<byte> Draw()
    {
        if (next == random.Length)
        {
            RandomNumberGenerator.Fill(random);
            next = 0;
        }

        next += RandomPerCard;
        return random.AsSpan(next - RandomPerCard, RandomPerCard);
    }
}
