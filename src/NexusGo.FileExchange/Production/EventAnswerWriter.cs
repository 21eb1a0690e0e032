using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Production;

/// <summary>Turns what came of an event file into its verdict and the final bytes of RES, ERR and RCP.</summary>
internal sealed class EventAnswerWriter(IncomingFile incoming, CustomerProfile area, AnswerBuilder drafts, DateTimeOffset now)
{
    /// <summary>Code of the first row that was not taken; null when there is none.</summary>
    public string? FirstCode { get; private set; }

    public async Task<(FileVerdict Verdict, IReadOnlyList<ReportDraft> Answers)> WriteAsync(EventFileRead read, RowCounts rows,
        IEventTransaction transaction, CancellationToken cancellationToken)
    {
        var answers = new List<ReportDraft>(3);
        if (read.IsGood)
        {
            await WriteRowsAsync(read, transaction, answers, cancellationToken).ConfigureAwait(false);
        }
        else if (read.Refusal is { } refusal)
        {
            answers.Add(await drafts.RefusalAsync(refusal, cancellationToken).ConfigureAwait(false));
        }

        var verdict = await VerdictOnAsync(read, rows, cancellationToken).ConfigureAwait(false);
        answers.Add(await drafts.ReceiptAsync(verdict, null, read.FirstFile?.Name, cancellationToken).ConfigureAwait(false));
        return (verdict, answers);
    }

    private async Task<FileVerdict> VerdictOnAsync(EventFileRead read, RowCounts rows, CancellationToken cancellationToken)
    {
        var (status, code) = read switch
        {
            { Refusal: { } refusal } => (FileStatuses.Rejected, refusal.Code),
            { FirstFile: not null } => (FileStatuses.Duplicate, "F-DUP-01"),
            _ => FileStatuses.OfRows(rows, FirstCode),
        };
        return FileVerdict.Of(incoming, area, (status, code), rows, read.SignedBy, read.Warnings, now) with
        {
            AcceptedContentMac = status is FileStatuses.Accepted or FileStatuses.Partial ? read.ContentMac : default(ReadOnlyMemory<byte>),
            FirstFileId = read.FirstFile?.FileId,
            Quarantine = incoming.Quarantined is null ? null : await drafts.QuarantineAsync(cancellationToken).ConfigureAwait(false),
            QuarantineQuota = new QuarantineQuota(area.Budgets.QuarantineFiles, area.Budgets.QuarantineBytes),
        };
    }

    private async Task WriteRowsAsync(EventFileRead read, IEventTransaction transaction, List<ReportDraft> answers,
        CancellationToken cancellationToken)
    {
        answers.AddRange(await drafts.RowsAsync(async (results, errors) =>
        {
            await foreach (var answer in transaction.AnswersAsync(cancellationToken).ConfigureAwait(false))
            {
                var reference = Encoding.UTF8.GetBytes(answer.SourceId);
                var code = answer.Problems.Count > 0 ? answer.Problems[0].Code : null;
                results.Write(answer.RowNumber, reference, answer.Outcome.ToWireName(), 0, answer.CardNo, code);
                foreach (var (column, problem) in answer.Problems)
                {
                    errors.WriteRow(answer.RowNumber, 0, reference, column, problem, "");
                }

                if (answer.Outcome is RowOutcome.Rejected or RowOutcome.OnHold)
                {
                    FirstCode ??= code;
                }
            }
        }, read.Warnings, cancellationToken).ConfigureAwait(false));
    }
}
