using System.Text;
using CsvHelper;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Text;

namespace NexusGo.FileExchange.Production;

/// <summary>
/// Reads one event file row by row; memory does not grow with it. What is in the file never makes it throw: it ends in
/// <see cref="Refusal"/> or in problems of a row. The dialect is that of our own files: UTF-8, one of <c>; , TAB</c>, a header row with
/// columns in any order.
/// </summary>
internal sealed class EventReader : IAsyncDisposable
{
    private const int RowBytes = 16 * 1024;

    private readonly LimitSettings limits;
    private readonly Hints hints;
    private readonly EventRow row = new();
    private Utf8ValidatingStream? gate;
    private CsvReader? csv;
    private int[] columns = [];
    private int rowsRead;
    private bool malformed;

    private EventReader(LimitSettings limits, Hints hints)
    {
        this.limits = limits;
        this.hints = hints;
    }

    /// <summary>Why the whole file is refused, or null.</summary>
    public FileRefusal? Refusal { get; private set; }

    /// <summary>The row last read; the same object every time.</summary>
    public EventRow Row => row;

    public int RowsRead => rowsRead;

    public static async ValueTask<EventReader> OpenAsync(Stream clear, CustomerProfile area, CancellationToken cancellationToken)
    {
        var reader = new EventReader(area.Limits, new Hints(area.Answers.Language));
        try
        {
            await reader.OpenAsync(clear, cancellationToken).ConfigureAwait(false);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        while (Refusal is null && csv is not null)
        {
            malformed = false;
            try
            {
                if (!await csv.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    Refusal = gate!.Fault ?? (rowsRead == 0 ? new FileRefusal("F-SIZ-02", 0, "", hints.HeaderOnly) : null);
                    return false;
                }
            }
            catch (CsvFormatException e)
            {
                Refusal = gate!.Fault ?? new FileRefusal("F-SIZ-04", e.LineNumber, "", hints.RowBytes(RowBytes));
                return false;
            }

            if ((Refusal = gate!.Fault) is not null)
            {
                return false;
            }

            if (csv.FieldCount == 1 && csv.GetSpan(0).Trim((byte)' ').IsEmpty)
            {
                continue;
            }

            if (rowsRead == limits.Rows)
            {
                Refusal = new FileRefusal("F-SIZ-03", csv.LineNumber, "", hints.AtMost(limits.Rows));
                return false;
            }

            Take();
            return true;
        }

        return false;
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

    private async ValueTask OpenAsync(Stream clear, CancellationToken cancellationToken)
    {
        var (start, encoding, _) = await StreamStart.ReadAsync(clear, CsvEncoding.Utf8, cancellationToken).ConfigureAwait(false);
        if (encoding == StartEncoding.NotUtf8)
        {
            Refusal = new FileRefusal("F-ENC-03", 1, "", hints.Utf16);
            return;
        }

        gate = new Utf8ValidatingStream(start, limits.CsvBytes, hints, encoding == StartEncoding.Utf8WithMark ? 3 : 0);
        var head = await gate.PeekAsync(cancellationToken).ConfigureAwait(false);
        if ((Refusal = gate.Fault ?? (head.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0 ? new FileRefusal("F-SIZ-02", 0, "", "") : null))
            is not null)
        {
            return;
        }

        csv = CsvReader.Create(gate, TableCsv.Options((byte)SeparatorOf(head.Span), RowBytes, _ => malformed = true), leaveOpen: true);
        try
        {
            Refusal = await csv.ReadAsync(cancellationToken).ConfigureAwait(false) ? ReadHeader() : new FileRefusal("F-HDR-01", 1, "", "");
        }
        catch (CsvFormatException)
        {
            Refusal = gate.Fault ?? new FileRefusal("F-HDR-01", 1, "", "");
        }
    }

    private static char SeparatorOf(ReadOnlySpan<byte> head)
    {
        var end = head.IndexOfAny((byte)'\r', (byte)'\n');
        var at = (end < 0 ? head : head[..end]).IndexOfAny((byte)';', (byte)',', (byte)'\t');
        return at < 0 ? ';' : (char)head[at];
    }

    private FileRefusal? ReadHeader()
    {
        columns = new int[csv!.FieldCount];
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = EventColumns.Find(csv.GetString(i));
            if (columns[i] < 0)
            {
                return new FileRefusal("F-HDR-03", 1, "", hints.Column(i + 1));
            }

            if (Array.IndexOf(columns, columns[i], 0, i) >= 0)
            {
                return new FileRefusal("F-HDR-02", 1, EventColumns.NameOf(columns[i]), hints.Column(i + 1));
            }
        }

        for (var column = 0; column < EventColumns.Count; column++)
        {
            if (EventColumns.IsRequired(column) && !columns.Contains(column))
            {
                return new FileRefusal("F-HDR-04", 1, EventColumns.NameOf(column), hints.MissingColumn);
            }
        }

        return null;
    }

    private void Take()
    {
        row.RowNumber = ++rowsRead;
        row.Problems.Clear();
        row.SourceId = "";
        row.CardNo = 0;
        row.ReasonCode = row.ChipType = row.HidFormat = row.HidFacility = row.HidNumber = row.ShipmentNo = row.TrackingNo = row.InvoiceNo =
            null;
        row.Uid = null;
        if (malformed || csv!.FieldCount != columns.Length)
        {
            row.Problems.Add(("", malformed ? "E-VAL-21" : "E-VAL-20"));
            return;
        }

        for (var i = 0; i < columns.Length; i++)
        {
            EventColumns.Take(row, columns[i], csv.GetSpan(i));
        }
    }
}
