using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using SpreadCheetah;
using SpreadCheetah.Styling;
using SpreadCheetah.Worksheets;

namespace NexusGo.FileExchange.Reports;

/// <summary>
/// A table as an Excel workbook, streamed: no temporary file, one row in memory. Every cell but a count is typed as text and formatted as
/// text, so that it also stays one when somebody edits it. A text is never run as a formula. After <see cref="RowsPerSheet"/> rows a
/// further sheet begins, with the header again.
/// </summary>
internal sealed class WorkbookTable : AnswerTable
{
    /// <summary>Below the limit of Excel, which is 1,048,576 with the header.</summary>
    public const int RowsPerSheet = 1_000_000;

    private readonly ImmediateStream destination;
    private readonly IncrementalHash? sha256;
    private readonly int rowsPerSheet;
    private readonly Spreadsheet workbook;
    private readonly StyleId textStyle;
    private string[] names = [];
    private Cell[] row = [];
    private int column;
    private int rowsOfSheet;
    private int sheets;

    /// <param name="destination">Stays open.</param>
    /// <param name="hashed">Whether <see cref="HashSoFarAsync"/> will be asked.</param>
    /// <param name="rowsPerSheet">Fewer in tests.</param>
    public WorkbookTable(Stream destination, bool hashed = false, int rowsPerSheet = RowsPerSheet)
    {
        this.destination = new ImmediateStream(destination);
        this.rowsPerSheet = rowsPerSheet;
        sha256 = hashed ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;

        // No document properties: they would hold the time of this machine and the library's name.
        var options = new SpreadCheetahOptions { DocumentProperties = null, PreserveStringWhitespace = true };
        workbook = ImmediateStream.Finished(Spreadsheet.CreateNewAsync(this.destination, options));
        textStyle = workbook.AddStyle(new Style { Format = NumberFormat.Standard(StandardNumberFormat.Text) });
    }

    public override void WriteHeader(IReadOnlyList<string> names)
    {
        this.names = [.. names];
        row = new Cell[names.Count];
        BeginSheet();
        foreach (var name in names)
        {
            Hash(name);
            column++;
        }

        EndHashedRow();
    }

    public override void Text(ReadOnlySpan<byte> utf8) => Text(Encoding.UTF8.GetString(utf8));

    public override void Text(string? value)
    {
        var text = Writable(value ?? "");
        Hash(text);
        row[column++] = new Cell(text.Length == 0 ? null : text, textStyle);
    }

    public override void Code(ReadOnlySpan<byte> utf8) => Text(utf8);

    public override void Code(string? value) => Text(value);

    public override void Phone(ReadOnlySpan<byte> utf8) => Text(utf8);

    public override void Count(long number)
    {
        Hash(number.ToString(CultureInfo.InvariantCulture));
        row[column++] = new Cell(number);
    }

    public override void EndRow()
    {
        if (column != row.Length)
        {
            throw new InvalidOperationException($"A row has {row.Length} cells, and {column} were written.");
        }

        if (rowsOfSheet == rowsPerSheet)
        {
            BeginSheet();
        }

        ImmediateStream.Finished(workbook.AddRowAsync(row));
        Array.Clear(row);
        rowsOfSheet++;
        EndHashedRow();
    }

    /// <summary>
    /// Of the texts of all rows so far with the header, however many sheets they fill: UTF-8, TAB between two cells, LF behind each row.
    /// The bytes of a workbook say nothing: they are compressed, and differ each time that a program saves them.
    /// </summary>
    public override ValueTask<byte[]> HashSoFarAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult((sha256 ?? throw new InvalidOperationException("This table is not hashed.")).GetCurrentHash());

    public override async ValueTask CompleteAsync(CancellationToken cancellationToken) => await workbook.FinishAsync(cancellationToken)
        .ConfigureAwait(false);

    public override async ValueTask DisposeAsync()
    {
        await workbook.DisposeAsync().ConfigureAwait(false);
        await destination.DisposeAsync().ConfigureAwait(false);
        sha256?.Dispose();
    }

    private void BeginSheet()
    {
        sheets++;
        rowsOfSheet = 0;
        var name = sheets.ToString(CultureInfo.InvariantCulture);
        ImmediateStream.Finished(workbook.StartWorksheetAsync(name, new WorksheetOptions { FrozenRows = 1 }));
        ImmediateStream.Finished(workbook.AddRowAsync([.. names.Select(heading => new Cell(heading, textStyle))]));
    }

    private void Hash(string text)
    {
        if (column > 0)
        {
            sha256?.AppendData("\t"u8);
        }

        sha256?.AppendData(Encoding.UTF8.GetBytes(text));
    }

    private void EndHashedRow()
    {
        sha256?.AppendData("\n"u8);
        column = 0;
    }

    /// <summary>XML 1.0 has no sign for U+FFFE, U+FFFF and most control characters: a workbook with one in it would not open.</summary>
    private static string Writable(string text) =>
        text.All(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c))
            ? text : string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c) ? c : '\uFFFD'));
}
