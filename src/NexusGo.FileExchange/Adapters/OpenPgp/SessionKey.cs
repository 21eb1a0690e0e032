using System.Security.Cryptography;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>The key of one message, which its recipients' keys protect.</summary>
/// <param name="Cipher">OpenPGP number of the cipher (RFC 9580, 9.3): 7, 8, 9 are AES.</param>
/// <param name="Value">The key.</param>
internal sealed record SessionKey(int Cipher, byte[] Value) : IDisposable
{
    public const int Aes128 = 7, Aes256 = 9;

    public bool IsAes => (Cipher, Value.Length) is (7, 16) or (8, 24) or (9, 32);

    /// <summary>The cipher, the key, and the sum of the key's bytes (RFC 9580, 5.1).</summary>
    public byte[] WithChecksum()
    {
        var sum = Value.Sum(b => b);
        return [(byte)Cipher, .. Value, (byte)(sum >> 8), (byte)sum];
    }

    /// <summary>Takes the same apart again; null = it is none.</summary>
    public static SessionKey? FromChecksummed(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 3)
        {
            return null;
        }

        var key = bytes[1..^2];
        var sum = 0;
        foreach (var b in key)
        {
            sum += b;
        }

        return (ushort)sum == (bytes[^2] << 8 | bytes[^1]) ? new SessionKey(bytes[0], key.ToArray()) : null;
    }

    public override string ToString() => "a session key";

    public void Dispose() => CryptographicOperations.ZeroMemory(Value);
}
