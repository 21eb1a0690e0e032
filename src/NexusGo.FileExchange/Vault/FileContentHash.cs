using System.Security.Cryptography;

namespace NexusGo.FileExchange.Vault;

/// <summary>The keyed hash of one file's clear content, fed while the file streams by. For one thread.</summary>
public sealed class FileContentHash : IDisposable
{
    private readonly IncrementalHash hash;

    internal FileContentHash(IncrementalHash hash) => this.hash = hash;

    public void Append(ReadOnlySpan<byte> content) => hash.AppendData(content);

    /// <summary>
    /// The 32 bytes; the first 16 equal <see cref="CustomerVault.Index(IndexKind, ReadOnlySpan{byte})"/> of the same content. Ends this
    /// hash: call it once.
    /// </summary>
    public byte[] GetHash() => hash.GetHashAndReset();

    public void Dispose() => hash.Dispose();
}
