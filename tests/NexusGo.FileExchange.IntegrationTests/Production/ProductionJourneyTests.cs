using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Production;

namespace NexusGo.FileExchange.IntegrationTests.Production;

/// <summary>
/// From the order to the delivered card and back, on a real PostgreSQL and two areas behind a real sftp-server. Each test has a database of
/// its own.
/// </summary>
public sealed class ProductionJourneyTests : CardTests
{
    private const string Header = "customer_ref;product_code;first_name;last_name;title;national_identity_number;delivery_address_id\r\n";

    private int orderFiles;

    protected override ExchangeRig CreateRig(string connectionString) => ExchangeRig.Create(connectionString, "PJA");

    protected override PartnerRig CreatePartner(ExchangeRig rig) => new(rig, p => p with
    {
        Layouts = [new LayoutSettings { ProductCode = "ID-STD", ExpectedReportFields = ["chip_type", "uid_hex"] }],
    });

    [Fact]
    public async Task An_ordered_card_is_made_sent_and_told_of()
    {
        var card = Assert.Single(await OrderAsync("A1;ID-STD;Åsa;Öberg;Chef;19900101-9802;HQ"));
        var first = (await Partner.BackReportAsync())!;
        Assert.Equal(("D", "ACCEPTED", "NONE", "A1", card),
            (first[0]["record_type"], first[0]["status"], first[0]["card_state"], first[0]["customer_ref"], first[0]["card_no"]));

        Assert.Equal(1, await Partner.MakeBatchesAsync());
        var sheet = Assert.Single(Partner.Cards(Assert.Single(Partner.Batches)));
        Assert.Matches(@"^PRD_\d{8}T\d{6}Z_000001\.zip$", Partner.Batches[0]);
        Assert.Equal((card, "ID-STD", "Åsa", "Öberg", "Exempelgatan 1", "chip_type,uid_hex"),
            (sheet["card_no"], sheet["product_code"], sheet["first_name"], sheet["last_name"], sheet["street"],
            sheet["expected_report_fields"]));
        Assert.DoesNotContain("national_identity_number", sheet.Keys);
        Assert.DoesNotContain("title", sheet.Keys);
        Assert.Equal("ORDERED", await StatusAsync(card));

        var t = Rig.Clock.GetUtcNow();
        await Partner.TellAsync("EVT_1.csv",
            Event("e1", t, card, "IN_PRODUCTION"),
            Event("e2", t.AddSeconds(5), card, "PRODUCED", chip: "MIFARE;04A1B2C3D4E580;;;"),
            Event("e2", t.AddSeconds(5), card, "PRODUCED", chip: "PROX;04A1B2C3;H10301;17;12345"),
            Event("e3", t.AddSeconds(9), card, "SHIPPED", shipment: "S1;T1"));
        Assert.Equal(("ACCEPTED", "4", "4"),
            (Partner.Receipt("EVT_1")["file_status"], Partner.Receipt("EVT_1")["rows_total"], Partner.Receipt("EVT_1")["rows_accepted"]));
        Assert.Empty(Directory.GetFiles(Path.Combine(Partner.Area, "in")));

        var report = (await Partner.BackReportAsync())!;
        Assert.Equal(["ORDERED", "IN_PRODUCTION", "PRODUCED", "PRODUCED", "SHIPPED"], report.SkipLast(1).Select(line => line["status"]));
        var chips = report.Where(line => line["status"] == "PRODUCED").ToList();
        Assert.Single(chips.Select(line => line["event_id"]).Distinct());
        Assert.Equal(["04A1B2C3D4E580", "04A1B2C3"], chips.Select(line => line["uid_hex_msb"]));
        Assert.Equal(("80E5D4C3B2A104", "1303689068602752"), (chips[0]["uid_hex_lsb"], chips[0]["uid_dec_msb"]));
        Assert.Equal(("H10301", "17", "12345"), (chips[1]["hid_format"], chips[1]["hid_facility"], chips[1]["hid_number"]));
        Assert.Equal(("ACTIVE", "S1", "T1", "A1"),
            (report[4]["card_state"], report[4]["shipment_no"], report[4]["tracking_no"], report[4]["customer_ref"]));
        Assert.Equal(("T", "5", "2", "1"),
            (report[5]["record_type"], report[5]["event_id"], report[5]["order_no"], report[5]["customer_ref"]));

        await Partner.TellAsync("EVT_2.csv", Event("e4", t.AddSeconds(20), card, "DELIVERED"),
            Event("e5", t.AddSeconds(8), card, "INVOICED", invoice: "I-1"));
        Assert.Equal("DELIVERED", await StatusAsync(card));
        Assert.True(await Postgres.QueryAsOwnerAsync<bool>(
            "select invoiced_at is not null and delivered_at is not null and produced_at < shipped_at from orders.card"));
        var last = (await Partner.BackReportAsync())!;
        Assert.Equal(["DELIVERED", ""], last.Select(line => line["status"]));
        Assert.Null(await Partner.BackReportAsync());
    }

