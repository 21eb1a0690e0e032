using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Reports;
using Xunit;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>What every store of sightings and inbound files does.</summary>
public abstract class InboxStoreContract : StoreContract
{
    [Fact]
    public async Task A_file_that_stays_the_same_keeps_its_version_and_one_that_changes_begins_anew()
    {
        var lease = await LeaseAsync();
        var first = await SeeAsync(lease, "/in/ORD_1.csv");
        Assert.Equal((Now, Now, 1, null, null, null),
            (first.FirstSeenAt, first.SameSince, first.SamePolls, first.ToldAt, first.AnsweredAt, first.FileState));

        var again = await SeeAsync(lease, "/in/ORD_1.csv", now: Now.AddSeconds(5));
        Assert.Equal((first.Version, Now, Now, 2), (again.Version, again.FirstSeenAt, again.SameSince, again.SamePolls));

        var changed = await SeeAsync(lease, "/in/ORD_1.csv", size: 11, now: Now.AddSeconds(9));
        Assert.NotEqual(first.Version, changed.Version);
        Assert.Equal((Now, Now.AddSeconds(9), 1), (changed.FirstSeenAt, changed.SameSince, changed.SamePolls));
    }

    [Fact]
    public async Task Nasty94_A_clock_set_back_by_a_day_makes_no_file_wait_for_it()
    {
        var lease = await LeaseAsync();
        var sighting = await SeeAsync(lease, "/in/ORD_1.csv");
        var file = await ClaimAsync(lease, "ORD_1.csv");
        await Stores.Inbox.NoteFailureAsync(file, "Broken", "/in: broken", Now.AddMinutes(1), default);

        var before = Now.AddDays(-1);
        var back = await SeeAsync(lease, "/in/ORD_1.csv", now: before);
        Assert.Equal((sighting.Version, before, before), (back.Version, back.FirstSeenAt, back.SameSince));
        Assert.Single(await Stores.Inbox.ClaimAsync(lease, [RequestFor(back)], before, default));
    }

    [Fact]
    public async Task Names_are_bytes_and_the_answers_come_in_the_order_of_the_look()
    {
        var lease = await LeaseAsync();
        RemotePath[] paths = [RemotePath.FromBytes([.. "/in/ORD_"u8, 0xE5, .. ".csv"u8]),
            RemotePath.FromBytes([.. "/in/ORD_"u8, 0xE4, .. ".csv"u8]), PathOf("/in/ORD_å.csv")];
        var seen = await Stores.Inbox.RecordAsync(lease, [.. paths.Select(path => new SeenFile(path, new RemoteVersion(1, 1)))], Now,
            default);
        Assert.Equal(paths, seen.Select(one => one.Path));
        Assert.Equal(3, seen.Select(one => one.Version).Distinct().Count());
    }

    [Fact]
    public async Task A_look_or_claim_of_a_worker_whose_lease_is_lost_leaves_nothing()
    {
        var lost = await LeaseAsync();
        var sighting = await SeeAsync(lost, "/in/ORD_1.csv");
        var lease = await TakeOverAsync();

        await LostAsync(() => SeeAsync(lost, "/in/ORD_2.csv"));
        await LostAsync(() => Stores.Inbox.ClaimAsync(lost, [RequestFor(sighting)], Now, default));
        Assert.Empty(await Stores.Inbox.RecordAsync(lost, [], Now, default));
        Assert.Equal((1, null), await SeenAsync(lease, "/in/ORD_2.csv"));
        Assert.Equal((2, null), await SeenAsync(lease, "/in/ORD_1.csv"));
    }

    [Fact]
    public async Task A_claim_is_made_once_and_taken_up_again_when_its_next_attempt_is_due()
    {
        var lease = await LeaseAsync();
        var sightings = new[] { await SeeAsync(lease, "/in/ORD_2.csv"), await SeeAsync(lease, "/in/ORD_1.csv") };
        var files = await Stores.Inbox.ClaimAsync(lease, [.. sightings.Select(one => RequestFor(one))], Now, default);
        Assert.Equal(["ORD_2.csv", "ORD_1.csv"], files.Select(file => file.Name.ToString()));
        Assert.All(files,
            file => Assert.Equal((Customer, 1, lease, Now), (file.Customer, file.Attempt, file.Lease, file.FirstSeenAt)));

        await Stores.Inbox.NoteFailureAsync(files[0], "Broken", "/in: broken", Now.AddMinutes(1), default);
        Assert.Empty(await Stores.Inbox.ClaimAsync(lease, [RequestFor(sightings[0])], Now.AddSeconds(59), default));
        var again = Assert.Single(await Stores.Inbox.ClaimAsync(lease, [RequestFor(sightings[0])], Now.AddMinutes(1), default));
        Assert.Equal((files[0].FileId, 2), (again.FileId, again.Attempt));
    }

