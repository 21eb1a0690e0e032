using System.Security.Cryptography;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Vault;

/// <summary>Seals the chunks of one new report while it is written. For one thread.</summary>
public sealed class ReportSealer : IDisposable
{
    /// <summary>What sealing adds to each chunk, in bytes.</summary>
    public const int ChunkOverhead = ReportCipher.ChunkOverhead;

    private readonly AesGcm cipher;
    private readonly byte[] associatedData;
    private int lastChunkNo = -1;

    internal ReportSealer(SecretBytes wrappingKey, CustomerId customer, Guid keyId, Guid reportId)
    {
        using var reportKey = SecretBytes.CreateRandom();
        cipher = new AesGcm(reportKey.Span, WrappedSecret.TagLength);
        associatedData = AssociatedData.Create(customer, keyId);
        AssociatedData.SetOwner(associatedData, reportId);
        WrappedKey = WrappedReportKey.Create(wrappingKey, reportKey, keyId, associatedData);
    }

    /// <summary>76 bytes to store beside the report: the wrapping key's id and the wrapped key.</summary>
    public ReadOnlyMemory<byte> WrappedKey { get; }

    /// <param name="chunkNo">0-based and rising: a number is used once, because it is the nonce.</param>
    /// <param name="chunk">Any length; 64 KiB is a good one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number does not rise.</exception>
    public byte[] Seal(int chunkNo, ReadOnlySpan<byte> chunk)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(chunkNo, lastChunkNo);
        lastChunkNo = chunkNo;
        return ReportCipher.Seal(cipher, chunkNo, chunk, associatedData);
    }

    public void Dispose() => cipher.Dispose();
}
