using System.Globalization;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Reports;

/// <summary>
/// Writes ERR: every finding of every row in Swedish and English, never with the value that caused it. At most <see cref="MaxLines"/>
/// lines; the trailer says how many there would have been. Where nothing more is known about a finding, the hint is the code's advice in
/// the customer's language.
/// </summary>
internal sealed class ErrorsWriter : IAsyncDisposable
{
    public const int MaxLines = 5_000;

    private readonly CsvTable csv;
    private readonly AnswerLanguage language;
    private readonly Dictionary<string, int> byCode = new(StringComparer.Ordinal);

    public ErrorsWriter(Stream destination, AnswerSettings settings)
    {
        language = settings.Language;
        csv = new CsvTable(destination, settings);
        csv.WriteHeader(["record_type", "row_no", "customer_ref", "column", "error_code", "severity", "message_sv", "message_en", "hint",
            "line_no"]);
    }

    /// <summary>Findings so far, also those beyond the limit.</summary>
    public int Findings { get; private set; }

    /// <summary>How often each code was found, also beyond the limit.</summary>
    public IReadOnlyDictionary<string, int> ByCode => byCode;

    /// <summary>Something about the file as a whole.</summary>
    /// <param name="code">A published code.</param>
    /// <param name="lineNumber">1-based line in the file as an editor shows it, or 0.</param>
    /// <param name="column">The column's standard name or place, or empty.</param>
    /// <param name="hint">A phrase in the customer's language, or empty for the code's advice.</param>
    /// <param name="rowNumber">1-based data row on that line, or 0.</param>
    public void WriteFile(string code, long lineNumber, string column, string hint, int rowNumber = 0) =>
        Write("F", rowNumber, lineNumber, [], column, code, hint);

    /// <summary>Something about one row. <paramref name="lineNumber"/> is the line it starts on, or 0.</summary>
    public void WriteRow(int rowNumber, long lineNumber, ReadOnlySpan<byte> customerRef, string column, string code, string hint) =>
        Write("E", rowNumber, lineNumber, customerRef, column, code, hint);

    /// <summary>Writes the trailer and flushes.</summary>
    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        var written = Math.Min(Findings, MaxLines);
        csv.Text("T");
        csv.Count(written);
        for (var i = 0; i < 6; i++)
        {
            csv.Text("");
        }

        csv.Text(Findings > MaxLines ? Truncated() : "");
        csv.Text("");
        csv.EndRow();
        await csv.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => csv.DisposeAsync();

    private string Truncated() => language == AnswerLanguage.Sv
        ? string.Create(CultureInfo.InvariantCulture, $"de första {MaxLines} av {Findings} anmärkningar; RES har en rad för varje datarad")
        : string.Create(CultureInfo.InvariantCulture, $"first {MaxLines} of {Findings} findings; RES has a line for every row");

    private static string Number(long number) => number > 0 ? number.ToString(CultureInfo.InvariantCulture) : "";

    private void Write(string recordType, long row, long line, ReadOnlySpan<byte> customerRef, string column, string code, string hint)
    {
        Findings++;
        byCode[code] = byCode.GetValueOrDefault(code) + 1;
        if (Findings > MaxLines)
        {
            return;
        }

        var text = ErrorCatalog.Get(code);
        csv.Text(recordType);
        csv.Text(Number(row));
        csv.Code(customerRef);
        csv.Text(column);
        csv.Text(code);
        csv.Text(text.IsError ? "ERROR" : "WARNING");
        csv.Text(text.MessageSv);
        csv.Text(text.MessageEn);
        csv.Text(hint.Length > 0 ? hint : language == AnswerLanguage.Sv ? text.AdviceSv : text.AdviceEn);
        csv.Text(Number(line));
        csv.EndRow();
    }
}
