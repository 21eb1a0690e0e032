using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Spool;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Reports;

/// <summary>
/// Gives an answer its final bytes: as written, or signed with our current key and encrypted to the customer's certificates where the
/// profile names some. What comes out is what is stored, so that an answer delivered again is the same to the byte.
/// </summary>
internal sealed class AnswerSealer(IOpenPgp openPgp, AnswerCertificates certificates, BureauKeys ours, SpoolFolder spools,
    ILogger<AnswerSealer> log)
{
    public const string SealedEnding = ".pgp";

    /// <summary>
    /// Turns what was written into the draft that is stored. An encrypted one has <see cref="SealedEnding"/> behind its name.
    /// </summary>
    /// <exception cref="FileExchangeException">Encryption is agreed and not possible: what holds personal data is never sent in the clear
    /// instead.</exception>
    public async ValueTask<ReportDraft> CompleteAsync(ReportBuilder drafting, CustomerProfile profile, ReportKind kind, string folder,
        string name, Guid reportId,
        CustomerVault vault, CancellationToken cancellationToken)
    {
        if (profile.Pgp.AnswerCertificates.Count == 0)
        {
            return await drafting.CompleteAsync(kind, folder, name, reportId, vault).ConfigureAwait(false);
        }

        var recipients = await certificates.UsableAsync(profile, cancellationToken).ConfigureAwait(false);
        if (recipients.Count == 0)
        {
            if (!kind.MayGoUnsealed() || profile.Id == CustomerId.Production)
            {
                throw new FileExchangeException(FailureReason.OpenPgpFailure, isTransient: false,
                    $"{profile.CustomerId}: none of the certificates in Pgp.AnswerCertificates can be encrypted to any more; "
                    + $"{kind.Prefix()} files wait.");
            }

            AnswersLog.AnswerUnsealed(log, profile.CustomerId, kind.Prefix(), reportId);
            return await drafting.CompleteAsync(kind, folder, name, reportId, vault).ConfigureAwait(false);
        }

        var sealing = new OpenPgpSealing
        {
            Recipients = recipients,
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
}
