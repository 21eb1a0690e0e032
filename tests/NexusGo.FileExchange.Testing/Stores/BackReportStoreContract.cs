using System.Globalization;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using Xunit;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>What every store of back-reports does: each change is told once, under numbers without a gap.</summary>
public abstract class BackReportStoreContract : CardStoreContract
{
    [Fact]
    public async Task A_card_is_told_once_with_its_order()
    {
        var card = await OrderAsync(Ida);
        var line = Assert.Single(await TellAsync(1));
        Assert.Equal((card, "ID-STD", "ACCEPTED", "NONE", Now),
            (line.CardNo, line.ProductCode, line.Status, line.CardState, line.EventTime));
        Assert.NotEqual(0, line.OrderNo);
        Assert.Empty(await TellAsync(2));
    }

    [Fact]
    public async Task A_change_is_told_once_and_what_a_card_was_before_is_not_told_again()
    {
        await OrderAsync(Ida);
        await TellAsync(1);
        await BatchAsync(Now.AddMinutes(1));
        var line = Assert.Single(await TellAsync(2));
        Assert.Equal(("ORDERED", Now.AddMinutes(1)), (line.Status, line.EventTime));
        Assert.NotEqual(line.Card.CardId, line.EventId);
        Assert.Empty(await TellAsync(3));
    }

    [Fact]
    public async Task Nothing_remains_of_a_back_report_that_is_not_committed()
    {
        await OrderAsync(Ida);
        await using (var transaction = await Stores.BackReports.BeginAsync(Customer, Now, default))
        {
            Assert.Equal(1, transaction.Sequence);
            Assert.Single(await LinesAsync(transaction));
        }

        Assert.Single(await TellAsync(1));
    }

    [Fact]
    public async Task Lines_stand_by_time_and_then_by_id_and_a_part_of_a_second_does_not_count()
    {
        await OrderAsync(Ida + Bo);
        await BatchAsync(Now.AddMilliseconds(2_700));
        var lines = await TellAsync(1);
        Assert.Equal(["ACCEPTED", "ACCEPTED", "ORDERED", "ORDERED"], lines.Select(line => line.Status));
        Assert.Equal(Now.AddSeconds(2), lines[3].EventTime);
        Assert.Equal(lines.OrderBy(line => line.EventTime).ThenBy(line => line.EventId), lines);
    }

    [Fact]
    public async Task Back_reports_go_out_in_the_order_of_their_numbers_whatever_the_clocks_of_their_makers_say()
    {
        foreach (var (number, minutes) in new[] { (1, 2), (2, 1), (3, -60) })
        {
            await TellAsync(number, Now.AddMinutes(minutes));
        }

        var due = await DueAsync(Now.AddDays(1));
        Assert.Equal([Name(1), Name(2), Name(3)], due.Select(one => one.Name));

        await Stores.Reports.MarkFailedAsync(Customer, due[1].ReportId, "RemoteFull", "/out: full", Now.AddMinutes(1), default);
        Assert.Equal([Name(1)], (await DueAsync()).Select(one => one.Name));
    }

    [Fact]
    public async Task Of_answers_and_back_reports_that_came_at_once_answers_go_first()
    {
        await TellAsync(1);
        await StoreAsync(Lease, "ORD_answered.csv", Now, await ReportAsync(ReportKind.Receipt, "RCP_1.csv"));
        Assert.Equal(["RCP_1.csv", Name(1)], (await DueAsync()).Select(one => one.Name));
    }

    [Fact]
    public async Task Cards_of_another_customer_are_not_told()
    {
        await OrderAsync(Ida);
        await using var transaction = await Stores.BackReports.BeginAsync(new CustomerId("NOBODY"), Now, default);
        Assert.Empty(await LinesAsync(transaction));
    }

    [Fact]
    public async Task Of_two_at_once_the_second_tells_nothing_that_the_first_told()
    {
        await OrderAsync(Ida);
        await using var first = await Stores.BackReports.BeginAsync(Customer, Now, default);
        var second = Stores.BackReports.BeginAsync(Customer, Now, default);
        Assert.Single(await LinesAsync(first));
        await CommitAsync(first, 1);
        await using (var late = await second)
        {
            // It waited and has the next number, or it cannot commit.
            if (late.Sequence == 1)
            {
                await FailsAsync(FailureReason.DatabaseConflict, () => CommitAsync(late, 1));
            }
            else
            {
                Assert.Equal((2, 0), (late.Sequence, (await LinesAsync(late)).Count));
            }
        }

        Assert.Empty(await TellAsync(2));
    }

    private async Task<List<BackReportLine>> TellAsync(long number, DateTimeOffset? now = null)
    {
        await using var transaction = await Stores.BackReports.BeginAsync(Customer, now ?? Now, default);
        Assert.Equal(number, transaction.Sequence);
        var lines = await LinesAsync(transaction);
        await CommitAsync(transaction, lines.Count);
        return lines;
    }

    private static async Task<List<BackReportLine>> LinesAsync(IBackReportTransaction transaction)
    {
        var lines = new List<BackReportLine>();
        await transaction.ReadAsync(lines.Add, default);
        return lines;
    }

    private async Task CommitAsync(IBackReportTransaction transaction, long lines) => await transaction.CommitAsync(
        await ReportAsync(ReportKind.BackReport, Name(transaction.Sequence), folder: "/out/reports/"), lines, default);

    private static string Name(long number) => string.Create(CultureInfo.InvariantCulture, $"BRP_{number:000000}.csv");

    /// <summary>Orders everything that waits from the partner.</summary>
    private async Task BatchAsync(DateTimeOffset at)
    {
        await using var transaction = (await Stores.Batches.BeginAsync(Customer, 3, Now, default))!;
        var cards = await transaction.TakeAsync(100, default);
        await transaction.OrderAsync(transaction.NextSequence,
            [.. cards.Select(card => new BatchedCard(card.Card.CardId, ReportFields.None, at, IsAgain: false))], default);
        var name = string.Create(CultureInfo.InvariantCulture, $"PRD_{transaction.NextSequence:000000}.zip");
        await transaction.CommitAsync([new MadeBatch(await ReportAsync(ReportKind.Batch, name, folder: "/out/batches/"),
            transaction.NextSequence, cards.Count)], default);
    }
}