    [Fact]
    public async Task A_failure_noted_by_a_worker_that_lost_the_lease_puts_nothing_off()
    {
        var lost = await LeaseAsync();
        var file = await ClaimAsync(lost, "ORD_1.csv");
        var later = Now + Duration;
        var lease = await TakeOverAsync();
        Assert.Equal(2, (await ClaimAsync(lease, "ORD_1.csv", later)).Attempt);
        await Stores.Inbox.NoteFailureAsync(file, "Broken", "/in: broken", later.AddDays(1), default);
        await Stores.Inbox.DropClaimAsync(file with { Version = file.Version + 1 }, default);
        Assert.Equal(3, (await ClaimAsync(lease, "ORD_1.csv", later)).Attempt);
    }

    [Fact]
    public async Task A_dropped_claim_is_forgotten_with_its_sighting()
    {
        var lease = await LeaseAsync();
        var file = await ClaimAsync(lease, "ORD_1.csv");
        await Stores.Inbox.DropClaimAsync(file, default);
        var seen = await SeeAsync(lease, "/in/ORD_1.csv", now: Now.AddSeconds(9));
        Assert.Equal((1, null, Now.AddSeconds(9)), (seen.SamePolls, seen.FileState, seen.FirstSeenAt));
        Assert.NotEqual(file.Version, seen.Version);
    }

    [Fact]
    public async Task A_stored_file_is_claimed_by_nobody_and_closed_once_its_answers_are_delivered()
    {
        var lease = await LeaseAsync();
        await SeeAsync(lease, "/in/ORD_1.csv.done");
        var file = await StoreAsync(lease, "ORD_1.csv", Now, await ReportAsync(ReportKind.Receipt, "RCP_1.csv"));
        Assert.Equal("STORED", (await SeeAsync(lease, "/in/ORD_1.csv")).FileState);
        Assert.Empty(await Stores.Inbox.ClaimAsync(lease, [RequestFor(await SeeAsync(lease, "/in/ORD_1.csv"))], Now.AddHours(1), default));
        Assert.Equal((file.FileId, file.Version, false), await StoredAsync());

        await Stores.Reports.MarkDeliveredAsync(Customer, [.. (await DueAsync()).Select(one => one.ReportId)], Now, default);
        Assert.Equal((file.FileId, file.Version, true), await StoredAsync());

        var stored = Assert.Single(await Stores.Inbox.StoredAsync(Customer, 10, default));
        for (var twice = 0; twice < 2; twice++)
        {
            await Stores.Inbox.CloseAsync(Customer, stored, Now, default);
            Assert.Empty(await Stores.Inbox.StoredAsync(Customer, 10, default));
        }

        Assert.Equal(1, (await SeeAsync(lease, "/in/ORD_1.csv.done")).SamePolls);
        var next = await SeeAsync(lease, "/in/ORD_1.csv");
        Assert.Equal((1, null), (next.SamePolls, next.FileState));
        Assert.NotEqual(file.Version, next.Version);
    }

    [Fact]
    public async Task A_foreign_entry_is_answered_once_and_stays_known()
    {
        var lease = await LeaseAsync();
        var request = RequestFor(await SeeAsync(lease, "/in/old"), InboundKind.Foreign);
        var file = Assert.Single(await Stores.Inbox.ClaimAsync(lease, [request], Now, default));
        await using (var transaction = await Stores.Orders.BeginAsync(file, default))
        {
            await transaction.CommitAsync(Verdict(Now), [], default);
        }

        var stored = Assert.Single(await Stores.Inbox.StoredAsync(Customer, 10, default));
        Assert.True(stored.IsForeign);
        await Stores.Inbox.CloseAsync(Customer, stored, Now.AddMinutes(1), default);
        var seen = await SeeAsync(lease, "/in/old");
        Assert.Equal((file.Version, 2, Now.AddMinutes(1)), (seen.Version, seen.SamePolls, seen.AnsweredAt));
    }

    [Fact]
    public async Task A_name_is_claimed_without_regard_to_case_since_an_instant_and_in_its_own_folder()
    {
        var lease = await LeaseAsync();
        await ClaimAsync(lease, "ORD_1.csv");
        Assert.Equal(["ord_1.CSV"], await ClaimedAsync(isTest: false, Now));
        Assert.Empty(await ClaimedAsync(isTest: true, Now));
        Assert.Empty(await ClaimedAsync(isTest: false, Now.AddSeconds(1)));
        Task<IReadOnlySet<string>> ClaimedAsync(bool isTest, DateTimeOffset since) =>
            Stores.Inbox.ClaimedNamesAsync(Customer, ["ord_1.CSV", "ORD_2.csv"], isTest, since, default);
    }

