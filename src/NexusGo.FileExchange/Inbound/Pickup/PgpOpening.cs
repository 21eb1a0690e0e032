using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>
/// Opens OpenPGP files of customers: what they must satisfy comes from the profile, who may have signed them from its people.
/// </summary>
internal sealed class PgpOpening(IOpenPgp openPgp, CertificateBook certificates, BureauKeys ours, KeyExpiry expiry, TimeProvider clock)
{
    /// <param name="message">The file as uploaded; closed with the content.</param>
    /// <param name="encrypted">Whether the message says it is encrypted: then it must be, as rows in it are trusted to have come
    /// so.</param>
    /// <param name="kind">Decides which right the signer needs.</param>
    /// <param name="maxClearBytes">Longest clear content.</param>
    /// <param name="seenAt">When the file was first seen: its signature's age counts up to then.</param>
    /// <param name="profile">The customer.</param>
    /// <param name="cancellationToken">Ends the engine's work on this message.</param>
    /// <exception cref="FileExchangeException">The engine fails, a certificate of the profile cannot be used, or there is no key of ours at
    /// all.</exception>
    public async ValueTask<IInboundContent> OpenAsync(Stream message, bool encrypted, InboundKind kind, long maxClearBytes,
        DateTimeOffset seenAt, CustomerProfile profile, CancellationToken cancellationToken)
    {
        try
        {
            if (ours.Current is null && encrypted)
            {
                // Without this, every file would be refused as "not for our key", although the fault is ours.
                throw new FileExchangeException(FailureReason.SecretUnavailable, isTransient: false,
                    "There is no OpenPGP key of ours to open files with; make one with: nexusgo-fx keys generate.");
            }

            var people = await certificates.OfPeopleAsync(profile, cancellationToken).ConfigureAwait(false);
            var opened = await openPgp.OpenAsync(message, new OpenPgpPolicy
            {
                Customer = profile.CustomerId,
                SlotsOfCustomer = profile.Budgets.OpenMessages,
                Signers = [.. people.Select(one => one.Certificate)],
                RequireEncryption = encrypted || profile.Pgp.Encryption == PgpMode.Required,
                RequireSignature = SignerRights.NeedsSignature(kind, profile),
                MaxClearBytes = maxClearBytes,
                MaxRatio = profile.Limits.ExpansionRatio,
            }, cancellationToken).ConfigureAwait(false);
            var hints = new Hints(profile.Answers.Language);
            return new PgpContent(message, opened, verdict => Judge(verdict, people, kind, seenAt, profile, hints), hints,
                FileOpening.MayBePacked(kind));
        }
        catch
        {
            await message.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private ContentVerdict Judge(OpenPgpVerdict verdict, IReadOnlyList<(PersonSettings Person, OpenPgpCertificate Certificate)> people,
        InboundKind kind,
        DateTimeOffset seenAt, CustomerProfile profile, Hints hints)
    {
        if (verdict.ErrorCode is { } code)
        {
            return ContentVerdict.Refused(code, (profile.Answers.Language == AnswerLanguage.Sv ? verdict.SwedishHint : null) ?? verdict.Hint
                ?? "");
        }

        if (verdict.SignedAt is { } signedAt && seenAt - signedAt > profile.Pgp.MaxSignatureAge)
        {
            return ContentVerdict.Refused("F-PGP-05", hints.SignatureTooOld((int)profile.Pgp.MaxSignatureAge.TotalHours));
        }

        var today = SwedishTime.DateOf(clock.GetUtcNow());
        var judged = SignerRights.Judge(verdict, people, SignerRights.Needed(kind), today, hints);
        return judged.ErrorCode is null ? judged with { SignedAt = verdict.SignedAt, NamesUs = verdict.NamesUs,
            Warnings = [.. Warnings(verdict, today, hints)] } : judged;
    }

    /// <summary>Whether the message lies where its purpose line says, and says so where that is demanded. Null: yes.</summary>
    public ContentVerdict? JudgePurpose(PurposeLine? line, ContentVerdict verdict, InboundKind kind, CustomerProfile profile)
    {
        var hints = new Hints(profile.Answers.Language);
        return line is not null && !line.Fits(profile, kind, ours.Fingerprints)
            ? ContentVerdict.Refused("F-PGP-03", hints.OtherPurpose, verdict.Signer)
            : profile.Pgp.Purpose == PurposeMode.Required && !verdict.NamesUs && line is not { IsComplete: true }
                ? ContentVerdict.Refused("F-PGP-03", hints.NoPurpose, verdict.Signer)
            : null;
    }

    private IEnumerable<(string Code, string Hint)> Warnings(OpenPgpVerdict verdict, DateOnly today, Hints hints)
    {
        if (verdict.SignerFingerprint is { } signer && expiry.WarningCodeFor(signer, today) is { } code)
        {
            yield return (code, expiry.HintFor(signer, today, hints) ?? "");
        }

        if (verdict.DecryptionFingerprint is { } key && ours.Fingerprints.Skip(1).Contains(key, StringComparer.OrdinalIgnoreCase))
        {
            yield return ("W-PGP-03", hints.CurrentKey(ours.Current));
        }
    }
}
