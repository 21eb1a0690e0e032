using System.Globalization;
using System.Xml;

namespace NexusGo.FileExchange.Inbound.Workbook;

/// <summary>
/// One pass over a sheet's XML for what the reader of values does not tell: formulas (the value beside one is what Excel once worked out,
/// and no promise), error values, merged cells, hidden rows.
/// </summary>
internal static class WorkbookScan
{
    /// <exception cref="XmlException">The part is no sound XML.</exception>
    public static (int HiddenRows, WorkbookRefusal? Refusal) Run(Stream sheet)
    {
        using var reader = XmlReader.Create(sheet, WorkbookParts.Strict);
        var (hidden, formulas, row) = (0, 0, 0L);
        var (firstCell, firstRow, cell) = ("", 0L, "");
        var (errors, firstError, firstErrorRow) = (0, "", 0L);
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            switch (reader.LocalName)
            {
                case "row":
                    row = long.TryParse(reader.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    ? number : row + 1;
                    hidden += reader.GetAttribute("hidden") is "1" or "true" ? 1 : 0;
                    break;
                case "c":
                    cell = reader.GetAttribute("r") ?? "";
                    if (reader.GetAttribute("t") == "e" && errors++ == 0)
                    {
                        (firstError, firstErrorRow) = (cell, row);
                    }

                    break;
                case "f" when formulas++ == 0:
                    (firstCell, firstRow) = (cell, row);
                    break;
                case "mergeCell":
                    return (hidden,
                    new WorkbookRefusal("F-COL-04", 0, Place(reader.GetAttribute("ref") ?? ""), Place(reader.GetAttribute("ref") ?? "")));
            }
        }

        return (hidden, (formulas, errors) switch
        {
            ( > 0, _) => Cells("F-COL-03", formulas, firstCell, firstRow),
            (_, > 0) => Cells("F-COL-07", errors, firstError, firstErrorRow),
            _ => null,
        });
    }

    private static WorkbookRefusal Cells(string code, int count, string first, long row) => new(code, row,
        string.Create(CultureInfo.InvariantCulture, $"{count} celler, den första är {Place(first)}"),
        string.Create(CultureInfo.InvariantCulture, $"{count} cells, the first is {Place(first)}"));

    /// <summary>A cell's place as Excel writes it; the file may hold anything else there, which is not repeated.</summary>
    private static string Place(string cell) => cell.Length is > 0 and <= 21 && cell.All(c => char.IsAsciiLetterOrDigit(c) || c == ':')
        ? cell : "?";
}
