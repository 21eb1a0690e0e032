using System.Globalization;
using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Archive;
using NexusGo.FileExchange.Inbound.Workbook;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>
/// What was in a zip file or workbook. The OpenPGP message around it is verified already. Each part's checksum is compared at the part's
/// end.
/// </summary>
internal sealed class UnpackedContent : IInboundContent
{
    private readonly ContentVerdict verdict;
    private readonly ZipEntryStream? entry;
    private readonly WorkbookFile? workbook;
    private readonly AnswerLanguage language;
    private readonly List<IDisposable> spools = [];
    private ArchiveLayout? layout;
    private IInboundContent? envelope;

    /// <summary>A refused file, or one without a table.</summary>
    public UnpackedContent(ContentVerdict verdict) => (this.verdict, Clear) = (verdict, Stream.Null);

    public UnpackedContent(ContentVerdict verdict, ZipEntryStream table, AnswerLanguage language)
    {
        (this.verdict, entry, this.language) = (verdict, table, language);
        Clear = table;
    }

    public UnpackedContent(ContentVerdict verdict, WorkbookFile workbook, AnswerLanguage language)
    {
        (this.verdict, this.workbook, this.language) = (verdict, workbook, language);
        Clear = workbook.Rows;
    }

    public Stream Clear { get; }

    public FilePhotos? Photos { get; private set; }

    /// <summary>Checksum and size of every photo, so that the same table with another photo is another content.</summary>
    public ReadOnlyMemory<byte> PhotoMark { get; private set; }

    public void AddPhotos(ArchiveLayout archive, FilePhotos photos)
    {
        (layout, Photos) = (archive, photos);
        PhotoMark = Encoding.UTF8.GetBytes(string.Join('\n',
            photos.Entries.Select(photo => string.Create(CultureInfo.InvariantCulture, $"{photo.Crc32:x8} {photo.Bytes}"))));
    }

    public void Own(IInboundContent? content, IDisposable? spool)
    {
        envelope ??= content;
        if (spool is not null)
        {
            spools.Add(spool);
        }
    }

    public async ValueTask<ContentVerdict> CompleteAsync(CancellationToken cancellationToken)
    {
        await Clear.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
        if (verdict.ErrorCode is not null)
        {
            return verdict;
        }

        if (entry?.Fault is { } damaged)
        {
            return ContentVerdict.Refused(damaged.Code, damaged.Hint(language), verdict.Signer);
        }

        return workbook?.Rows.Fault is { } broken
            ? ContentVerdict.Refused(broken.Code, broken.Hint(language), verdict.Signer)
            : verdict with { Warnings = [.. verdict.Warnings, .. Warnings()] };
    }

    public async ValueTask DisposeAsync()
    {
        await Clear.DisposeAsync().ConfigureAwait(false);
        if (Photos is not null)
        {
            await Photos.DisposeAsync().ConfigureAwait(false);
        }

        if (envelope is not null)
        {
            await envelope.DisposeAsync().ConfigureAwait(false);
        }

        spools.ForEach(spool => spool.Dispose());
    }

    private IEnumerable<(string Code, string Hint)> Warnings()
    {
        if (layout is { Table: not null } && Photos!.Unused is > 0 and var unused)
        {
            yield return ("W-PHO-06", Count(unused, "foton", "photos"));
        }

        if (layout?.PassedOver is > 0 and var passedOver)
        {
            yield return ("W-PHO-07", Count(passedOver, "filer", "files"));
        }

        if (workbook?.Sheet.HiddenRows is > 0 and var hidden)
        {
            yield return ("W-COL-01", Count(hidden, "rader", "rows"));
        }

        if (workbook?.Sheet.OtherSheets is > 0 and var sheets)
        {
            var (sv, en) = workbook.Sheet.HiddenSheets > 0
                ? ($"blad, {workbook.Sheet.HiddenSheets} dolda", $"sheets, {workbook.Sheet.HiddenSheets} hidden") : ("blad", "sheets");
            yield return ("W-COL-02", Count(sheets, sv, en));
        }
    }

    private string Count(int count, string swedish, string english) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(language == AnswerLanguage.Sv ? swedish : english)}");
}
