using System.Text;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Inbound.Workbook;
using NexusGo.FileExchange.Testing.Workbook;

namespace NexusGo.FileExchange.Tests.Inbound.Workbook;

public sealed class WorkbookFileTests
{
    private static readonly string Header = XlsxForge.Row(1, "ref", "born", "number");

    /// <summary>Cells B2 (column born, a date) and C2 (column number); the text column ref is A2.</summary>
    [Theory]
    [InlineData("""<c r="A2" t="inlineStr"><is><t>0012</t></is></c>""", "\"0012\"")]
    [InlineData("""<c r="A2" t="inlineStr"><is><t> å;"ä" </t></is></c>""", "\" å;\"\"ä\"\" \"")]
    [InlineData("<c r=\"A2\" t=\"inlineStr\"><is><t>one\ntwo</t></is></c>", "\"one\vtwo\"")]
    [InlineData("""<c r="A2"><v>12</v></c>""", "\"########\"")]
    [InlineData("""<c r="A2" s="1"><v>45000</v></c>""", "\"########\"")]
    [InlineData("""<c r="A2" t="b"><v>1</v></c>""", "\"TRUE\"")]
    [InlineData("""<c r="B2" s="1"><v>31083</v></c>""", "\"\";\"1985-02-05\"")]
    [InlineData("""<c r="B2" s="1"><v>31083.5</v></c>""", "\"\";\"1985-02-05 12:00:00\"")]
    [InlineData("""<c r="B2"><v>31083</v></c>""", "\"\";\"########\"")]
    [InlineData("""<c r="B2" t="inlineStr"><is><t>1985-02-05</t></is></c>""", "\"\";\"1985-02-05\"")]
    [InlineData("""<c r="C2"><v>100000017</v></c>""", "\"\";\"\";\"100000017\"")]
    [InlineData("""<c r="C2"><v>1.5</v></c>""", "\"\";\"\";\"########\"")]
    [InlineData("""<c r="C2"><v>1.98507099805E+18</v></c>""", "\"\";\"\";\"########\"")]
    public void Cells_become_what_the_rules_read(string cell, string line)
    {
        var lines = Lines(XlsxForge.Write($"""{Header}<row r="2">{cell}</row>"""));
        Assert.Equal(["\"ref\";\"born\";\"number\"", line + string.Concat(Enumerable.Repeat(";\"\"", 3 - line.Split("\";\"").Length))],
            lines);
    }

    [Fact]
    public void A_line_is_a_row_of_the_sheet_also_where_rows_are_missing()
    {
        var lines = Lines(
            XlsxForge.Write($"""{Header}{XlsxForge.Row(5, "A-1")}<row r="6"><c r="C6" s="2"/></row>{XlsxForge.Row(7, "A-2")}"""));
        Assert.Equal(["\"ref\";\"born\";\"number\"", "", "", "", "\"A-1\";\"\";\"\"", "", "\"A-2\";\"\";\"\""], lines);
    }

    [Fact]
    public void Shared_strings_and_rich_text_are_read()
    {
        var shared = ("xl/sharedStrings.xml",
            """<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>plain</t></si><si><r><t>ri</t></r><r>"""
            + """<t>ch</t></r></si></sst>""");
        var relations = ("xl/_rels/workbook.xml.rels", """
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
            <Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
                Target="/xl/worksheets/sheet1.xml"/>
            <Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
                Target="sharedStrings.xml"/></Relationships>
            """);
        Assert.Equal(["\"plain\";\"rich\""],
            Lines(XlsxForge.Write("""<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>""",
            more: [shared, relations])));
    }

    [Theory]
    [InlineData("F-COL-03", """<row r="2"><c r="A2"><v>3</v></c><c r="B2"><f>1+2</f><v>3</v></c><c r="C2"><f>B2</f><v>3</v></c></row>""",
        "", 2)]
    [InlineData("F-COL-07", """<row r="4"><c r="C4" t="e"><v>#N/A</v></c></row>""", "", 4)]
    [InlineData("F-COL-04", "", """<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>""", 0)]
    [InlineData("F-COL-06", """<row r="2"><c r="A2"><v>3""", "", 0)]
    public void What_a_sheet_must_not_hold_refuses_it(string code, string row, string afterData, long number)
    {
        var (file, refusal) = Open(XlsxForge.Write(Header + row, afterData: afterData));
        Assert.Null(file);
        Assert.Equal((code, number), (refusal!.Code, refusal.RowNumber));
    }

