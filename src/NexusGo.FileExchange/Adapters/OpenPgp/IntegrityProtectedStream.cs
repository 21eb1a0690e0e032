using System.Buffers;
using System.Security.Cryptography;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>
/// What is inside an encrypted, integrity-protected packet of version 1 (RFC 9580, 5.13.1). Its end shows whether anything was changed:
/// then reading ends with a refusal instead of 0.
/// </summary>
internal sealed class IntegrityProtectedStream(Stream body, SessionKey key) : ForwardStream
{
    private const int ChunkBytes = 32 * 1024;
    private const int PrefixBytes = 18;
    private const int HashBytes = 20;
    private const int TrailerBytes = 2 + HashBytes;

#pragma warning disable CA5350 // The integrity check of this packet is defined with SHA-1.
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
#pragma warning restore CA5350
    private readonly CfbCipher cipher = new(key);
    private readonly byte[] clear = ArrayPool<byte>.Shared.Rent(ChunkBytes + TrailerBytes);
    private int start;
    private int end;
    private bool begun;
    private bool bodyEnded;
    private bool verified;

    /// <summary>The end was reached and nothing was changed on the way.</summary>
    public bool IsVerified => verified;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        while (end - start <= TrailerBytes && !bodyEnded)
        {
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }

        var count = Math.Min(buffer.Length, end - start - TrailerBytes);
        if (count <= 0)
        {
            Verify();
            return 0;
        }

        var part = clear.AsSpan(start, count);
        hash.AppendData(part);
        part.CopyTo(buffer.Span);
        start += count;
        return count;
    }

    /// <summary>Reads on to the end for nothing but the integrity check.</summary>
    /// <exception cref="MessageRefusedException">Something was changed, or the end is missing.</exception>
    public async ValueTask SkipAsync(CancellationToken cancellationToken)
    {
        var scratch = new byte[4096];
        while (await ReadAsync(scratch, cancellationToken).ConfigureAwait(false) > 0)
        {
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            cipher.Dispose();
            hash.Dispose();
            ArrayPool<byte>.Shared.Return(clear, clearArray: true);
        }

        base.Dispose(disposing);
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        clear.AsSpan(start, end - start).CopyTo(clear);
        (start, end) = (0, end - start);
        var from = end;
        while (end - from < ChunkBytes)
        {
            var count = await body.ReadAsync(clear.AsMemory(end, ChunkBytes - (end - from)), cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                bodyEnded = true;
                break;
            }

            end += count;
        }

        cipher.Decrypt(clear.AsSpan(from, end - from));
        if (!begun)
        {
            Begin();
        }
    }

    // The content begins with a block of random bytes whose last two are repeated. With a wrong key they hardly ever are the same.
    private void Begin()
    {
        begun = true;
        if (end < PrefixBytes + TrailerBytes || clear[14] != clear[16] || clear[15] != clear[17])
        {
            throw new MessageRefusedException(Refusal.Damaged);
        }

        hash.AppendData(clear, 0, PrefixBytes);
        start = PrefixBytes;
    }

    private void Verify()
    {
        if (verified)
        {
            return;
        }

        var trailer = clear.AsSpan(start, end - start);
        if (trailer.Length != TrailerBytes || trailer[0] != 0xd3 || trailer[1] != HashBytes)
        {
            throw new MessageRefusedException(Refusal.Damaged);
        }

        hash.AppendData(trailer[..2]);
        verified = CryptographicOperations.FixedTimeEquals(hash.GetHashAndReset(), trailer[2..])
            ? true : throw new MessageRefusedException(Refusal.Damaged);
    }
}
