using System.Security.Cryptography;
using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Workbook;

namespace NexusGo.FileExchange.Tests.ContractTests;

/// <summary>Contract, section 3: what a spreadsheet makes of our answers.</summary>
public sealed class C03_ExcelOutTests
{
    private static readonly AnswerSettings ExcelText = new() { Numbers = AnswerNumbers.ExcelText };

    private static readonly AnswerSettings Xlsx = new() { Format = AnswerFormat.Xlsx };

    /// <summary>All digits, of which Excel keeps 15; an exponent; leading zeros; a day and month.</summary>
    private static readonly BackReportLine Line = new()
    {
        EventId = new Guid("01890000-0000-7000-8000-000000000001"), EventTime = DateTimeOffset.UnixEpoch, OrderNo = 10_000_001,
        CardNo = 100_000_000_000_000_007,
        ProductCode = "007", Status = "SHIPPED", CardState = "ACTIVE", ReasonCode = "LOST", ChipType = "MIFARE",
        Uid = Convert.FromHexString("01234567890123E4"),
        HidFormat = "H10301", HidFacility = "0017", HidNumber = "00012345", ProducedAt = DateTimeOffset.UnixEpoch,
        ShipmentNo = "00370000000000000012", TrackingNo = "12E45",
        ValidUntil = new DateOnly(2030, 6, 30), ReplacesCardNo = 100_000_000_000_000_015,
    };

    private static readonly Dictionary<string, string> Codes = new()
    {
        ["order_no"] = "10000001", ["customer_ref"] = "1-2", ["card_no"] = "100000000000000007", ["product_code"] = "007",
        ["uid_hex_msb"] = "01234567890123E4", ["uid_hex_lsb"] = "E423018967452301", ["uid_dec_msb"] = "81985529205302244",
        ["uid_dec_lsb"] = "16438984754487173889",
        ["hid_format"] = "H10301", ["hid_facility"] = "0017", ["hid_number"] = "00012345", ["shipment_no"] = "00370000000000000012",
        ["tracking_no"] = "12E45",
        ["replaces_card_no"] = "100000000000000015",
    };

    [Fact]
    public async Task C03_numbers_are_plain_unless_the_profile_says_ExcelText()
    {
        var plain = AnswerFile.Read(await ReportAsync(new AnswerSettings()))[0];
        var excel = AnswerFile.Read(await ReportAsync(ExcelText))[0];
        foreach (var (column, value) in plain)
        {
            Assert.Equal(Codes.GetValueOrDefault(column, value), value);
            Assert.Equal(Codes.ContainsKey(column) ? $"=\"{value}\"" : value, excel[column]);
        }
    }

    [Theory]
    [InlineData("0012", "\"0012\"", "\"=\"\"0012\"\"\"")]
    [InlineData("=1+1", "\"'=1+1\"", "\"=\"\"=1+1\"\"\"")]
    [InlineData("+46701740605", "\"'+46701740605\"", "\"=\"\"+46701740605\"\"\"")]
    [InlineData("@x", "\"'@x\"", "\"=\"\"@x\"\"\"")]
    [InlineData("a\"&cmd|x!A1&\"", "\"a\"\"&cmd|x!A1&\"\"\"", "\"=\"\"a\"\"\"\"&cmd|x!A1&\"\"\"\"\"\"\"")]
    [InlineData("", "\"\"", "\"\"")]
    public async Task C03_a_code_can_not_become_a_formula(string value, string plain, string excelText)
    {
        foreach (var quote in new[] { true, false })
        {
            foreach (var bytes in new[] { true, false })
            {
                Assert.Equal(plain.Trim('"'),
                    Unquoted(await OneCellAsync(new AnswerSettings { QuoteText = quote }, value, bytes), quote, plain));
                Assert.Equal(excelText.Trim('"'),
                    Unquoted(await OneCellAsync(ExcelText with { QuoteText = quote }, value, bytes), quote, excelText));
            }
        }
    }

    [Fact]
    public async Task C03_a_text_longer_than_Excel_takes_in_a_formula_stays_as_it_is()
    {
        Assert.Equal($"\"=\"\"{new string('7', 255)}\"\"\"", await OneCellAsync(ExcelText, new string('7', 255), asBytes: true));
        Assert.Equal($"\"{new string('7', 256)}\"", await OneCellAsync(ExcelText, new string('7', 256), asBytes: true));
        Assert.Equal($"\"'={new string('7', 256)}\"", await OneCellAsync(ExcelText, "=" + new string('7', 256), asBytes: true));
    }

