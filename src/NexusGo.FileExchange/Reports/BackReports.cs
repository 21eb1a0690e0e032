using System.Globalization;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Reports;

/// <summary>Makes back-reports: only what changed, each change in exactly one file, numbers without gaps. Bytes, number and what they cover are one transaction.</summary>
internal sealed class BackReports(IBackReportStore store, KeyVault vaults, Spool spools, AnswerSealer sealer, TimeProvider clock, ILogger<BackReports> log) : IBackReports
{
    public async Task<long?> MakeAsync(CustomerProfile profile, CancellationToken cancellationToken)
    {
        var (started, now) = (clock.GetTimestamp(), clock.GetUtcNow());
        var vault = await vaults.OpenAsync(profile.Id, cancellationToken).ConfigureAwait(false);
        await using var transaction = await store.BeginAsync(profile.Id, now, cancellationToken).ConfigureAwait(false);
        await using var drafting = new ReportDrafting(spools);
        long lines;
        await using (var writer = new BackReportWriter(drafting.Output, profile.Answers, profile.BackReports.Columns))
        {
            using var references = new CardReferences(vault);
            await transaction.ReadAsync(line => writer.Write(line, references.Of(line)), cancellationToken).ConfigureAwait(false);
            lines = writer.Lines;
            if (lines == 0 && !profile.BackReports.Heartbeat)
            {
                return null;
            }

            await writer.CompleteAsync(transaction.Sequence, transaction.Sequence - 1, cancellationToken).ConfigureAwait(false);
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"BRP_{profile.CustomerId}_{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}_{transaction.Sequence:000000}.csv");
        await using var report = await sealer.CompleteAsync(drafting, profile, ReportKind.BackReport, profile.Folders.Reports, name, Guid.CreateVersion7(now), vault, cancellationToken)
            .ConfigureAwait(false);
        await transaction.CommitAsync(report, lines, cancellationToken).ConfigureAwait(false);
        Log.BackReportMade(log, profile.CustomerId, transaction.Sequence, lines, (long)clock.GetElapsedTime(started).TotalMilliseconds);
        return transaction.Sequence;
    }
}
