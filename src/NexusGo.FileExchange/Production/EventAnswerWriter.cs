using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Production;

/// <summary>Turns what came of an event file into its verdict and the final bytes of RES, ERR and RCP.</summary>
internal sealed class EventAnswerWriter(IncomingFile incoming, CustomerProfile area, Spool spools, CustomerVault vault, Uuid7Sequence ids, DateTimeOffset now, ReplyName name)
{
    /// <summary>Code of the first row that was not taken; null when there is none.</summary>
    public string? FirstCode { get; private set; }

    public async Task<(FileVerdict Verdict, IReadOnlyList<ReportDraft> Answers)> WriteAsync(EventFileRead read, RowCounts rows, IEventTransaction transaction, CancellationToken cancellationToken)
    {
        var answers = new List<ReportDraft>(3);
        if (read.IsGood)
        {
            await WriteRowsAsync(transaction, answers, cancellationToken).ConfigureAwait(false);
        }
        else if (read.Refusal is { } refusal)
        {
            answers.Add(await RefusalAsync(refusal, cancellationToken).ConfigureAwait(false));
        }

        var verdict = VerdictOn(read, rows);
        answers.Add(await ReceiptAsync(read, verdict, cancellationToken).ConfigureAwait(false));
        return (verdict, answers);
    }

    private FileVerdict VerdictOn(EventFileRead read, RowCounts rows)
    {
        var (status, code) = read switch
        {
            { Refusal: { } refusal } => ("REJECTED", refusal.Code),
            { FirstFile: not null } => ("DUPLICATE", "F-DUP-01"),
            _ when rows.Rejected == 0 => ("ACCEPTED", null),
            _ when rows.Rejected == rows.Total => ("REJECTED", FirstCode),
            _ => ("PARTIAL", (string?)null),
        };
        return new FileVerdict
        {
            FileStatus = status,
            ErrorCode = code,
            Rows = rows,
            Sha256 = incoming.Sha256,
            AcceptedContentMac = status is "ACCEPTED" or "PARTIAL" ? read.ContentMac : default(ReadOnlyMemory<byte>),
            SignedBy = read.SignedBy,
            LocalId = incoming.LocalId,
            SequenceNo = incoming.SequenceNo,
            FirstFileId = read.FirstFile?.FileId,
            ProfileVersion = area.Version,
            StoredAt = now,
        };
    }

    private async Task WriteRowsAsync(IEventTransaction transaction, List<ReportDraft> answers, CancellationToken cancellationToken)
    {
        await using var resultsDraft = new ReportDrafting(spools);
        await using var errorsDraft = new ReportDrafting(spools);
        var findings = 0;
        await using (var results = new ResultsWriter(resultsDraft.Output, area.Answers))
        await using (var errors = new ErrorsWriter(errorsDraft.Output, area.Answers))
        {
            await foreach (var answer in transaction.AnswersAsync(cancellationToken).ConfigureAwait(false))
            {
                var reference = Encoding.UTF8.GetBytes(answer.SourceId);
                var code = answer.Problems.Count > 0 ? answer.Problems[0].Code : null;
                results.Write(answer.RowNumber, reference, answer.Outcome.Word(), 0, answer.CardNo, code);
                foreach (var (column, problem) in answer.Problems)
                {
                    errors.WriteRow(answer.RowNumber, reference, column, problem, "");
                }

                if (answer.Outcome is RowOutcome.Rejected or RowOutcome.OnHold)
                {
                    FirstCode ??= code;
                }
            }

            findings = errors.Findings;
            if (findings > 0)
            {
                await errors.CompleteAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        answers.Add(await CompleteAsync(resultsDraft, ReportKind.Results, area.Folders.Receipts).ConfigureAwait(false));
        if (findings > 0)
        {
            answers.Add(await CompleteAsync(errorsDraft, ReportKind.Errors, area.Folders.Errors).ConfigureAwait(false));
        }
    }

    private async Task<ReportDraft> RefusalAsync(FileRefusal refusal, CancellationToken cancellationToken)
    {
        await using var drafting = new ReportDrafting(spools);
        await using (var errors = new ErrorsWriter(drafting.Output, area.Answers))
        {
            errors.WriteFile(refusal.Code, refusal.LineNumber, refusal.Column, refusal.Hint);
            await errors.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }

        return await CompleteAsync(drafting, ReportKind.Errors, area.Folders.Errors).ConfigureAwait(false);
    }

    private async Task<ReportDraft> ReceiptAsync(EventFileRead read, FileVerdict verdict, CancellationToken cancellationToken)
    {
        var receipt = new Receipt
        {
            FileName = incoming.File.Name.ToString(),
            LocalId = verdict.LocalId,
            ReceivedAt = incoming.File.FirstSeenAt,
            SizeBytes = incoming.SizeBytes,
            Sha256 = verdict.Sha256,
            SignedBy = verdict.SignedBy,
            SequenceNo = verdict.SequenceNo,
            FileStatus = verdict.FileStatus,
            ErrorCode = verdict.ErrorCode,
            FirstFile = read.FirstFile?.Name,
            Rows = verdict.Rows,
            ProfileVersion = verdict.ProfileVersion,
        };
        await using var drafting = new ReportDrafting(spools);
        await receipt.WriteAsync(drafting.Output, area.Answers, cancellationToken).ConfigureAwait(false);
        return await CompleteAsync(drafting, ReportKind.Receipt, area.Folders.Receipts).ConfigureAwait(false);
    }

    private ValueTask<ReportDraft> CompleteAsync(ReportDrafting drafting, ReportKind kind, string folder) =>
        drafting.CompleteAsync(kind, folder, name.FileName(kind), ids.Next(), vault);
}
