using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Vault;

/// <summary>The written form of the master key: 64 hexadecimal digits or the base64 of 32 bytes, white space around it ignored.</summary>
internal static class MasterKeyText
{
    /// <summary>More than this cannot be a key; reading stops here.</summary>
    public const int MaxBytes = 1024;

    /// <param name="text">Zeroed before this returns.</param>
    /// <param name="source">For messages; says which setting and where the text came from.</param>
    /// <param name="former">See <see cref="MasterKey.Former"/>.</param>
    /// <exception cref="FileExchangeException"><see cref="FailureReason.SecretUnavailable"/>: not a key. The message never repeats the
    /// text.</exception>
    public static MasterKey Parse(Span<byte> text, string source, MasterKey? former = null)
    {
        Span<byte> key = stackalloc byte[SecretBytes.KeyLength];
        try
        {
            ReadOnlySpan<byte> trimmed = text[Ascii.Trim(text)];
            if (!TryHex(trimmed, key) && !TryBase64(trimmed, key))
            {
                throw new FileExchangeException(
                    FailureReason.SecretUnavailable,
                    isTransient: false,
                    $"{source} does not hold a master key: expected 64 hexadecimal digits or the base64 of 32 bytes, found "
                        + $"{trimmed.Length} characters of something else.");
            }

            return new MasterKey(SecretBytes.CopyOf(key), source) { Former = former };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(text);
        }
    }

    private static bool TryHex(ReadOnlySpan<byte> text, Span<byte> key) =>
        text.Length == 2 * SecretBytes.KeyLength
        && Convert.FromHexString(text, key, out _, out var written) == OperationStatus.Done
        && written == SecretBytes.KeyLength;

    private static bool TryBase64(ReadOnlySpan<byte> text, Span<byte> key)
    {
        Span<byte> decoded = stackalloc byte[MaxBytes];
        try
        {
            if (text.Length > 64 || Base64.DecodeFromUtf8(text, decoded, out _, out var written) != OperationStatus.Done
                || written != SecretBytes.KeyLength)
            {
                return false;
            }

            decoded[..written].CopyTo(key);
            return true;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(decoded);
        }
    }
}
