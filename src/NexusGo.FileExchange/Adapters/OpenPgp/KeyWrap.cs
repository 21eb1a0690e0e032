using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>
/// Session keys under a secret shared by Diffie-Hellman: ECDH (RFC 9580, 11.5) and X25519 (RFC 9580, 5.1.6), wrapped as RFC 3394 says.
/// </summary>
internal static class KeyWrap
{
    /// <summary>The wrapping key of ECDH for this recipient.</summary>
    /// <exception cref="CryptographicException">The recipient's key asks for a digest or cipher that is not accepted.</exception>
    public static byte[] EcdhKey(PublicKey recipient, byte[] shared)
    {
        var digest = Digests.Accepted(recipient.KeyWrap.Digest)
            ?? throw new CryptographicException("The digest of the key's key derivation is not accepted.");
        var length = recipient.KeyWrap.Cipher switch { 7 => 16, 8 => 24, 9 => 32,
            _ => throw new CryptographicException("The cipher of the key's key wrap is not accepted.") };
        using var hash = IncrementalHash.CreateHash(digest);
        hash.AppendData([0, 0, 0, 1]);
        hash.AppendData(shared);
        hash.AppendData([(byte)recipient.Curve!.Oid.Length, .. recipient.Curve.Oid, KeyAlgorithm.Ecdh, 3, 1, (byte)recipient.KeyWrap.Digest,
            (byte)recipient.KeyWrap.Cipher]);
        hash.AppendData("Anonymous Sender    "u8);
        hash.AppendData(recipient.FingerprintBytes);
        var whole = hash.GetHashAndReset();
        CryptographicOperations.ZeroMemory(shared);
        return whole[..length];
    }

    /// <summary>The wrapping key of X25519.</summary>
    public static byte[] X25519Key(ReadOnlySpan<byte> oneTimePoint, ReadOnlySpan<byte> recipientPoint, byte[] shared)
    {
        byte[] material = [.. oneTimePoint, .. recipientPoint, .. shared];
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, material, 16, info: [.. "OpenPGP X25519"u8]);
        CryptographicOperations.ZeroMemory(material);
        CryptographicOperations.ZeroMemory(shared);
        return key;
    }

    public static byte[] Wrap(byte[] wrappingKey, byte[] secret)
    {
        var engine = new AesWrapEngine();
        engine.Init(true, new KeyParameter(wrappingKey));
        return engine.Wrap(secret, 0, secret.Length);
    }

    /// <summary>Null: it was wrapped with another key.</summary>
    public static byte[]? Unwrap(byte[] wrappingKey, byte[] wrapped)
    {
        try
        {
            var engine = new AesWrapEngine();
            engine.Init(false, new KeyParameter(wrappingKey));
            return engine.Unwrap(wrapped, 0, wrapped.Length);
        }
        catch (Exception e) when (e is InvalidCipherTextException or DataLengthException or ArgumentException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(wrappingKey);
        }
    }

    /// <summary>Fills up to whole blocks of eight; each byte added says how many there are (RFC 9580, 11.5).</summary>
    public static byte[] Pad(byte[] secret)
    {
        var count = 8 - (secret.Length % 8);
        return [.. secret, .. Enumerable.Repeat((byte)count, count)];
    }

    /// <summary>Null: it is not filled up like that.</summary>
    public static byte[]? Unpad(byte[]? padded)
    {
        if (padded is null || padded.Length == 0 || padded[^1] == 0 || padded[^1] > padded.Length
            || padded[^padded[^1]..].Any(b => b != padded[^1]))
        {
            return null;
        }

        return padded[..^padded[^1]];
    }
}
