using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Production;
using NexusGo.FileExchange.Testing.Requests;

namespace NexusGo.FileExchange.IntegrationTests.Requests;

/// <summary>What customers ask of single cards: cancelling, blocking, confirming delivery. Each test has a database of its own.</summary>
public sealed class CardRequestTests : CardTests
{
    protected override ExchangeRig CreateRig(string connectionString) => ExchangeRig.Create(connectionString, "CRT");

    [Fact]
    public async Task Blocking_is_recorded_told_and_never_said_without_the_reminder()
    {
        var card = await DeliveredAsync("A1");
        Assert.Equal([("DONE", "W-BLK-01")], await Rig.AskAsync("REQ_1", $"r1;BLOCK;CARD_NO;{card};;;LOST"));
        Assert.Equal(("W-BLK-01", "WARNING"), (Rig.Errors("REQ_1")[0]["error_code"], Rig.Errors("REQ_1")[0]["severity"]));
        Assert.Contains("own access system", Rig.Errors("REQ_1")[0]["message_en"], StringComparison.Ordinal);
        Assert.Equal(card, Rig.Results("REQ_1")[0]["card_no"]);
        var told = Assert.Single((await Partner.BackReportAsync())!, line => line["card_state"] == "BLOCKED");
        Assert.Equal(("DELIVERED", "LOST", card), (told["status"], told["reason_code"], told["card_no"]));

        // The clock of the 90 days: set by blocking, gone with unblocking, restarted by blocking again.
        var blocked = await Postgres.QueryAsOwnerAsync<DateTime>(
            "select out_of_use_at from orders.card where card_state = 'BLOCKED' and out_of_use_at = card_state_at");
        Rig.Clock.Advance(TimeSpan.FromDays(5));
        Assert.Equal([("UNCHANGED", "W-BLK-01"), ("DONE", "")],
            await Rig.AskAsync("REQ_2", $"r2;BLOCK;CUSTOMER_REF;A1;;;", "r3;UNBLOCK;CUSTOMER_REF;A1;;;FOUND"));
        Assert.True(await Postgres.QueryAsOwnerAsync<bool>("select card_state = 'ACTIVE' and out_of_use_at is null from orders.card"));
        Assert.Equal([("DONE", "W-BLK-01"), ("DONE", ""), ("REFUSED", "R-CRD-01")],
            await Rig.AskAsync("REQ_3", $"r4;BLOCK;CARD_NO;{card};;;", $"r5;TERMINATE;CARD_NO;{card};;;", $"r6;UNBLOCK;CARD_NO;{card};;;"));
        Assert.True(await Postgres.QueryAsOwnerAsync<DateTime>(
            "select out_of_use_at from orders.card where card_state = 'TERMINATED'") > blocked.AddDays(4));
        Assert.Equal(["ACTIVE", "BLOCKED", "TERMINATED"],
            (await Partner.BackReportAsync())!.SkipLast(1).Select(line => line["card_state"]));
    }

