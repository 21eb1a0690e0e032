using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery.Consumed;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Reports;
using Xunit;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>What every ledger of delivered files does.</summary>
public abstract class ConsumedStoreContract : StoreContract
{
    private AreaLease lease = null!;
    private OutFile[] files = [];

    /// <summary>Three delivered files, R1 first.</summary>
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        lease = await LeaseAsync();
        for (var i = 1; i <= 3; i++)
        {
            await Stores.AddReportAsync(Customer, await ReportAsync(ReportKind.BackReport, $"R{i}", $"content {i}", "/out/reports/"), Now);
        }

        foreach (var report in await DueAsync())
        {
            await Stores.Reports.MarkDeliveredAsync(Customer, [report.ReportId], Now.AddHours(int.Parse(report.Name[1..], null)), default);
        }

        files = await OutAsync();
    }

    [Fact]
    public async Task Delivered_files_come_oldest_first_as_they_were_delivered()
    {
        Assert.Equal(["R1", "R2", "R3"], files.Select(file => file.Name));
        Assert.Equal(("/out/reports/", 9L, Now.AddHours(1)), (files[0].Folder, files[0].SizeBytes, files[0].DeliveredAt));
        Assert.Equal(System.Security.Cryptography.SHA256.HashData("content 1"u8), files[0].Sha256);
        Assert.Equal((false, null, 0, false, null, false, null), State(files[0]));
        Assert.Equal(["R1", "R2"], (await Stores.Consumed.OutAsync(Customer, 2, default)).Select(file => file.Name));
    }

    [Fact]
    public async Task Missing_looks_count_from_the_first_and_a_look_that_finds_the_file_ends_them()
    {
        await LookAsync(lease, [], [0], Now.AddHours(5));
        await LookAsync(lease, [], [0], Now.AddHours(6));
        Assert.Equal((false, Now.AddHours(5), 2, false, null, false, null), State((await OutAsync())[0]));
        await LookAsync(lease, [0], [], Now.AddHours(7));
        Assert.Equal((true, null, 0, false, null, false, null), State((await OutAsync())[0]));
    }

    [Fact]
    public async Task What_a_worker_saw_that_lost_its_lease_is_not_noted()
    {
        await TakeOverAsync();
        await LookAsync(lease, [1], [0], Now);
        await Stores.Consumed.NoteChangedAsync(lease, files[2].ReportId, new RemoteVersion(1, 1), Now, default);
        Assert.All(await OutAsync(), file => Assert.Equal((false, null, 0, false, null, false, null), State(file)));
        await LostAsync(() => Stores.Consumed.NoteIntentAsync(lease, [(files[0].ReportId, "MOVED")], Now, default));
        await LostAsync(() => Stores.Consumed.NoteTakenAsync(lease, [files[0].ReportId], Now, default));
        Assert.Equal(3, (await OutAsync()).Length);
    }

    [Fact]
    public async Task The_first_signal_stays_and_a_moved_file_was_seen()
    {
        await IntendAsync(0, "MOVED");
        await IntendAsync(1, "MAX_AGE");
        await IntendAsync(1, "DONE_FILE");
        var now = await OutAsync();
        Assert.Equal((true, null, 0, false, "MOVED", true, null), State(now[0]));
        Assert.Equal((false, null, 0, false, "MAX_AGE", true, null), State(now[1]));
    }

    [Fact]
    public async Task Only_a_consumed_file_can_be_noted_as_deleted()
    {
        await IntendAsync(0, "MOVED");
        for (var twice = 0; twice < 2; twice++)
        {
            await Stores.Consumed.NoteDeletedAsync(Customer, [files[0].ReportId, files[1].ReportId], Now, default);
            Assert.Equal(["R2", "R3"], (await OutAsync()).Select(file => file.Name));
        }
    }

    [Fact]
    public async Task A_file_that_the_customer_took_away_is_consumed_and_deleted_at_once()
    {
        await Stores.Consumed.NoteTakenAsync(lease, [files[1].ReportId], Now, default);
        Assert.Equal(["R1", "R3"], (await OutAsync()).Select(file => file.Name));
    }

    [Fact]
    public async Task What_operators_were_told_of_is_remembered()
    {
        await Stores.Consumed.NoteChangedAsync(lease, files[0].ReportId, new RemoteVersion(7, 8), Now, default);
        await Stores.Consumed.NoteWarnedAsync(Customer, [files[1].ReportId], Now, default);
        await Stores.Consumed.NoteProblemAsync(Customer, [files[2].ReportId], "RemoteDenied", "/out: denied", default);
        var now = await OutAsync();
        Assert.Equal((false, null, 0, false, null, false, new RemoteVersion(7, 8)), State(now[0]));
        Assert.Equal((false, null, 0, true, null, false, null), State(now[1]));
    }

    [Fact]
    public async Task Our_copies_go_oldest_first_and_their_rows_stay()
    {
        Assert.Equal(0, await PurgeAsync(Now.AddHours(1)));
        Assert.Equal(1, await PurgeAsync(Now.AddHours(3), limit: 1));
        Assert.Null(await Stores.Reports.BlockAsync(Customer, files[0].ReportId, 0, default));
        Assert.NotNull(await Stores.Reports.BlockAsync(Customer, files[1].ReportId, 0, default));
        Assert.Equal(1, await PurgeAsync(Now.AddHours(3)));
        Assert.Equal(0, await PurgeAsync(Now.AddHours(3)));
        Assert.Equal(3, (await OutAsync()).Length);
    }

    private Task<int> PurgeAsync(DateTimeOffset before, int limit = 10) =>
        Stores.Consumed.PurgeAsync(Customer, before, limit, Now.AddDays(1), default);

    private async Task<OutFile[]> OutAsync() => [.. await Stores.Consumed.OutAsync(Customer, 10, default)];

    private Task LookAsync(AreaLease by, int[] there, int[] missing, DateTimeOffset now) =>
        Stores.Consumed.NoteLookAsync(by, [.. there.Select(i => files[i].ReportId)],
            [.. missing.Select(i => files[i].ReportId)], now, default);

    private Task IntendAsync(int file, string signal) =>
        Stores.Consumed.NoteIntentAsync(lease, [(files[file].ReportId, signal)], Now, default);

    private static (bool, DateTimeOffset?, int, bool, string?, bool, RemoteVersion?) State(OutFile file) =>
        (file.WasSeen, file.MissingSince, file.MissingLooks, file.WasWarnedOf, file.Signal, file.IsBeingDeleted, file.ToldVersion);

    private static async Task LostAsync(Func<Task> work) =>
        Assert.Equal(FailureReason.LeaseLost, (await Assert.ThrowsAsync<FileExchangeException>(work)).Reason);
}