    [Fact]
    public async Task Files_claimed_since_an_instant_are_counted()
    {
        var lease = await LeaseAsync();
        await ClaimAsync(lease, "ORD_1.csv");
        await ClaimAsync(lease, "ORD_2.csv", Now.AddHours(1));
        foreach (var (hours, files) in new[] { (0, 2), (1, 1), (2, 0) })
        {
            Assert.Equal(files, await Stores.Inbox.CountClaimedAsync(Customer, Now.AddHours(hours), default));
        }
    }

    [Theory]
    [InlineData(true, false, "Rehearsed")]
    [InlineData(false, false, "Taken")]
    [InlineData(false, true, null)]
    public async Task A_signed_message_that_was_used_is_known_unless_its_order_is_a_duplicate_still(bool isTest, bool isDuplicate,
        string? use)
    {
        var mark = new byte[] { 1, 2, 3 };
        var file = await ClaimAsync(await LeaseAsync(), "ORD_1.csv") with { MessageMark = mark, IsTest = isTest };
        Assert.Null(await FindAsync(Now));
        await using (var transaction = await Stores.Orders.BeginAsync(file, default))
        {
            await transaction.CommitAsync(Verdict(Now, contentMac: isDuplicate ? new byte[32] : null) with { FileStatus = "ACCEPTED",
                ErrorCode = null }, [], default);
        }

        Assert.Equal(use, (await FindAsync(Now))?.ToString());
        Assert.Null(await FindAsync(Now.AddSeconds(1)));
        Task<MessageUse?> FindAsync(DateTimeOffset since) => Stores.Inbox.FindMessageAsync(Customer, mark, since, default);
    }

    [Fact]
    public async Task Stored_files_come_oldest_first_and_no_more_than_asked_for()
    {
        var lease = await LeaseAsync();
        for (var i = 3; i >= 1; i--)
        {
            await StoreAsync(lease, $"ORD_{i}.csv", Now.AddSeconds(i));
        }

        Assert.Equal(["/in/ORD_1.csv", "/in/ORD_2.csv"],
            (await Stores.Inbox.StoredAsync(Customer, 2, default)).Select(file => file.Path.ToString()));
    }

    [Fact]
    public async Task Operators_are_told_of_a_file_once()
    {
        var lease = await LeaseAsync();
        await SeeAsync(lease, "/in/ORD_1.csv.done");
        await Stores.Inbox.NoteToldAsync(Customer, [PathOf("/in/ORD_1.csv.done")], Now.AddHours(1), default);
        await Stores.Inbox.NoteToldAsync(Customer, [PathOf("/in/ORD_1.csv.done")], Now.AddHours(2), default);
        Assert.Equal(Now.AddHours(1), (await SeeAsync(lease, "/in/ORD_1.csv.done")).ToldAt);
    }

    [Fact]
    public async Task A_file_not_seen_for_a_day_is_forgotten_with_its_claim_and_not_before()
    {
        var lease = await LeaseAsync();
        var gone = await ClaimAsync(lease, "ORD_GONE.csv");
        await ClaimAsync(lease, "ORD_1.csv", Now.AddDays(1));
        Assert.Equal("CLAIMED", (await SeeAsync(lease, "/in/ORD_GONE.csv", now: Now)).FileState);
        await ClaimAsync(lease, "ORD_2.csv", Now.AddDays(1).AddSeconds(1));
        var back = await SeeAsync(lease, "/in/ORD_GONE.csv", now: Now.AddDays(1).AddSeconds(2));
        Assert.Equal((1, null), (back.SamePolls, back.FileState));
        Assert.NotEqual(gone.Version, back.Version);
    }

    private async Task<(Guid, long, bool)> StoredAsync()
    {
        var stored = Assert.Single(await Stores.Inbox.StoredAsync(Customer, 10, default));
        return (stored.FileId, stored.Version, stored.AllDelivered);
    }

    private async Task<(int, string?)> SeenAsync(AreaLease lease, string path)
    {
        var seen = await SeeAsync(lease, path);
        return (seen.SamePolls, seen.FileState);
    }

    private static async Task LostAsync(Func<Task> work) =>
        Assert.Equal(FailureReason.LeaseLost, (await Assert.ThrowsAsync<FileExchangeException>(work)).Reason);
}
