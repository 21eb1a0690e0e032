using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>
/// The content of an OpenPGP message on its way to the reader. Whatever the reader thinks of it, the verdict on the message counts first;
/// then, of kinds of file that are never packed, that it is no archive.
/// </summary>
internal sealed class PgpContent : IInboundContent
{
    private readonly Stream source;
    private readonly IOpenPgpMessage message;
    private readonly Func<OpenPgpVerdict, ContentVerdict> judge;
    private readonly HeadStream clear;
    private readonly Hints hints;
    private readonly bool mayBePacked;

    public PgpContent(Stream source, IOpenPgpMessage message, Func<OpenPgpVerdict, ContentVerdict> judge, Hints hints, bool mayBePacked)
    {
        (this.source, this.message, this.judge, this.hints, this.mayBePacked) = (source, message, judge, hints, mayBePacked);
        clear = new HeadStream(message.Clear);
    }

    public Stream Clear => clear;

    public FilePhotos? Photos => null;

    public ReadOnlyMemory<byte> PhotoMark => default;

    public async ValueTask<ContentVerdict> CompleteAsync(CancellationToken cancellationToken)
    {
        var verdict = judge(await message.CompleteAsync(cancellationToken).ConfigureAwait(false));
        if (verdict.ErrorCode is not null || mayBePacked || !FileFormat.IsZip(clear.Head))
        {
            return verdict;
        }

        var content = ForeignContent.Of(clear.Head);
        return content == ForeignContentKind.Zip ? ContentVerdict.Refused("F-ZIP-07", "", verdict.Signer)
            : ContentVerdict.Refused("F-NAM-01", hints.Foreign(content), verdict.Signer);
    }

    public async ValueTask DisposeAsync()
    {
        await message.DisposeAsync().ConfigureAwait(false);
        await source.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Passes everything on and remembers how it began.</summary>
    private sealed class HeadStream(Stream inner) : ForwardStream
    {
        private readonly byte[] head = new byte[ForeignContent.HeadBytes];
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
