using System.Security.Cryptography;

namespace NexusGo.FileExchange.Vault;

/// <summary>
/// A box: nonce (12 bytes), ciphertext (as long as the clear text), tag (16 bytes); AES-256-GCM, NIST SP 800-38D.
/// </summary>
internal static class WrappedSecret
{
    public const int NonceLength = 12;
    public const int TagLength = 16;
    public const int Overhead = NonceLength + TagLength;

    public static void Seal(AesGcm cipher, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> clear, Span<byte> box,
        ReadOnlySpan<byte> associatedData)
    {
        nonce.CopyTo(box);
        cipher.Encrypt(nonce, clear, box.Slice(NonceLength, clear.Length), box.Slice(NonceLength + clear.Length, TagLength),
            associatedData);
    }

    /// <summary>Opens a box. Its kind, <paramref name="what"/>, goes into the error message; the value never does.</summary>
    /// <exception cref="SealBrokenException">Too short, changed, or sealed for something else.</exception>
    public static void Open(AesGcm cipher, ReadOnlySpan<byte> box, Span<byte> clear, ReadOnlySpan<byte> associatedData, string what)
    {
        if (box.Length != clear.Length + Overhead)
        {
            throw new SealBrokenException($"{what} has {box.Length} bytes; that is not the length of this sealed value.");
        }

        try
        {
            cipher.Decrypt(box[..NonceLength], box[NonceLength..^TagLength], box[^TagLength..], clear, associatedData);
        }
        catch (AuthenticationTagMismatchException mismatch)
        {
            throw DoesNotOpen(what, mismatch);
        }
    }

    public static SealBrokenException DoesNotOpen(string what, Exception? cause) =>
        new($"{what} does not open: it was changed, moved from another record, or sealed under another key.", cause);

    /// <summary>The clear length of a box; a box too short for its own frame is broken.</summary>
    public static int ClearLength(ReadOnlySpan<byte> box, string what) =>
        box.Length >= Overhead ? box.Length - Overhead : throw new SealBrokenException($"{what} ends inside its frame.");
}
