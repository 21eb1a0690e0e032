using System.Security.Cryptography;

namespace NexusGo.FileExchange.Vault;

/// <summary>
/// Key material: pinned so that the collector leaves no copies behind, zeroed when disposed, silent in <see cref="ToString"/>.
/// </summary>
internal sealed class SecretBytes : IDisposable
{
    /// <summary>AES-256 and HMAC-SHA-256 keys alike.</summary>
    public const int KeyLength = 32;

    private readonly byte[] bytes = GC.AllocateArray<byte>(KeyLength, pinned: true);
    private bool disposed;

    public static SecretBytes CreateRandom()
    {
        var secret = new SecretBytes();
        RandomNumberGenerator.Fill(secret.bytes);
        return secret;
    }

    /// <summary>Takes a copy; the caller zeroes its own.</summary>
    public static SecretBytes CopyOf(ReadOnlySpan<byte> key)
    {
        if (key.Length != KeyLength)
        {
            throw new ArgumentException($"A key has {KeyLength} bytes.", nameof(key));
        }

        var secret = new SecretBytes();
        key.CopyTo(secret.bytes);
        return secret;
    }

    public ReadOnlySpan<byte> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return bytes;
        }
    }

    public void Dispose()
    {
        disposed = true;
        CryptographicOperations.ZeroMemory(bytes);
    }

    public override string ToString() => "[secret]";
}
