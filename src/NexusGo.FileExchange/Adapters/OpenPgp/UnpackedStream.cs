using System.IO.Compression;
using NexusGo.FileExchange.Remote;
using Org.BouncyCastle.Utilities.Bzip2;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>
/// Unpacks a compressed packet's body (RFC 9580, 9.4). Whatever an unpacker makes of damaged bytes, the message is damaged.
/// </summary>
internal sealed class UnpackedStream(Stream unpacker) : ForwardStream
{
    /// <summary>Null: a compression that is not known.</summary>
    public static UnpackedStream? Create(int algorithm, Stream body) => algorithm switch
    {
        0 => new UnpackedStream(body),
        1 => new UnpackedStream(new DeflateStream(body, CompressionMode.Decompress)),
        2 => new UnpackedStream(new ZLibStream(body, CompressionMode.Decompress)),
        3 => new UnpackedStream(new LateBzip2(body)),
        _ => null,
    };

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await unpacker.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException and not MessageRefusedException)
        {
            throw new MessageRefusedException(Refusal.Damaged);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            unpacker.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>BouncyCastle's bzip2 reads its first block when it is made; this one makes it at the first read.</summary>
    private sealed class LateBzip2(Stream body) : ForwardStream
    {
        private CBZip2InputStream? bzip2;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            bzip2 ??= new CBZip2InputStream(body);
            return ValueTask.FromResult(bzip2.Read(buffer.Span));
        }

        protected override void Dispose(bool disposing)
        {
            bzip2?.Dispose();
            base.Dispose(disposing);
        }
    }
}
