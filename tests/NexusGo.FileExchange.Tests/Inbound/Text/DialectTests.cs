using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Orders;
using NexusGo.FileExchange.Tests.Orders;

namespace NexusGo.FileExchange.Tests.Inbound.Text;

public class DialectTests
{
    private const string Header = "customer_ref;product_code;first_name;last_name;delivery_address_id";

    private const string Good = Header + "\r\nR-1;ID-STD;Åsa;Ek;HQ\r\nR-2;ID-STD;Pär;Ek;HQ\r\n";

    private static readonly CustomerProfile Latin =
        DemoProfile.Create() with { Csv = new CsvSettings { Encoding = CsvEncoding.Windows1252 } };

    public static TheoryData<string, byte[], string, int> BadEncodings => new()
    {
        { "UTF-16 little endian", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Good)], "F-ENC-03", 1 },
        { "UTF-16 big endian", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Good)], "F-ENC-03", 1 },
        { "UTF-16 without a mark", Encoding.Unicode.GetBytes(Good), "F-ENC-03", 1 },
        { "UTF-32", [.. Encoding.UTF32.Preamble, .. Encoding.UTF32.GetBytes(Good)], "F-ENC-03", 1 },
        { "a NUL", Encoding.UTF8.GetBytes(Good.Replace("Pär", "P\0r", StringComparison.Ordinal)), "F-ENC-03", 3 },
        { "Latin-1", Encoding.Latin1.GetBytes(Good), "F-ENC-01", 2 },
        { "cut inside a character", [.. Encoding.UTF8.GetBytes(Good), 0xC3], "F-ENC-01", 4 },
        { "an overlong form", [.. Encoding.UTF8.GetBytes(Good), 0xC0, 0xAF], "F-ENC-01", 4 },
        { "a surrogate", [.. Encoding.UTF8.GetBytes(Good), 0xED, 0xA0, 0x80], "F-ENC-01", 4 },
        { "UTF-8 read as Latin-1", Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(Good))), "F-ENC-02", 2 },
        { "UTF-8 read as Windows-1252", Encoding.UTF8.GetBytes(Good.Replace("Åsa", "Ã…sa", StringComparison.Ordinal)), "F-ENC-02", 2 },
        { "a byte order mark encoded twice", Encoding.UTF8.GetBytes("ï»¿" + Good), "F-ENC-02", 1 },
        { "a replacement character", Encoding.UTF8.GetBytes(Good.Replace("Pär", "P\uFFFDr", StringComparison.Ordinal)), "F-ENC-02", 3 },
    };

    [Theory]
    [MemberData(nameof(BadEncodings))]
    public async Task Nasty53_Bytes_that_are_not_UTF8_text_refuse_the_file_with_the_line(string what, byte[] bytes, string code, int line)
    {
        foreach (var block in new[] { int.MaxValue, 1, 3, 7 })
        {
            var file = await Reading.Bytes(bytes, blockBytes: block);

            Assert.True(file.Refusal is not null, what);
            Assert.Equal((code, line), (file.Refusal.Code, file.Refusal.LineNumber));
        }
    }

    [Fact]
    public async Task Nasty53_The_first_bad_byte_is_told_by_line_and_by_file()
    {
        var bytes = Encoding.UTF8.GetBytes("\uFEFF" + Header + "\r\nR-1;ID-STD;").Concat(Encoding.Latin1.GetBytes("Åsa;Ek;HQ\r\n"))
            .ToArray();
        var at = Array.IndexOf(bytes, (byte)0xC5);

        var refusal = (await Reading.Bytes(bytes,
            DemoProfile.Create() with { Answers = new AnswerSettings { Language = AnswerLanguage.En } })).Refusal;

        Assert.StartsWith($"byte 12 of the line, byte {at + 1} of the file; probably Windows-1252", refusal!.Hint,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nasty53_A_fault_far_into_a_large_file_is_found_with_its_line()
    {
        var rows = OrderFileGenerator.Bytes(3000);
        var bytes = rows.Concat(Encoding.UTF8.GetBytes("X-1;ID-STD;")).Append((byte)0xE5).ToArray();

        var file = await Reading.Bytes(bytes, blockBytes: 1000);

        Assert.Equal(("F-ENC-01", 3002), (file.Refusal!.Code, file.Refusal.LineNumber));
    }

    [Theory]
    [InlineData("\r")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task Nasty53_Lines_before_a_fault_are_counted_by_any_line_end(string end)
    {
        var bytes = Encoding.Latin1.GetBytes($"{Header}{end}R-1;ID-STD;Ida;Ek;HQ{end}{end}R-2;ID-STD;Åsa;Ek;HQ{end}");
        foreach (var block in new[] { int.MaxValue, 1, 2, 5 })
        {
            var refusal = (await Reading.Bytes(bytes, blockBytes: block)).Refusal;
            Assert.Equal(("F-ENC-01", 4), (refusal!.Code, refusal.LineNumber));
            Assert.Contains("byte 12 ", refusal.Hint, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Nasty53_A_byte_order_mark_and_Windows_1252_by_agreement_are_read()
    {
        var marked = await Reading.Text("\uFEFF" + Good);
        var latin = await Reading.Bytes(CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(Good), Latin);
        var markedAnyway = await Reading.Bytes([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Good)], Latin);
        var utf8Anyway = await Reading.Bytes(Encoding.UTF8.GetBytes(Good), Latin);

        Assert.Equal(marked.Rows.Select(r => r.Content), latin.Rows.Select(r => r.Content));
        Assert.Equal(marked.Rows.Select(r => r.Content), markedAnyway.Rows.Select(r => r.Content));
        Assert.Equal(2, marked.Rows.Count(r => !r.Rejected));
        Assert.Equal("F-ENC-02", utf8Anyway.Refusal?.Code);
    }

    [Theory]
    [InlineData(";", "")]
    [InlineData(",", "")]
    [InlineData("\t", "")]
    [InlineData(";", "sep=;\r\n")]
    [InlineData(",", "SEP=,\n")]
    [InlineData("\t", "sep=\t\r\n")]
    [InlineData(";", "\r\n\r\n")]
    public async Task Nasty54_The_separator_is_the_one_that_makes_the_header_known(string separator, string before)
    {
        var file = await Reading.Text(before + Good.Replace(";", separator, StringComparison.Ordinal));

        Assert.Null(file.Refusal);
        Assert.Equal(["R-1", "R-2"], file.Rows.Select(r => r.Ref));
        Assert.Equal(before.Count(c => c == '\n') + 2, file.Rows[0].Line);
    }

    [Theory]
    [InlineData("a quote in the middle", "R-1;ID-STD;An\"na;Ek;HQ", "E-VAL-21")]
    [InlineData("text after a closing quote", "R-1;ID-STD;\"Anna\"x;Ek;HQ", "E-VAL-21")]
    [InlineData("a decimal comma", "R-1,5;ID-STD;Anna;Ek;HQ", "E-REF-01")]
    [InlineData("too few fields", "R-1;ID-STD;Anna;Ek", "E-VAL-20")]
    [InlineData("too many fields", "R-1;ID-STD;Anna;Ek;HQ;x", "E-VAL-20")]
    [InlineData("empty fields too many", "R-1;ID-STD;Anna;Ek;HQ;; ;", "")]
    [InlineData("everything quoted", "\"R-1\";\"ID-STD\";\"Anna\";\"Ek\";\"HQ\"", "")]
    public async Task Nasty54_A_broken_line_refuses_its_row_and_the_next_goes_on(string what, string line, string expected)
    {
        var file = await Reading.Text($"{Header}\n{line}\nR-2;ID-STD;Ida;Ek;HQ\n");

        Assert.True(file.Refusal is null, what);
        Assert.Equal([expected, ""], file.Rows.Select(r => r.Codes));
        Assert.Equal(3, file.Rows[1].Line);
    }

    [Fact]
    public async Task Nasty54_Line_ends_of_all_three_kinds_and_inside_quotes_are_counted()
    {
        var file = await Reading.Text(Header + "\rR-1;ID-STD;Ida;Ek;HQ\r\n\r\n\"R-2\";ID-STD;\"Ida\r\n\";Ek;HQ\nR-3;ID-STD;Ida;Ek;HQ");

        Assert.Equal([2L, 4L, 6L], file.Rows.Select(r => r.Line));
        Assert.All(file.Rows, r => Assert.Equal("", r.Codes));
    }

    [Fact]
    public async Task Nasty54_Lines_of_separators_only_are_no_rows()
    {
        var file = await Reading.Text(Header + ";;;\nR-1;ID-STD;Ida;Ek;HQ;;;\n;;;;\n\"\";;;; \n   \n");

        Assert.Null(file.Refusal);
        Assert.Single(file.Rows);
    }

    [Theory]
    [InlineData("delivery_address_id;last_name;first_name;product_code;customer_ref", "", "")]
    [InlineData("CUSTOMER_REF; Product-Code ;\u00A0FÖRNAMN;Last\u00A0Name;Leveransadress", "", "")]
    [InlineData("customer_ref;product_code;first_name;last_name;delivery_address_id;shoe_size", "F-HDR-03", "6")]
    [InlineData("customer_ref;product_code;first_name;last_name;delivery_address_id;phone", "F-HDR-03", "phone")]
    [InlineData("customer_ref;;first_name;last_name;delivery_address_id", "F-HDR-03", "2")]
    [InlineData("customer_ref;product_code;first_name;Förnamn;last_name;delivery_address_id", "F-HDR-02", "first_name")]
    [InlineData("product_code;first_name;last_name;delivery_address_id", "F-HDR-04", "customer_ref")]
    [InlineData("customer_ref;first_name;last_name;delivery_address_id", "F-HDR-04", "product_code")]
    [InlineData("customer_ref;product_code;first_name;last_name", "F-HDR-04", "delivery_address_id")]
    [InlineData("customer_ref;product_code;recipient;street;city;country", "F-HDR-04", "delivery_address_id")]
    [InlineData("R-1;ID-STD;Ida;Ek;HQ", "F-HDR-01", "")]
    public async Task Nasty55_The_header_is_matched_by_name(string header, string code, string column)
    {
        var file = await Reading.Text(header + "\n");

        // A header that is in order has no rows below it here.
        Assert.Equal(code.Length == 0 ? "F-SIZ-02" : code, file.Refusal!.Code);
        Assert.Equal(column, file.Refusal.Column);
    }

    [Fact]
    public async Task Nasty55_Names_agreed_with_the_customer_count_too()
    {
        var profile = DemoProfile.Create() with
            { Csv = new CsvSettings { Aliases = new Dictionary<string, string> { ["Ärendenr."] = "customer_ref" } } };

        var file = await Reading.Text("ÄRENDENR.;product_code;leveransadress;passerzon\nR-1;VISITOR;HQ;A", profile);

        Assert.Equal("R-1", file.Only.Ref);
    }

    [Fact]
    public async Task Nasty56_A_last_line_without_its_end_is_a_row()
    {
        var file = await Reading.Text(Good.TrimEnd());

        Assert.Equal(2, file.Rows.Count);
    }

    [Theory]
    [InlineData("", "F-SIZ-02")]
    [InlineData("\uFEFF", "F-SIZ-02")]
    [InlineData("\r\n \r\n", "F-SIZ-02")]
    [InlineData(Header, "F-SIZ-02")]
    [InlineData(Header + "\n;;;;\n", "F-SIZ-02")]
    public async Task A_file_without_rows_is_empty(string text, string code) =>
        Assert.Equal(code, (await Reading.Text(text)).Refusal?.Code);

    [Theory]
    [InlineData("R-2;ID-STD;\"Ida;Ek;HQ\nR-3;ID-STD;Ida;Ek;HQ\n", 3)]
    [InlineData("R-2;\"ID\n-STD\";\"Ida\"\"\n\";Ek;\"HQ\nR-3;ID-STD;Ida;Ek;HQ\n", 5)]
    public async Task Nasty57_A_quote_never_closed_is_reported_by_the_line_where_it_opens(string rest, int line)
    {
        var file = await Reading.Text($"{Header}\nR-1;ID-STD;Ida;Ek;HQ\n{rest}");

        Assert.Equal(("F-COL-02", line), (file.Refusal!.Code, file.Refusal.LineNumber));
    }

    [Fact]
    [Trait("Attack", "20.0 a row that never ends")]
    public async Task Nasty57_A_row_that_never_ends_is_cut_off_at_the_limit()
    {
        var profile = DemoProfile.Create() with { Limits = new LimitSettings { RowBytes = 4096, CsvBytes = 1L << 30 } };
        var endless = $"{Header}\nR-1;ID-STD;Ida;Ek;HQ\nR-2;ID-STD;\"{new string('x', 3_000_000)}";
        var inBuffer = $"{Header}\nR-1;ID-STD;Ida;Ek;HQ\nR-2;ID-STD;{new string('x', 5_000)};Ek;HQ\n";

        foreach (var text in new[] { endless, inBuffer })
        {
            var before = GC.GetTotalAllocatedBytes();
            var file = await Reading.Text(text, profile);
            Assert.Equal(("F-SIZ-04", 3), (file.Refusal!.Code, file.Refusal.LineNumber));
            Assert.True(GC.GetTotalAllocatedBytes() - before < 30_000_000, "reading on after the limit");
        }
    }

    [Theory]
    [InlineData(1500, "")]
    [InlineData(1501, "F-SIZ-04")]
    public async Task Nasty57_The_limit_of_a_row_is_exact(int bytes, string code)
    {
        var profile = DemoProfile.Create() with { Limits = new LimitSettings { RowBytes = 1500 } };
        const string Row = "R-1;VISITOR;;;HQ;";

        var file = await Reading.Text($"{Header};title\n{Row}{new string(' ', bytes - Row.Length)}\nR-2;VISITOR;;;HQ;\n", profile);

        Assert.Equal(code, file.Refusal?.Code ?? "");
    }

    [Fact]
    public async Task Limits_of_rows_columns_and_bytes_have_their_own_codes()
    {
        var rows = DemoProfile.Create() with { Limits = new LimitSettings { Rows = 1 } };
        var columns = DemoProfile.Create() with { Limits = new LimitSettings { Columns = 4 } };
        var bytes = DemoProfile.Create() with { Limits = new LimitSettings { CsvBytes = 1024 } };

        Assert.Equal("F-SIZ-03", (await Reading.Text(Good, rows)).Refusal?.Code);
        Assert.Equal("F-COL-01", (await Reading.Text(Good, columns)).Refusal?.Code);
        Assert.Equal("F-SIZ-01", (await Reading.Bytes(OrderFileGenerator.Bytes(20), bytes)).Refusal?.Code);
        Assert.Null((await Reading.Text(Good, DemoProfile.Create() with { Limits = new LimitSettings { Rows = 2, Columns = 5 } })).Refusal);
    }

    [Fact]
    public async Task Nasty59_The_same_row_twice_gives_the_same_content_for_the_register_to_compare()
    {
        var file = await Reading.Text(Header + "\nR-1;ID-STD;Ida;Ek;HQ\nR-1;ID-STD; Ida;Ek ;HQ\n");

        Assert.Equal(file.Rows[0].Content, file.Rows[1].Content);
        Assert.Equal([1, 2], file.Rows.Select(r => r.Number));
    }

    [Fact]
    public async Task A_generated_file_is_right_row_by_row_but_for_the_errors_put_in()
    {
        var file = await Reading.Bytes(OrderFileGenerator.Bytes(2000, new OrderFileOptions(FirstRow: 560_000, ErrorEvery: 100)),
            blockBytes: 777);

        Assert.Null(file.Refusal);
        Assert.Equal(2000, file.Rows.Count);
        Assert.Equal(20, file.Rows.Count(r => r.Rejected));
        Assert.All(file.Rows.Where(r => r.Rejected), r => Assert.Equal("E-PNR-03", r.Codes));
    }

    [Fact]
    public async Task Errors_of_the_stream_pass_through_untouched()
    {
        var fault = new IOException("gone");
        await using var stream = new Failing(Encoding.UTF8.GetBytes(Good), fault);
        Assert.Same(fault, await Assert.ThrowsAsync<IOException>(async () => await FileExchange.Orders.OrderReader.OpenAsync(
            stream, FileExchange.Orders.OrderRules.Compile(DemoProfile.Create(), DemoProfile.Today), CancellationToken.None)));
    }

    private sealed class Failing(byte[] bytes, Exception fault) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position == Length ? throw fault : base.ReadAsync(buffer, cancellationToken);
    }
}
