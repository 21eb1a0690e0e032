using CsvHelper;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Inbound.Text.CodePages;

namespace NexusGo.FileExchange.Orders;

/// <summary>Why a whole file is refused while it is being read, and where.</summary>
public sealed partial class OrderReader
{
    /// <summary>Refuses the file for a fault of its bytes, and counts the rows up to it.</summary>
    /// <param name="onRow">Whether the CSV reader stands on a row that was not handed out.</param>
    private void RefuseFault(bool onRow = false)
    {
        var fault = gate!.Fault!;
        var row = 0;
        try
        {
            if (check is not null && fault.LineNumber > headerLine)
            {
                row = RowsRead + 1;

                // After its fault the stream gives what it has at once.
                for (var has = onRow; has || ReadAtOnce(); has = false)
                {
                    row += csv!.LineNumber + linesBefore < fault.LineNumber && !IsEmptyRecord(csv.RawRecord) ? 1 : 0;
                }
            }
        }
        catch (CsvFormatException)
        {
            // What was cut off may look like a long row.
        }

        Refusal = fault with { RowNumber = row };
    }

    private bool ReadAtOnce()
    {
        var read = csv!.ReadAsync(CancellationToken.None);
        return read.IsCompletedSuccessfully && read.Result;
    }

    private bool End()
    {
        if (gate!.Fault is not null)
        {
            RefuseFault();
        }
        else
        {
            Refusal = RowsRead == 0 ? new FileRefusal("F-SIZ-02", 0, "", hints.HeaderOnly) : Damaged(evidence.AtEnd());
        }

        return false;
    }

    private FileRefusal? Damaged((CodePageCause Cause, int Row, long Line)? proof) => proof is not { } found ? null
        : new FileRefusal("F-ENC-02", found.Line, "", hints.CodePage(found.Cause, agreed: false)) { RowNumber = found.Row };

    private bool TooLong(long line)
    {
        // What was cut off by a fault of the text is no long row.
        Refusal = gate!.Fault ?? new FileRefusal("F-SIZ-04", line + linesBefore, "", hints.RowBytes(rules.Limits.RowBytes));
        return false;
    }

    /// <summary>The line of the quotation mark without a pair, which may lie some lines into the record.</summary>
    private FileRefusal Unterminated(long firstLine)
    {
        var raw = csv!.RawRecord;
        var opened = 0;
        var quoted = false;
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '"')
            {
                continue;
            }

            // Inside quotes a doubled mark opens and closes at once, which leaves the state as it was.
            if (quoted || i == 0 || raw[i - 1] == delimiter || raw[i - 1] == '"')
            {
                opened = quoted ? opened : i;
                quoted = !quoted;
            }
        }

        var lines = 0;
        for (var i = 0; i < opened; i++)
        {
            lines += raw[i] == '\n' || (raw[i] == '\r' && raw[i + 1] != '\n') ? 1 : 0;
        }

        return new FileRefusal("F-COL-02", firstLine + lines, "", hints.QuoteOpenedHere);
    }
}
