using System.Security.Cryptography;
using BouncyX25519 = Org.BouncyCastle.Math.EC.Rfc7748.X25519;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>Encrypts a message's session key to a recipient (RFC 9580, 5.1).</summary>
internal static class SessionKeySealer
{
    /// <summary>The body of the session key packet.</summary>
    public static byte[] Seal(SessionKey key, PublicKey recipient) =>
        [3, .. recipient.FingerprintBytes.AsSpan(12), (byte)recipient.Algorithm, .. recipient.Algorithm switch
        {
            KeyAlgorithm.Ecdh => SealEcdh(key, recipient),
            KeyAlgorithm.X25519 => SealX25519(key, recipient),
            _ => SealRsa(key, recipient),
        }];

    private static byte[] SealRsa(SessionKey key, PublicKey recipient)
    {
        using var rsa = RSA.Create(recipient.Rsa);
        var secret = key.WithChecksum();
        var sealedKey = PacketBytes.Mpi(rsa.Encrypt(secret, RSAEncryptionPadding.Pkcs1));
        CryptographicOperations.ZeroMemory(secret);
        return sealedKey;
    }

    private static byte[] SealEcdh(SessionKey key, PublicKey recipient)
    {
        var (point, shared) = recipient.Curve is { Nist: { } nist } curve
            ? AgreeNist(recipient, nist, curve) : Agree25519(Curve.Native(recipient.Point), [0x40]);
        var secret = KeyWrap.Pad(key.WithChecksum());
        var wrapped = KeyWrap.Wrap(KeyWrap.EcdhKey(recipient, shared), secret);
        CryptographicOperations.ZeroMemory(secret);
        return [.. PacketBytes.Mpi(point), (byte)wrapped.Length, .. wrapped];
    }

    private static byte[] SealX25519(SessionKey key, PublicKey recipient)
    {
        var (point, shared) = Agree25519(recipient.Point, []);
        var wrapped = KeyWrap.Wrap(KeyWrap.X25519Key(point, recipient.Point, shared), key.Value);
        return [.. point, (byte)(wrapped.Length + 1), (byte)key.Cipher, .. wrapped];
    }

    private static (byte[] Point, byte[] Shared) AgreeNist(PublicKey recipient, ECCurve nist, Curve curve)
    {
        using var once = ECDiffieHellman.Create(nist);
        using var theirs = ECDiffieHellman.Create(new ECParameters { Curve = nist, Q = curve.Point(recipient.Point) });
        var point = once.ExportParameters(includePrivateParameters: false).Q;
        return ([4, .. point.X!, .. point.Y!], once.DeriveRawSecretAgreement(theirs.PublicKey));
    }

    private static (byte[] Point, byte[] Shared) Agree25519(byte[] recipient, byte[] mark)
    {
        var once = RandomNumberGenerator.GetBytes(BouncyX25519.ScalarSize);
        var (point, shared) = (new byte[BouncyX25519.PointSize], new byte[BouncyX25519.PointSize]);
        BouncyX25519.GeneratePublicKey(once, 0, point, 0);
        var agreed = BouncyX25519.CalculateAgreement(once, 0, recipient, 0, shared, 0);
        CryptographicOperations.ZeroMemory(once);
        return agreed ? ([.. mark, .. point], shared) : throw new CryptographicException("A public key without a secret.");
    }
}
