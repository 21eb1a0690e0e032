using System.Globalization;
using System.IO.Compression;
using System.Xml;

namespace NexusGo.FileExchange.Inbound.Workbook;

/// <param name="Header">The column's name.</param>
/// <param name="Example">What the example row says.</param>
/// <param name="Values">The allowed values, offered as a list; empty: any.</param>
internal sealed record TemplateColumn(string Header, string Example, IReadOnlyList<string> Values);

/// <summary>
/// Writes an empty workbook to fill in (.xlsx, ECMA-376): one sheet, every column set to text, lists where values are agreed, one example
/// row.
/// </summary>
internal static class WorkbookTemplate
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    /// <summary>A longer list has to stand in cells of its own, which would be another sheet.</summary>
    private const int MaxListCharacters = 255;

    private static readonly (string Name, string Content)[] FixedParts =
    [
        ("[Content_Types].xml",
            $"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" """
            + $"""ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" """
            + $"""ContentType="{Spreadsheet}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" """
            + $"""ContentType="{Spreadsheet}.worksheet+xml"/><Override PartName="/xl/styles.xml" """
            + $"""ContentType="{Spreadsheet}.styles+xml"/></Types>"""),
        ("_rels/.rels",
            $"""<Relationships xmlns="{Relations}"><Relationship Id="rId1" Type="{Office}/officeDocument" """
            + $"""Target="xl/workbook.xml"/></Relationships>"""),
        ("xl/workbook.xml",
            $"""<workbook xmlns="{Main}" xmlns:r="{Office}"><sheets><sheet name="ORD" sheetId="1" r:id="rId1"/></sheets></workbook>"""),
        ("xl/_rels/workbook.xml.rels",
            $"""<Relationships xmlns="{Relations}"><Relationship Id="rId1" Type="{Office}/worksheet" """
            + $"""Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{Office}/styles" Target="styles.xml"/></Relationships>"""),
        // Style 1 is text (number format 49), style 2 the same in bold.
        ("xl/styles.xml",
            $"""<styleSheet xmlns="{Main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz """
            + $"""val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill """
            + $"""patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders """
            + $"""count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf numFmtId="49" """
            + $"""applyNumberFormat="1"/><xf numFmtId="49" fontId="1" applyNumberFormat="1" applyFont="1"/></cellXfs></styleSheet>"""),
    ];

    public static void Write(Stream destination, IReadOnlyList<TemplateColumn> columns, int rows)
    {
        using var package = new ZipArchive(destination, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, content) in FixedParts)
        {
            using var writer = new StreamWriter(package.CreateEntry(name).Open());
            writer.Write(content);
        }

        using var part = package.CreateEntry("xl/worksheets/sheet1.xml").Open();
        using var xml = XmlWriter.Create(part);
        WriteSheet(xml, columns, rows);
    }

    private static void WriteSheet(XmlWriter xml, IReadOnlyList<TemplateColumn> columns, int rows)
    {
        xml.WriteStartElement("worksheet", Main);
        xml.WriteRaw(
            """<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews>""");
        xml.WriteRaw(string.Create(CultureInfo.InvariantCulture,
            $"""<cols><col min="1" max="{columns.Count}" width="22" style="1" customWidth="1"/></cols>"""));
        xml.WriteStartElement("sheetData");
        WriteRow(xml, 1, 2, columns.Select(column => column.Header));
        WriteRow(xml, 2, 1, columns.Select(column => column.Example));
        xml.WriteEndElement();
        WriteLists(xml, columns, rows);
        xml.WriteEndElement();
    }

    private static void WriteRow(XmlWriter xml, int number, int style, IEnumerable<string> cells)
    {
        xml.WriteStartElement("row");
        xml.WriteAttributeString("r", number.ToString(CultureInfo.InvariantCulture));
        foreach (var (column, text) in cells.Index())
        {
            xml.WriteStartElement("c");
            xml.WriteAttributeString("r", string.Create(CultureInfo.InvariantCulture, $"{Letters(column)}{number}"));
            xml.WriteAttributeString("s", style.ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("t", "inlineStr");
            xml.WriteStartElement("is");
            xml.WriteElementString("t", text);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteLists(XmlWriter xml, IReadOnlyList<TemplateColumn> columns, int rows)
    {
        var lists = columns.Index()
            .Where(one => one.Item.Values.Count > 0 && one.Item.Values.Sum(value => value.Length + 1) < MaxListCharacters).ToList();
        if (lists.Count == 0)
        {
            return;
        }

        xml.WriteStartElement("dataValidations");
        foreach (var (column, item) in lists)
        {
            xml.WriteStartElement("dataValidation");
            xml.WriteAttributeString("type", "list");
            xml.WriteAttributeString("allowBlank", "1");
            xml.WriteAttributeString("showErrorMessage", "1");
            xml.WriteAttributeString("sqref",
                string.Create(CultureInfo.InvariantCulture, $"{Letters(column)}2:{Letters(column)}{rows + 1}"));
            xml.WriteElementString("formula1", $"\"{string.Join(',', item.Values)}\"");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    /// <summary>A to Z, AA and so on.</summary>
    private static string Letters(int column) => column < 26 ? $"{(char)('A' + column)}" : Letters((column / 26) - 1)
        + Letters(column % 26);
}
