using System.Text;
using System.Text.RegularExpressions;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Requests;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Tests.Orders;

namespace NexusGo.FileExchange.Tests.Manuals;

/// <summary>The customers' manual says what the product does. That both languages say the same is another test's matter.</summary>
public sealed partial class CustomerManualTests
{
    /// <summary>Codes of the production partner's event files; no customer meets them.</summary>
    private static readonly string[] Partner = ["R-EVT-", "W-EVT-"];

    [Theory]
    [InlineData("samples/manual/refused.md")]
    [InlineData("samples/manual/refused.sv.md")]
    public void Every_code_that_a_customer_can_meet_has_one_line_with_cause_and_cure(string page)
    {
        var told = ManualPage.Read(page).TableRows.Where(row => row.Length == 3 && OnlyCode().IsMatch(row[0])).ToList();

        Assert.Equal(ErrorCatalog.All.Select(text => text.Code).Where(code => !Partner.Any(code.StartsWith)).Order(StringComparer.Ordinal),
            told.Select(row => row[0].Trim('`')).Order(StringComparer.Ordinal));
        Assert.All(told, row => Assert.True(row[1].Length > 5 && row[2].Length > 5, $"{row[0]} lacks its cause or cure."));
    }

    [Theory]
    [InlineData("samples/manual/orders.md")]
    [InlineData("samples/manual/orders.sv.md")]
    public void Every_column_of_an_order_has_one_line(string page) => Assert.Equal(OrderColumns.All.Select(column => $"`{column.Name}`"),
        ManualPage.Read(page).TableRows.Where(row => row.Length == 4 && row[0].StartsWith('`')).Select(row => row[0]));

    [Fact]
    public async Task Every_column_of_our_answers_is_explained()
    {
        var answers = ManualPage.Read("samples/manual/answers.md");
        var settings = new AnswerSettings();
        using var receipt = new MemoryStream();
        using var results = new MemoryStream();
        using var errors = new MemoryStream();
        await new Receipt { FileName = "a", ReceivedAt = default, SizeBytes = 0, FileStatus = "ACCEPTED", ProfileVersion = "1" }
            .WriteAsync(receipt, settings, CancellationToken.None);
        await using (new ResultsWriter(results, settings)) { }
        await new ErrorsWriter(errors, settings).CompleteAsync(CancellationToken.None);

        Assert.Empty(Header(receipt).Concat(Header(results)).Concat(Header(errors)).Concat(BackReportColumns.All)
            .Except(FirstCells(answers)));
        Assert.Empty(Certificates.Columns.Except(FirstCells(ManualPage.Read("samples/manual/data.md"))));
        Assert.Empty(RequestColumns.All.Except(FirstCells(ManualPage.Read("samples/manual/requests.md"))));

        static string[] Header(MemoryStream file) =>
            Encoding.UTF8.GetString(file.ToArray()).TrimStart('\uFEFF').Split("\r\n")[0].Replace("\"", "", StringComparison.Ordinal)
                .Split(';');
    }

    [Fact]
    public void Every_action_stands_with_its_selectors_and_its_right()
    {
        var requests = ManualPage.Read("samples/manual/requests.md");

        Assert.All(Enum.GetValues<RequestAction>(), action =>
        {
            var row = Assert.Single(requests.TableRows, row => row.Length == 4 && Codes(row[0]).Contains(action.ToWireName()));
            Assert.Equal(action.Rule().Selectors.Select(selector => selector.ToWireName()).Order(StringComparer.Ordinal),
                row[1].Split(", ").Order(StringComparer.Ordinal));
            Assert.Equal(action.Rule().Right?.ToString() ?? "any", row[2]);
        });
        Assert.All(Enum.GetValues<RequestSelector>(), selector => Assert.Contains(selector.ToWireName(), FirstCells(requests)));
        Assert.Equal(Enum.GetValues<PersonRight>().Except([PersonRight.Events]).Select(right => right.ToString())
                .Order(StringComparer.Ordinal),
            ManualPage.Read("samples/manual/openpgp.md").TableRows.Select(row => row[0]).Where(cell => cell.StartsWith('*'))
                .Select(cell => cell.Trim('*')).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("samples/README.md", "orders", "ORD_DEMO_")]
    [InlineData("samples/README.md", "requests", "REQ_DEMO_")]
    [InlineData("samples/README.sv.md", "orders", "ORD_DEMO_")]
    [InlineData("samples/README.sv.md", "requests", "REQ_DEMO_")]
    public void Every_sample_is_in_the_manual(string page, string folder, string prefix) => Assert.Empty(
        Directory.GetFiles(Path.Combine(SampleTests.Folder(), "..", folder), prefix + "*")
            .Select(path => "…" + Path.GetFileNameWithoutExtension(path)[prefix.Length..]).Except(FirstCells(ManualPage.Read(page))));

    [Theory]
    [InlineData("samples/README.md")]
    [InlineData("install/README.md")]
    public async Task The_first_file_of_the_manual_is_accepted(string page)
    {
        var file = await Reading.Text(Assert.Single(ManualPage.Read(page).Blocks("csv")));

        Assert.Null(file.Refusal);
        Assert.False(file.Only.Rejected || file.Only.Hold is not null, $"The row got {file.Only.Codes}.");
    }

    [Theory]
    [InlineData("samples/README.md")]
    [InlineData("samples/README.sv.md")]
    public void The_answers_to_the_first_file_have_the_names_that_the_manual_shows(string page)
    {
        var name = ReplyName.For("ORD_ACME_000001", isTest: true, use: 1);

        Assert.All([ReportKind.Receipt, ReportKind.Results, ReportKind.Errors],
            kind => Assert.Contains($"`{name.FileName(kind)}`", FirstCells(ManualPage.Read(page)).Select(cell => $"`{cell}`")));
        Assert.Contains($"/out/receipts/{name.FileName(ReportKind.Receipt)}\n", ManualPage.Read(page).Text, StringComparison.Ordinal);
    }

    private static IEnumerable<string> FirstCells(ManualPage page) => page.TableRows.SelectMany(row => Codes(row[0]));

    private static IEnumerable<string> Codes(string cell) => CodeSpan().Matches(cell).Select(match => match.Groups[1].Value);

    [GeneratedRegex("^`[FEWR]-[A-Z]{3}-[0-9]{2}`$")]
    private static partial Regex OnlyCode();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex CodeSpan();
}
