using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Tests.Orders;

namespace NexusGo.FileExchange.Tests.FieldCases;

/// <summary>Whole files as programs write and damage them.</summary>
public class FileCaseTests
{
    private const string Header = "customer_ref;product_code;first_name;last_name;delivery_address_id";

    public static TheoryData<string, string, string, string, string, string> Cases()
    {
        var cases = new TheoryData<string, string, string, string, string, string>();
        foreach (var cell in FieldTable.Read("files.txt", 6))
        {
            cases.Add(cell[0], cell[1], cell[2], cell[3], cell[4], cell[5]);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Nasty77_A_file_is_taken_or_refused_with_its_cause(string source, string agreed, string bytes, string text,
        string answer, string hint)
    {
        var file = Encode(Text(text), bytes);
        foreach (var block in new[] { int.MaxValue, 7 })
        {
            var english = await Reading.Bytes(file, FieldProfiles.Of(AnswerLanguage.En, Agreed(agreed)), blockBytes: block);
            var swedish = await Reading.Bytes(file, FieldProfiles.Of(AnswerLanguage.Sv, Agreed(agreed)), blockBytes: block);

            Assert.True(answer == Answer(english), $"{source}: {Answer(english)} instead of {answer}; {english.Refusal?.Hint}");
            Assert.Equal(answer, Answer(swedish));
            var (said, samma) = (Hint(english), Hint(swedish));
            Assert.Contains(hint, said, StringComparison.Ordinal);
            Assert.True(said.Length == 0 || said != samma, said);
        }
    }

    /// <summary>The bytes of all cases, for the fuzz tests to grow from.</summary>
    internal static IEnumerable<byte[]> AllBytes() => FieldTable.Read("files.txt", 6).Select(cell => Encode(Text(cell[3]), cell[2]));

    private static string Text(string text) =>
        FieldTable.Unescape(text.Replace("{H}", Header, StringComparison.Ordinal).Replace("¶", "\n", StringComparison.Ordinal));

    private static string Answer(ReadFile file) => file.Refusal is { } refusal
        ? refusal.Code + (refusal.RowNumber > 0 ? $"#{refusal.RowNumber}" : "")
        : file.Rows.TrueForAll(row => row.Codes.Length == 0) ? "ok" : string.Join('+', file.Rows.Select(row => row.Codes));

    private static string Hint(ReadFile file) => file.Refusal?.Hint ?? file.Rows.SelectMany(row => row.Findings)
        .Select(finding => finding.Hint).FirstOrDefault() ?? "";

    private static CsvEncoding Agreed(string name) => name switch { "1252" => CsvEncoding.Windows1252, "utf16" => CsvEncoding.Utf16,
        _ => CsvEncoding.Utf8 };

    private static byte[] Encode(string text, string how) => how switch
    {
        "utf16" => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)],
        "utf16be" => [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(text)],
        "utf16nomark" => Encoding.Unicode.GetBytes(text),
        "xlsx" => [.. "PK\u0003\u0004"u8, .. new byte[22], .. "[Content_Types].xml"u8, .. new byte[40], .. "xl/workbook.xml"u8],
        "xls" => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[504]],
        "ods" => [.. "PK\u0003\u0004"u8, .. new byte[22], .. "mimetypeapplication/vnd.oasis.opendocument.spreadsheet"u8],
        _ when how.Split('>') is [var written, var read] => Encoding.UTF8.GetBytes(Page(read).GetString(Page(written).GetBytes(text))),
        _ => Page(how).GetBytes(text),
    };

    private static Encoding Page(string name) => name switch
    {
        "utf8" => new UTF8Encoding(false),
        "latin1" => Encoding.Latin1,
        "mac" => CodePagesEncodingProvider.Instance.GetEncoding(10000)!,
        _ => CodePagesEncodingProvider.Instance.GetEncoding(int.Parse(name, System.Globalization.CultureInfo.InvariantCulture))!,
    };
}
