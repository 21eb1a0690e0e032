using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>Makes a key of version 4 with BouncyCastle: a primary key that certifies and signs, and a subkey that encrypts.</summary>
internal static class KeyMaterial
{
    private const int CertifyAndSign = 0x03, Encrypt = 0x0c;

    /// <returns>The packets of the secret key and of its certificate.</returns>
    public static (byte[] Secret, byte[] Certificate) Generate(OpenPgpKeyRequest request, DateTimeOffset now)
    {
        var random = new SecureRandom();
        var made = now.UtcDateTime;
        var digest = request.Kind switch { OpenPgpKeyKind.NistP521 => HashAlgorithmTag.Sha512,
            OpenPgpKeyKind.NistP384 => HashAlgorithmTag.Sha384, _ => HashAlgorithmTag.Sha256 };
        var (signing, encrypting) = Pairs(request.Kind, random, made);
        var passphrase = request.Passphrase is null ? null : Encoding.UTF8.GetBytes(request.Passphrase);
        try
        {
            // The check of a key that is not encrypted is a sum of its bytes (RFC 9580, 5.5.3); gpg cannot use one that has a hash there.
            var ring = new PgpKeyRingGenerator(PgpSignature.PositiveCertification, signing, request.Name,
                passphrase is null ? SymmetricKeyAlgorithmTag.Null : SymmetricKeyAlgorithmTag.Aes256, digest, passphrase,
                useSha1: passphrase is not null,
                Subpackets(CertifyAndSign, request.ValidDays), null, random);
            ring.AddSubKey(encrypting, Subpackets(Encrypt, request.ValidDays), null, digest);
            return (ring.GenerateSecretKeyRing().GetEncoded(), ring.GeneratePublicKeyRing().GetEncoded());
        }
        finally
        {
            CryptographicOperations.ZeroMemory(passphrase);
        }
    }

    private static (PgpKeyPair Signing, PgpKeyPair Encrypting) Pairs(OpenPgpKeyKind kind, SecureRandom random, DateTime made)
    {
        switch (kind)
        {
            case OpenPgpKeyKind.Rsa3072 or OpenPgpKeyKind.Rsa4096:
                var bits = kind == OpenPgpKeyKind.Rsa3072 ? 3072 : 4096;
                return (new PgpKeyPair(PublicKeyAlgorithmTag.RsaGeneral, RsaPair(bits), made),
                    new PgpKeyPair(PublicKeyAlgorithmTag.RsaGeneral, RsaPair(bits), made));
            case OpenPgpKeyKind.NistP256 or OpenPgpKeyKind.NistP384 or OpenPgpKeyKind.NistP521:
                var curve = NistNamedCurves.GetOid(kind switch { OpenPgpKeyKind.NistP256 => "P-256", OpenPgpKeyKind.NistP384 => "P-384",
                _ => "P-521" });
                return (new PgpKeyPair(PublicKeyAlgorithmTag.ECDsa, EcPair("ECDSA", curve, random), made),
                    new PgpKeyPair(PublicKeyAlgorithmTag.ECDH, EcPair("ECDH", curve, random), made));
            default:
                var ed25519 = new Ed25519KeyPairGenerator();
                ed25519.Init(new Ed25519KeyGenerationParameters(random));
                var x25519 = new X25519KeyPairGenerator();
                x25519.Init(new X25519KeyGenerationParameters(random));
                return (new PgpKeyPair(PublicKeyAlgorithmTag.EdDsa_Legacy, ed25519.GenerateKeyPair(), made),
                    new PgpKeyPair(PublicKeyAlgorithmTag.ECDH, x25519.GenerateKeyPair(), made));
        }
    }

    // .NET makes an RSA key in a tenth of the time.
    private static AsymmetricCipherKeyPair RsaPair(int bits)
    {
        using var rsa = RSA.Create(bits);
        return DotNetUtilities.GetRsaKeyPair(rsa.ExportParameters(includePrivateParameters: true));
    }

    private static AsymmetricCipherKeyPair EcPair(string algorithm, DerObjectIdentifier curve, SecureRandom random)
    {
        var generator = new ECKeyPairGenerator(algorithm);
        generator.Init(new ECKeyGenerationParameters(curve, random));
        return generator.GenerateKeyPair();
    }

    private static PgpSignatureSubpacketVector Subpackets(int flags, int validDays)
    {
        var generator = new PgpSignatureSubpacketGenerator();
        generator.SetKeyFlags(isCritical: false, flags);
        if (validDays > 0)
        {
            generator.SetKeyExpirationTime(isCritical: false, validDays * 86_400L);
        }

        if (flags == CertifyAndSign)
        {
            generator.SetPreferredSymmetricAlgorithms(isCritical: false,
                [(int)SymmetricKeyAlgorithmTag.Aes256, (int)SymmetricKeyAlgorithmTag.Aes192, (int)SymmetricKeyAlgorithmTag.Aes128]);
            generator.SetPreferredHashAlgorithms(isCritical: false,
                [(int)HashAlgorithmTag.Sha512, (int)HashAlgorithmTag.Sha384, (int)HashAlgorithmTag.Sha256]);
            generator.SetPreferredCompressionAlgorithms(isCritical: false,
                [(int)CompressionAlgorithmTag.ZLib, (int)CompressionAlgorithmTag.Zip, (int)CompressionAlgorithmTag.Uncompressed]);
            generator.SetFeature(isCritical: false, Org.BouncyCastle.Bcpg.Sig.Features.FEATURE_MODIFICATION_DETECTION);
        }

        return generator.Generate();
    }
}
