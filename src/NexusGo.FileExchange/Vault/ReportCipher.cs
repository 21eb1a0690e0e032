using System.Buffers.Binary;
using System.Security.Cryptography;

namespace NexusGo.FileExchange.Vault;

/// <summary>
/// The chunks of one report under its own random key: ciphertext, then tag (16 bytes). The nonce is the chunk's number, never stored; the
/// number thereby also fixes the order. That no chunk is missing at the end is for whoever keeps the count.
/// </summary>
internal static class ReportCipher
{
    public const int ChunkOverhead = WrappedSecret.TagLength;

    public static byte[] Seal(AesGcm cipher, int chunkNo, ReadOnlySpan<byte> chunk, ReadOnlySpan<byte> associatedData)
    {
        var box = new byte[chunk.Length + ChunkOverhead];
        Span<byte> nonce = stackalloc byte[WrappedSecret.NonceLength];
        WriteNonce(nonce, chunkNo);
        cipher.Encrypt(nonce, chunk, box.AsSpan(0, chunk.Length), box.AsSpan(chunk.Length), associatedData);
        return box;
    }

    public static byte[] Open(AesGcm cipher, int chunkNo, ReadOnlySpan<byte> box, ReadOnlySpan<byte> associatedData)
    {
        if (box.Length < ChunkOverhead)
        {
            throw new SealBrokenException("A report's chunk ends inside its frame.");
        }

        var chunk = new byte[box.Length - ChunkOverhead];
        Span<byte> nonce = stackalloc byte[WrappedSecret.NonceLength];
        WriteNonce(nonce, chunkNo);
        try
        {
            cipher.Decrypt(nonce, box[..chunk.Length], box[chunk.Length..], chunk, associatedData);
            return chunk;
        }
        catch (AuthenticationTagMismatchException mismatch)
        {
            throw new SealBrokenException($"Chunk {chunkNo} of a report does not open: it was changed, moved, or is another report's.",
                mismatch);
        }
    }

    private static void WriteNonce(Span<byte> nonce, int chunkNo)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt32BigEndian(nonce[^sizeof(int)..], chunkNo);
    }
}
