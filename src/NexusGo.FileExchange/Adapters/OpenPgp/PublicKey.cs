using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>Public-key algorithms of OpenPGP (RFC 9580, 9.1) that we know by name.</summary>
internal static class KeyAlgorithm
{
    public const int Rsa = 1, RsaEncrypt = 2, RsaSign = 3, Elgamal = 16, Dsa = 17, Ecdh = 18, Ecdsa = 19, EdDsaLegacy = 22, X25519 = 25,
    Ed25519 = 27;
}

/// <summary>A public key packet of version 4, primary or subkey (RFC 9580, 5.5.2).</summary>
internal sealed class PublicKey
{
    /// <summary>The shortest RSA key accepted, in bits.</summary>
    public const int MinRsaBits = 3072;

    private PublicKey(byte[] body, DateTimeOffset createdAt, int algorithm)
    {
        (Body, CreatedAt, Algorithm) = (body, createdAt, algorithm);
        byte[] hashed = [0x99, (byte)(body.Length >> 8), (byte)body.Length, .. body];
        HashedForm = hashed;
#pragma warning disable CA5350 // The fingerprint of a version 4 key is defined with SHA-1.
        FingerprintBytes = SHA1.HashData(hashed);
#pragma warning restore CA5350
        Fingerprint = Convert.ToHexString(FingerprintBytes);
        KeyId = BinaryPrimitives.ReadUInt64BigEndian(FingerprintBytes.AsSpan(12));
    }

    /// <summary>The public packet's body.</summary>
    public byte[] Body { get; }
    public DateTimeOffset CreatedAt { get; }
    public int Algorithm { get; }
    /// <summary>What signatures about the key hash (RFC 9580, 5.2.4).</summary>
    public byte[] HashedForm { get; }
    public byte[] FingerprintBytes { get; }
    /// <summary>Upper-case hex.</summary>
    public string Fingerprint { get; }
    public ulong KeyId { get; }
    public Curve? Curve { get; private init; }
    /// <summary>Of an RSA, DSA or Elgamal key; 0 otherwise.</summary>
    public int Bits { get; private init; }
    public RSAParameters Rsa { get; private init; }
    /// <summary>The public point as the packet has it, or the 32 bytes of algorithms 25 and 27.</summary>
    public byte[] Point { get; private init; } = [];
    /// <summary>Of an ECDH key: digest and cipher that wrap the session key (RFC 9580, 11.5).</summary>
    public (int Digest, int Cipher) KeyWrap { get; private init; }

    /// <summary>Such as <c>rsa3072</c>, <c>ed25519</c> or <c>nistp256</c>.</summary>
    public string Name => Algorithm switch
    {
        KeyAlgorithm.Rsa or KeyAlgorithm.RsaEncrypt or KeyAlgorithm.RsaSign => $"rsa{Bits}",
        KeyAlgorithm.Elgamal or 20 => $"elg{Bits}",
        KeyAlgorithm.Dsa => $"dsa{Bits}",
        KeyAlgorithm.X25519 => "x25519",
        KeyAlgorithm.Ed25519 => "ed25519",
        _ => Curve?.Name ?? $"algorithm {Algorithm}",
    };

    /// <summary>Why this key by itself is not accepted, or null. No word on dates, bindings or revocation.</summary>
    public string? Weakness => Algorithm switch
    {
        KeyAlgorithm.Rsa or KeyAlgorithm.RsaEncrypt or KeyAlgorithm.RsaSign => Bits < MinRsaBits
            ? $"{Name}: RSA keys need at least {MinRsaBits} bits" : null,
        KeyAlgorithm.Ecdh or KeyAlgorithm.Ecdsa or KeyAlgorithm.EdDsaLegacy =>
            Curve is null ? $"{Name}: only Curve25519 and the NIST curves are accepted" : null,
        KeyAlgorithm.X25519 or KeyAlgorithm.Ed25519 => null,
        _ => $"{Name}: use RSA from {MinRsaBits} bits, Curve25519 or a NIST curve",
    };

