using System.Security.Cryptography;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Vault;

/// <summary>Opens the chunks of one stored report, in any order and as often as needed. For one thread.</summary>
public sealed class ReportOpener : IDisposable
{
    private readonly AesGcm cipher;
    private readonly byte[] associatedData;

    internal ReportOpener(SecretBytes wrappingKey, CustomerId customer, Guid keyId, Guid reportId, ReadOnlySpan<byte> wrappedKey)
    {
        associatedData = AssociatedData.Create(customer, keyId);
        AssociatedData.SetOwner(associatedData, reportId);
        using var reportKey = WrappedReportKey.Open(wrappingKey, wrappedKey, associatedData);
        cipher = new AesGcm(reportKey.Span, WrappedSecret.TagLength);
    }

    /// <exception cref="SealBrokenException">Changed, another chunk's, or another report's.</exception>
    public byte[] Open(int chunkNo, ReadOnlySpan<byte> sealedChunk) => ReportCipher.Open(cipher, chunkNo, sealedChunk, associatedData);

    public void Dispose() => cipher.Dispose();
}
