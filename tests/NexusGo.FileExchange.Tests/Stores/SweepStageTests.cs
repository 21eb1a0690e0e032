using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery.Consumed;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Stores;

namespace NexusGo.FileExchange.Tests.Stores;

/// <summary>How a customer is done with a delivered file, and what the sweep makes of it, on doubles.</summary>
public sealed class SweepStageTests
{
    private const string Receipt = "/out/receipts/RCP_ORD_1.csv";

    [Theory]
    [InlineData(ConsumedSignal.Moved)]
    [InlineData(ConsumedSignal.DoneFile)]
    [InlineData(ConsumedSignal.MaxAge)]
    public async Task A_consumed_file_is_removed_and_the_ledger_tells_by_which_signal(ConsumedSignal signal)
    {
        await using var rig = await DeliveredAsync();
        switch (signal)
        {
            case ConsumedSignal.Moved:
                rig.Area.Put("/out/consumed/RCP_ORD_1.csv", rig.Area.Get(Receipt)!);
                rig.Area.Remove(Receipt);
                break;
            case ConsumedSignal.DoneFile:
                rig.Drop(Receipt + ".done", "");
                break;
            default:
                rig.Clock.Advance(TimeSpan.FromDays(30));
                break;
        }

        await rig.SweepAsync();
        Assert.DoesNotContain("RCP_ORD_1.csv", rig.Names("/out/receipts/"));
        Assert.Empty(rig.Names("/out/consumed/"));
        var row = RowOf(rig, "RCP_ORD_1.csv");
        Assert.Equal(signal.ToWireName(), row.Signal);
        Assert.True(row.DeliveredAt <= row.DeleteIntendedAt && row.DeleteIntendedAt <= row.DeletedAt);
        Assert.Equal(signal == ConsumedSignal.MaxAge, RowOf(rig, "RES_ORD_1.csv").DeletedAt is not null);
    }

    [Fact]
    public async Task Nasty72_a_server_without_the_folder_for_consumed_files_is_told_of_once_and_its_files_are_swept()
    {
        await using var rig = await DeliveredAsync();
        rig.Area.RemoveFolder("/out/consumed");
        rig.Drop(Receipt + ".done", "");
        for (var sweep = 0; sweep < 5; sweep++)
        {
            await rig.SweepAsync();
            rig.Clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.DoesNotContain("RCP_ORD_1.csv", rig.Names("/out/receipts/"));
        Assert.Single(rig.Log.Lines, line => line.Contains(" 5609 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_order_put_where_answers_go_is_told_once_also_before_there_is_any_answer()
    {
        await using var rig = new InMemoryRig();
        rig.Drop("/out/receipts/ORD_1.csv", "customer_ref\r\n");
        rig.Drop("/out/errors/notes.txt", "our own");
        for (var sweep = 0; sweep < 3; sweep++)
        {
            await rig.SweepAsync();
            rig.Clock.Advance(TimeSpan.FromHours(2));
        }

        Assert.Equal(2, rig.Log.Lines.Count(line => line.Contains(" 5608 ", StringComparison.Ordinal)));
        Assert.Contains(rig.Log.Lines, line => line.Contains("1 file(s) in /out/receipts/ are not ours", StringComparison.Ordinal)
            && line.Contains("1 of them look like files for the inbox", StringComparison.Ordinal));
        Assert.Equal(["ORD_1.csv"], rig.Names("/out/receipts/"));
    }

    [Fact]
    public async Task A_file_missing_from_one_look_is_not_consumed_and_one_missing_for_an_hour_is()
    {
        await using var rig = await DeliveredAsync();
        await rig.SweepAsync();
        var content = rig.Area.Get(Receipt)!;
        rig.Area.Remove(Receipt);
        await rig.SweepAsync();
        rig.Clock.Advance(TimeSpan.FromMinutes(59));
        await rig.SweepAsync();
        Assert.Null(RowOf(rig, "RCP_ORD_1.csv").Signal);
        rig.Area.Put(Receipt, content);
        await rig.SweepAsync();
        Assert.Null(RowOf(rig, "RCP_ORD_1.csv").MissingSince);

        rig.Area.Remove(Receipt);
        await rig.SweepAsync();
        rig.Clock.Advance(TimeSpan.FromHours(1));
        await rig.SweepAsync();
        Assert.Equal("DELETED", RowOf(rig, "RCP_ORD_1.csv").Signal);
    }

    [Fact]
    public async Task Something_else_in_the_files_place_is_left_alone_and_told_of()
    {
        await using var rig = await DeliveredAsync();
        rig.Drop(Receipt, "somebody's own");
        rig.Clock.Advance(TimeSpan.FromDays(30));
        await rig.SweepAsync();
        Assert.Equal("somebody's own", System.Text.Encoding.UTF8.GetString(rig.Area.Get(Receipt)!));
        Assert.Equal(14, RowOf(rig, "RCP_ORD_1.csv").ToldVersion?.SizeBytes);
        Assert.Null(RowOf(rig, "RCP_ORD_1.csv").DeletedAt);
    }

    [Fact]
    public async Task A_removal_that_the_server_refuses_is_tried_again()
    {
        await using var rig = await DeliveredAsync();
        rig.Clock.Advance(TimeSpan.FromDays(30));
        rig.Before = (verb, path) => verb == "delete" && path.ToString() == Receipt
            ? new RemoteFolderException(FailureReason.RemoteDenied, isTransient: true, sessionIsDead: false, "no") : null;
        await rig.SweepAsync();
        Assert.Equal("RemoteDenied", RowOf(rig, "RCP_ORD_1.csv").LastProblem);
        rig.Before = null;
        await rig.SweepAsync();
        Assert.Empty(rig.Names("/out/receipts/"));
        Assert.Null(RowOf(rig, "RCP_ORD_1.csv").LastProblem);
    }

    [Fact]
    public async Task A_file_removed_although_the_server_said_no_is_found_gone_and_recorded()
    {
        await using var rig = await DeliveredAsync();
        rig.Clock.Advance(TimeSpan.FromDays(30));
        rig.After = (verb, path) => verb == "delete" && path.ToString() == Receipt
            ? new RemoteFolderException(FailureReason.RemoteFailure, isTransient: true, sessionIsDead: false, "no answer") : null;
        await rig.SweepAsync();
        Assert.Null(RowOf(rig, "RCP_ORD_1.csv").DeletedAt);
        rig.After = null;
        await rig.SweepAsync();
        Assert.NotNull(RowOf(rig, "RCP_ORD_1.csv").DeletedAt);
    }

    [Fact]
    public async Task Our_own_copies_go_when_they_have_been_kept_long_enough()
    {
        await using var rig = await DeliveredAsync();
        rig.Clock.Advance(rig.Profile.Consumed.KeepCopies);
        await rig.SweepAsync();
        Assert.All(rig.Exchange.ReportRows, row => Assert.Null(row.PurgedAt));
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        await rig.SweepAsync();
        Assert.All(rig.Exchange.ReportRows, row => Assert.NotNull(row.PurgedAt));
    }

    private static async Task<InMemoryRig> DeliveredAsync()
    {
        var rig = new InMemoryRig();
        rig.Drop("/in/ORD_1.csv", "customer_ref;product_code;delivery_address_id\r\nA1;VISITOR;HQ\r\n");
        await rig.PollAsync();
        return rig;
    }

    private static ReportRow RowOf(InMemoryRig rig, string name) => rig.Exchange.ReportRows.Single(row => row.Report.Name == name);
}
