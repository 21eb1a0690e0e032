using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.OpenPgp;

namespace NexusGo.FileExchange.Reports;

/// <summary>The certificates that answers are encrypted to, as far as they can still be used.</summary>
internal sealed class AnswerCertificates(CertificateBook certificates, TimeProvider clock, ILogger<AnswerCertificates> log)
{
    /// <summary>The code with which answers say that they come unsealed.</summary>
    public const string UnsealedCode = "W-PGP-02";

    /// <summary>All certificates agreed that can be encrypted to. One that cannot is told to operators and left out.</summary>
    public async ValueTask<IReadOnlyList<OpenPgpCertificate>> UsableAsync(CustomerProfile profile, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var usable = new List<OpenPgpCertificate>();
        foreach (var file in profile.Pgp.AnswerCertificates)
        {
            foreach (var key in await certificates.ReadAsync(file, cancellationToken).ConfigureAwait(false))
            {
                if (key is { IsRevoked: false, CanEncrypt: true, Weakness: null } && (key.ExpiresAt is null || key.ExpiresAt > now))
                {
                    usable.Add(new OpenPgpCertificate(key.Fingerprint, file));
                }
                else
                {
                    AnswersLog.AnswerCertificateUnusable(log, profile.CustomerId, key.Fingerprint);
                }
            }
        }

        return usable;
    }

    /// <summary>Whether sealing is agreed and not possible any more.</summary>
    public async ValueTask<bool> HaveEndedAsync(CustomerProfile profile, CancellationToken cancellationToken) =>
        profile.Pgp.AnswerCertificates.Count > 0 && (await UsableAsync(profile, cancellationToken).ConfigureAwait(false)).Count == 0;
}
