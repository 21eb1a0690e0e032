using System.Runtime.CompilerServices;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;

namespace NexusGo.FileExchange.IntegrationTests.Journey;

/// <summary>
/// The made exports of personnel systems and spreadsheets (FieldCases/exports.txt) through a whole worker and a real database: each row
/// becomes a card.
/// </summary>
public sealed class PersonnelExportTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    public static TheoryData<string, string, string, int> Exports()
    {
        var exports = new TheoryData<string, string, string, int>();
        foreach (var line in File.ReadLines(Path.Combine(Folder(), "exports.txt")).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var cells = line.Split('|').Select(cell => cell.Trim()).ToArray();
            exports.Add(cells[0], cells[1], cells[2], int.Parse(cells[3], System.Globalization.CultureInfo.InvariantCulture));
        }

        return exports;
    }

    [Theory]
    [MemberData(nameof(Exports))]
    public async Task Every_row_of_an_export_becomes_a_card(string name, string agreed, string headings, int rows)
    {
        await using var rig = ExchangeRig.Create(postgres.ConnectionString, CustomerIds.Next("HR"), profile => profile with
        {
            Orders = new OrderSettings { DeclaredColumns = ["national_identity_number", "nationality", "birth_date", "email", "phone"] },
            Csv = new CsvSettings
            {
                Encoding = agreed switch { "1252" => CsvEncoding.Windows1252, "utf16" => CsvEncoding.Utf16, _ => CsvEncoding.Utf8 },
                Aliases = headings.Length == 0 ? new Dictionary<string, string>()
                    : headings.Split(", ").Select(one => one.Split('=')).ToDictionary(one => one[0], one => one[1]),
            },
        });
        rig.Drop("ORD_1.csv", await File.ReadAllBytesAsync(Path.Combine(Folder(), "exports", name)));
        await rig.PollAsync();

        var receipt = rig.Receipt("ORD_1");
        Assert.Equal((name, "ACCEPTED", $"{rows}"), (name, receipt["file_status"], receipt["rows_accepted"]));
        Assert.Equal((long)rows, await postgres.QueryAsOwnerAsync<long>(
            $"select count(*) from orders.card where customer_id = '{rig.Customer}' and status = 'ACCEPTED'"));
        Assert.Empty(rig.Names("in"));
    }

    private static string Folder([CallerFilePath] string source = "") => Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(source)!, "..", "..", "NexusGo.FileExchange.Tests", "FieldCases"));
}
