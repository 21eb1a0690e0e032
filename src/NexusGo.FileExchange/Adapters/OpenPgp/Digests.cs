using System.Security.Cryptography;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>Hash algorithms by their OpenPGP numbers (RFC 9580, 9.5).</summary>
internal static class Digests
{
    public const int Sha256 = 8, Sha384 = 9, Sha512 = 10;

    /// <summary>The algorithm, if signatures with it are accepted: SHA-256 and better.</summary>
    public static HashAlgorithmName? Accepted(int number) => number switch
    {
        Sha256 => HashAlgorithmName.SHA256,
        Sha384 => HashAlgorithmName.SHA384,
        Sha512 => HashAlgorithmName.SHA512,
        12 => HashAlgorithmName.SHA3_256,
        14 => HashAlgorithmName.SHA3_512,
        _ => null,
    };

    /// <summary>Also old ones: a revocation counts whatever it was made with, because it only ever takes trust away.</summary>
    public static HashAlgorithmName? ForRevocations(int number) => number switch
    {
        1 => HashAlgorithmName.MD5,
        2 => HashAlgorithmName.SHA1,
        _ => Accepted(number),
    };
}
