using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Orders;

/// <summary>Turns what came of an order file into its verdict and the final bytes of RES, ERR and RCP.</summary>
internal sealed class AnswerWriter(IncomingFile incoming, CustomerProfile profile, AnswerBuilder drafts, DateTimeOffset now)
{
    public async Task<FileVerdict> VerdictAsync(OrderOutcome outcome, CancellationToken cancellationToken)
    {
        var rows = outcome.HasRows ? outcome.Pass!.Rows : default;
        var (status, code) = Status(outcome, rows);
        var counts = status is FileStatuses.Accepted or FileStatuses.Partial or FileStatuses.PendingApproval && !incoming.File.IsTest;
        return FileVerdict.Of(incoming, profile, (status, code), rows, outcome.Signer?.SignedBy, outcome.Warnings, now) with
        {
            AcceptedContentMac = counts ? outcome.ContentMac : default(ReadOnlyMemory<byte>),
            SequenceAccepted = counts && incoming.SequenceNo is not null,
            FirstFileId = outcome.FirstFile?.FileId,
            Findings = outcome.HasRows ? outcome.Pass!.Errors.ByCode : new Dictionary<string, int>(),
            Order = counts && rows.Accepted + rows.OnHold > 0
                ? new OrderDraft(outcome.Pass!.OrderId, outcome.Pass.OrderNo, rows.Accepted + rows.OnHold,
                status == FileStatuses.PendingApproval)
                : null,
            Quarantine = incoming.Quarantined is null ? null : await drafts.QuarantineAsync(cancellationToken).ConfigureAwait(false),
            QuarantineQuota = new QuarantineQuota(profile.Budgets.QuarantineFiles, profile.Budgets.QuarantineBytes),
        };
    }

    /// <summary>In the order of delivery: RES, ERR, RCP.</summary>
    public async Task<IReadOnlyList<ReportDraft>> AnswersAsync(OrderOutcome outcome, FileVerdict verdict, long? lastSequence,
        CancellationToken cancellationToken)
    {
        var answers = new List<ReportDraft>(3);
        if (outcome.HasRows)
        {
            var pass = outcome.Pass!;
            await pass.Results.DisposeAsync().ConfigureAwait(false);
            answers.Add(await drafts.CompleteAsync(pass.ResultsDraft, ReportKind.Results, cancellationToken).ConfigureAwait(false));
            foreach (var (code, hint) in outcome.Warnings)
            {
                pass.Errors.WriteFile(code, 0, "", hint);
            }

            if (pass.Errors.Findings > 0)
            {
                await pass.Errors.CompleteAsync(cancellationToken).ConfigureAwait(false);
                await pass.Errors.DisposeAsync().ConfigureAwait(false);
                answers.Add(await drafts.CompleteAsync(pass.ErrorsDraft, ReportKind.Errors, cancellationToken).ConfigureAwait(false));
            }
        }
        else if (outcome.Refusal is { } refusal)
        {
            answers.Add(await drafts.RefusalAsync(refusal, cancellationToken).ConfigureAwait(false));
        }

        var next = SequenceRule.Next(profile.Orders.Sequence, verdict.SequenceAccepted ? verdict.SequenceNo : lastSequence);
        answers.Add(await drafts.ReceiptAsync(verdict, next, outcome.FirstFile?.Name, cancellationToken).ConfigureAwait(false));
        return answers;
    }

    private (string Status, string? Code) Status(OrderOutcome outcome, RowCounts rows) => outcome switch
    {
        { Refusal: { } refusal } => (FileStatuses.Rejected, refusal.Code),
        { FirstFile: not null } => (FileStatuses.Duplicate, "F-DUP-01"),
        { NothingStored: true } => (FileStatuses.Rejected, OrderPass.RefusedWithTheOthers),
        _ when profile.Orders.Approval == ApprovalMode.FourEyes && rows.Accepted + rows.OnHold > 0 => (FileStatuses.PendingApproval, null),
        _ => FileStatuses.OfRows(rows, outcome.Pass!.FirstErrorCode),
    };
}
