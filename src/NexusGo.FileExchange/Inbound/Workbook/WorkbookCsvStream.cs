using System.Buffers;
using System.Text;
using System.Xml;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using NexusGo.FileExchange.Inbound.Archive;

namespace NexusGo.FileExchange.Inbound.Workbook;

/// <summary>
/// A sheet as CSV in UTF-8 (semicolon, every cell quoted), so that rows of workbooks meet the same reader and rules as rows of text files.
/// One row of the sheet is one line: line numbers are the sheet's row numbers. At a fault it behaves like the end of the file and keeps the
/// fault.
/// </summary>
internal sealed class WorkbookCsvStream(IExcelDataReader reader, Func<string, WorkbookColumnKind> kindOf) : SpooledContentStream
{
    private readonly ArrayBufferWriter<byte> line = new(4096);
    private WorkbookColumnKind[]? kinds;
    private int taken;

    /// <summary>Why the sheet ended early, or null.</summary>
    public WorkbookRefusal? Fault { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        while (taken == line.WrittenCount)
        {
            if (!NextLine())
            {
                return 0;
            }
        }

        var part = line.WrittenSpan[taken..];
        part = part[..Math.Min(part.Length, buffer.Length)];
        part.CopyTo(buffer);
        taken += part.Length;
        return part.Length;
    }

    protected override void Dispose(bool disposing)
    {
        line.Clear();
        reader.Dispose();
        base.Dispose(disposing);
    }

    private bool NextLine()
    {
        // The buffer is cleared because it held the row of a person.
        line.Clear();
        taken = 0;
        try
        {
            if (Fault is not null || !reader.Read())
            {
                return false;
            }

            WriteRow();
            return true;
        }
        catch (Exception e) when (e is ExcelReaderException or XmlException or InvalidDataException or IOException or FormatException
            or OverflowException)
        {
            Fault = WorkbookRefusal.Unreadable;
            return false;
        }
    }

    private void WriteRow()
    {
        var cells = new string[reader.FieldCount];
        for (var column = 0; column < cells.Length; column++)
        {
            cells[column] = WorkbookCells.Text(reader, column, kinds is null || column >= kinds.Length
                ? WorkbookColumnKind.Text : kinds[column]);
        }

        var last = Array.FindLastIndex(cells, cell => cell.Length > 0);
        if (last >= 0)
        {
            // The first row that is not empty is the header.
            kinds ??= [.. cells.Take(last + 1).Select(kindOf)];
        }

        // A sheet has no cells behind a row's last value; the header says how many there are.
        var width = last < 0 ? 0 : Math.Max(last + 1, kinds!.Length);
        for (var column = 0; column < width; column++)
        {
            Encoding.UTF8.GetBytes(column == 0 ? "\"" : ";\"", line);
            Encoding.UTF8.GetBytes((column < cells.Length ? cells[column] : "").Replace("\"", "\"\"", StringComparison.Ordinal), line);
            Encoding.UTF8.GetBytes("\"", line);
        }

        Encoding.UTF8.GetBytes("\n", line);
    }
}
