using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Operators.Drift;

namespace NexusGo.FileExchange.Tests.Operators;

public sealed class DriftReportTests
{
    private static readonly DriftReport Report = new()
    {
        Customer = "ACME", Name = "Acme <AB>", Month = new DateOnly(2026, 11, 1), ProfileVersion = "2026-01",
        Files = [new("ORD", "ACCEPTED", 8, 80, 80, 0, 0), new("ORD", "PARTIAL", 1, 50, 10, 40, 0), new("ORD", "REJECTED", 3, 0, 0, 0, 0)],
        Codes = [new("E-PNR-05", 1, 40), new("W-PNR-01", 4, 90), new("F-HDR-03", 3, 3), new("E-PRD-01", 1, 2), new("E-ADR-01", 1, 1)],
    };

    [Fact]
    public void Three_errors_that_cost_most_come_first_and_warnings_cost_nothing() =>
        Assert.Equal(["F-HDR-03", "E-PNR-05", "E-PRD-01"], Report.WorthMending.Select(one => one.Code));

    [Theory]
    [InlineData(AnswerLanguage.Sv, "12 filer, varav 3 avvisade. 130 rader, varav 40 avvisade", "Det här skulle spara mest besvär")]
    [InlineData(AnswerLanguage.En, "12 files, 3 of them refused. 130 rows, 40 of them refused", "What would save most trouble")]
    public void It_is_ready_to_send_in_both_languages_and_forms(AnswerLanguage language, string counts, string head)
    {
        var text = new DriftReportText(Report, language);
        Assert.All([text.Markdown(), text.Html()], form => Assert.All([counts, head, "E-PNR-05", "2026-11"],
            word => Assert.Contains(word, System.Net.WebUtility.HtmlDecode(form), StringComparison.Ordinal)));
        Assert.Contains("Acme &lt;AB&gt;", text.Html(), StringComparison.Ordinal);
        Assert.StartsWith("# ", text.Markdown(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_month_without_files_says_so()
    {
        var text = new DriftReportText(Report with { Files = [], Codes = [] }, AnswerLanguage.En).Markdown();
        Assert.Contains("No files came in this month.", text, StringComparison.Ordinal);
        Assert.Contains("Nothing: no errors this month.", text, StringComparison.Ordinal);
    }
}
