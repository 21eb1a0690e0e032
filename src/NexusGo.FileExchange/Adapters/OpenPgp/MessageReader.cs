using NexusGo.FileExchange.OpenPgp;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>
/// Reads a message from the outside in: session keys, then exactly one integrity-protected packet, then the end (RFC 9580, 10.3), or, where
/// the policy allows it, signed content without encryption. Throws <see cref="MessageRefusedException"/> at the first thing that may not
/// be.
/// </summary>
internal sealed class MessageReader(Stream message, OpenPgpPolicy policy, BureauSecretKeys ours, SignatureJudge judge) : IDisposable
{
    /// <summary>More session keys than any real list of recipients; each hidden one costs a trial with every key of ours.</summary>
    public const int MaxSessionKeys = 64;

    private const int MaxMarkers = 8;
    private const int MaxPaddingBytes = 16 * 1024;

    private readonly PacketReader outer = new(message);
    private readonly SessionKeyOpener opener = new(ours);
    private IntegrityProtectedStream? encrypted;
    private readonly ContentHead inside = new();
    private PacketReader? decrypted;
    private SignedContent? content;

    /// <summary>Primary fingerprint of our key that opened it, or null.</summary>
    public string? DecryptionFingerprint => opener.Fingerprint;

    /// <summary>Content; 0 once the end of the message was reached and found good.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadContentAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (MessageRefusedException e) when (encrypted is { IsVerified: false } && !e.IsOfArmour)
        {
            // The rest is read for the integrity check. If the message was changed on its way, that is told instead of the fault, which the
            // change may have caused.
            await encrypted.SkipAsync(cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask<int> ReadContentAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (content is null)
        {
            await StartAsync(cancellationToken).ConfigureAwait(false);
        }

        var count = await content!.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        inside.Take(buffer.Span[..count]);
        if (count == 0)
        {
            await FinishAsync(cancellationToken).ConfigureAwait(false);
        }

        return count;
    }

    public void Dispose()
    {
        inside.Clear();
        content?.Dispose();
        decrypted?.Dispose();
        encrypted?.Dispose();
        opener.Dispose();
        outer.Dispose();
    }

    private async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        var (sessionKeys, ignored) = (0, 0);
        while (content is null)
        {
            if (!await outer.NextAsync(cancellationToken).ConfigureAwait(false))
            {
                throw new MessageRefusedException(Refusal.Truncated);
            }

            switch (outer.Tag)
            {
                case 10 when ++ignored <= MaxMarkers:
                    await SignedContent.SkipMarkerAsync(outer, Refusal.Structure, cancellationToken).ConfigureAwait(false);
                    break;
                case 21 when ++ignored <= MaxMarkers:
                    await outer.ReadSmallBodyAsync(MaxPaddingBytes, Refusal.Structure, cancellationToken).ConfigureAwait(false);
                    break;
                case 1 when ++sessionKeys > MaxSessionKeys:
                    throw new MessageRefusedException(Refusal.ManyRecipients);
                case 1:
                    opener.Take(await outer.ReadSmallBodyAsync(SessionKeyOpener.MaxBytes, Refusal.Structure, cancellationToken)
                    .ConfigureAwait(false));
                    break;
                case 18 when sessionKeys > 0:
                    await BeginEncryptedAsync(cancellationToken).ConfigureAwait(false);
                    break;
                case 2 or 4 or 8 or 11 when sessionKeys == 0:
                    content = new SignedContent(outer, isAtPacket: true, Refusal.Truncated, Refusal.Structure);
                    break;
                default:
                    throw new MessageRefusedException(outer.Tag switch
                    {
                        3 => Refusal.Passphrase,
                        9 => Refusal.NoIntegrity,
                        20 => Refusal.LibrePgpAead,
                        _ => Refusal.Structure,
                    });
            }
        }

        if (encrypted is null && policy.RequireEncryption)
        {
            throw new MessageRefusedException(await WhyNotEncryptedAsync(content, cancellationToken).ConfigureAwait(false));
        }

        await content.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<Refusal> WhyNotEncryptedAsync(SignedContent content, CancellationToken cancellationToken)
    {
        var head = new ContentHead();
        try
        {
            await content.StartAsync(cancellationToken).ConfigureAwait(false);
            var buffer = new byte[OpenPgpSniffer.HeadBytes];
            head.Take(buffer.AsSpan(0, await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)));
            return head.IsOpenPgp ? Refusal.SignedAroundEncrypted : Refusal.NotEncrypted;
        }
        catch (Exception e) when (e is MessageRefusedException or MalformedPacketException)
        {
            return content.HasSignature ? Refusal.Detached : Refusal.NotEncrypted;
        }
    }

    private async ValueTask BeginEncryptedAsync(CancellationToken cancellationToken)
    {
        var version = new byte[1];
        if (await outer.ReadBodyAsync(version, cancellationToken).ConfigureAwait(false) == 0)
        {
            throw new MessageRefusedException(Refusal.Damaged);
        }

        if (version[0] != 1 || opener.HasVersion6)
        {
            throw new MessageRefusedException(version[0] == 2 ? Refusal.Aead : version[0] == 1 ? Refusal.Version6 : Refusal.Damaged);
        }

        var key = opener.Found ?? throw new MessageRefusedException(opener.Refusal);
        encrypted = new IntegrityProtectedStream(new PacketBodyStream(outer), key.IsAes
            ? key : throw new MessageRefusedException(Refusal.WeakCipher));
        decrypted = new PacketReader(encrypted);
        content = new SignedContent(decrypted, isAtPacket: false, Refusal.Structure, Refusal.Structure);
    }

    private async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        await content!.FinishAsync(cancellationToken).ConfigureAwait(false);
        if (encrypted is { IsVerified: false })
        {
            throw new InvalidOperationException("The content ended before the end of its encryption.");
        }

        await outer.ExpectEndAsync(Refusal.TrailingData, cancellationToken).ConfigureAwait(false);
        if ((judge.Judge(content.Signatures) is { } refusal ? inside.Explain(refusal) : inside.Fault) is { } final)
        {
            throw new MessageRefusedException(final);
        }
    }
}
