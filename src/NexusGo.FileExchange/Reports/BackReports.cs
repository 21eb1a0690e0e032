using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Spool;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Reports;

/// <summary>
/// Makes back-reports: only what changed, each change in exactly one file, numbers without gaps. Bytes, number and what they cover are one
/// transaction.
/// </summary>
internal sealed class BackReports(IBackReportStore store, KeyVault vaults, SpoolFolder spools, AnswerSealer sealer, TimeProvider clock,
    ILogger<BackReports> log) : IBackReports
{
    public async Task<long?> MakeAsync(CustomerProfile profile, CancellationToken cancellationToken)
    {
        var (started, now) = (clock.GetTimestamp(), clock.GetUtcNow());
        var vault = await vaults.OpenAsync(profile.Id, cancellationToken).ConfigureAwait(false);
        await using var transaction = await store.BeginAsync(profile.Id, now, cancellationToken).ConfigureAwait(false);
        var draft = new BackReportDraft(spools, vault, profile);
        await using var written = draft.ConfigureAwait(false);
        await transaction.ReadAsync(draft.Write, cancellationToken).ConfigureAwait(false);
        if (draft.Lines == 0 && !profile.BackReports.Heartbeat)
        {
            return null;
        }

        var drafting = await draft.CompleteAsync(transaction.Sequence, cancellationToken).ConfigureAwait(false);
        var name = ReportName.For(ReportKind.BackReport, profile.Id, now, ReportName.Number(transaction.Sequence),
            profile.Answers.ReportEnding);
        await using var report = await sealer.CompleteAsync(drafting, profile, ReportKind.BackReport, profile.Folders.Reports, name,
            Guid.CreateVersion7(now), vault, cancellationToken)
            .ConfigureAwait(false);
        await transaction.CommitAsync(report, draft.Lines, cancellationToken).ConfigureAwait(false);
        ProductionLog.BackReportMade(log, profile.CustomerId, transaction.Sequence, draft.Lines,
            (long)clock.GetElapsedTime(started).TotalMilliseconds);
        return transaction.Sequence;
    }
}
