using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Spool;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Reports;

/// <summary>
/// Gives an answer its final bytes: as written, or signed with our current key and encrypted to the customer's certificates where the profile names some.
/// What comes out is what is stored, so that an answer delivered again is the same to the byte.
/// </summary>
internal sealed class AnswerSealer(IOpenPgp openPgp, CertificateBook certificates, BureauKeys ours, SpoolFolder spools, TimeProvider clock, ILogger<AnswerSealer> log)
{
    public const string SealedEnding = ".pgp";

    /// <summary>Turns what was written into the draft that is stored. An encrypted one has <see cref="SealedEnding"/> behind its name.</summary>
    /// <exception cref="FileExchangeException">Encryption is agreed and not possible: never sent in the clear instead.</exception>
    public async ValueTask<ReportDraft> CompleteAsync(ReportBuilder drafting, CustomerProfile profile, ReportKind kind, string folder, string name, Guid reportId,
        CustomerVault vault, CancellationToken cancellationToken)
    {
        if (profile.Pgp.AnswerCertificates.Count == 0)
        {
            return await drafting.CompleteAsync(kind, folder, name, reportId, vault).ConfigureAwait(false);
        }

        var sealing = new OpenPgpSealing
        {
            Recipients = await RecipientsAsync(profile, cancellationToken).ConfigureAwait(false),
            SignWith = ours.Current ?? throw new FileExchangeException(FailureReason.SecretUnavailable, isTransient: false,
                "There is no OpenPGP key of ours to sign answers with; make one with: nexusgo-fx keys generate."),
        };
        await using var final = new ReportBuilder(spools);
        await using (drafting.ConfigureAwait(false))
        await using (var clear = await drafting.ReadBackAsync().ConfigureAwait(false))
        {
            await openPgp.SealAsync(clear, final.Output, sealing, cancellationToken).ConfigureAwait(false);
        }

        return await final.CompleteAsync(kind, folder, name + SealedEnding, reportId, vault).ConfigureAwait(false);
    }

    /// <summary>All certificates agreed that can still be encrypted to. One that cannot is told to operators and left out, as long as another is left.</summary>
    private async ValueTask<IReadOnlyList<OpenPgpCertificate>> RecipientsAsync(CustomerProfile profile, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var recipients = new List<OpenPgpCertificate>();
        foreach (var file in profile.Pgp.AnswerCertificates)
        {
            foreach (var key in await certificates.ReadAsync(file, cancellationToken).ConfigureAwait(false))
            {
                if (key is { IsRevoked: false, CanEncrypt: true, Weakness: null } && (key.ExpiresAt is null || key.ExpiresAt > now))
                {
                    recipients.Add(new OpenPgpCertificate(key.Fingerprint, file));
                }
                else
                {
                    AnswersLog.AnswerCertificateUnusable(log, profile.CustomerId, key.Fingerprint);
                }
            }
        }

        return recipients.Count > 0 ? recipients : throw new FileExchangeException(FailureReason.OpenPgpFailure, isTransient: false,
            $"{profile.CustomerId}: none of the certificates in Pgp.AnswerCertificates can be encrypted to any more; answers wait.");
    }
}
