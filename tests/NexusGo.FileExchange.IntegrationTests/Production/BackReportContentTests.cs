using System.Globalization;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Production;

namespace NexusGo.FileExchange.IntegrationTests.Production;

/// <summary>What stands in the lines of a back-report, column by column, and what never does.</summary>
public sealed class BackReportContentTests : CardTests
{
    private const string Header =
        "customer_ref;product_code;first_name;last_name;title;national_identity_number;birth_date;email;custom_1;valid_until;"
        + "replaces_card_no;replace_reason;recipient;street;postal_code;city;country\r\n";

    protected override ExchangeRig CreateRig(string connectionString) => ExchangeRig.Create(connectionString, "BRC");

    [Fact]
    public async Task Every_column_says_what_happened_and_the_card_as_ordered()
    {
        var old = (await Cards.OrderAsync("OLD;VISITOR;;;;HQ;"))["OLD"];
        var card = await OrderAsync("ORD_2", $"NEW;ID-STD;Bo;Ek;;;;;;2030-06-30;{old};LOST;Bo Ek;Gatan 1;123 45;Ort;SE");
        await Partner.MakeBatchesAsync();
        await Partner.BackReportAsync();

        var t = Rig.Clock.GetUtcNow();
        await Partner.TellAsync("EVT_1.csv",
            Event("a1", t, card, "IN_PRODUCTION"), Event("a2", t.AddSeconds(1), card, "FAILED", "PRINT"));
        await Partner.MakeBatchesAsync();
        await Partner.TellAsync("EVT_2.csv",
            Event("a3", t.AddSeconds(2), card, "IN_PRODUCTION"),
            Event("a4", t.AddSeconds(3), card, "PRODUCED", chip: "MIFARE;04a1b2c3d4e580;H10301;17;12345"),
            Event("a5", t.AddSeconds(4), card, "SHIPPED", shipment: "S1;T1"), Event("a6", t.AddSeconds(5), card, "RETURNED", "MOVED"),
            Event("a7", t.AddSeconds(6), card, "SHIPPED", shipment: "S2;T2"), Event("a8", t.AddSeconds(7), card, "DELIVERED"));
        var lines = (await Partner.BackReportAsync())!.SkipLast(1).Where(line => line["card_no"] == card && line["status"] != "ORDERED")
            .ToList();

        Assert.Equal(["IN_PRODUCTION", "FAILED", "IN_PRODUCTION", "PRODUCED", "SHIPPED", "RETURNED", "SHIPPED", "DELIVERED"],
            lines.Select(line => line["status"]));
        Assert.Equal(Enumerable.Range(0, 8).Select(i => Instant(t.AddSeconds(i))), lines.Select(line => line["event_time"]));
        Assert.Equal(["", "PRINT", "", "", "", "MOVED", "", ""], lines.Select(line => line["reason_code"]));
        Assert.Equal(["NONE", "NONE", "NONE", "ACTIVE", "ACTIVE", "ACTIVE", "ACTIVE", "ACTIVE"], lines.Select(line => line["card_state"]));
        Assert.Equal(["", "", "", "", "S1 T1", "", "S2 T2", ""],
            lines.Select(line => $"{line["shipment_no"]} {line["tracking_no"]}".Trim()));
        Assert.Equal(8, lines.Select(line => line["event_id"]).Distinct().Count());
        Assert.All(lines, line =>
        {
            Assert.Equal(("D", "NEW", "ID-STD", "2030-06-30", old),
                (line["record_type"], line["customer_ref"], line["product_code"], line["valid_until"], line["replaces_card_no"]));
            Assert.Equal((Instant(t.AddSeconds(3)), Instant(t.AddSeconds(6)), Instant(t.AddSeconds(7))),
                (line["produced_at"], line["shipped_at"], line["delivered_at"]));
            Assert.Equal(Rig.Results("ORD_2")[0]["order_no"], line["order_no"]);
            Assert.Equal(line["status"] == "PRODUCED"
                ? "MIFARE 04A1B2C3D4E580 80E5D4C3B2A104 1303689068602752 36281498998055172 H10301 17 12345" : "",
                string.Join(' ', new[] { "chip_type", "uid_hex_msb", "uid_hex_lsb", "uid_dec_msb", "uid_dec_lsb", "hid_format",
                "hid_facility", "hid_number" }.Select(column => line[column])).Trim());
        });
        Assert.DoesNotContain("04a1b2c3d4e580",
            await Postgres.QueryAsOwnerAsync<string>("select encode(sealed, 'escape') || encode(sealed, 'hex') from orders.card_chip"),
            StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Lines_are_sorted_by_time_and_then_by_id_however_they_were_told()
    {
        var cards = (await Cards.OrderAsync(Enumerable.Range(0, 12).Select(i => $"A{i};VISITOR;;;;HQ;"))).Values.ToList();
        await Partner.MakeBatchesAsync();
        var t = Rig.Clock.GetUtcNow();

        // The later cards first, three at a time in the same second.
        await Partner.TellAsync("EVT_1.csv", cards.Select((card, i) => (card, i)).Reverse().SelectMany(one => new[]
        {
            Event($"p{one.i}", t.AddSeconds(60 + (one.i / 3)), one.card, "IN_PRODUCTION"),
            Event($"q{one.i}", t.AddSeconds(120 + (one.i / 3)), one.card, "PRODUCED"),
        }));
        var lines = (await Partner.BackReportAsync())!.SkipLast(1).ToList();
        Assert.Equal(48, lines.Count);
        Assert.Equal(lines.OrderBy(line => line["event_time"], StringComparer.Ordinal)
            .ThenBy(line => line["event_id"], StringComparer.Ordinal).Select(line => line["event_id"]),
            lines.Select(line => line["event_id"]));
    }

    [Fact]
    public async Task Nothing_of_the_person_and_no_address_is_in_a_report_or_in_the_partners_answers()
    {
        var planted = new PlantedText("Planterad-Åsa", "Gömdsson", "Dold titel", "19900101-9802", "199001019802", "1990-01-01",
            "planterad@example.com", "Gömd zon", "Mottagare Dold", "Dolda gatan", "987 65", "Doldstad");
        var card = await OrderAsync("ORD_1",
            "A1;ID-STD;Planterad-Åsa;Gömdsson;Dold titel;19900101-9802;1990-01-01;planterad@example.com;Gömd zon;;;;Mottagare Dold;Dolda "
            + "gatan 7;987 65;Doldstad;SE");
        await Cards.DeliverAsync([card]);
        Assert.NotNull(await Partner.BackReportAsync());
        var files = Rig.Names("out/reports");
        planted.AssertNotIn("a name", System.Text.Encoding.UTF8.GetBytes(string.Join('\n', files)));
        planted.AssertNotIn("the back-report", Rig.Bytes("out/reports/" + Assert.Single(files)));
        foreach (var answer in Directory.EnumerateFiles(Path.Combine(Partner.Area, "out"), "*.csv", SearchOption.AllDirectories))
        {
            planted.AssertNotIn(answer, await File.ReadAllBytesAsync(answer));
        }
    }

    [Fact]
    public async Task An_invoice_is_no_change_of_status_and_makes_no_report()
    {
        var card = (await Cards.OrderAsync("A1;VISITOR;;;;HQ;"))["A1"];
        await Cards.DeliverAsync([card], invoiced: false);
        Assert.NotNull(await Partner.BackReportAsync());
        await Partner.TellAsync("EVT_last.csv", Event("i1", Rig.Clock.GetUtcNow(), card, "INVOICED", invoice: "INV-1"));
        Assert.Equal("ACCEPTED", Assert.Single(Partner.Results("EVT_last"))["outcome"]);
        Assert.Null(await Partner.BackReportAsync());
        Assert.Single(Rig.Names("out/reports"));
    }

    private static string Instant(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Event(string id, DateTimeOffset time, string card, string kind, string reason = "", string chip = ";;;;",
        string shipment = ";", string invoice = "") =>
        $"{id};{time.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ};{card};{kind};{reason};{chip};{shipment};{invoice}";

    private async Task<string> OrderAsync(string name, string row)
    {
        Rig.Drop(name + ".csv", Header.Replace("custom_1", "Passerzon", StringComparison.Ordinal) + row + "\r\n");
        await Rig.PollAsync();
        return Assert.Single(Rig.Results(name))["card_no"];
    }
}
