using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using BouncyEd25519 = Org.BouncyCastle.Math.EC.Rfc8032.Ed25519;
using BouncyX25519 = Org.BouncyCastle.Math.EC.Rfc7748.X25519;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>The secret half of one part of a key of ours, unlocked. Wiped when disposed of, as far as .NET lets us.</summary>
internal sealed class SecretPart : IDisposable
{
    private readonly Lock gate = new();
    private readonly byte[] native = [];
    private readonly RSA? rsa;
    private readonly ECParameters curve;

    /// <param name="part">The public half.</param>
    /// <param name="secret">As BouncyCastle unlocked it.</param>
    public SecretPart(CertificateKey part, AsymmetricKeyParameter secret)
    {
        Part = part;
        switch (secret)
        {
            case RsaPrivateCrtKeyParameters parameters:
                rsa = RSA.Create(RsaOf(parameters));
                break;
            case Ed25519PrivateKeyParameters parameters:
                native = parameters.GetEncoded();
                break;
            case X25519PrivateKeyParameters parameters:
                native = parameters.GetEncoded();
                break;
            case ECPrivateKeyParameters parameters when part.Key.Curve is { Nist: { } nist } known:
                curve = new ECParameters { Curve = nist, Q = known.Point(part.Key.Point), D = Fixed(parameters.D, known.FieldBytes) };
                break;
            default:
                throw new CryptographicException("A secret key of this kind cannot be used.");
        }
    }

    public CertificateKey Part { get; }

    /// <summary>Signs a hash; the signature's numbers as the packet holds them.</summary>
    public byte[] Sign(byte[] hash, HashAlgorithmName digest)
    {
        switch (Part.Key.Algorithm)
        {
            case KeyAlgorithm.Rsa or KeyAlgorithm.RsaSign:
                lock (gate)
                {
                    return PacketBytes.Mpi(rsa!.SignHash(hash, digest, RSASignaturePadding.Pkcs1));
                }

            case KeyAlgorithm.Ecdsa:
                using (var ecdsa = ECDsa.Create(curve))
                {
                    return TwoNumbers(ecdsa.SignHash(hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
                }

            case KeyAlgorithm.EdDsaLegacy or KeyAlgorithm.Ed25519:
                var signature = new byte[BouncyEd25519.SignatureSize];
                BouncyEd25519.Sign(native, 0, hash, 0, hash.Length, signature, 0);
                return Part.Key.Algorithm == KeyAlgorithm.Ed25519 ? signature : TwoNumbers(signature);
            default:
                throw new CryptographicException("This key does not sign.");
        }
    }

    /// <summary>Decrypts what was encrypted to an RSA key.</summary>
    /// <exception cref="CryptographicException">It was not.</exception>
    public byte[] DecryptRsa(byte[] encrypted)
    {
        lock (gate)
        {
            return rsa!.Decrypt(encrypted, RSAEncryptionPadding.Pkcs1);
        }
    }

    /// <summary>The secret that we share with the sender's one-time key.</summary>
    public byte[] Agree(ReadOnlySpan<byte> oneTimePoint)
    {
        if (Part.Key.Curve is { Nist: { } nist } known)
        {
            using var ours = ECDiffieHellman.Create(curve);
            using var theirs = ECDiffieHellman.Create(new ECParameters { Curve = nist, Q = known.Point(oneTimePoint) });
            return ours.DeriveRawSecretAgreement(theirs.PublicKey);
        }

        var point = Part.Key.Algorithm == KeyAlgorithm.X25519 ? oneTimePoint.ToArray() : Curve.Native(oneTimePoint);
        var shared = new byte[BouncyX25519.PointSize];
        return BouncyX25519.CalculateAgreement(native, 0, point, 0, shared, 0)
            ? shared : throw new CryptographicException("A point without a secret.");
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(native);
        CryptographicOperations.ZeroMemory(curve.D);
        rsa?.Dispose();
    }

    private static byte[] TwoNumbers(byte[] signature) =>
        [.. PacketBytes.Mpi(signature.AsSpan(0, signature.Length / 2)), .. PacketBytes.Mpi(signature.AsSpan(signature.Length / 2))];

    private static RSAParameters RsaOf(RsaPrivateCrtKeyParameters key)
    {
        var size = key.Modulus.ToByteArrayUnsigned().Length;
        return new RSAParameters
        {
            Modulus = Fixed(key.Modulus, size),
            Exponent = key.PublicExponent.ToByteArrayUnsigned(),
            D = Fixed(key.Exponent, size),
            P = Fixed(key.P, (size + 1) / 2),
            Q = Fixed(key.Q, (size + 1) / 2),
            DP = Fixed(key.DP, (size + 1) / 2),
            DQ = Fixed(key.DQ, (size + 1) / 2),
            InverseQ = Fixed(key.QInv, (size + 1) / 2),
        };
    }

    private static byte[] Fixed(Org.BouncyCastle.Math.BigInteger number, int size) =>
        PacketFields.Padded(number.ToByteArrayUnsigned(), size);
}
