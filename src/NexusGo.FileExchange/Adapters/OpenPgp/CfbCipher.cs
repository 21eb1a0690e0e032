using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>
/// AES in OpenPGP's CFB mode over a stream of chunks, starting with an IV of zeros (RFC 9580, 5.13.1). Only the last chunk may end inside a
/// block.
/// </summary>
internal sealed class CfbCipher : IDisposable
{
    private const int BlockBytes = 16;

    private readonly Aes aes = Aes.Create();
    private readonly byte[] feedback = new byte[BlockBytes];

    public CfbCipher(SessionKey key) => aes.Key = key.Value;

    /// <summary>
    /// Decrypts in place. All blocks at a time: what has to be encrypted for it is the ciphertext itself, one block earlier.
    /// </summary>
    public void Decrypt(Span<byte> chunk)
    {
        var padded = (chunk.Length + BlockBytes - 1) / BlockBytes * BlockBytes;
        if (padded == 0)
        {
            return;
        }

        var stream = ArrayPool<byte>.Shared.Rent(padded);
        try
        {
            feedback.CopyTo(stream, 0);
            chunk[..(padded - BlockBytes)].CopyTo(stream.AsSpan(BlockBytes));
            var whole = chunk.Length / BlockBytes * BlockBytes;
            if (whole > 0)
            {
                chunk.Slice(whole - BlockBytes, BlockBytes).CopyTo(feedback);
            }

            aes.EncryptEcb(stream.AsSpan(0, padded), stream, PaddingMode.None);
            Xor(chunk, stream);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(stream, clearArray: true);
        }
    }

    /// <summary>Encrypts in place.</summary>
    public void Encrypt(Span<byte> chunk)
    {
        var whole = chunk.Length / BlockBytes * BlockBytes;
        if (whole > 0)
        {
            aes.EncryptCfb(chunk[..whole], feedback, chunk[..whole], PaddingMode.None, BlockBytes * 8);
            chunk.Slice(whole - BlockBytes, BlockBytes).CopyTo(feedback);
        }

        if (whole < chunk.Length)
        {
            var last = aes.EncryptEcb(feedback, PaddingMode.None);
            for (var i = whole; i < chunk.Length; i++)
            {
                chunk[i] ^= last[i - whole];
            }
        }
    }

    private static void Xor(Span<byte> target, ReadOnlySpan<byte> other)
    {
        var vectors = MemoryMarshal.Cast<byte, Vector<byte>>(target);
        var others = MemoryMarshal.Cast<byte, Vector<byte>>(other);
        for (var i = 0; i < vectors.Length; i++)
        {
            vectors[i] ^= others[i];
        }

        for (var i = vectors.Length * Vector<byte>.Count; i < target.Length; i++)
        {
            target[i] ^= other[i];
        }
    }

    public void Dispose() => aes.Dispose();
}
