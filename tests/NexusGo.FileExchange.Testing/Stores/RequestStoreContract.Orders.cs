using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Requests;
using Xunit;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>Orders that wait for people, and files that requests are about or ask for.</summary>
public abstract partial class RequestStoreContract
{
    private static readonly Signer Kim = new("kim", "AA11", [PersonRight.Approve]);
    private static readonly Signer Sam = new("sam", "BB22", [PersonRight.Approve]);

    [Theory]
    [InlineData("APPROVE", CardStatus.Accepted, false, "UNCHANGED")]
    [InlineData("DECLINE", CardStatus.Cancelled, true, "REFUSED")]
    public async Task An_order_that_needs_a_second_person_is_decided_once(string action, CardStatus status, bool isErased,
        string approvedAgain)
    {
        var (orderNo, numbers) = await OrderAsync(Ida, OrderPass.AwaitsApproval, Kim.SignedBy);
        Assert.Equal([RequestOutcome.Refused], await SignedAsync(Kim, $"r0;{action};ORDER_NO;{orderNo};;;"));
        Assert.Equal([RequestOutcome.Done], await SignedAsync(Sam, $"r1;{action};ORDER_NO;{orderNo};;;"));
        Assert.Equal((status, isErased), await FactsAsync(numbers[0]) is var facts ? (facts.Status, facts.IsErased) : default);
        var again = Assert.Single(await SignedAsync(Sam, $"r2;APPROVE;ORDER_NO;{orderNo};;;"));
        Assert.Equal(approvedAgain, again.ToWireName());
    }

    [Fact]
    public async Task An_order_is_named_by_its_file_and_the_beginning_of_its_checksum()
    {
        await OrderAsync(Ida, OrderPass.AwaitsApproval, Kim.SignedBy);
        var name = $"ORD_{files}.csv";
        Assert.Equal([RequestOutcome.NotFound], await SignedAsync(Sam, $"r1;APPROVE;FILE;{name}#{new string('1', 16)};;;"));
        Assert.Equal([RequestOutcome.Done], await SignedAsync(Sam, $"r2;APPROVE;FILE;{name}#{new string('0', 16)};;;"));
    }

    [Theory]
    [InlineData("APPROVE", CardStatus.Accepted)]
    [InlineData("DECLINE", CardStatus.Cancelled)]
    public async Task Cards_of_people_who_had_the_product_lately_are_decided_about(string action, CardStatus status)
    {
        var (orderNo, numbers) = await OrderAsync(Ida, OrderPass.PersonHadProduct);
        Assert.Equal([RequestOutcome.Done], await OutcomesAsync($"r1;{action};ORDER_NO;{orderNo};;;"));
        Assert.Equal(status, (await FactsAsync(numbers[0])).Status);
        await using var transaction = await BeginAsync();
        var known = await transaction.SelectAsync(await RowsAsync($"r2;APPROVE;ORDER_NO;{orderNo};;;"), default);
        Assert.False(Assert.Single(known.Orders).HasRepeatedPersons);
    }

    [Fact]
    public async Task A_delivered_report_is_consumed_once()
    {
        await Stores.AddReportAsync(Customer, await ReportAsync(ReportKind.BackReport, "BRP_1.csv", folder: "/out/reports/"), Now);
        Assert.Equal([RequestOutcome.NotFound], await OutcomesAsync("r1;CONSUMED;FILE;BRP_1.csv;;;"));
        await Stores.Reports.MarkDeliveredAsync(Customer, [Assert.Single(await DueAsync()).ReportId], Now, default);
        Assert.Equal([RequestOutcome.Done, RequestOutcome.Unchanged],
            await OutcomesAsync("r2;CONSUMED;FILE;BRP_1.csv;;;", "r3;CONSUMED;FILE;BRP_1.csv;;;"));
        Assert.Equal([RequestOutcome.Unchanged], await OutcomesAsync("r4;CONSUMED;FILE;BRP_1.csv;;;"));
        Assert.Equal("REQUEST", Assert.Single(await Stores.Consumed.OutAsync(Customer, 10, default)).Signal);
    }

    [Fact]
    public async Task A_history_tells_of_the_selected_cards_and_its_number_is_used_with_the_commit()
    {
        var (orderNo, numbers) = await OrderAsync(Ida + Bo);
        var (sequence, lines) = await MakeHistoryAsync(commits: false);
        Assert.Equal(1, sequence);
        Assert.Equal([(1, orderNo, (long?)numbers[0], "ACCEPTED"), (2, orderNo, numbers[1], "ACCEPTED")], lines);
        Assert.Empty(await DueAsync());
        Assert.Equal(1, (await MakeHistoryAsync(commits: true)).Sequence);
        Assert.Equal((ReportKind.History, "HIS_1.csv"),
            Assert.Single(await DueAsync()) is var due ? (due.Kind, due.Name) : default);
        Assert.Equal(2, (await MakeHistoryAsync(commits: false)).Sequence);
    }

    private async Task<IEnumerable<RequestOutcome>> SignedAsync(Signer signer, params string[] rows)
    {
        await using var transaction = await BeginAsync();
        var answers = await ApplyAsync(transaction, signer, rows);
        await transaction.CommitAsync(Verdict(Now), [], default);
        return answers.Select(answer => answer.Outcome);
    }

    private async Task<(long Sequence, IEnumerable<(int Row, long OrderNo, long? CardNo, string Status)> Lines)> MakeHistoryAsync(
        bool commits)
    {
        await using var transaction = await BeginAsync();
        var rows = await RowsAsync("r1;HISTORY;CUSTOMER_REF;A1;;;", "r2;HISTORY;CUSTOMER_REF;A2;;;");
        await transaction.SelectAsync(rows, default);
        var lines = new List<(int, long, long?, string)>();
        await transaction.Reports.ReadHistoryAsync(rows, line => lines.Add((line.RowNumber, line.OrderNo, line.CardNo, line.Status)),
            default);
        var sequence = await transaction.Reports.NextSequenceAsync(ReportKind.History, default);
        var effects = new RequestEffects { Now = Now, ProfileVersion = Profile.Version };
        await using var report = await ReportAsync(ReportKind.History, $"HIS_{sequence}.csv", folder: "/out/reports/");
        await transaction.Reports.AddHistoryAsync(report, sequence, rows, lines.Count, effects, default);
        if (commits)
        {
            await transaction.CommitAsync(Verdict(Now), [], default);
        }

        return (sequence, lines);
    }
}
