using ExcelDataReader;

namespace NexusGo.FileExchange.Testing.Workbook;

/// <summary>A workbook as a program of the customer's reads it: a cell is a string, a double or null.</summary>
public static class OpenedWorkbook
{
    /// <summary>The library asks for code page 1252 when it is set up.</summary>
    static OpenedWorkbook() => System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);

    /// <summary>Each sheet's rows.</summary>
    public static IReadOnlyList<IReadOnlyList<object?[]>> Read(byte[] content)
    {
        using var reader = ExcelReaderFactory.CreateOpenXmlReader(new MemoryStream(content));
        var sheets = new List<IReadOnlyList<object?[]>>();
        do
        {
            var rows = new List<object?[]>();
            while (reader.Read())
            {
                rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)]);
            }

            sheets.Add(rows);
        }
        while (reader.NextResult());
        return sheets;
    }

    /// <summary>The rows of the first sheet by column name; an empty cell is an empty text, a number its digits.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Records(byte[] content)
    {
        var rows = Read(content)[0];
        return [.. rows.Skip(1)
            .Select(row => row.Select((cell, i) =>
            (Name: (string)rows[0][i]!, Value: Convert.ToString(cell, System.Globalization.CultureInfo.InvariantCulture) ?? ""))
            .ToDictionary(cell => cell.Name, cell => cell.Value))];
    }
}
