using System.Globalization;
using ExcelDataReader;

namespace NexusGo.FileExchange.Inbound.Workbook;

/// <summary>What a column may hold in a cell that is no text.</summary>
internal enum WorkbookColumnKind
{
    /// <summary>Text only: a number here has lost what makes it an identifier, such as its leading zeroes.</summary>
    Text,
    Number,
    Date,
}

/// <summary>Cells as the text that the rules of rows read.</summary>
internal static class WorkbookCells
{
    /// <summary>What a spreadsheet itself shows instead of a value: refused in every column as damage by a spreadsheet.</summary>
    public const string Damaged = "########";

    public static string Text(IExcelDataReader reader, int column, WorkbookColumnKind kind) => reader.GetValue(column) switch
    {
        null => "",
        string text => OnOneLine(text),
        bool flag => flag ? "TRUE" : "FALSE",
        DateTime moment when kind == WorkbookColumnKind.Date =>
            moment.ToString(moment.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        double number when kind == WorkbookColumnKind.Number => Number(number),
        int number when kind == WorkbookColumnKind.Number => number.ToString(CultureInfo.InvariantCulture),
        _ => Damaged,
    };

    /// <summary>A whole number of at most 15 digits, which is as far as a spreadsheet is exact.</summary>
    private static string Number(double number) =>
        Math.Abs(number) < 1e15 && Math.Floor(number) == number ? number.ToString("0", CultureInfo.InvariantCulture) : Damaged;

    /// <summary>
    /// A line break inside a cell becomes another control character, which is refused in the same way, so that a row of the sheet stays one
    /// line.
    /// </summary>
    private static string OnOneLine(string text) => text.Replace("\r\n", "\v", StringComparison.Ordinal).Replace('\n', '\v')
        .Replace('\r', '\v');
}
