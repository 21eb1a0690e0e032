using NexusGo.FileExchange.Spool;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>
/// An OpenPGP message that was read to its end and judged. Its clear text lies in the spool, which is encrypted; of a refused message nothing is kept. So no transaction
/// is open while a message waits for its turn or is opened, and reading the content again costs no second decryption.
/// </summary>
internal sealed class VerifiedMessage : IDisposable
{
    private readonly SpoolFile? clear;
    private readonly ContentVerdict verdict;

    private VerifiedMessage(SpoolFile? clear, ContentVerdict verdict) => (this.clear, this.verdict) = (clear, verdict);

    public static VerifiedMessage Refused(ContentVerdict verdict) => new(null, verdict);

    /// <summary>Reads a message to its end; closes it.</summary>
    public static async ValueTask<VerifiedMessage> ReadAsync(IInboundContent message, SpoolFolder spools, CancellationToken cancellationToken)
    {
        await using (message.ConfigureAwait(false))
        {
            var spool = spools.Create();
            try
            {
                await using (var copy = spool.OpenWrite())
                {
                    await message.Clear.CopyToAsync(copy, cancellationToken).ConfigureAwait(false);
                }

                spool.Complete();
                var verdict = await message.CompleteAsync(cancellationToken).ConfigureAwait(false);
                if (verdict.ErrorCode is not null)
                {
                    spool.Dispose();
                    return Refused(verdict);
                }

                return new VerifiedMessage(spool, verdict);
            }
            catch
            {
                spool.Dispose();
                throw;
            }
        }
    }

    /// <summary>The clear bytes from their start, seekable; none of a refused message.</summary>
    public Stream OpenRead() => clear?.OpenRead() ?? Stream.Null;

    /// <summary>The content with the verdict that is known already.</summary>
    public IInboundContent Open() => new Content(OpenRead(), verdict);

    public void Dispose() => clear?.Dispose();

    private sealed class Content(Stream clear, ContentVerdict verdict) : IInboundContent
    {
        public Stream Clear { get; } = clear;

        public FilePhotos? Photos => null;

        public ReadOnlyMemory<byte> PhotoMark => default;

        public ValueTask<ContentVerdict> CompleteAsync(CancellationToken cancellationToken) => ValueTask.FromResult(verdict);

        public ValueTask DisposeAsync() => Clear.DisposeAsync();
    }
}
