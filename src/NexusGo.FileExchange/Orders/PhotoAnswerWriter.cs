using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Orders;

/// <summary>
/// Turns what came of a file of photos into its verdict and the final bytes of RES, ERR and RCP: one line of RES for each photo.
/// </summary>
internal sealed class PhotoAnswerWriter(IncomingFile incoming, CustomerProfile profile, AnswerBuilder drafts, DateTimeOffset now)
{
    public async Task<(FileVerdict Verdict, IReadOnlyList<ReportDraft> Answers)> WriteAsync(ReadPhotos read,
        CancellationToken cancellationToken)
    {
        var verdict = Verdict(read);
        var answers = new List<ReportDraft>(3);
        if (read.Refusal is { } refusal)
        {
            answers.Add(await drafts.RefusalAsync(refusal, cancellationToken).ConfigureAwait(false));
        }
        else
        {
            answers.AddRange(await drafts.RowsAsync((results, errors) => WriteRows(read, results, errors), read.Warnings, cancellationToken)
                .ConfigureAwait(false));
        }

        answers.Add(await drafts.ReceiptAsync(verdict, null, null, cancellationToken).ConfigureAwait(false));
        return (verdict, answers);
    }

    private FileVerdict Verdict(ReadPhotos read)
    {
        var rejected = read.Photos.Count(photo => photo.Code is not null);
        var rows = new RowCounts(read.Photos.Count - rejected, rejected, 0, 0);
        var fate = read.Refusal is { } refusal
            ? (FileStatuses.Rejected, refusal.Code) : FileStatuses.OfRows(rows, read.Photos is [var first, ..] ? first.Code : null);
        return FileVerdict.Of(incoming, profile, fate, rows, read.Signer?.SignedBy, read.Warnings, now);
    }

    private static Task WriteRows(ReadPhotos read, ResultsWriter results, ErrorsWriter errors)
    {
        foreach (var photo in read.Photos)
        {
            // A name that belongs to no card is not repeated: it may be a person's.
            var reference = photo.Card is null ? [] : Encoding.UTF8.GetBytes(photo.CustomerRef!);
            results.Write(photo.Number, reference, (photo.Code is null ? RowOutcome.Accepted : RowOutcome.Rejected).ToWireName(),
                photo.Card?.OrderNo ?? 0, photo.Card?.CardNo ?? 0, photo.Code);
            if (photo.Code is not null)
            {
                errors.WriteRow(photo.Number, 0, reference, "photo_file", photo.Code, photo.Hint);
            }
        }

        return Task.CompletedTask;
    }
}