    public bool CanSign => Algorithm is KeyAlgorithm.Rsa or KeyAlgorithm.RsaSign or KeyAlgorithm.Dsa or KeyAlgorithm.Ecdsa
        or KeyAlgorithm.EdDsaLegacy or KeyAlgorithm.Ed25519;

    public bool CanEncrypt =>
        Algorithm is KeyAlgorithm.Rsa or KeyAlgorithm.RsaEncrypt or KeyAlgorithm.Elgamal or KeyAlgorithm.Ecdh or KeyAlgorithm.X25519;

    /// <summary>Reads a public key, or the public half of a secret one.</summary>
    /// <exception cref="MalformedPacketException">It is damaged.</exception>
    /// <returns>Null: of another version than 4, or of an algorithm whose public half cannot be told from what follows it.</returns>
    public static PublicKey? Parse(ReadOnlySpan<byte> body)
    {
        var fields = new PacketFields(body);
        if (fields.Byte() != 4)
        {
            return null;
        }

        var createdAt = DateTimeOffset.FromUnixTimeSeconds(fields.UInt32());
        var algorithm = fields.Byte();
        switch (algorithm)
        {
            case KeyAlgorithm.Rsa or KeyAlgorithm.RsaEncrypt or KeyAlgorithm.RsaSign:
                var rsa = new RSAParameters { Modulus = fields.Mpi().ToArray(), Exponent = fields.Mpi().ToArray() };
                return new PublicKey(Taken(body, fields), createdAt, algorithm) { Bits = BitsOf(rsa.Modulus), Rsa = rsa };
            case KeyAlgorithm.Dsa or KeyAlgorithm.Elgamal or 20:
                var bits = BitsOf(fields.Mpi());
                for (var i = algorithm == KeyAlgorithm.Dsa ? 3 : 2; i > 0; i--)
                {
                    fields.Mpi();
                }

                return new PublicKey(Taken(body, fields), createdAt, algorithm) { Bits = bits };
            case KeyAlgorithm.Ecdh or KeyAlgorithm.Ecdsa or KeyAlgorithm.EdDsaLegacy:
                var curve = Curve.Find(fields.Bytes(fields.Byte()));
                var point = fields.Mpi().ToArray();
                var wrap = default((int, int));
                if (algorithm == KeyAlgorithm.Ecdh)
                {
                    var parameters = fields.Bytes(fields.Byte());
                    wrap = parameters.Length == 3 && parameters[0] == 1
                        ? (parameters[1], parameters[2]) : throw new MalformedPacketException();
                }

                return new PublicKey(Taken(body, fields), createdAt, algorithm) { Curve = Fitting(algorithm, curve), Point = point,
                    KeyWrap = wrap };
            case KeyAlgorithm.X25519 or KeyAlgorithm.Ed25519:
                var native = fields.Bytes(32).ToArray();
                return new PublicKey(Taken(body, fields), createdAt, algorithm) { Point = native };
            default:
                return null;
        }
    }

    private static byte[] Taken(ReadOnlySpan<byte> body, PacketFields fields) => body[..^fields.Left].ToArray();

    // A curve for signatures under an algorithm for encryption, or the other way round, is none that we accept.
    private static Curve? Fitting(int algorithm, Curve? curve) => algorithm switch
    {
        KeyAlgorithm.EdDsaLegacy => curve == Curve.Ed25519 ? curve : null,
        KeyAlgorithm.Ecdh => curve == Curve.Ed25519 ? null : curve,
        _ => curve?.Nist is null ? null : curve,
    };

    private static int BitsOf(ReadOnlySpan<byte> number) => number.IsEmpty
        ? 0 : (number.Length * 8) - (BitOperations.LeadingZeroCount((uint)number[0]) - 24);
}
