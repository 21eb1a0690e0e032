using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Spool;

namespace NexusGo.FileExchange.Orders;

/// <summary>Turns what came of a file of photos into its verdict and the final bytes of RES, ERR and RCP: one line of RES for each photo.</summary>
internal sealed class PhotoAnswerWriter(IncomingFile incoming, CustomerProfile profile, AnswerBuilder drafts, SpoolFolder spools, DateTimeOffset now)
{
    public async Task<(FileVerdict Verdict, IReadOnlyList<ReportDraft> Answers)> WriteAsync(ReadPhotos read, CancellationToken cancellationToken)
    {
        var verdict = Verdict(read);
        var answers = new List<ReportDraft>(3);
        if (read.Refusal is { } refusal)
        {
            answers.Add(await drafts.RefusalAsync(refusal, cancellationToken).ConfigureAwait(false));
        }
        else
        {
            await using var resultsDraft = new ReportBuilder(spools);
            await using var errorsDraft = new ReportBuilder(spools);
            var findings = await WriteAsync(read, resultsDraft, errorsDraft, cancellationToken).ConfigureAwait(false);
            answers.Add(await drafts.CompleteAsync(resultsDraft, ReportKind.Results, cancellationToken).ConfigureAwait(false));
            if (findings > 0)
            {
                answers.Add(await drafts.CompleteAsync(errorsDraft, ReportKind.Errors, cancellationToken).ConfigureAwait(false));
            }
        }

        answers.Add(await drafts.ReceiptAsync(verdict, null, null, cancellationToken).ConfigureAwait(false));
        return (verdict, answers);
    }

    private FileVerdict Verdict(ReadPhotos read)
    {
        var rejected = read.Photos.Count(photo => photo.Code is not null);
        var rows = new RowCounts(read.Photos.Count - rejected, rejected, 0, 0);
        var (status, code) = read.Refusal is { } refusal ? ("REJECTED", refusal.Code)
            : rejected == 0 ? ("ACCEPTED", null)
            : rejected < read.Photos.Count ? ("PARTIAL", null)
            : ("REJECTED", read.Photos[0].Code);
        return new FileVerdict
        {
            FileStatus = status,
            ErrorCode = code,
            Rows = rows,
            Sha256 = incoming.Sha256,
            SignedBy = read.Signer?.SignedBy,
            LocalId = incoming.LocalId,
            SequenceNo = incoming.SequenceNo,
            Warnings = [.. read.Warnings.Select(warning => warning.Code).Distinct()],
            ProfileVersion = profile.Version,
            StoredAt = now,
        };
    }

    private async Task<int> WriteAsync(ReadPhotos read, ReportBuilder resultsDraft, ReportBuilder errorsDraft, CancellationToken cancellationToken)
    {
        await using var results = new ResultsWriter(resultsDraft.Output, profile.Answers);
        await using var errors = new ErrorsWriter(errorsDraft.Output, profile.Answers);
        foreach (var photo in read.Photos)
        {
            // A name that belongs to no card is not repeated: it may be a person's.
            var reference = photo.Card is null ? [] : Encoding.UTF8.GetBytes(photo.CustomerRef!);
            results.Write(photo.Number, reference, photo.Code is null ? "ACCEPTED" : "REJECTED", photo.Card?.OrderNo ?? 0, photo.Card?.CardNo ?? 0, photo.Code);
            if (photo.Code is not null)
            {
                errors.WriteRow(photo.Number, 0, reference, "photo_file", photo.Code, photo.Hint);
            }
        }

        foreach (var (code, hint) in read.Warnings)
        {
            errors.WriteFile(code, 0, "", hint);
        }

        await errors.CompleteAsync(cancellationToken).ConfigureAwait(false);
        return errors.Findings;
    }
}
