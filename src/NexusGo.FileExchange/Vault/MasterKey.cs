using System.Security.Cryptography;

namespace NexusGo.FileExchange.Vault;

/// <summary>
/// The key at the top: it wraps customer keys and nothing else. It comes from outside the database (<see cref="MasterKeyFile"/>,
/// <see cref="MasterKeyCommand"/>); whoever has only the database or only its backups has nothing readable.
/// </summary>
public sealed class MasterKey : IDisposable
{
    private readonly SecretBytes key;

    internal MasterKey(SecretBytes key, string source)
    {
        this.key = key;
        Source = source;
        CheckValue = Convert.ToHexStringLower(HMACSHA256.HashData(key.Span, "NexusGo master key"u8).AsSpan(0, 8));
    }

    /// <summary>Where it came from, for messages: a file or "the command in …".</summary>
    public string Source { get; }

    /// <summary>
    /// 16 hex digits that tell master keys apart and say nothing of the key: the beginning of an HMAC-SHA-256 under it. It is stored with
    /// each customer key.
    /// </summary>
    public string CheckValue { get; }

    /// <summary>The master key before this one, while a rotation is under way: it still opens what it has wrapped. Null: none.</summary>
    public MasterKey? Former { get; init; }

    /// <summary>Whether this key, or the one before it, wrapped what bears this check value.</summary>
    public bool Knows(string checkValue) => checkValue == CheckValue || checkValue == Former?.CheckValue;

    internal byte[] Wrap(SecretBytes customerKey, ReadOnlySpan<byte> associatedData)
    {
        var wrapped = new byte[SecretBytes.KeyLength + WrappedSecret.Overhead];
        Span<byte> nonce = stackalloc byte[WrappedSecret.NonceLength];
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(key.Span, WrappedSecret.TagLength);
        WrappedSecret.Seal(cipher, nonce, customerKey.Span, wrapped, associatedData);
        return wrapped;
    }

    /// <param name="wrapped">What <see cref="Wrap"/> gave.</param>
    /// <param name="associatedData">As when it was wrapped.</param>
    /// <param name="checkValue">Of the master key that wrapped it.</param>
    internal SecretBytes Unwrap(ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> associatedData, string checkValue)
    {
        if (checkValue == Former?.CheckValue)
        {
            return Former.Unwrap(wrapped, associatedData, checkValue);
        }

        Span<byte> clear = stackalloc byte[SecretBytes.KeyLength];
        try
        {
            using var cipher = new AesGcm(key.Span, WrappedSecret.TagLength);
            WrappedSecret.Open(cipher, wrapped, clear, associatedData, "A customer key");
            return SecretBytes.CopyOf(clear);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(clear);
        }
    }

    public void Dispose()
    {
        key.Dispose();
        Former?.Dispose();
    }

    public override string ToString() => $"Master key from {Source}";
}
