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
    }

    /// <summary>Where it came from, for messages: a file or "the command in …".</summary>
    public string Source { get; }

    internal byte[] Wrap(SecretBytes customerKey, ReadOnlySpan<byte> associatedData)
    {
        var wrapped = new byte[SecretBytes.KeyLength + WrappedSecret.Overhead];
        Span<byte> nonce = stackalloc byte[WrappedSecret.NonceLength];
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(key.Span, WrappedSecret.TagLength);
        WrappedSecret.Seal(cipher, nonce, customerKey.Span, wrapped, associatedData);
        return wrapped;
    }

    internal SecretBytes Unwrap(ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> associatedData)
    {
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

    public void Dispose() => key.Dispose();

    public override string ToString() => $"Master key from {Source}";
}
