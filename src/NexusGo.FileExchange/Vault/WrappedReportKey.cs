using System.Security.Cryptography;

namespace NexusGo.FileExchange.Vault;

/// <summary>
/// A report's key as stored: the id of the customer key that wraps it (16 bytes, big-endian), then the usual box of 60 bytes.
/// </summary>
internal static class WrappedReportKey
{
    public const int Length = AssociatedData.IdLength + SecretBytes.KeyLength + WrappedSecret.Overhead;

    public static byte[] Create(SecretBytes wrappingKey, SecretBytes reportKey, Guid keyId, ReadOnlySpan<byte> associatedData)
    {
        var wrapped = new byte[Length];
        keyId.TryWriteBytes(wrapped, bigEndian: true, out _);
        Span<byte> nonce = stackalloc byte[WrappedSecret.NonceLength];
        RandomNumberGenerator.Fill(nonce);
        using var wrapper = new AesGcm(wrappingKey.Span, WrappedSecret.TagLength);
        WrappedSecret.Seal(wrapper, nonce, reportKey.Span, wrapped.AsSpan(AssociatedData.IdLength), associatedData);
        return wrapped;
    }

    /// <summary>
    /// Which customer key wraps it; not trusted before <see cref="Open"/> has succeeded, as the id is part of what the seal is bound to.
    /// </summary>
    public static Guid KeyIdOf(ReadOnlySpan<byte> wrapped) => wrapped.Length == Length
        ? new Guid(wrapped[..AssociatedData.IdLength], bigEndian: true)
        : throw new SealBrokenException($"A report's wrapped key has {wrapped.Length} bytes, not {Length}.");

    public static SecretBytes Open(SecretBytes wrappingKey, ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> associatedData)
    {
        Span<byte> reportKey = stackalloc byte[SecretBytes.KeyLength];
        try
        {
            using var wrapper = new AesGcm(wrappingKey.Span, WrappedSecret.TagLength);
            WrappedSecret.Open(wrapper, wrapped[AssociatedData.IdLength..], reportKey, associatedData, "A report's wrapped key");
            return SecretBytes.CopyOf(reportKey);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(reportKey);
        }
    }
}
