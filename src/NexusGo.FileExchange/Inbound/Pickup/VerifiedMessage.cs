using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NexusGo.FileExchange.Spool;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>
/// An OpenPGP message that was read to its end and judged. Its clear text lies in the spool, which is encrypted; of a refused message
/// nothing is kept. So no transaction is open while a message waits for its turn or is opened, and reading the content again costs no
/// second decryption.
/// </summary>
internal sealed class VerifiedMessage : IDisposable
{
    private readonly SpoolFile? clear;
    private readonly int lineBytes;
    private readonly ContentVerdict verdict;

    private VerifiedMessage(SpoolFile? clear, int lineBytes, ContentVerdict verdict) =>
        (this.clear, this.lineBytes, this.verdict) = (clear, lineBytes, verdict);

    /// <summary>SHA-256 of what was signed, by whom and when; empty for a message that is refused or unsigned.</summary>
    public ReadOnlyMemory<byte> Signed { get; private init; }

    public static VerifiedMessage Refused(ContentVerdict verdict) => new(null, 0, verdict);

    /// <summary>Reads a message to its end; closes it.</summary>
    /// <param name="message">The message being opened.</param>
    /// <param name="spools">Where its clear text goes.</param>
    /// <param name="judgePurpose">Refuses a good message for what its purpose line says, or for the lack of one; null: it may be
    /// here.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async ValueTask<VerifiedMessage> ReadAsync(IInboundContent message, SpoolFolder spools,
        Func<PurposeLine?, ContentVerdict, ContentVerdict?> judgePurpose, CancellationToken cancellationToken)
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
                var line = PurposeOf(spool, out var lineBytes);
                verdict = verdict.ErrorCode is null ? judgePurpose(line, verdict) ?? verdict : verdict;
                if (verdict.ErrorCode is not null)
                {
                    spool.Dispose();
                    return Refused(verdict);
                }

                return new VerifiedMessage(spool, lineBytes, verdict) { Signed = HashOf(spool, verdict) };
            }
            catch
            {
                spool.Dispose();
                throw;
            }
        }
    }

    /// <summary>The clear bytes from their start, seekable; none of a refused message.</summary>
    public Stream OpenRead()
    {
        var read = clear?.OpenRead() ?? Stream.Null;
        if (lineBytes > 0)
        {
            // The purpose line's end is kept as an empty line, so that the lines behind it keep their numbers.
            read.Position = lineBytes;
        }

        return read;
    }

    /// <summary>The content with the verdict that is known already.</summary>
    public IInboundContent Open() => new Content(OpenRead(), verdict);

    public void Dispose() => clear?.Dispose();

    private static PurposeLine? PurposeOf(SpoolFile spool, out int lineBytes)
    {
        var head = new byte[PurposeLine.MaxBytes + 1];
        using var read = spool.OpenRead();
        var line = PurposeLine.Read(head.AsSpan(0, read.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)), out var length);
        lineBytes = line is null ? 0 : length;
        CryptographicOperations.ZeroMemory(head);
        return line;
    }

    /// <summary>The whole clear text counts, the signer and the second of signing: the same text signed again is another message.</summary>
    private static byte[] HashOf(SpoolFile spool, ContentVerdict verdict)
    {
        if (verdict is not { Signer: { } signer, SignedAt: { } signedAt })
        {
            return [];
        }

        using var read = spool.OpenRead();
        return SHA256.HashData([.. SHA256.HashData(read),
            .. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"{signer.Fingerprint} {signedAt.ToUnixTimeSeconds()}"))]);
    }

    private sealed class Content(Stream clear, ContentVerdict verdict) : IInboundContent
    {
        public Stream Clear { get; } = clear;

        public FilePhotos? Photos => null;

        public ReadOnlyMemory<byte> PhotoMark => default;

        public ValueTask<ContentVerdict> CompleteAsync(CancellationToken cancellationToken) => ValueTask.FromResult(verdict);

        public ValueTask DisposeAsync() => Clear.DisposeAsync();
    }
}
