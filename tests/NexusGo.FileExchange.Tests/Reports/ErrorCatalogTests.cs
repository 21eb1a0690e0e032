using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Tests.Reports;

public partial class ErrorCatalogTests
{
    // Agreed with customers, used by later stages of an order.
    private static readonly string[] Families =
        ["F-NAM", "F-ENC", "F-HDR", "F-PGP", "F-ZIP", "F-SEQ", "F-DUP", "F-SIZ", "F-CTL", "F-COL", "E-REF", "E-PNR", "E-DOB", "E-NAM",
        "E-ORG", "E-ADR", "E-PHO", "E-PRD", "E-VAL", "W-PNR", "W-PGP", "W-DUP", "W-PHO", "W-COL", "W-APP", "R-REF", "R-ACT", "R-SEL",
        "R-APP", "R-ERA", "R-EVT", "W-EVT", "R-PER", "R-CRD", "R-HIS", "R-CON", "R-CAN", "R-HLD", "W-BLK"];

    [Fact]
    public void Every_code_has_texts_in_both_languages_and_stands_once()
    {
        Assert.Equal(ErrorCatalog.All.Count, ErrorCatalog.All.Select(t => t.Code).Distinct().Count());
        Assert.All(ErrorCatalog.All, text =>
        {
            Assert.Matches("^[FEWR]-[A-Z]{3}-[0-9]{2}$", text.Code);
            Assert.Contains(text.Code[..5], Families);

            // What waits for a hold is done all the same.
            Assert.Equal(text.Code[0] != 'W' && text.Code != "R-HLD-01", text.IsError);
            foreach (var sentence in new[] { text.MessageSv, text.MessageEn, text.AdviceSv, text.AdviceEn })
            {
                Assert.EndsWith(".", sentence, StringComparison.Ordinal);
                Assert.Equal(sentence.Trim(), sentence);
            }

            Assert.NotEqual(text.MessageSv, text.MessageEn);
            Assert.DoesNotContain("å ä ö", text.MessageEn, StringComparison.Ordinal);
        });
        Assert.Same(ErrorCatalog.Get("E-PNR-03"), ErrorCatalog.All.Single(t => t.Code == "E-PNR-03"));
        Assert.Throws<ArgumentException>(() => ErrorCatalog.Get("E-PNR-99"));
    }

    [Fact]
    public void Every_code_in_the_source_is_published()
    {
        var source = Path.Combine(Root(), "src");
        var used = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(f => !Path.GetFileName(f).StartsWith("ErrorCatalog", StringComparison.Ordinal))
            .SelectMany(f => Code().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value))
            .Distinct()
            .ToList();

        Assert.True(used.Count > 40, $"only {used.Count} codes found in the source");
        Assert.Empty(used.Except(ErrorCatalog.All.Select(t => t.Code)));
    }

    /// <summary>
    /// The customers' copy of the table. Set NEXUSGO_UPDATE_GOLDEN=1 to write it again after adding a code; changing the meaning of one is
    /// a breach of the agreement.
    /// </summary>
    [Fact]
    public void The_published_table_of_codes_is_current()
    {
        var table = new StringBuilder("code;severity;message_sv;message_en;advice_sv;advice_en\n");
        foreach (var t in ErrorCatalog.All)
        {
            table.Append(t.Code).Append(';').Append(t.IsError ? "ERROR" : "WARNING");
            foreach (var text in new[] { t.MessageSv, t.MessageEn, t.AdviceSv, t.AdviceEn })
            {
                table.Append(";\"").Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            }

            table.Append('\n');
        }

        var path = Path.Combine(Root(), "samples", "answers", "error-codes.csv");
        if (Environment.GetEnvironmentVariable("NEXUSGO_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, table.ToString(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        }

        Assert.Equal(table.ToString(), File.ReadAllText(path).Replace("\r\n", "\n", StringComparison.Ordinal));
    }

    /// <summary>Customers' programs decide by codes: a line of frozen-codes.txt may only be added.</summary>
    [Fact]
    public void A_code_never_changes_its_meaning()
    {
        var frozen = File.ReadLines(FrozenCodes()).Where(line => !line.StartsWith('#')).Select(line => line.Split(';', 3)).ToList();

        Assert.InRange(frozen.Count, 100, int.MaxValue);
        Assert.All(frozen, line =>
        {
            var text = ErrorCatalog.Get(line[0]);
            Assert.Equal((line[0], line[1], line[2]), (text.Code, text.IsError ? "ERROR" : "WARNING", text.MessageEn));
        });
    }

    [Fact]
    public void Every_code_is_frozen() =>
        Assert.Empty(ErrorCatalog.All.Select(text => text.Code).Except(File.ReadLines(FrozenCodes()).Select(line => line.Split(';')[0])));

    private static string FrozenCodes([CallerFilePath] string source = "") =>
        Path.Combine(Path.GetDirectoryName(source)!, "frozen-codes.txt");

    private static string Root([CallerFilePath] string source = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "..", "..", ".."));

    [GeneratedRegex("\"([FEWR]-[A-Z]{3}-[0-9]{2})\"")]
    private static partial Regex Code();
}
