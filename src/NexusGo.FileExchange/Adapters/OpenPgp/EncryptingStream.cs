using System.Buffers;
using System.Security.Cryptography;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>Encrypts what is written, with the integrity check of a protected packet of version 1 at its end (RFC 9580, 5.13.1).</summary>
internal sealed class EncryptingStream(Stream body, SessionKey key) : WriteOnlyStream
{
    private const int ChunkBytes = 64 * 1024;

#pragma warning disable CA5350 // The integrity check of this packet is defined with SHA-1.
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
#pragma warning restore CA5350
    private readonly CfbCipher cipher = new(key);
    private readonly byte[] chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
    private int length;

    /// <summary>Writes the packet's version and the random block that comes first.</summary>
    public async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        await body.WriteAsync(new byte[] { 1 }, cancellationToken).ConfigureAwait(false);
        var block = RandomNumberGenerator.GetBytes(16);
        await WriteAsync((byte[])[.. block, block[14], block[15]], cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        hash.AppendData(buffer.Span);
        await AddAsync(buffer, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the integrity check; nothing may be written after it.</summary>
    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        byte[] mark = [0xd3, 20];
        hash.AppendData(mark);
        await AddAsync((byte[])[.. mark, .. hash.GetHashAndReset()], cancellationToken).ConfigureAwait(false);
        await WriteChunkAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            cipher.Dispose();
            hash.Dispose();
            ArrayPool<byte>.Shared.Return(chunk, clearArray: true);
        }

        base.Dispose(disposing);
    }

    private async ValueTask AddAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!buffer.IsEmpty)
        {
            var count = Math.Min(buffer.Length, ChunkBytes - length);
            buffer[..count].CopyTo(chunk.AsMemory(length));
            length += count;
            buffer = buffer[count..];
            if (length == ChunkBytes)
            {
                await WriteChunkAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask WriteChunkAsync(CancellationToken cancellationToken)
    {
        cipher.Encrypt(chunk.AsSpan(0, length));
        await body.WriteAsync(chunk.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        length = 0;
    }
}
