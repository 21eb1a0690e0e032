using System.Text;
using CsvHelper;
using NexusGo.FileExchange.Inbound.Text;

namespace NexusGo.FileExchange.Orders.Rules;

/// <summary>
/// Recognises lines that programs put around the orders: totals ("Summa;;25"), comments ("# export of 3 May"), ends ("--- slut ---"). They
/// have no layout, few cells, and begin with one of a few words or signs.
/// </summary>
internal static class NoOrder
{
    private const int MostCells = 3;

    private static readonly byte[][] Beginnings = [.. new[]
    {
        "#", "//", "--", "**", "==", "summa", "totalt", "total", "sum", "delsumma", "subtotal", "grand total", "antal", "count", "rows",
        "rader", "rad ", "slut", "eof", "end", "kommentar", "comment",
        "obs", "anm", "note", "notering", "källa", "source", "exporterad", "exported", "utskriven", "skapad", "created", "rapport",
        "report", "sida ", "page ", "filter", "urval",
    }.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Whether the record is such a line. Ask only where the row has no known layout.</summary>
    public static bool Find(CsvReader csv)
    {
        var cells = 0;
        var begins = default(ReadOnlySpan<byte>);
        for (var i = 0; i < csv.FieldCount; i++)
        {
            var cell = TextValue.Trim(csv.GetSpan(i));
            if (cell.IsEmpty)
            {
                continue;
            }

            begins = cells == 0 ? cell : begins;
            if (++cells > MostCells)
            {
                return false;
            }
        }

        foreach (var word in Beginnings)
        {
            if (begins.Length >= word.Length && Ascii.EqualsIgnoreCase(begins[..word.Length], word) && EndsWord(begins, word.Length))
            {
                return true;
            }
        }

        return false;
    }

    private static bool EndsWord(ReadOnlySpan<byte> text, int length) =>
        !char.IsAsciiLetter((char)text[length - 1]) || length == text.Length
            || !(char.IsAsciiLetterOrDigit((char)text[length]) || text[length] >= 0x80 || text[length] == '-');
}
