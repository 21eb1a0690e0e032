using System.Security.Cryptography;
using BouncyEd25519 = Org.BouncyCastle.Math.EC.Rfc8032.Ed25519;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>Whether a hash was signed by a key: RSA and ECDSA by .NET, Ed25519 by BouncyCastle.</summary>
internal static class SignatureCheck
{
    /// <summary>
    /// Finishes the hash of the signed thing with the signature's own fields, and checks the signature. False = it does not fit, or is
    /// damaged.
    /// </summary>
    /// <param name="hash">Has been fed what was signed; it is reset.</param>
    /// <param name="digest">Which hash that is.</param>
    /// <param name="signature">The signature.</param>
    /// <param name="key">The key that is said to have made it.</param>
    public static bool Fits(IncrementalHash hash, HashAlgorithmName digest, SignaturePacket signature, PublicKey key)
    {
        hash.AppendData(signature.Trailer);
        return Fits(hash.GetHashAndReset(), digest, signature, key);
    }

    private static bool Fits(byte[] value, HashAlgorithmName digest, SignaturePacket signature, PublicKey key)
    {
        if (!value.AsSpan(0, 2).SequenceEqual(signature.HashStart) || signature.KeyAlgorithm != key.Algorithm || key.Weakness is not null)
        {
            return false;
        }

        try
        {
            var fields = new PacketFields(signature.Numbers);
            return key.Algorithm switch
            {
                KeyAlgorithm.Rsa or KeyAlgorithm.RsaSign => FitsRsa(value, digest, ref fields, key),
                KeyAlgorithm.Ecdsa => FitsEcdsa(value, ref fields, key),
                KeyAlgorithm.EdDsaLegacy => FitsEd25519(value,
                    [.. PacketFields.Padded(fields.Mpi(), 32), .. PacketFields.Padded(fields.Mpi(), 32)], Curve.Native(key.Point)),
                KeyAlgorithm.Ed25519 => FitsEd25519(value, fields.Bytes(64).ToArray(), key.Point),
                _ => false,
            };
        }
        catch (Exception e) when (e is MalformedPacketException or CryptographicException)
        {
            return false;
        }
    }

    private static bool FitsRsa(byte[] value, HashAlgorithmName digest, ref PacketFields fields, PublicKey key)
    {
        using var rsa = RSA.Create(key.Rsa);
        return rsa.VerifyHash(value, PacketFields.Padded(fields.Mpi(), key.Rsa.Modulus!.Length), digest, RSASignaturePadding.Pkcs1);
    }

    private static bool FitsEcdsa(byte[] value, ref PacketFields fields, PublicKey key)
    {
        var curve = key.Curve!;
        byte[] numbers = [.. PacketFields.Padded(fields.Mpi(), curve.FieldBytes), .. PacketFields.Padded(fields.Mpi(), curve.FieldBytes)];
        using var ecdsa = ECDsa.Create(new ECParameters { Curve = curve.Nist!.Value, Q = curve.Point(key.Point) });
        return ecdsa.VerifyHash(value, numbers, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private static bool FitsEd25519(byte[] value, byte[] signature, byte[] key) =>
        BouncyEd25519.Verify(signature, 0, key, 0, value, 0, value.Length);
}
