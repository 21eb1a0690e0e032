using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Spool;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Retention;

/// <summary>Tells the customer what was erased: one line for each erasing transaction that no certificate has told of.</summary>
internal sealed class Certificates(ICertificateStore store, KeyVault vaults, SpoolFolder spools, AnswerSealer sealer, TimeProvider clock,
    ILogger<Certificates> log)
{
    public static readonly IReadOnlyList<string> Columns = ["request_ref", "scope", "cards", "erased_at", "evidence_id", "profile_version"];

    /// <returns>The certificate's number; null: nothing to tell.</returns>
    public async Task<long?> MakeAsync(CustomerProfile profile, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var vault = await vaults.OpenAsync(profile.Id, cancellationToken).ConfigureAwait(false);
        await using var transaction = await store.BeginAsync(profile.Id, now, cancellationToken).ConfigureAwait(false);
        if (transaction.Records.Count == 0)
        {
            return null;
        }

        await using var drafting = new ReportBuilder(spools);
        await using (var csv = new CsvTable(drafting.Output, profile.Answers))
        {
            csv.WriteHeader([.. Columns]);
            foreach (var record in transaction.Records)
            {
                csv.Code(record.RequestRef);
                csv.Text(record.Cause);
                csv.Count(record.Cards);
                csv.Instant(record.ErasedAt);
                csv.Text(record.EvidenceId.ToString());
                csv.Text(record.ProfileVersion);
                csv.EndRow();
            }

            await csv.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }

        var name = ReportName.For(ReportKind.Certificate, profile.Id, now, ReportName.Number(transaction.Sequence));
        await using var report = await sealer.CompleteAsync(drafting, profile, ReportKind.Certificate, profile.Folders.Reports, name,
            Guid.CreateVersion7(now), vault, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(report, cancellationToken).ConfigureAwait(false);
        RetentionLog.CertificateMade(log, profile.CustomerId, transaction.Sequence, transaction.Records.Count);
        return transaction.Sequence;
    }
}