    [Fact]
    public async Task What_the_partner_tells_twice_late_wrongly_or_half_is_answered_and_changes_nothing()
    {
        var cards = await OrderAsync("A1;ID-STD;Åsa;Öberg;;;HQ", "A2;ID-STD;Bo;Ek;;;HQ", "A3;VISITOR;;;;;HQ");
        await Partner.MakeBatchesAsync();
        var t = Rig.Clock.GetUtcNow();
        await Partner.TellAsync("EVT_1.csv",
            Event("a1", t, cards[0], "IN_PRODUCTION"), Event("a2", t.AddSeconds(2), cards[0], "PRODUCED", chip: "MIFARE;04A1B2C3;;;"),
            Event("b1", t, cards[1], "IN_PRODUCTION"), Event("b2", t.AddSeconds(2), cards[1], "PRODUCED", chip: "MIFARE;;;;"),
            Event("b3", t.AddSeconds(3), cards[1], "SHIPPED"),
            Event("c1", t, cards[2], "SHIPPED"),
            Event("a1", t, cards[0], "IN_PRODUCTION"),
            Event("x1", t, "100000009", "IN_PRODUCTION"),
            Event("y1", t, cards[2], "IN_PRODUCTION"), Event("y1", t.AddSeconds(1), cards[2], "IN_PRODUCTION"),
            Event("z1", t, cards[0][..^1] + (char)('0' + ((cards[0][^1] - '0' + 1) % 10)), "FLYING"));

        Assert.Equal(["ACCEPTED", "ACCEPTED", "ACCEPTED", "ON_HOLD", "ON_HOLD", "REJECTED", "UNCHANGED", "REJECTED", "REJECTED", "REJECTED",
            "REJECTED"],
            Partner.Results("EVT_1").Select(r => r["outcome"]));
        Assert.Equal(["W-EVT-01", "W-EVT-01", "R-EVT-01", "R-EVT-02", "R-EVT-04", "R-EVT-04", "E-VAL-09", "E-VAL-04"],
            Partner.Errors("EVT_1").Where(e => e["record_type"] == "E").Select(e => e["error_code"]));
        var receipt = Partner.Receipt("EVT_1");
        Assert.Equal(("PARTIAL", "11", "3", "5", "2", "1"), (receipt["file_status"], receipt["rows_total"], receipt["rows_accepted"],
            receipt["rows_rejected"], receipt["rows_on_hold"], receipt["rows_unchanged"]));
        Assert.Equal(["PRODUCED", "IN_PRODUCTION", "ORDERED"], await Task.WhenAll(cards.Select(StatusAsync)));
        Assert.Contains(Rig.Log.Lines, line => line.StartsWith("Warning 3501", StringComparison.Ordinal));

        // The same ids in another file; one that is older than the status; and the missing field at last.
        await Partner.TellAsync("EVT_2.csv",
            Event("a2", t.AddSeconds(2), cards[0], "PRODUCED", chip: "MIFARE;04A1B2C3;;;"),
            Event("a3", t.AddSeconds(1), cards[0], "FAILED"),
            Event("b4", t.AddSeconds(4), cards[1], "PRODUCED", chip: "MIFARE;04A1B2C4;;;"));
        Assert.Equal(["UNCHANGED", "ACCEPTED", "ACCEPTED"], Partner.Results("EVT_2").Select(r => r["outcome"]));
        Assert.Equal(["", "W-EVT-02", ""], Partner.Results("EVT_2").Select(r => r["first_error_code"]));
        Assert.Equal(["PRODUCED", "PRODUCED", "ORDERED"], await Task.WhenAll(cards.Select(StatusAsync)));
        Assert.Equal(2L, await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card_event where effect = 'HELD'"));

        var told = (await Partner.BackReportAsync())!;
        Assert.Equal(["ACCEPTED", "ORDERED", "IN_PRODUCTION", "PRODUCED"],
            told.Where(l => l["card_no"] == cards[1]).Select(l => l["status"]));
        Assert.Equal("04A1B2C4", told.Last(l => l["card_no"] == cards[1])["uid_hex_msb"]);
    }

    [Fact]
    public async Task A_card_is_in_one_batch_and_a_failed_one_in_another_until_it_has_failed_too_often()
    {
        var cards = await OrderAsync("A1;VISITOR;;;;;HQ", "A2;VISITOR;;;;;HQ");
        Assert.Equal(2, await Partner.MakeBatchesAsync());
        Assert.Equal(0, await Partner.MakeBatchesAsync());
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await Partner.TellAsync($"EVT_{attempt}.csv", Event($"f{attempt}", Rig.Clock.GetUtcNow(), cards[0], "FAILED"));
            Assert.Equal("FAILED", await StatusAsync(cards[0]));
            Assert.Equal(attempt < 3 ? 1 : 0, await Partner.MakeBatchesAsync());
        }

        Assert.Equal(["000001", "000002", "000003"], Partner.Batches.Select(name => name[^10..^4]));
        Assert.Equal([2, 1, 1], Partner.Batches.Select(name => Partner.Cards(name).Count));
    }

