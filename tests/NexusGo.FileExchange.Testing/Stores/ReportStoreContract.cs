using NexusGo.FileExchange.Delivery;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Reports;
using Xunit;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>What every store of reports does on their way to the customer.</summary>
public abstract class ReportStoreContract : StoreContract
{
    [Fact]
    public async Task Answers_of_a_file_stand_together_the_receipt_last_and_hold_what_was_written()
    {
        var lease = await LeaseAsync();
        var file = await StoreAsync(lease, "ORD_1.csv", Now, await ReportAsync(ReportKind.Results, "RES_1.csv", "rows"),
            await ReportAsync(ReportKind.Errors, "ERR_1.csv", "errors"),
            await ReportAsync(ReportKind.Receipt, "RCP_1.csv", new string('r', 600_000)));
        await StoreAsync(lease, "ORD_2.csv", Now.AddSeconds(1), await ReportAsync(ReportKind.Receipt, "RCP_2.csv"));

        var due = await DueAsync(Now.AddSeconds(1));
        Assert.Equal(["RES_1.csv", "ERR_1.csv", "RCP_1.csv", "RCP_2.csv"], due.Select(one => one.Name));
        Assert.Equal((Customer, file.FileId, ReportKind.Results, "/out/receipts/", 4L, 0),
            (due[0].Customer, due[0].FileId, due[0].Kind, due[0].Folder, due[0].SizeBytes, due[0].Attempts));
        Assert.Equal("rows", await ReadAsync(due[0]));
        Assert.Equal(600_000, (await ReadAsync(due[2])).Length);
        Assert.Null(await Stores.Reports.BlockAsync(Customer, due[0].ReportId, 1, default));
        Assert.Equal(2, (await DueAsync(Now.AddSeconds(1), limit: 2)).Count);
        Assert.Equal(4, await Stores.Reports.WaitingAsync(Customer, default));
    }

    [Fact]
    public async Task A_delivered_report_is_due_no_more_and_is_told_of_once()
    {
        await StoreAsync(await LeaseAsync(), "ORD_1.csv", Now, await ReportAsync(ReportKind.Results, "RES_1.csv"),
            await ReportAsync(ReportKind.Receipt, "RCP_1.csv"));
        var due = await DueAsync();
        for (var twice = 0; twice < 2; twice++)
        {
            await Stores.Reports.MarkDeliveredAsync(Customer, [due[0].ReportId], Now.AddHours(twice), default);
        }

        Assert.Equal(["RCP_1.csv"], (await DueAsync()).Select(one => one.Name));
        Assert.Equal(1, await Stores.Reports.WaitingAsync(Customer, default));
        Assert.Equal(Now, Assert.Single(await Stores.Consumed.OutAsync(Customer, 10, default)).DeliveredAt);
    }

    [Fact]
    public async Task A_report_that_was_put_off_holds_back_the_others_of_its_file_and_no_other_file()
    {
        var lease = await LeaseAsync();
        await StoreAsync(lease, "ORD_1.csv", Now, await ReportAsync(ReportKind.Results, "RES_1.csv"),
            await ReportAsync(ReportKind.Receipt, "RCP_1.csv"));
        await StoreAsync(lease, "ORD_2.csv", Now, await ReportAsync(ReportKind.Receipt, "RCP_2.csv"));
        var results = (await DueAsync()).Single(one => one.Name == "RES_1.csv");
        await Stores.Reports.MarkFailedAsync(Customer, results.ReportId, "RemoteFull", "/out: full", Now.AddMinutes(1), default);

        Assert.Equal(["RCP_2.csv"], (await DueAsync(Now.AddSeconds(59))).Select(one => one.Name));
        var due = await DueAsync(Now.AddMinutes(1));
        Assert.Equal(1, due.Single(one => one.Name == "RES_1.csv").Attempts);
        Assert.Equal(3, due.Count);
    }

    [Fact]
    public async Task Nasty94_A_clock_set_back_makes_no_report_wait_for_it()
    {
        await Stores.AddReportAsync(Customer, await ReportAsync(ReportKind.BackReport, "BRP_1.csv"), Now);
        await Stores.AddReportAsync(Customer, await ReportAsync(ReportKind.Certificate, "CER_1.csv"), Now);
        var failed = (await DueAsync()).Single(one => one.Name == "BRP_1.csv");
        await Stores.Reports.MarkFailedAsync(Customer, failed.ReportId, "RemoteFull", "/out: full", Now.AddMinutes(15), default);
        Assert.Equal(["CER_1.csv"], (await DueAsync(Now.AddMinutes(-1).AddSeconds(30))).Select(one => one.Name));
        Assert.Equal(2, (await DueAsync(Now.AddDays(-1))).Count);
    }

    [Fact]
    public async Task A_report_of_a_series_that_was_put_off_holds_back_those_after_it()
    {
        await Stores.AddReportAsync(Customer, await ReportAsync(ReportKind.BackReport, "BRP_1.csv"), Now);
        await Stores.AddReportAsync(Customer, await ReportAsync(ReportKind.BackReport, "BRP_2.csv"), Now);
        await Stores.AddReportAsync(Customer, await ReportAsync(ReportKind.BackReport, "BRP_3.csv"), Now.AddSeconds(1));
        await Stores.AddReportAsync(Customer, await ReportAsync(ReportKind.Certificate, "CER_1.csv"), Now.AddSeconds(1));
        var second = (await DueAsync(Now.AddSeconds(1))).Single(one => one.Name == "BRP_2.csv");
        Assert.Null(second.FileId);
        await Stores.Reports.MarkFailedAsync(Customer, second.ReportId, "RemoteFull", "/out: full", Now.AddMinutes(1), default);

        Assert.Equal(["BRP_1.csv", "CER_1.csv"], (await DueAsync(Now.AddSeconds(1))).Select(one => one.Name));
        Assert.Equal(4, (await DueAsync(Now.AddMinutes(1))).Count);
    }

    [Fact]
    public async Task A_report_gets_another_name_unless_another_report_has_it_or_it_is_delivered()
    {
        await StoreAsync(await LeaseAsync(), "ORD_1.csv", Now, await ReportAsync(ReportKind.Results, "RES_1.csv"),
            await ReportAsync(ReportKind.Receipt, "RCP_1.csv"));
        var report = (await DueAsync())[0];
        Assert.False(await RenameAsync(report, "RCP_1.csv"));
        Assert.True(await RenameAsync(report, "RES_1-2.csv"));
        Assert.Equal("RES_1-2.csv", (await DueAsync())[0].Name);
        await Stores.Reports.MarkDeliveredAsync(Customer, [report.ReportId], Now, default);
        Assert.Equal(FailureReason.LeaseLost, (await Assert.ThrowsAsync<FileExchangeException>(() => RenameAsync(report, "RES_1-3.csv")))
            .Reason);
    }

    private Task<bool> RenameAsync(DueReport report, string name) => Stores.Reports.RenameAsync(Customer, report.ReportId, name, default);
}
