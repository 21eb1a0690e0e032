using System.Text;
using CsvHelper;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Text;

namespace NexusGo.FileExchange.Requests;

/// <summary>
/// Reads a request file, which has the dialect and the limits of an order file. What is in it never makes this throw. Requests are few: the
/// rows are kept.
/// </summary>
internal sealed class RequestReader(CustomerProfile profile, RequestCheck check)
{
    /// <summary>More requests than this in one file are not taken, whatever the profile allows for orders.</summary>
    public const int MaxRows = 10_000;

    private readonly Hints hints = new(profile.Answers.Language);
    private readonly List<RequestRow> rows = [];
    private CsvMalformedReason? malformed;

    /// <summary>The rows read; void when <see cref="ReadAsync(Stream, CancellationToken)"/> gave a refusal.</summary>
    public IReadOnlyList<RequestRow> Rows => rows;

    /// <summary>Reads to the end, or to what refuses the file.</summary>
    public async Task<FileRefusal?> ReadAsync(Stream clear, CancellationToken cancellationToken)
    {
        var (start, encoding, foreign) = await StreamStart.ReadAsync(clear, profile.Csv.Encoding, cancellationToken).ConfigureAwait(false);
        if (ForeignContent.IsBinary(foreign))
        {
            return new FileRefusal("F-NAM-01", 0, "", hints.Foreign(foreign));
        }

        if (encoding == StartEncoding.NotUtf8)
        {
            return new FileRefusal("F-ENC-03", 1, "", hints.Utf16);
        }

        await using var gate = StreamStart.Open(start, encoding, profile.Limits.CsvBytes, hints);
        var head = await gate.PeekAsync(cancellationToken).ConfigureAwait(false);
        if (gate.Fault is { } fault)
        {
            return fault;
        }

        if (head.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            return new FileRefusal("F-SIZ-02", 0, "", "");
        }

        if (!Dialect.TryDetect(head.Span, RequestColumns.IsKnown, out var dialect))
        {
            return HeaderFault.Explain(head.Span, RequestColumns.IsKnown, hints);
        }

        gate.Skip(dialect.SkipBytes);
        return await ReadAsync(gate, dialect, cancellationToken).ConfigureAwait(false);
    }

    private async Task<FileRefusal?> ReadAsync(Utf8ValidatingStream gate, Dialect dialect, CancellationToken cancellationToken)
    {
        await using var csv = CsvReader.Create(gate,
            TableCsv.Options(dialect.Delimiter, profile.Limits.RowBytes, reason => malformed = reason),
            leaveOpen: true);
        RequestColumns? columns = null;
        try
        {
            while (await csv.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                var line = csv.LineNumber + dialect.SkipLines;
                if (gate.Fault is not null || (malformed == CsvMalformedReason.UnterminatedQuote))
                {
                    return gate.Fault ?? new FileRefusal("F-COL-02", line, "", "");
                }

                var (isMalformed, fields) = (malformed is not null, Fields(csv));
                malformed = null;
                if (fields.TrueForAll(string.IsNullOrWhiteSpace))
                {
                    continue;
                }

                if (columns is null)
                {
                    if (RequestColumns.Read(fields, hints, line, out columns) is { } wrong)
                    {
                        return wrong;
                    }
                }
                else if (rows.Count == Math.Min(profile.Limits.Rows, MaxRows))
                {
                    return new FileRefusal("F-SIZ-03", line, "", hints.AtMost(rows.Count));
                }
                else
                {
                    var row = check.Run(rows.Count + 1, fields, columns, isMalformed);
                    row.LineNumber = line;
                    rows.Add(row);
                }
            }
        }
        catch (CsvFormatException e)
        {
            return gate.Fault ?? new FileRefusal("F-SIZ-04", e.LineNumber + dialect.SkipLines, "", hints.RowBytes(profile.Limits.RowBytes));
        }

        return gate.Fault ?? (columns is null ? new FileRefusal("F-HDR-01", 1, "", "") : rows.Count == 0
            ? new FileRefusal("F-SIZ-02", 0, "", hints.HeaderOnly) : null);
    }

    private static List<string> Fields(CsvReader csv)
    {
        var fields = new List<string>(csv.FieldCount);
        for (var i = 0; i < csv.FieldCount; i++)
        {
            fields.Add(csv.GetString(i));
        }

        return fields;
    }
}
