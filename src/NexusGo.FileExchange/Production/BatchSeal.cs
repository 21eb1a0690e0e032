using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Ports;

namespace NexusGo.FileExchange.Production;

/// <summary>
/// Seals a batch for the partner: signed by us, encrypted to every certificate that the configuration names. Where it names none, the batch stays a plain
/// zip file; where it names one and this worker cannot seal, no batch is made at all.
/// </summary>
internal sealed class BatchSeal(IOpenPgp? openPgp = null, OurKeys? ours = null)
{
    public static bool IsAsked(PgpSettings pgp) => pgp.AnswerCertificates.Count > 0;

    /// <exception cref="FileExchangeException">Sealing is asked for and impossible.</exception>
    public async Task SealAsync(Stream clear, Stream destination, PgpSettings pgp, CancellationToken cancellationToken)
    {
        if (!IsAsked(pgp))
        {
            await clear.CopyToAsync(destination, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (openPgp is null || ours?.Current is not { } signWith)
        {
            throw new FileExchangeException(FailureReason.SecretUnavailable, isTransient: false,
                "The production partner's certificate is configured, but this worker has no OpenPGP key of its own to sign batches with.");
        }

        var recipients = new List<OpenPgpCertificate>();
        foreach (var file in pgp.AnswerCertificates)
        {
            var keys = await openPgp.InspectAsync(file, cancellationToken).ConfigureAwait(false);
            recipients.Add(keys.Count == 1
                ? new OpenPgpCertificate(keys[0].Fingerprint, file)
                : throw new FileExchangeException(FailureReason.SecretUnavailable, isTransient: false, $"{file} holds {keys.Count} certificates instead of one."));
        }

        await openPgp.SealAsync(clear, destination, new OpenPgpSealing { Recipients = recipients, SignWith = signWith }, cancellationToken).ConfigureAwait(false);
    }
}
