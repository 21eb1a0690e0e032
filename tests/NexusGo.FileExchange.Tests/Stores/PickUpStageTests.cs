using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Stores;

namespace NexusGo.FileExchange.Tests.Stores;

/// <summary>Poll, stability, lease, claim, fetch and release, on doubles.</summary>
public sealed class PickUpStageTests
{
    private const string Order = "customer_ref;product_code;delivery_address_id\r\nA1;VISITOR;HQ\r\n";

    [Fact]
    public async Task A_file_is_taken_when_two_looks_saw_it_the_same_for_the_agreed_time()
    {
        await using var rig = new InMemoryRig(p => p with { Intake = p.Intake with { StableFor = TimeSpan.FromSeconds(30) } });
        foreach (var length in new[] { 10, 40, Order.Length })
        {
            rig.Drop("/in/ORD_1.csv", Order[..length]);
            await rig.PollAsync(2);
            rig.Clock.Advance(TimeSpan.FromSeconds(29));
            await rig.PollAsync(1);
            Assert.Empty(rig.Names("/out/receipts/"));
        }

        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        await rig.PollAsync(1);
        Assert.Equal("ACCEPTED", rig.Receipt("ORD_1")["file_status"]);
        Assert.Empty(rig.Names("/in/"));
    }

    [Fact]
    public async Task A_file_replaced_while_it_was_fetched_is_looked_at_again()
    {
        await using var rig = new InMemoryRig();
        rig.Drop("/in/ORD_1.csv", Order);
        rig.Before = (verb, path) =>
        {
            if (verb == "open" && path.ToString() == "/in/ORD_1.csv")
            {
                rig.Before = null;
                rig.Drop("/in/ORD_1.csv", Order + "A2;VISITOR;HQ\r\n");
            }

            return null;
        };
        await rig.PollAsync(2);
        Assert.Empty(rig.Names("/out/receipts/"));
        await rig.PollAsync(2);
        Assert.Equal("2", rig.Receipt("ORD_1")["rows_total"]);
    }

    [Fact]
    public async Task A_file_replaced_before_its_release_stays_and_is_answered_for_itself()
    {
        await using var rig = new InMemoryRig();
        rig.Drop("/in/ORD_1.csv", Order);
        rig.Before = (verb, path) =>
        {
            if (verb == "delete" && path.ToString() == "/in/ORD_1.csv")
            {
                rig.Before = null;
                rig.Drop("/in/ORD_1.csv", Order.Replace("A1", "B1", StringComparison.Ordinal) + "B2;VISITOR;HQ\r\n");
            }

            return null;
        };
        await rig.PollAsync(4);
        Assert.Equal("1", rig.Receipt("ORD_1")["rows_total"]);
        Assert.Equal("2", rig.Receipt("ORD_1-2")["rows_total"]);
        Assert.Empty(rig.Names("/in/"));
    }

    [Fact]
    public async Task While_another_worker_has_the_area_nothing_is_touched_and_its_end_is_the_others_beginning()
    {
        await using var first = new InMemoryRig();
        await using var second = new InMemoryRig(beside: first);
        await first.PollAsync(1);
        first.Drop("/in/ORD_1.csv", Order);
        await second.PollAsync(3);
        Assert.Equal(["ORD_1.csv"], first.Names("/in/"));
        await first.DisposeAsync();
        await second.PollAsync(2);
        Assert.Equal("ACCEPTED", second.Receipt("ORD_1")["file_status"]);
    }

    [Fact]
    public async Task A_worker_that_lost_the_lease_in_the_middle_stores_nothing_and_the_next_one_begins_anew()
    {
        await using var first = new InMemoryRig();
        await using var second = new InMemoryRig(beside: first);
        first.Drop("/in/ORD_1.csv", Order);
        await first.PollAsync(1);
        first.After = (verb, path) =>
        {
            if (verb == "open")
            {
                first.After = null;
                first.Clock.Advance(TimeSpan.FromHours(1));
                second.PollAsync(2).GetAwaiter().GetResult();
            }

            return null;
        };
        await Assert.ThrowsAsync<FileExchangeException>(() => first.PollAsync(1));
        Assert.Equal(["RCP_ORD_1.csv", "RES_ORD_1.csv"], first.Names("/out/receipts/"));
        Assert.Single(first.Exchange.Cards);
        Assert.Empty(first.Names("/in/"));
    }

    [Fact]
    public async Task A_server_that_fails_is_asked_less_and_less_often_and_the_file_is_answered_once()
    {
        await using var rig = new InMemoryRig();
        rig.Drop("/in/ORD_1.csv", Order);
        await rig.PollAsync(1);
        rig.Before = (_, _) => new RemoteFolderException(FailureReason.RemoteUnreachable, isTransient: true, sessionIsDead: true, "away");
        await Assert.ThrowsAsync<RemoteFolderException>(() => rig.PollAsync(1));
        await Assert.ThrowsAsync<RemotePausedException>(() => rig.PollAsync(1));
        rig.Before = null;
        rig.Clock.Advance(TimeSpan.FromMinutes(10));
        await rig.PollAsync(2);
        Assert.Equal("ACCEPTED", rig.Receipt("ORD_1")["file_status"]);
        Assert.Equal(["RCP_ORD_1.csv", "RES_ORD_1.csv"], rig.Names("/out/receipts/"));
    }
}
