using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>
/// The content of an OpenPGP message on its way to the reader. Whatever the reader thinks of it, the verdict on the message counts first; then that it
/// is no archive, which nothing that reads it would recognise.
/// </summary>
internal sealed class PgpContent : IInboundContent
{
    private readonly Stream source;
    private readonly IOpenPgpMessage message;
    private readonly Func<OpenPgpVerdict, ContentVerdict> judge;
    private readonly HeadStream clear;

    public PgpContent(Stream source, IOpenPgpMessage message, Func<OpenPgpVerdict, ContentVerdict> judge)
    {
        (this.source, this.message, this.judge) = (source, message, judge);
        clear = new HeadStream(message.Clear);
    }

    public Stream Clear => clear;

    public async ValueTask<ContentVerdict> CompleteAsync(CancellationToken cancellationToken)
    {
        var verdict = judge(await message.CompleteAsync(cancellationToken).ConfigureAwait(false));
        return verdict.ErrorCode is null && FileFormat.IsZip(clear.Head) ? ContentVerdict.Refused("F-ZIP-07", "", verdict.Signer) : verdict;
    }

    public async ValueTask DisposeAsync()
    {
        await message.DisposeAsync().ConfigureAwait(false);
        await source.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Passes everything on and remembers how it began.</summary>
    private sealed class HeadStream(Stream inner) : ForwardStream
    {
        private readonly byte[] head = new byte[FileFormat.ZipMarkBytes];
        private int headLength;

        public ReadOnlySpan<byte> Head => head.AsSpan(0, headLength);

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            var missing = Math.Min(count, head.Length - headLength);
            if (missing > 0)
            {
                buffer.Span[..missing].CopyTo(head.AsSpan(headLength));
                headLength += missing;
            }

            return count;
        }
    }
}
