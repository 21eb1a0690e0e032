using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Inbound;

/// <summary>Feeds everything read through it to a keyed hash. Does not own the inner stream.</summary>
internal sealed class HashingReadStream(Stream inner, FileContentHash hash) : ForwardStream
{
    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        hash.Append(buffer[..read]);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        hash.Append(buffer.Span[..read]);
        return read;
    }
}
