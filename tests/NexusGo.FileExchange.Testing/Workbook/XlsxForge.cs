using System.IO.Compression;

namespace NexusGo.FileExchange.Testing.Workbook;

/// <summary>Writes workbooks part by part, so that a test says exactly what is in one.</summary>
public static class XlsxForge
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    /// <summary>Style 1 is a date, style 2 is text.</summary>
    private const string Styles = $"""
        <styleSheet xmlns="{Main}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/>
            </borders><cellStyleXfs count="1"><xf/></cellStyleXfs>
        <cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="49" applyNumberFormat="1"/>
            </cellXfs></styleSheet>
        """;

    /// <param name="rows">The elements inside sheetData.</param>
    /// <param name="sheets">Elements sheet of the workbook; the part of rId1 is the sheet written here, rId2 an empty one.</param>
    /// <param name="afterData">Elements behind sheetData.</param>
    /// <param name="more">Further parts by name; one of the names above replaces that part.</param>
    public static byte[] Write(string rows, string sheets = """<sheet name="Order" sheetId="1" r:id="rId1"/>""", string afterData = "",
        params (string Name, string Content)[] more)
    {
        var parts = new Dictionary<string, string>
        {
            ["[Content_Types].xml"] =
                """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" """
                + """ContentType="application/xml"/></Types>""",
            ["_rels/.rels"] =
                """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" """
                + """Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" """
                + """Target="xl/workbook.xml"/></Relationships>""",
            ["xl/workbook.xml"] =
                $"""<workbook xmlns="{Main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">"""
                + $"""<sheets>{sheets}</sheets></workbook>""",
            ["xl/_rels/workbook.xml.rels"] = """
                <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
                <Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
                    Target="worksheets/sheet1.xml"/>
                <Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
                    Target="worksheets/sheet2.xml"/>
                <Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"
                    Target="styles.xml"/></Relationships>
                """,
            ["xl/styles.xml"] = Styles,
            ["xl/worksheets/sheet1.xml"] = $"""<worksheet xmlns="{Main}"><sheetData>{rows}</sheetData>{afterData}</worksheet>""",
            ["xl/worksheets/sheet2.xml"] =
                $"""<worksheet xmlns="{Main}"><sheetData><row r="1"><c r="A1" """
                + $"""t="inlineStr"><is><t>other</t></is></c></row></sheetData></worksheet>""",
        };
        foreach (var (name, content) in more)
        {
            parts[name] = content;
        }

        using var package = new MemoryStream();
        using (var zip = new ZipArchive(package, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in parts)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(content);
            }
        }

        return package.ToArray();
    }

    /// <summary>A row of text cells.</summary>
    public static string Row(int number, params string[] cells) =>
        $"""<row r="{number}">{string.Concat(cells.Select((cell, column) => Text((char)('A' + column), number, cell)))}</row>""";

    public static string Text(char column, int row, string text) =>
        $"""<c r="{column}{row}" t="inlineStr"><is><t xml:space="preserve">{System.Security.SecurityElement.Escape(text)}</t></is></c>""";
}
