using System.Buffers.Binary;
using System.Security.Cryptography;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>Finds the session key that one of our keys can decrypt among a message's recipients (RFC 9580, 5.1).</summary>
internal sealed class SessionKeyOpener(BureauSecretKeys ours) : IDisposable
{
    /// <summary>Larger than a session key packet for RSA-4096.</summary>
    public const int MaxBytes = 2048;

    private bool namesUs;

    /// <summary>The first that opened.</summary>
    public SessionKey? Found { get; private set; }

    /// <summary>Primary fingerprint of our key that opened it.</summary>
    public string? Fingerprint { get; private set; }

    /// <summary>
    /// One of the packets was of version 6. Such packets belong to the newer form of encryption, also where the recipient's key is of
    /// version 4.
    /// </summary>
    public bool HasVersion6 { get; private set; }

    /// <summary>The refusal when no session key could be opened. One that names our key and does not open was changed on its way.</summary>
    public Refusal Refusal => namesUs ? Refusal.Damaged : Refusal.NotForUs;

    /// <summary>Takes one session key packet.</summary>
    public void Take(byte[] body)
    {
        if (body.Length > 0 && body[0] == 6)
        {
            HasVersion6 = true;
            return;
        }

        if (body.Length < 10 || body[0] != 3)
        {
            throw new MessageRefusedException(Refusal.Damaged);
        }

        var keyId = BinaryPrimitives.ReadUInt64BigEndian(body.AsSpan(1));
        foreach (var (part, fingerprint) in ours.Decrypting)
        {
            // 0 hides the recipient, so each of our keys is tried.
            if (Found is not null || (keyId != 0 && keyId != part.Part.Key.KeyId))
            {
                continue;
            }

            namesUs |= keyId != 0;
            if (part.Part.Key.Algorithm == body[9] && Open(part, body.AsSpan(10)) is { } found)
            {
                (Found, Fingerprint) = (found, fingerprint);
            }
        }
    }

    public void Dispose() => Found?.Dispose();

    /// <summary>Opens the encrypted part of one packet; null = it was not made for this key.</summary>
    internal static SessionKey? Open(SecretPart part, ReadOnlySpan<byte> encrypted)
    {
        try
        {
            var fields = new PacketFields(encrypted);
            return part.Part.Key.Algorithm switch
            {
                KeyAlgorithm.Ecdh => OpenEcdh(part, ref fields),
                KeyAlgorithm.X25519 => OpenX25519(part, ref fields),
                _ => OpenRsa(part, ref fields),
            };
        }
        catch (Exception e) when (e is CryptographicException or MalformedPacketException)
        {
            return null;
        }
    }

    private static SessionKey? OpenRsa(SecretPart part, ref PacketFields fields) =>
        Understand(part.DecryptRsa(PacketFields.Padded(fields.Mpi(), part.Part.Key.Rsa.Modulus!.Length)));

    private static SessionKey? OpenEcdh(SecretPart part, ref PacketFields fields)
    {
        var shared = part.Agree(fields.Mpi());
        var wrapped = fields.Bytes(fields.Byte()).ToArray();
        return Understand(KeyWrap.Unpad(KeyWrap.Unwrap(KeyWrap.EcdhKey(part.Part.Key, shared), wrapped)));
    }

    private static SessionKey? OpenX25519(SecretPart part, ref PacketFields fields)
    {
        var point = fields.Bytes(32);
        var shared = part.Agree(point);
        var rest = new PacketFields(fields.Bytes(fields.Byte()));
        var cipher = rest.Byte();
        var key = KeyWrap.Unwrap(KeyWrap.X25519Key(point, part.Part.Key.Point, shared), rest.Rest().ToArray());
        return key is null ? null : new SessionKey(cipher, key);
    }

    private static SessionKey? Understand(byte[]? secret)
    {
        var key = secret is null ? null : SessionKey.FromChecksummed(secret);
        CryptographicOperations.ZeroMemory(secret);
        return key;
    }
}
