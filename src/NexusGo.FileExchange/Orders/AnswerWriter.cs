using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Orders;

/// <summary>Turns what came of a file into its verdict and the final bytes of RES, ERR and RCP.</summary>
internal sealed class AnswerWriter(IncomingFile incoming, CustomerProfile profile, Spool spools, CustomerVault vault, Uuid7Sequence ids, DateTimeOffset now, ReplyName name)
{
    public async Task<FileVerdict> VerdictAsync(OrderOutcome outcome, long? lastSequence, CancellationToken cancellationToken)
    {
        var rows = outcome.HasRows ? outcome.Pass!.Rows : default;
        var (status, code) = Status(outcome, rows);
        var counts = status is "ACCEPTED" or "PARTIAL" && !incoming.File.IsTest;
        return new FileVerdict
        {
            FileStatus = status,
            ErrorCode = code,
            Rows = rows,
            Sha256 = incoming.Sha256,
            AcceptedContentMac = counts ? outcome.ContentMac : default(ReadOnlyMemory<byte>),
            SignedBy = outcome.SignedBy,
            LocalId = incoming.LocalId,
            SequenceNo = incoming.SequenceNo,
            SequenceAccepted = counts && incoming.SequenceNo is not null,
            FirstFileId = outcome.FirstFile?.FileId,
            ProfileVersion = profile.Version,
            StoredAt = now,
            Order = counts && rows.Accepted + rows.OnHold > 0
                ? new OrderDraft(outcome.Pass!.OrderId, outcome.Pass.OrderNo, rows.Accepted + rows.OnHold)
                : null,
            Quarantine = incoming.SetAside is null ? null : await SetAsideAsync(cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>In the order of delivery: RES, ERR, RCP.</summary>
    public async Task<IReadOnlyList<ReportDraft>> AnswersAsync(OrderOutcome outcome, FileVerdict verdict, long? lastSequence, CancellationToken cancellationToken)
    {
        var answers = new List<ReportDraft>(3);
        if (outcome.HasRows)
        {
            await outcome.Pass!.Results.DisposeAsync().ConfigureAwait(false);
            answers.Add(await CompleteAsync(outcome.Pass.ResultsDraft, ReportKind.Results, profile.Folders.Receipts).ConfigureAwait(false));
            if (outcome.Pass.Errors.Findings > 0)
            {
                await outcome.Pass.Errors.CompleteAsync(cancellationToken).ConfigureAwait(false);
                await outcome.Pass.Errors.DisposeAsync().ConfigureAwait(false);
                answers.Add(await CompleteAsync(outcome.Pass.ErrorsDraft, ReportKind.Errors, profile.Folders.Errors).ConfigureAwait(false));
            }
        }
        else if (outcome.Refusal is { } refusal)
        {
            answers.Add(await RefusalAsync(refusal, cancellationToken).ConfigureAwait(false));
        }

        answers.Add(await ReceiptAsync(outcome, verdict, lastSequence, cancellationToken).ConfigureAwait(false));
        return answers;
    }

    private static (string Status, string? Code) Status(OrderOutcome outcome, RowCounts rows) => outcome switch
    {
        { Refusal: { } refusal } => ("REJECTED", refusal.Code),
        { FirstFile: not null } => ("DUPLICATE", "F-DUP-01"),
        { NothingStored: true } => ("REJECTED", OrderPass.RefusedWithTheOthers),
        _ when rows.Rejected == 0 => ("ACCEPTED", null),
        _ when rows.Rejected == rows.Total => ("REJECTED", outcome.Pass!.FirstErrorCode),
        // The rows have their own codes; the file as such was taken.
        _ => ("PARTIAL", null),
    };

    private async Task<ReportDraft> RefusalAsync(FileRefusal refusal, CancellationToken cancellationToken)
    {
        await using var drafting = new ReportDrafting(spools);
        await using (var errors = new ErrorsWriter(drafting.Output, profile.Answers))
        {
            errors.WriteFile(refusal.Code, refusal.LineNumber, refusal.Column, refusal.Hint);
            await errors.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }

        return await CompleteAsync(drafting, ReportKind.Errors, profile.Folders.Errors).ConfigureAwait(false);
    }

    private async Task<ReportDraft> ReceiptAsync(OrderOutcome outcome, FileVerdict verdict, long? lastSequence, CancellationToken cancellationToken)
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
            NextSequenceNo = SequenceRule.Next(profile.Orders.Sequence, verdict.SequenceAccepted ? verdict.SequenceNo : lastSequence),
            FileStatus = verdict.FileStatus,
            ErrorCode = verdict.ErrorCode,
            FirstFile = outcome.FirstFile?.Name,
            Rows = verdict.Rows,
            ProfileVersion = verdict.ProfileVersion,
        };
        await using var drafting = new ReportDrafting(spools);
        await receipt.WriteAsync(drafting.Output, profile.Answers, cancellationToken).ConfigureAwait(false);
        return await CompleteAsync(drafting, ReportKind.Receipt, profile.Folders.Receipts).ConfigureAwait(false);
    }

    private async Task<ReportDraft> SetAsideAsync(CancellationToken cancellationToken)
    {
        await using var drafting = new ReportDrafting(spools);
        await using (var content = incoming.SetAside!())
        {
            await content.CopyToAsync(drafting.Output, cancellationToken).ConfigureAwait(false);
        }

        // Sealed under the file's own id: it is kept beside the file, not sent.
        return await drafting.CompleteAsync(ReportKind.Receipt, "", "", incoming.File.FileId, vault).ConfigureAwait(false);
    }

    private ValueTask<ReportDraft> CompleteAsync(ReportDrafting drafting, ReportKind kind, string folder) =>
        drafting.CompleteAsync(kind, folder, name.FileName(kind), ids.Next(), vault);
}
