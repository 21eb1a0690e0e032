using System.Text;
using CsvHelper;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Reports;

/// <summary>
/// A table as CSV: by default UTF-8 with byte order mark, semicolon, CRLF and quoted text, so that a Swedish Excel opens it right. A text
/// that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, "CSV Injection"). With
/// <see cref="AnswerNumbers.ExcelText"/> a code is written as <c>="0012"</c>: a formula whose only content is a text, the one way in CSV to
/// have Excel keep every digit. A code can not break out of it, because quotation marks inside are doubled.
/// </summary>
internal sealed class CsvTable : AnswerTable
{
    /// <summary>Excel refuses longer texts in a formula.</summary>
    private const int MaxFormulaText = 255;

    private readonly CsvWriter csv;
    private readonly CountingHashStream? hashing;
    private readonly bool codesAsText;

    /// <param name="destination">Stays open.</param>
    /// <param name="settings">The receiver's dialect.</param>
    /// <param name="hashed">Whether <see cref="HashSoFarAsync"/> will be asked.</param>
    public CsvTable(Stream destination, AnswerSettings settings, bool hashed = false)
    {
        codesAsText = settings.Numbers == AnswerNumbers.ExcelText;
        hashing = hashed ? new CountingHashStream(destination, leaveOpen: true) : null;
        csv = AnswerCsv.Create(hashing ?? destination, settings);
    }

    public override void WriteHeader(IReadOnlyList<string> names) => csv.WriteHeader([.. names]);

    public override void Text(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > 0 && IsFormulaStart(utf8[0]))
        {
            WriteNeutralised(Encoding.UTF8.GetString(utf8));
        }
        else
        {
            csv.WriteField(utf8);
        }
    }

    public override void Text(string? value)
    {
        if (value is { Length: > 0 } && IsFormulaStart(value[0]))
        {
            WriteNeutralised(value);
        }
        else
        {
            csv.WriteField(value ?? "");
        }
    }

    public override void Code(ReadOnlySpan<byte> utf8)
    {
        if (codesAsText && utf8.Length > 0)
        {
            Code(Encoding.UTF8.GetString(utf8));
        }
        else
        {
            Text(utf8);
        }
    }

    public override void Code(string? value)
    {
        if (codesAsText && value is { Length: > 0 and <= MaxFormulaText })
        {
            csv.WriteField($"=\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        }
        else
        {
            Text(value);
        }
    }

    public override void Phone(ReadOnlySpan<byte> utf8)
    {
        if (!codesAsText && utf8.Length > 1 && utf8[0] == '+' && utf8[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
        {
            csv.WriteField(utf8);
        }
        else
        {
            Code(utf8);
        }
    }

    public override void Count(long number) => csv.WriteField(number);

    public override void EndRow() => csv.EndRecord();

    /// <summary>Of the bytes.</summary>
    public override async ValueTask<byte[]> HashSoFarAsync(CancellationToken cancellationToken)
    {
        await csv.FlushAsync(cancellationToken).ConfigureAwait(false);
        return (hashing ?? throw new InvalidOperationException("This table is not hashed.")).HashSoFar();
    }

    public override async ValueTask CompleteAsync(CancellationToken cancellationToken) => await csv.FlushAsync(cancellationToken)
        .ConfigureAwait(false);

    public override async ValueTask DisposeAsync()
    {
        await csv.DisposeAsync().ConfigureAwait(false);
        if (hashing is not null)
        {
            await hashing.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static bool IsFormulaStart(int first) => first is '=' or '+' or '-' or '@' or '\t' or '\r';

    private void WriteNeutralised(string value) => csv.WriteField("'" + value, CsvQuoting.Always);
}