    [Fact]
    public async Task A_card_that_is_not_produced_has_nothing_to_block_and_nothing_to_deliver()
    {
        var card = (await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;"))["A1"];
        Assert.Equal([("REFUSED", "R-CRD-01"), ("REFUSED", "R-CRD-01"), ("REFUSED", "R-CRD-01")],
            await Rig.AskAsync("REQ_1", $"r1;BLOCK;CARD_NO;{card};;;", "r2;TERMINATE;CUSTOMER_REF;A1;;;",
            $"r3;DELIVERED;CARD_NO;{card};;;"));

        // A refusal is not kept: the same reference may be used again.
        await Partner.MakeBatchesAsync();
        await Cards.DeliverAsync([card]);
        Assert.Equal([("DONE", "W-BLK-01")], await Rig.AskAsync("REQ_2", $"r1;BLOCK;CARD_NO;{card};;;"));
    }

    [Theory]
    [InlineData("CUSTOMER_REF")]
    [InlineData("CARD_NO")]
    [InlineData("ORDER_NO")]
    public async Task A_cancelled_card_loses_its_person_at_once_is_told_and_is_never_made(string selector)
    {
        var planted = new PlantedText("Planterad-Åsa", "Gömdsson", "19900101-9802", "199001019802");
        var card = (await Cards.OrderAsync("A1;ID-STD;Planterad-Åsa;Gömdsson;19900101-9802;HQ;"))["A1"];
        var value = selector switch { "CARD_NO" => card, "ORDER_NO" => Rig.Results("ORD_CRT_0001")[0]["order_no"], _ => "A1" };
        Assert.Equal([("DONE", "")], await Rig.AskAsync("REQ_1", $"r1;CANCEL;{selector};{value};;;MISTAKE"));
        Assert.Equal(card, Rig.Results("REQ_1")[0]["card_no"]);
        Assert.True(await Postgres.QueryAsOwnerAsync<bool>("select status = 'CANCELLED' and erased_at is not null and sealed is null and "
            + "card_no is not null and kept_until is not null from orders.card"));
        Assert.Equal(0L, await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card where sealed is not null"));
        await planted.AssertTablesCleanAsync(Postgres);

        var told = (await Partner.BackReportAsync())!;
        Assert.Equal([("ACCEPTED", ""), ("CANCELLED", "MISTAKE")], told.SkipLast(1).Select(line => (line["status"], line["reason_code"])));
        Assert.All(told.SkipLast(1), line => Assert.Equal(card, line["card_no"]));
        Assert.Equal(0, await Partner.MakeBatchesAsync());

        // The very same file is an order again.
        Rig.Drop("ORD_again.csv", CardMaker.Header + "A1;ID-STD;Planterad-Åsa;Gömdsson;19900101-9802;HQ;\r\n");
        await Rig.PollAsync();
        Assert.Equal(("ACCEPTED", "1"), (Rig.Receipt("ORD_again")["file_status"], Rig.Receipt("ORD_again")["rows_accepted"]));
    }

    [Fact]
    public async Task A_row_that_selects_a_card_in_production_cancels_nothing()
    {
        var numbers = await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;", "A2;ID-STD;Eva;Ek;;HQ;");
        var order = Rig.Results("ORD_CRT_0001")[0]["order_no"];
        await Partner.MakeBatchesAsync();
        await Partner.TellAsync("EVT_1.csv", $"e1;{Rig.Clock.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ};{numbers["A1"]};IN_PRODUCTION;;;;;;;;;");
        Assert.Equal([("REFUSED", "R-CRD-01"), ("SCHEDULED", ""), ("NOT_FOUND", ""), ("REFUSED", "R-CRD-01")],
            await Rig.AskAsync("REQ_1", $"r1;CANCEL;ORDER_NO;{order};;;", "r2;CANCEL;CUSTOMER_REF;A2;;;", "r3;CANCEL;CUSTOMER_REF;A3;;;",
            "r4;CANCEL;CUSTOMER_REF;A1;;;"));
        Assert.Equal("IN_PRODUCTION ORDERED",
            await Postgres.QueryAsOwnerAsync<string>("select string_agg(status, ' ' order by status) from orders.card"));
        Assert.Contains(Rig.Log.Lines,
            line => line.Contains("asks for 1 card(s) to be cancelled that the production partner has already", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_customer_may_confirm_a_delivery_of_a_card_or_an_order()
    {
        var numbers = await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;", "A2;ID-STD;Eva;Ek;;HQ;");
        var order = Rig.Results("ORD_CRT_0001")[0]["order_no"];
        await Partner.MakeBatchesAsync();
        var t = Rig.Clock.GetUtcNow();
        await Partner.TellAsync("EVT_1.csv", numbers.Values.SelectMany(card => new[] { "IN_PRODUCTION", "PRODUCED", "SHIPPED" }
            .Select((kind, i) => $"{kind}-{card};{t.AddSeconds(i):yyyy-MM-ddTHH:mm:ssZ};{card};{kind};;;;;;;;;")));
        Rig.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal([("DONE", ""), ("DONE", ""), ("UNCHANGED", "")],
            await Rig.AskAsync("REQ_1", $"r1;DELIVERED;CARD_NO;{numbers["A1"]};;;", $"r2;DELIVERED;ORDER_NO;{order};;;",
            $"r3;DELIVERED;ORDER_NO;{order};;;"));
        Assert.Equal(2L,
            await Postgres.QueryAsOwnerAsync<long>(
            "select count(*) from orders.card where status = 'DELIVERED' and delivered_at = status_at and last_event_at < delivered_at"));
        Assert.Equal(2, (await Partner.BackReportAsync())!.Count(line => line["status"] == "DELIVERED" && line["delivered_at"] != ""));
    }

    [Fact]
    public async Task The_same_reference_changes_nothing_a_second_time()
    {
        var card = await DeliveredAsync("A1");
        Assert.Equal([("DONE", "W-BLK-01"), ("DONE", "W-BLK-01")],
            await Rig.AskAsync("REQ_1", $"r1;BLOCK;CARD_NO;{card};;;LOST", $"r1;block;card_no;{card};;;lost"));
        Assert.Equal([("DONE", "")], await Rig.AskAsync("REQ_2", $"r2;UNBLOCK;CARD_NO;{card};;;"));
        Assert.Equal([("DONE", "W-BLK-01"), ("REFUSED", "R-REF-02"), ("REFUSED", "R-REF-02")],
            await Rig.AskAsync("REQ_3", $"r1;BLOCK;CARD_NO;{card};;;LOST", $"r1;BLOCK;CARD_NO;{card};;;STOLEN",
            $"r1;TERMINATE;CARD_NO;{card};;;LOST"));
        Assert.Equal(card, Rig.Results("REQ_3")[0]["card_no"]);
        Assert.Equal("ACTIVE", await Postgres.QueryAsOwnerAsync<string>("select card_state from orders.card"));
        Assert.Equal(1L, await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card_event where kind = 'BLOCKED'"));
    }

    [Fact]
    public async Task Requests_are_signed_unless_agreed_otherwise_also_where_orders_are_not()
    {
        var card = await DeliveredAsync("A1");
        Rig.Profile = Rig.Profile with { Requests = new NexusGo.FileExchange.Customers.RequestSettings() };
        Rig.Drop("REQ_1.csv", Asking.File($"r1;BLOCK;CARD_NO;{card};;;"));
        await Rig.PollAsync();
        Assert.Equal(("REJECTED", "F-PGP-03"), (Rig.Receipt("REQ_1")["file_status"], Rig.Receipt("REQ_1")["error_code"]));
        Assert.Equal("ACTIVE", await Postgres.QueryAsOwnerAsync<string>("select card_state from orders.card"));
    }

    [Fact]
    public async Task The_test_folder_answers_and_changes_nothing()
    {
        var card = await DeliveredAsync("A1");
        Rig.Drop("REQ_1.csv", Asking.File($"r1;BLOCK;CARD_NO;{card};;;", "r2;REPORT;FULL;;;;", "r3;ERASE;CUSTOMER_REF;A1;;;"), "in/test");
        await Partner.BackReportAsync();
        await Rig.PollAsync();
        Assert.Equal(["DONE", "DONE", "DONE"], Rig.Results("TEST_REQ_1").Select(row => row["outcome"]));
        Assert.Equal(("ACTIVE", 0L, 1),
            (await Postgres.QueryAsOwnerAsync<string>("select card_state from orders.card where erased_at is null"),
            await Postgres.QueryAsOwnerAsync<long>("select count(*) from exchange.request"), Rig.Names("out/reports").Count));
    }

    [Fact]
    public async Task Reports_that_were_taken_are_marked_for_the_sweep_once_and_only_after_their_delivery()
    {
        await DeliveredAsync("A1");
        await Partner.BackReportAsync();
        var name = Assert.Single(Rig.Names("out/reports"));
        Assert.Equal([("DONE", ""), ("UNCHANGED", ""), ("DONE", ""), ("NOT_FOUND", ""), ("NOT_FOUND", "")],
            await Rig.AskAsync("REQ_1", $"r1;CONSUMED;FILE;{name};;;", $"r2;CONSUMED;FILE;{name};;;",
            "r3;CONSUMED;FILE;RCP_ORD_CRT_0001.csv;;;", "r4;CONSUMED;FILE;BRP_nothing.csv;;;", "r5;CONSUMED;FILE;RCP_REQ_1.csv;;;"));
        Assert.Equal($"{name}, RCP_ORD_CRT_0001.csv",
            await Postgres.QueryAsOwnerAsync<string>("select string_agg(name, ', ' order by name) from exchange.pending_report where "
            + "consumed_signal = 'REQUEST' and consumed_at is not null"));
        Assert.Equal([("UNCHANGED", "")], await Rig.AskAsync("REQ_2", $"r9;CONSUMED;FILE;{name};;;"));
    }

    [Fact]
    public async Task Ten_thousand_rows_are_one_file_like_another()
    {
        var numbers = await Cards.OrderAsync(Enumerable.Range(1, 5_000).Select(i => $"A{i};VISITOR;;;;HQ;"));
        var outcomes = await Rig.AskAsync("REQ_1",
            numbers.Values.SelectMany(card => new[] { $"c{card};CANCEL;CARD_NO;{card};;;", $"d{card};CANCEL;CARD_NO;{card};;;" }));
        Assert.Equal((5_000, 5_000), (outcomes.Count(one => one.Outcome == "DONE"), outcomes.Count(one => one.Outcome == "UNCHANGED")));
        Assert.Equal(5_000L,
            await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card where status = 'CANCELLED' and sealed is null"));

        // Each of these rows alone would be fine.
        await Cards.OrderAsync(Enumerable.Range(1, 5_000).Select(i => $"B{i};VISITOR;;;;HQ;"));
        var order = Rig.Results("ORD_CRT_0002")[0]["order_no"];
        var refused = await Rig.AskAsync("REQ_2", Enumerable.Range(1, 30).Select(i => $"o{i};DELIVERED;ORDER_NO;{order};;;"));
        Assert.Equal((20, 10), (refused.Count(one => one.Code == "R-CRD-01"), refused.Count(one => one.Code == "R-SEL-06")));
    }

    /// <summary>The number of a card that is with its holder.</summary>
    private async Task<string> DeliveredAsync(string reference)
    {
        var card = (await Cards.OrderAsync($"{reference};ID-STD;Bo;Ek;;HQ;"))[reference];
        await Cards.DeliverAsync([card]);
        return card;
    }
}