    [Fact]
    public void Formulas_are_counted_and_the_first_is_named() =>
        Assert.Equal("2 cells, the first is B2", Open(XlsxForge.Write("""<row r="2"><c r="B2"><f>1</f></c><c r="C2"><f>1</f></c></row>"""))
            .Refusal!.English);

    public static TheoryData<string, byte[], string> Packages => new()
    {
        { "macros", XlsxForge.Write(Header, more: ("xl/vbaProject.bin", "MZ")), "F-COL-05" },
        { "old macros", XlsxForge.Write(Header, more: ("xl/macrosheets/sheet1.xml", "<x/>")), "F-COL-05" },
        { "entities in the workbook", XlsxForge.Write(Header, more: ("xl/workbook.xml", Bomb)), "F-COL-06" },
        { "entities in the sheet", XlsxForge.Write(Header, more: ("xl/worksheets/sheet1.xml", Bomb)), "F-COL-06" },
        { "an entity from outside", XlsxForge.Write(Header,
            more: ("xl/worksheets/sheet1.xml", """<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>""")), "F-COL-06" },
        { "a bomb of zeroes", XlsxForge.Write(Header, more: ("xl/worksheets/sheet1.xml", new string(' ', 9 << 20))), "F-SIZ-01" },
        { "no workbook", XlsxForge.Write(Header, more: ("xl/workbook.xml", "<x/>")), "F-COL-06" },
        { "only hidden sheets", XlsxForge.Write(Header, """<sheet name="A" sheetId="1" state="hidden" r:id="rId1"/>"""), "F-COL-06" },
        { "a sheet outside the package", XlsxForge.Write(Header, """<sheet name="A" sheetId="1" r:id="rId9"/>"""), "F-COL-06" },
        { "text", "customer_ref;product_code"u8.ToArray(), "F-COL-06" },
    };

    [Theory]
    [MemberData(nameof(Packages), DisableDiscoveryEnumeration = true)]
    public void Hostile_packages_are_refused_and_harm_nobody(string what, byte[] package, string code)
    {
        var (file, refusal) = Open(package);
        Assert.True(file is null && refusal?.Code == code, $"{what}: {refusal}");
    }

    /// <summary>Entities in parts that only the library reads end the reading; they are never expanded.</summary>
    [Fact]
    public void Entities_in_shared_strings_end_the_sheet()
    {
        var relations = ("xl/_rels/workbook.xml.rels", """
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
            <Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
                Target="worksheets/sheet1.xml"/>
            <Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
                Target="sharedStrings.xml"/></Relationships>
            """);
        var (file, refusal) =
            Open(XlsxForge.Write("""<row r="1"><c r="A1" t="s"><v>0</v></c></row>""", more: [relations, ("xl/sharedStrings.xml", Bomb)]));
        Assert.Equal("F-COL-06", refusal?.Code ?? (Read(file!), file!.Rows.Fault?.Code).Item2);
    }

    [Fact]
    public void The_first_visible_sheet_is_read_and_the_others_are_told()
    {
        var (file, _) = Open(XlsxForge.Write(Header + """<row r="2" hidden="1"/>""",
            """<sheet name="Old" sheetId="2" state="veryHidden" r:id="rId2"/><sheet name="Order" sheetId="1" r:id="rId1"/>"""));
        Assert.Equal((1, 1, 1), (file!.Sheet.OtherSheets, file.Sheet.HiddenSheets, file.Sheet.HiddenRows));
        Assert.StartsWith("\"ref\"", Read(file), StringComparison.Ordinal);
    }

    private const string Bomb =
        """<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">"""
        + """<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><x>&c;</x>""";

    private static (WorkbookFile? File, WorkbookRefusal? Refusal) Open(byte[] package) =>
        WorkbookFile.Open(() => new MemoryStream(package), 8 << 20, 100, header => header switch
        {
            "born" => WorkbookColumnKind.Date,
            "number" => WorkbookColumnKind.Number,
            _ => WorkbookColumnKind.Text,
        });

    private static string[] Lines(byte[] package)
    {
        var (file, refusal) = Open(package);
        Assert.Null(refusal);
        var text = Read(file!);
        Assert.Null(file!.Rows.Fault);
        return text.TrimEnd('\n').Split('\n');
    }

    private static string Read(WorkbookFile file)
    {
        using var copy = new MemoryStream();
        file.Rows.CopyTo(copy);
        return Encoding.UTF8.GetString(copy.ToArray());
    }
}
