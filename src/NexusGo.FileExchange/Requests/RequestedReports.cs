using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Spool;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Requests;

/// <summary>
/// Makes the files that requests ask for: one history for all rows of a file that want one, and one report for each row that wants events
/// told again.
/// </summary>
internal sealed class RequestedReports(SpoolFolder spools, AnswerSealer sealer, TimeProvider clock, ILogger<RequestedReports> log)
{
    public async Task MakeAsync(InboundFile file, CustomerProfile profile, CustomerVault vault, RequestEffects effects,
        IRequestedReports store, CancellationToken cancellationToken)
    {
        if (effects.Histories.Count > 0)
        {
            await MakeHistoryAsync(file, profile, vault, effects, store, cancellationToken).ConfigureAwait(false);
        }

        foreach (var row in effects.Repeats)
        {
            await MakeRepeatAsync(row, profile, vault, effects, store, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task MakeHistoryAsync(InboundFile file, CustomerProfile profile, CustomerVault vault, RequestEffects effects,
        IRequestedReports store, CancellationToken cancellationToken)
    {
        if (profile.Pgp.AnswerCertificates.Count == 0)
        {
            throw new InvalidOperationException("A history is only ever made where it can be sealed.");
        }

        await using var drafting = new ReportBuilder(spools);
        long lines;
        await using (var writer = new HistoryWriter(drafting.Output, profile.Answers, vault))
        {
            var references = effects.Histories.ToDictionary(row => row.RowNumber, row => row.RequestRef);
            await store.ReadHistoryAsync(effects.Histories, line => writer.Write(line, references[line.RowNumber]), cancellationToken)
                .ConfigureAwait(false);
            await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
            lines = writer.Lines;
        }

        var sequence = await store.NextSequenceAsync(ReportKind.History, cancellationToken).ConfigureAwait(false);
        await using var report = await CompleteAsync(drafting, profile, vault, ReportKind.History, ReportName.Number(sequence),
            cancellationToken).ConfigureAwait(false);
        CrashPoint.Pass("history.storing");
        await store.AddHistoryAsync(report, sequence, effects.Histories, lines, effects, cancellationToken).ConfigureAwait(false);
        CrashPoint.Pass("history.stored");
        RequestsLog.HistoryRead(log, profile.CustomerId, file.FileId, report.ReportId, lines);
    }

    private async Task MakeRepeatAsync(RequestRow row, CustomerProfile profile, CustomerVault vault, RequestEffects effects,
        IRequestedReports store, CancellationToken cancellationToken)
    {
        var sequence = await store.NextSequenceAsync(ReportKind.Repeat, cancellationToken).ConfigureAwait(false);
        var number = "R" + ReportName.Number(sequence);
        await using var drafting = new ReportBuilder(spools);
        long lines;
        await using (var writer = new BackReportWriter(drafting.Output, profile.Answers, profile.BackReports.Columns))
        {
            using var references = new CardReferences(vault);
            await store.ReadRepeatAsync(row, line =>
            {
                references.OpenDetails(line);
                writer.Write(line, references.Of(line));
            }, cancellationToken).ConfigureAwait(false);
            await writer.CompleteAsync(number, cancellationToken).ConfigureAwait(false);
            lines = writer.Lines;
        }

        await using var report = await CompleteAsync(drafting, profile, vault, ReportKind.Repeat, number, cancellationToken)
            .ConfigureAwait(false);
        CrashPoint.Pass("repeat.storing");
        await store.AddRepeatAsync(report, sequence, lines, effects, cancellationToken).ConfigureAwait(false);
        CrashPoint.Pass("repeat.stored");
    }

    private ValueTask<ReportDraft> CompleteAsync(ReportBuilder drafting, CustomerProfile profile, CustomerVault vault, ReportKind kind,
        string number, CancellationToken cancellationToken)
    {
        // The time in the name is taken after the number, so that files sort by name as they do by number. Two reports of one series wait
        // for each other's numbers, and the one with the later number gets the later time.
        var now = clock.GetUtcNow();
        var name = ReportName.For(kind, profile.Id, now, number, profile.Answers.ReportEnding);
        return sealer.CompleteAsync(drafting, profile, kind, profile.Folders.Reports, name, Guid.CreateVersion7(now), vault,
            cancellationToken);
    }
}