    [Fact]
    public async Task C03_in_a_workbook_every_cell_is_text_and_only_counts_are_numbers()
    {
        var rows = Assert.Single(OpenedWorkbook.Read(await ReportAsync(Xlsx)));
        Assert.Equal(BackReportWriter.Columns, rows[0]);
        Assert.All(rows[1], cell => Assert.True(cell is null or string));
        Assert.Equal(AnswerFile.Read(await ReportAsync(new AnswerSettings()))[0].Values, rows[1].Select(cell => cell ?? ""));
        Assert.Equal(("T", 1d, 7d, 6d), (rows[2][0], rows[2][1], rows[2][3], rows[2][4]));
        Assert.Equal(3, rows.Count);
    }

    [Fact]
    public async Task C03_the_last_line_of_a_workbook_hashes_the_texts_before_it()
    {
        var rows = OpenedWorkbook.Read(await ReportAsync(Xlsx))[0];
        var texts = string.Concat(rows.SkipLast(1).Select(row => string.Join('\t', row) + "\n"));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(texts))), rows[^1][2]);
    }

    [Fact]
    public async Task C03_a_text_of_a_workbook_is_never_a_formula_and_always_readable()
    {
        using var stream = new MemoryStream();
        await using var table = new WorkbookTable(stream);
        table.WriteHeader(["a", "b", "c"]);
        table.Text("=1+1");
        table.Text("x\u0001\uFFFF\t😀<&>");
        table.Text("  blanks  "u8);
        table.EndRow();
        await table.CompleteAsync(CancellationToken.None);
        Assert.Equal(["=1+1", "x\uFFFD\uFFFD\t😀<&>", "  blanks  "], OpenedWorkbook.Read(stream.ToArray())[0][1]);
    }

    [Fact]
    public async Task C03_what_does_not_fit_on_a_sheet_goes_on_the_next_under_the_same_header()
    {
        using var stream = new MemoryStream();
        await using var table = new WorkbookTable(stream, hashed: true, rowsPerSheet: 2);
        table.WriteHeader(["no"]);
        for (var i = 1; i <= 5; i++)
        {
            table.Count(i);
            table.EndRow();
        }

        Assert.Equal(SHA256.HashData("no\n1\n2\n3\n4\n5\n"u8), await table.HashSoFarAsync(CancellationToken.None));
        await table.CompleteAsync(CancellationToken.None);
        Assert.Equal(["no 1 2", "no 3 4", "no 5"],
            OpenedWorkbook.Read(stream.ToArray()).Select(sheet => string.Join(' ', sheet.Select(row => row[0]))));
    }

    [Fact]
    public async Task C03_receipts_and_results_keep_their_numbers_as_well()
    {
        using var results = new MemoryStream();
        await using (var writer = new ResultsWriter(results, ExcelText))
        {
            writer.Write(1, "0012"u8, "ACCEPTED", 10_000_001, 100_000_000_000_000_007, null);
        }

        Assert.Equal(["1", "=\"0012\"", "ACCEPTED", "=\"10000001\"", "=\"100000000000000007\"", ""],
            AnswerFile.Read(results.ToArray())[0].Values);

        using var receipt = new MemoryStream();
        await new Receipt
        {
            FileName = "ORD_1.csv", LocalId = "007", ReceivedAt = DateTimeOffset.UnixEpoch, SizeBytes = 12,
            SequenceNo = 123_456_789_012_345_678, FileStatus = "ACCEPTED", ProfileVersion = "1",
        }.WriteAsync(receipt, ExcelText, CancellationToken.None);
        var line = AnswerFile.Read(receipt.ToArray())[0];
        Assert.Equal(("=\"007\"", "=\"123456789012345678\"", "12"), (line["local_id"], line["seq"], line["size_bytes"]));
    }

    private static async Task<byte[]> ReportAsync(AnswerSettings settings)
    {
        using var stream = new MemoryStream();
        await using var writer = new BackReportWriter(stream, settings, []);
        writer.Write(Line, "1-2"u8);
        await writer.CompleteAsync(sequence: 7, previous: 6, CancellationToken.None);
        return stream.ToArray();
    }

    /// <summary>The cell as it stands in the file.</summary>
    private static async Task<string> OneCellAsync(AnswerSettings settings, string value, bool asBytes)
    {
        using var stream = new MemoryStream();
        await using var table = new CsvTable(stream, settings with { ByteOrderMark = false });
        table.WriteHeader(["a", "b"]);
        if (asBytes)
        {
            table.Code(Encoding.UTF8.GetBytes(value));
        }
        else
        {
            table.Code(value);
        }

        table.Text("end");
        table.EndRow();
        await table.CompleteAsync(CancellationToken.None);
        var line = Encoding.UTF8.GetString(stream.ToArray()).Split("\r\n")[1];
        return line[..line.LastIndexOf(';')];
    }

    /// <summary>Where text is quoted only where needed, a cell without any special sign has no quotation marks.</summary>
    private static string Unquoted(string cell, bool quoted, string expected)
    {
        Assert.True(!quoted || cell == expected, $"{cell} is not {expected}");
        return cell.Trim('"');
    }
}
