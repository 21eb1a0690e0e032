using System.Text;
using CsvHelper;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Inbound.Text.CodePages;

namespace NexusGo.FileExchange.Orders;

/// <summary>
/// Reads one order file from its first byte to its last and hands out its rows, checked. Memory does not grow with the file.
/// What is in the file never makes it throw: bad content ends in <see cref="Refusal"/> or in findings of a row. Exceptions of the stream
/// below (network, integrity of an envelope) pass through untouched. The stream stays open and belongs to the caller.
/// </summary>
/// <remarks>
/// Decisions where RFC 4180 is silent: a lone CR ends a line like LF and CRLF; blank lines and lines of nothing but separators are no rows;
/// a quotation mark inside an unquoted field, or text after a closing one, refuses the row; one that is never closed refuses the file.
/// </remarks>
public sealed partial class OrderReader : IAsyncDisposable
{
    private readonly OrderRules rules;
    private readonly Hints hints;
    private Utf8ValidatingStream? gate;
    private CsvReader? csv;
    private readonly CodePageEvidence evidence = new();
    private RowCheck? check;
    private byte delimiter;
    private int linesBefore;
    private long headerLine;
    private CsvMalformedReason? malformed;

    private OrderReader(OrderRules rules)
    {
        this.rules = rules;
        hints = new Hints(rules.Language);
    }

    /// <summary>Why the whole file is refused, or null. Set when opening or while reading; rows handed out before are void then.</summary>
    public FileRefusal? Refusal { get; private set; }

    /// <summary>The row last read; the same object every time.</summary>
    public CheckedRow Row => check?.Row ?? throw new InvalidOperationException("There is no row before the first successful read.");

    /// <summary>Data rows handed out so far.</summary>
    public int RowsRead { get; private set; }

    /// <summary>Whether rows would be kept otherwise if a known person turns out to have signed the file.</summary>
    internal bool DependsOnSignature => rules.KeepsOrdererUnlessSigned && check?.Has(CardField.Orderer) == true;

