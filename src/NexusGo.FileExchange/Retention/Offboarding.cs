using System.Globalization;
using NexusGo.FileExchange.Audit;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Retention;

/// <summary>How an offboarding went.</summary>
/// <param name="Exported">Cards handed back; null: not asked for.</param>
/// <param name="Erased">Cards erased.</param>
/// <param name="BackReport">Number of the last back-report; null: there was nothing to tell.</param>
/// <param name="Certificate">Number of the certificate; null: there was nothing to erase.</param>
/// <param name="KeysDestroyed">The customer's keys destroyed in the vault.</param>
/// <param name="Undelivered">Reports still to be delivered, for which the key of reports is kept; 0: it is destroyed as well.</param>
public sealed record OffboardingResult(int? Exported, int Erased, long? BackReport, long? Certificate, int KeysDestroyed, long Undelivered);

/// <summary>
/// The end of an agreement: a last report, the data handed back, everything erased, a certificate, and the customer's keys destroyed.
/// Repeatable: each step does what is left of it.
/// </summary>
internal sealed class Offboarding(IRegister register, IRetentionStore store, IBackReports backReports, CardExport export,
    Certificates certificates, IEvidenceStore evidence,
    KeyVault vaults, ICustomerKeyStore customerKeys, TimeProvider clock)
{
    /// <param name="profile">The customer.</param>
    /// <param name="exportTo">Where the encrypted export goes; null: none wanted.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="FileExchangeException">PlanStale: the customer is still enabled or on hold.</exception>
    public async Task<OffboardingResult> RunAsync(CustomerProfile profile, Stream? exportTo, string by, CancellationToken cancellationToken)
    {
        if (profile.Enabled)
        {
            throw Refused(
                $"{profile.CustomerId} is still enabled: set Enabled to false in its profile first, so that nothing new comes in");
        }

        if ((await store.HoldsAsync(profile.Id, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false)).Count > 0)
        {
            throw Refused($"{profile.CustomerId} is on hold");
        }

        var report = await backReports.MakeAsync(profile, cancellationToken).ConfigureAwait(false);
        int? exported = exportTo is null ? null : await export.WriteAsync(profile, exportTo, cancellationToken).ConfigureAwait(false);
        var cards = await register.CardsAsync(profile.Id, null, null, cancellationToken).ConfigureAwait(false);
        var erased = 0;
        foreach (var batch in cards.Select(card => card.CardId).Order().Chunk(RetentionRun.BatchCards))
        {
            cancellationToken.ThrowIfCancellationRequested();
            erased += await register.EraseAsync(profile.Id, new ErasureOrder(ErasureCause.Offboarding, profile.Version), batch,
                cancellationToken).ConfigureAwait(false);
        }

        await register.RemoveSetAsideAsync(profile.Id, cancellationToken).ConfigureAwait(false);
        var certificate = await certificates.MakeAsync(profile, cancellationToken).ConfigureAwait(false);
        var undelivered = await register.CountUndeliveredAsync(profile.Id, cancellationToken).ConfigureAwait(false);
        var keys = await DestroyKeysAsync(profile, undelivered == 0, cancellationToken).ConfigureAwait(false);
        await evidence.RecordAsync(profile.Id, "OFFBOARDED", profile.CustomerId, string.Create(CultureInfo.InvariantCulture,
            $"exported={exported};erased={erased};back_report={report};certificate={certificate};keys={keys};undelivered={undelivered};"
            + $"by={by}"), cancellationToken).ConfigureAwait(false);
        return new OffboardingResult(exported, erased, report, certificate, keys, undelivered);
    }

    /// <summary>The key of reports stays as long as a report that it seals is to be delivered.</summary>
    private async Task<int> DestroyKeysAsync(CustomerProfile profile, bool ofReportsToo, CancellationToken cancellationToken)
    {
        var vault = await vaults.OpenAsync(profile.Id, cancellationToken).ConfigureAwait(false);
        var destroyed = await customerKeys.DestroyAsync(profile.Id, KeyPurpose.Cards, cancellationToken).ConfigureAwait(false);
        destroyed += await customerKeys.DestroyAsync(profile.Id, KeyPurpose.Index, cancellationToken).ConfigureAwait(false);
        if (ofReportsToo)
        {
            destroyed += await customerKeys.DestroyAsync(profile.Id, KeyPurpose.Reports, cancellationToken).ConfigureAwait(false);
        }

        vault.MarkStale();
        return destroyed;
    }

    private static FileExchangeException Refused(string why) => new(FailureReason.PlanStale, isTransient: false, why + ".");
}