    [Fact]
    public async Task A_card_that_is_accepted_later_than_its_order_gets_into_the_next_batch()
    {
        await OrderAsync("A1;ID-STD;Åsa;Öberg;;19900101-9802;HQ");
        var held = Assert.Single(await OrderAsync("A2;ID-STD;Åsa;Öberg;;19900101-9802;HQ"));
        Assert.Equal(1, await Partner.MakeBatchesAsync());
        Assert.Equal(0, await Partner.MakeBatchesAsync());

        await Postgres.ExecuteAsOwnerAsync($"update orders.card set status = 'ACCEPTED' where card_no = {held}");
        Assert.Equal(1, await Partner.MakeBatchesAsync());
        Assert.Equal("ORDERED", await StatusAsync(held));
    }

    [Fact]
    public async Task An_event_file_in_the_customers_inbox_is_no_event_file_and_the_partner_orders_nothing()
    {
        Rig.Drop("EVT_1.csv", PartnerRig.EventHeader);
        await File.WriteAllTextAsync(Path.Combine(Partner.Area, "in", "ORD_1.csv"), Header + "A1;VISITOR;;;;;HQ\r\n");
        await Rig.PollAsync();
        await Partner.PollAsync();
        Rig.Clock.Advance(TimeSpan.FromMinutes(16));
        await Rig.PollAsync();
        await Partner.PollAsync();

        Assert.Equal("F-NAM-01", Rig.Receipt("EVT_1")["error_code"]);
        Assert.Equal("F-NAM-01", Partner.Receipt("ORD_1")["error_code"]);
        Assert.Equal(0L, await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card"));
    }

    [Theory]
    [InlineData("event_id;event_time;card_no;event;name\r\n1;2;3;4;5\r\n", "F-HDR-03")]
    [InlineData("event_id;event_time;card_no\r\n1;2;3\r\n", "F-HDR-04")]
    [InlineData("event_id;event_time;card_no;event;event\r\n1;2;3;4;5\r\n", "F-HDR-02")]
    [InlineData("event_id;event_time;card_no;event\r\n", "F-SIZ-02")]
    public async Task A_refused_event_file_is_answered_with_its_code(string content, string code)
    {
        await File.WriteAllTextAsync(Path.Combine(Partner.Area, "in", "EVT_1.csv"), content);
        await Partner.PollAsync();
        Assert.Equal(("REJECTED", code), (Partner.Receipt("EVT_1")["file_status"], Partner.Receipt("EVT_1")["error_code"]));
        Assert.Equal(code, Partner.Errors("EVT_1")[0]["error_code"]);
    }

    [Fact]
    public async Task Event_files_that_arrive_together_are_taken_in_the_order_of_their_names()
    {
        var card = Assert.Single(await OrderAsync("A1;VISITOR;;;;;HQ"));
        await Partner.MakeBatchesAsync();
        var t = Rig.Clock.GetUtcNow();
        string[] way = ["IN_PRODUCTION", "PRODUCED", "SHIPPED", "RETURNED", "SHIPPED", "RETURNED", "SHIPPED", "DELIVERED"];
        foreach (var i in Enumerable.Range(0, way.Length).OrderByDescending(i => i * 5 % 8))
        {
            await File.WriteAllTextAsync(Path.Combine(Partner.Area, "in", $"EVT_{i:000}.csv"),
                PartnerRig.EventHeader + Event($"e{i}", t.AddSeconds(i), card, way[i]) + "\r\n");
        }

        await Partner.PollAsync();
        Assert.Equal("DELIVERED", await StatusAsync(card));
        Assert.Equal(0L, await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card_event where effect <> 'APPLIED'"));
    }

    [Fact]
    public async Task A_card_that_somebody_changes_meanwhile_has_the_file_done_again_at_once()
    {
        var card = Assert.Single(await OrderAsync("A1;VISITOR;;;;;HQ"));
        await Partner.MakeBatchesAsync();
        await Postgres.ExecuteAsOwnerAsync("""
            create sequence public.changes;
            create function public.somebody_was_faster() returns trigger language plpgsql security definer as $$
            begin if nextval('public.changes') = 1 then return null; end if; return new; end $$;
            create trigger somebody_was_faster before update on orders.card for each row execute function public.somebody_was_faster();
            """);
        await Partner.TellAsync("EVT_1.csv", Event("e1", Rig.Clock.GetUtcNow(), card, "IN_PRODUCTION"));
        Assert.Equal("IN_PRODUCTION", await StatusAsync(card));
        Assert.Equal(1L, await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card_event where kind = 'IN_PRODUCTION'"));
        Assert.Contains(Rig.Log.Lines, line => line.StartsWith("Information 3503", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_heartbeat_is_a_report_without_lines_and_takes_the_next_number()
    {
        Assert.Null(await Partner.BackReportAsync());
        var profile = Rig.Profile with { BackReports = new BackReportSettings { Heartbeat = true } };
        var sign = Assert.Single((await Partner.BackReportAsync(profile))!);
        Assert.Equal(("T", "0", "1", "0"), (sign["record_type"], sign["event_id"], sign["order_no"], sign["customer_ref"]));
    }

    [Fact]
    public async Task The_role_that_applies_events_sees_no_sealed_content_and_no_key()
    {
        foreach (var column in new[] { "sealed", "ref_index", "person_index" })
        {
            Assert.False(await Postgres.QueryAsOwnerAsync<bool>(
                $"select has_column_privilege('nexusgo_production', 'orders.card', '{column}', 'select')"));
        }

        foreach (var table in new[] { "vault.customer_key", "exchange.pending_report", "exchange.sealed_block" })
        {
            Assert.False(await Postgres.QueryAsOwnerAsync<bool>($"select has_table_privilege('nexusgo_production', '{table}', 'select')"));
        }
    }

    private async Task<IReadOnlyList<string>> OrderAsync(params string[] rows)
    {
        var name = $"ORD_{++orderFiles}";
        Rig.Drop(name + ".csv", Header + string.Concat(rows.Select(row => row + "\r\n")));
        await Rig.PollAsync();
        return [.. Rig.Results(name).Select(r => r["card_no"])];
    }

    private async Task<string> StatusAsync(string cardNo) =>
        await Postgres.QueryAsOwnerAsync<string>($"select status from orders.card where card_no = {cardNo}") ?? "";

    private static string Event(string id, DateTimeOffset time, string card, string kind, string chip = ";;;;", string shipment = ";",
        string invoice = "") =>
        $"{id};{time.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ};{card};{kind};;{chip};{shipment};{invoice}";
}
