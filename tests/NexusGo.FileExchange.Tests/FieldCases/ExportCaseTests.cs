using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Tests.Orders;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Tests.FieldCases;

/// <summary>Exports in the forms of the usual personnel systems and spreadsheets go through whole.</summary>
public class ExportCaseTests
{
    public static TheoryData<string, string, string, string> Cases()
    {
        var cases = new TheoryData<string, string, string, string>();
        foreach (var cell in FieldTable.Read("exports.txt", 4))
        {
            cases.Add(cell[0], cell[1], cell[2], cell[3]);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_export_goes_through_whole(string name, string agreed, string headings, string rows)
    {
        var profile = FieldProfiles.Of(AnswerLanguage.Sv);
        profile = profile with
        {
            Csv = new CsvSettings
            {
                Encoding = agreed switch { "1252" => CsvEncoding.Windows1252, "utf16" => CsvEncoding.Utf16, _ => CsvEncoding.Utf8 },
                Aliases = headings.Length == 0 ? new Dictionary<string, string>() : headings.Split(", ").Select(one => one.Split('='))
                    .ToDictionary(one => one[0], one => one[1]),
            },
        };

        var file = await Reading.Bytes(await File.ReadAllBytesAsync(Path.Combine(Folder(), name)), profile);

        Assert.True(file.Refusal is null, $"{name}: {file.Refusal}");
        Assert.Equal(int.Parse(rows, CultureInfo.InvariantCulture), file.Rows.Count);
        Assert.All(file.Rows, row =>
            Assert.True(row.Codes is "" or "W-PNR-01", $"{name} row {row.Number}: {row.Codes} {row.Findings.FirstOrDefault().Hint}"));

        // The letters are the same whatever wrote them.
        var fields = new (int Start, int Length)[CardContent.MaxFields];
        CardContent.Find(file.Rows[1].Content, fields);
        var (start, length) = fields[(int)CardField.LastName];
        Assert.Equal("Mårtensson", Encoding.UTF8.GetString(file.Rows[1].Content.AsSpan(start, length)));
    }

    [Fact]
    public void Every_export_is_in_the_table() =>
        Assert.Equal(Directory.GetFiles(Folder()).Select(Path.GetFileName).Order(StringComparer.Ordinal),
            FieldTable.Read("exports.txt", 1).Select(cell => (string?)cell[0]).Order(StringComparer.Ordinal));

    private static string Folder([CallerFilePath] string source = "") => Path.Combine(Path.GetDirectoryName(source)!, "exports");
}
