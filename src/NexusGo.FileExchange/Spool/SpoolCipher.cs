using System.Buffers.Binary;
using System.Security.Cryptography;

namespace NexusGo.FileExchange.Spool;

/// <summary>
/// AES-256-GCM over blocks of 64 KiB, one random key for each spool file. The nonce is the block's number: blocks are written once, in
/// order. How many there are is in memory with the key, so a file that was cut, at whatever place, does not pass for a whole one.
/// </summary>
internal sealed class SpoolCipher : IDisposable
{
    public const int BlockLength = 64 * 1024;
    public const int StoredBlockLength = BlockLength + TagLength;
    private const int TagLength = 16;
    private const int NonceLength = 12;

    private readonly AesGcm cipher;

    public SpoolCipher(ReadOnlySpan<byte> key) => cipher = new AesGcm(key, TagLength);

    /// <returns>Bytes of the stored block: 16 more than the clear ones.</returns>
    public int Encrypt(long blockNo, ReadOnlySpan<byte> clear, Span<byte> stored)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        BinaryPrimitives.WriteInt64BigEndian(nonce[4..], blockNo);
        cipher.Encrypt(nonce, clear, stored[..clear.Length], stored.Slice(clear.Length, TagLength));
        return clear.Length + TagLength;
    }

    /// <exception cref="AuthenticationTagMismatchException">Not this block of this file, or changed.</exception>
    public void Decrypt(long blockNo, ReadOnlySpan<byte> stored, Span<byte> clear)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        BinaryPrimitives.WriteInt64BigEndian(nonce[4..], blockNo);
        cipher.Decrypt(nonce, stored[..^TagLength], stored[^TagLength..], clear);
    }

    public static int StoredLength(int clearLength) => clearLength + TagLength;

    public void Dispose() => cipher.Dispose();
}