    /// <param name="clear">The file's bytes, decrypted and unpacked; read once, forwards. Stays open.</param>
    /// <param name="rules">The customer's rules.</param>
    /// <param name="ct">Stops the reading.</param>
    public static async ValueTask<OrderReader> OpenAsync(Stream clear, OrderRules rules, CancellationToken ct)
    {
        var reader = new OrderReader(rules);
        try
        {
            await reader.OpenAsync(clear, ct).ConfigureAwait(false);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Goes to the next row. False at the end of the file, or when <see cref="Refusal"/> says why it cannot go on.</summary>
    public ValueTask<bool> ReadAsync(CancellationToken ct)
    {
        if (csv is null || check is null || Refusal is not null)
        {
            return new(false);
        }

        try
        {
            while (true)
            {
                malformed = null;
                var read = csv.ReadAsync(ct);
                if (!read.IsCompletedSuccessfully)
                {
                    return WaitAsync(read, ct);
                }

                if (!read.Result)
                {
                    return new(End());
                }

                if (TakeRow())
                {
                    return new(true);
                }

                if (Refusal is not null)
                {
                    return new(false);
                }
            }
        }
        catch (CsvFormatException e)
        {
            return new(TooLong(e.LineNumber));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (csv is not null)
        {
            await csv.DisposeAsync().ConfigureAwait(false);
        }

        if (gate is not null)
        {
            await gate.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> WaitAsync(ValueTask<bool> read, CancellationToken ct)
    {
        try
        {
            if (!await read.ConfigureAwait(false))
            {
                return End();
            }
        }
        catch (CsvFormatException e)
        {
            return TooLong(e.LineNumber);
        }

        return TakeRow() || (Refusal is null && await ReadAsync(ct).ConfigureAwait(false));
    }

    private async ValueTask OpenAsync(Stream clear, CancellationToken ct)
    {
        var (start, encoding, foreign) = await StreamStart.ReadAsync(clear, rules.Encoding, ct).ConfigureAwait(false);
        if (ForeignContent.IsBinary(foreign))
        {
            Refusal = new FileRefusal("F-NAM-01", 0, "", hints.Foreign(foreign));
            return;
        }

        if (encoding == StartEncoding.NotUtf8)
        {
            Refusal = new FileRefusal("F-ENC-03", 1, "", hints.Utf16);
            return;
        }

        gate = StreamStart.Open(start, encoding, rules.Limits.CsvBytes, hints);
        var head = await gate.PeekAsync(ct).ConfigureAwait(false);
        if (head.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            Refusal = gate.Fault ?? new FileRefusal("F-SIZ-02", 0, "", "");
        }
        else if (!TryDetect(head.Span, foreign, out var dialect))
        {
            Refusal = gate.Fault ?? HeaderFault.Explain(head.Span, name => HeaderMap.IsKnown(name, rules), hints);
        }
        else
        {
            gate.Skip(dialect.SkipBytes);
            linesBefore = dialect.SkipLines;
            delimiter = dialect.Delimiter;
            csv = CsvReader.Create(gate, TableCsv.Options(delimiter, rules.Limits.RowBytes, reason => malformed = reason), leaveOpen: true);
            await ReadHeaderAsync(ct).ConfigureAwait(false);
            if (gate.Fault is not null)
            {
                RefuseFault();
            }
        }
    }

    /// <summary>Markup has no header row, whatever stands in it.</summary>
    private bool TryDetect(ReadOnlySpan<byte> head, ForeignContentKind foreign, out Dialect dialect)
    {
        dialect = default;
        return foreign == ForeignContentKind.None && Dialect.TryDetect(head, name => HeaderMap.IsKnown(name, rules), out dialect);
    }

    private async ValueTask ReadHeaderAsync(CancellationToken ct)
    {
        try
        {
            do
            {
                if (!await csv!.ReadAsync(ct).ConfigureAwait(false))
                {
                    Refusal = gate!.Fault ?? new FileRefusal("F-HDR-01", 1, "", hints.NoColumnKnown);
                    return;
                }
            }
            while (IsEmptyRecord(csv.RawRecord));
        }
        catch (CsvFormatException e)
        {
            TooLong(e.LineNumber);
            return;
        }

        var line = headerLine = csv.LineNumber + linesBefore;
        if (malformed is not null)
        {
            Refusal = malformed == CsvMalformedReason.UnterminatedQuote
                ? Unterminated(line) : new FileRefusal("F-HDR-01", line, "", hints.HeaderQuotes);
            return;
        }

        var header = new List<string>(csv.FieldCount);
        for (var i = 0; i < csv.FieldCount; i++)
        {
            header.Add(csv.GetString(i));
        }

        foreach (var name in header)
        {
            evidence.Look(Encoding.UTF8.GetBytes(name), 0, line);
        }

        HeaderMap? map = null;
        Refusal = Damaged(evidence.Found) ?? HeaderMap.Read(header, rules, hints, line, out map);
        check = Refusal is null ? new RowCheck(rules, map!, csv, evidence) : null;
    }

    /// <summary>Checks the record the CSV reader stands on. False: it is no row, or the file is refused.</summary>
    private bool TakeRow()
    {
        if (gate!.Fault is not null)
        {
            RefuseFault(onRow: true);
            return false;
        }

        var raw = csv!.RawRecord;
        var line = csv.LineNumber + linesBefore;
        if (malformed == CsvMalformedReason.UnterminatedQuote)
        {
            Refusal = Unterminated(line);
            return false;
        }

        if (raw.Length > rules.Limits.RowBytes)
        {
            return TooLong(csv.LineNumber);
        }

        if (IsEmptyRecord(raw))
        {
            return false;
        }

        if (RowsRead == rules.Limits.Rows)
        {
            Refusal = new FileRefusal("F-SIZ-03", line, "", hints.AtMost(rules.Limits.Rows));
            return false;
        }

        RowsRead++;
        check!.Run(RowsRead, line, malformed is not null);
        Refusal = Damaged(evidence.Found);
        return Refusal is null;
    }

    /// <summary>Spreadsheets write a line of separators for every row that was once used.</summary>
    private bool IsEmptyRecord(ReadOnlySpan<byte> raw)
    {
        if (!raw.IsEmpty && raw[0] > (byte)' ' && raw[0] != delimiter && raw[0] != '"' && raw[0] < 0x80)
        {
            return false;
        }

        for (; !raw.IsEmpty;)
        {
            if (raw[0] == delimiter || raw[0] == '"')
            {
                raw = raw[1..];
            }
            else if (TextValue.IsBlank(raw, out var used))
            {
                raw = raw[used..];
            }
            else
            {
                return false;
            }
        }

        return true;
    }
}
