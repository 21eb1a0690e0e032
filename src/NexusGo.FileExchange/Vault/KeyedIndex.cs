using System.Security.Cryptography;

namespace NexusGo.FileExchange.Vault;

/// <summary>
/// HMAC-SHA-256 (RFC 2104) of a kind byte and the value under a customer's index key. A personnummer has so few possible values that a
/// plain hash of it can be reversed by trying them all; without this key that does not work.
/// </summary>
internal sealed class KeyedIndex : IDisposable
{
    private const int ShortValue = 128;

    private readonly SecretBytes key;

    // One idle hash is kept: a single thread never makes a second one, and more threads are still right.
    private IncrementalHash? idle;

    public KeyedIndex(SecretBytes key) => this.key = key;

    public void Compute(IndexKind kind, ReadOnlySpan<byte> value, Span<byte> destination)
    {
        var hash = Interlocked.Exchange(ref idle, null) ?? IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key.Span);

        // Most values are short. One call with kind and value together takes two thirds of the time of two.
        if (value.Length < ShortValue)
        {
            Span<byte> both = stackalloc byte[ShortValue];
            both[0] = (byte)kind;
            value.CopyTo(both[1..]);
            hash.AppendData(both[..(value.Length + 1)]);
            CryptographicOperations.ZeroMemory(both);
        }
        else
        {
            hash.AppendData([(byte)kind]);
            hash.AppendData(value);
        }

        Span<byte> full = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(full);
        full[..destination.Length].CopyTo(destination);
        Interlocked.Exchange(ref idle, hash)?.Dispose();
    }

    public FileContentHash CreateFileContentHash()
    {
        var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key.Span);
        hash.AppendData([(byte)IndexKind.FileContent]);
        return new FileContentHash(hash);
    }

    public void Dispose()
    {
        Interlocked.Exchange(ref idle, null)?.Dispose();
        key.Dispose();
    }
}
