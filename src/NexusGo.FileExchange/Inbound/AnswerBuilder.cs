using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Spool;
using NexusGo.FileExchange.Vault;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Inbound;

/// <summary>Makes the answers to one inbound file, whatever kind of file it is: names, folders, and final bytes.</summary>
internal sealed class AnswerBuilder(IncomingFile incoming, CustomerProfile profile, SpoolFolder spools, CustomerVault vault,
    Uuid7Sequence ids, AnswerSealer sealer, ReplyName name)
{
    /// <summary>The ERR of a file that is refused as a whole.</summary>
    public async Task<ReportDraft> RefusalAsync(FileRefusal refusal, CancellationToken cancellationToken)
    {
        await using var drafting = new ReportBuilder(spools);
        await using (var errors = new ErrorsWriter(drafting.Output, profile.Answers))
        {
            errors.WriteFile(refusal.Code, refusal.LineNumber, refusal.Column, refusal.Hint, refusal.RowNumber);
            await errors.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }

        return await CompleteAsync(drafting, ReportKind.Errors, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The RES of a file whose rows are answered one by one, and its ERR where anything was found.</summary>
    /// <param name="writeRows">Writes the rows of both.</param>
    /// <param name="warnings">Code and hint of what the sender should know although the file is good.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    public async Task<IReadOnlyList<ReportDraft>> RowsAsync(
        Func<ResultsWriter, ErrorsWriter, Task> writeRows, IEnumerable<(string Code, string Hint)> warnings,
        CancellationToken cancellationToken)
    {
        await using var resultsDraft = new ReportBuilder(spools);
        await using var errorsDraft = new ReportBuilder(spools);
        int findings;
        await using (var results = new ResultsWriter(resultsDraft.Output, profile.Answers))
        await using (var errors = new ErrorsWriter(errorsDraft.Output, profile.Answers))
        {
            await writeRows(results, errors).ConfigureAwait(false);
            foreach (var (code, hint) in warnings)
            {
                errors.WriteFile(code, 0, "", hint);
            }

            findings = errors.Findings;
            await errors.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }

        var answers = new List<ReportDraft> { await CompleteAsync(resultsDraft, ReportKind.Results, cancellationToken)
            .ConfigureAwait(false) };
        if (findings > 0)
        {
            answers.Add(await CompleteAsync(errorsDraft, ReportKind.Errors, cancellationToken).ConfigureAwait(false));
        }

        return answers;
    }

    /// <summary>The RCP, which repeats the verdict.</summary>
    public async Task<ReportDraft> ReceiptAsync(FileVerdict verdict, long? nextSequence, string? firstFile,
        CancellationToken cancellationToken)
    {
        var receipt = new Receipt
        {
            FileName = MaskedName.Of(incoming.File.Name.ToString()),
            LocalId = verdict.LocalId,
            ReceivedAt = incoming.File.FirstSeenAt,
            SizeBytes = incoming.SizeBytes,
            Sha256 = verdict.Sha256,
            SignedBy = verdict.SignedBy,
            SequenceNo = verdict.SequenceNo,
            NextSequenceNo = nextSequence,
            FileStatus = verdict.FileStatus,
            ErrorCode = verdict.ErrorCode,
            FirstFile = firstFile,
            Rows = verdict.Rows,
            ProfileVersion = verdict.ProfileVersion,
            Warnings = verdict.Warnings,
        };
        await using var drafting = new ReportBuilder(spools);
        await receipt.WriteAsync(drafting.Output, profile.Answers, cancellationToken).ConfigureAwait(false);
        return await CompleteAsync(drafting, ReportKind.Receipt, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The bytes as uploaded, for operators.</summary>
    public async Task<ReportDraft> QuarantineAsync(CancellationToken cancellationToken)
    {
        await using var drafting = new ReportBuilder(spools);
        await using (var content = incoming.Quarantined!())
        {
            await content.CopyToAsync(drafting.Output, cancellationToken).ConfigureAwait(false);
        }

        // Sealed under the file's own id: it is kept beside the file, not sent.
        return await drafting.CompleteAsync(ReportKind.Receipt, "", "", incoming.File.FileId, vault).ConfigureAwait(false);
    }

    /// <summary>Closes an answer that has been written.</summary>
    public ValueTask<ReportDraft> CompleteAsync(ReportBuilder drafting, ReportKind kind, CancellationToken cancellationToken) =>
        sealer.CompleteAsync(drafting, profile, kind, kind == ReportKind.Errors ? profile.Folders.Errors : profile.Folders.Receipts,
            name.FileName(kind), ids.Next(),
            vault, cancellationToken);
}
