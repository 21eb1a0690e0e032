using System.Security.Cryptography;

namespace NexusGo.FileExchange.Vault;

/// <summary>
/// HMAC-SHA-256 (RFC 2104) of a kind byte and the value under a customer's index key. A personnummer has so few possible values that a plain
/// hash of it can be reversed by trying them all; without this key that does not work.
/// </summary>
internal sealed class KeyedIndex : IDisposable
{
    /// <summary>How many bytes of a reference's index name its group.</summary>
    public const int GroupLength = 6;

    private const int StackLimit = 1024;
    private readonly SecretBytes key;

    // One idle hash is kept: a single thread never makes a second one, and more threads are still right.
    private KeyedHash? idle;

    // The group of the reference before: files list references in order, so it is nearly always the next one's as well.
    private ReferenceGroup? lastGroup;

    public KeyedIndex(SecretBytes key) => this.key = key;

    public void Compute(IndexKind kind, ReadOnlySpan<byte> value, Span<byte> destination)
    {
        var hash = Interlocked.Exchange(ref idle, null) ?? new KeyedHash(key.Span);
        var length = value.Length + 1;
        var joined = length <= StackLimit ? stackalloc byte[StackLimit] : new byte[length];
        joined[0] = (byte)kind;
        value.CopyTo(joined[1..]);
        Span<byte> full = stackalloc byte[KeyedHash.Length];
        hash.Compute(joined[..length], full);
        CryptographicOperations.ZeroMemory(joined[..length]);
        full[..destination.Length].CopyTo(destination);
        Interlocked.Exchange(ref idle, hash)?.Dispose();
    }

    /// <summary>
    /// A customer_ref's index: six bytes for the group of references that differ in their last three characters at most, ten bytes for the reference itself.
    /// References of one file mostly follow each other, and so do their places in the database's index then, which makes an import's dearest index several
    /// times cheaper than random places would be. Who reads the index without the key learns which references share a group, and nothing else of them.
    /// </summary>
    public void ComputeReference(ReadOnlySpan<byte> reference, Span<byte> destination)
    {
        Compute(IndexKind.CustomerRef, reference, destination);
        var stem = reference[..Math.Max(0, reference.Length - ReferenceGroup.Tail)];
        var group = lastGroup;
        if (group is null || !group.Stem.AsSpan().SequenceEqual(stem))
        {
            Span<byte> hash = stackalloc byte[GroupLength];
            Compute(IndexKind.ReferenceGroup, stem, hash);
            lastGroup = group = new ReferenceGroup(stem.ToArray(), hash.ToArray());
        }

        group.Hash.CopyTo(destination);
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

    private sealed record ReferenceGroup(byte[] Stem, byte[] Hash)
    {
        public const int Tail = 3;
    }
}
