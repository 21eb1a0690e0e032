using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.IntegrationTests.Journey;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Production;
using NexusGo.FileExchange.Testing.Requests;

namespace NexusGo.FileExchange.IntegrationTests.Requests;

/// <summary>HISTORY: personal data leaves the vault sealed or not at all, and every reading is on record.</summary>
public sealed class HistoryRequestTests(OpenPgpJourneyLab lab) : CardTests, IClassFixture<OpenPgpJourneyLab>
{
    private const string Person = "19900101-9802";

    protected override ExchangeRig CreateRig(string connectionString) => lab.Rig(connectionString, "HIR", p => p with
    {
        Pgp = new PgpSettings { Encryption = PgpMode.Optional, Signature = SignatureMode.Optional },
        People = [.. p.People.Select(one => one.Id == "pat" ? one with { Rights = [PersonRight.History, PersonRight.Erase] } : one)],
    });

    [Fact]
    public async Task A_history_holds_everything_is_sealed_to_the_customer_and_its_reading_is_on_record()
    {
        var numbers = await Cards.OrderAsync($"A1;ID-STD;Planterad-Åsa;Gömdsson;{Person};HQ;",
            $"A2;VISITOR;Planterad-Åsa;Gömdsson;{Person};HQ;", "A3;ID-STD;Bo;Ek;;HQ;");
        await Cards.DeliverAsync([numbers["A1"]]);
        var planted = new PlantedText("Planterad-Åsa", "Gömdsson", Person, "199001019802");
        Rig.Profile = Rig.Profile with { Pgp = Rig.Profile.Pgp with { AnswerCertificates = [lab.Kim.File] } };
        var today = NexusGo.FileExchange.Swedish.SwedishTime.DateOf(Rig.Clock.GetUtcNow())
            .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await AskAsync("REQ_1", $"h1;HISTORY;PERSON;{Person};;;", "h2;HISTORY;CUSTOMER_REF;A3;;;", $"h3;HISTORY;PERIOD;;{today};{today};",
            "h4;HISTORY;CUSTOMER_REF;A9;;;", "h5;HISTORY;PERIOD;;2001-01-01;2001-01-31;");

        Assert.Equal(["DONE", "DONE", "DONE", "NOT_FOUND", "NOT_FOUND"],
            AnswerFile.Read(lab.Open(Rig.Bytes("out/receipts/RES_REQ_1.csv.pgp"))).Select(row => row["outcome"]));
        var name = Assert.Single(Rig.Names("out/reports"));
        Assert.Matches(@"^HIS_HIR_\d{8}T\d{6}Z_000001\.csv\.pgp$", name);
        planted.AssertNotIn(name, Rig.Bytes("out/reports/" + name));
        var lines = AnswerFile.Read(lab.Open(Rig.Bytes("out/reports/" + name)));
        Assert.Equal(["h1 A1", "h1 A2", "h2 A3", "h3 A1", "h3 A2", "h3 A3"],
            lines.Select(line => $"{line["request_ref"]} {line["customer_ref"]}"));
        Assert.Equal(("Planterad-Åsa", "Gömdsson", "199001019802", "DELIVERED", "ACTIVE", $"SHIP-{numbers["A1"]}", numbers["A1"]),
            (lines[0]["first_name"], lines[0]["last_name"], lines[0]["national_identity_number"], lines[0]["status"],
            lines[0]["card_state"], lines[0]["shipment_no"], lines[0]["card_no"]));
        Assert.NotEqual("", lines[0]["invoiced_at"]);

        Assert.Equal(3L,
            await Postgres.QueryAsOwnerAsync<long>(
            "select count(*) from exchange.history_card h join exchange.pending_report r using (report_id) where r.kind = 'HIS'"));
        Assert.Equal($"cards=6;signed_by=pat {lab.Pat.Fingerprint}",
            await Postgres.QueryAsOwnerAsync<string>("select substr(detail, 43) from audit.entry where action = 'HISTORY_READ'"));
        Assert.Contains(Rig.Log.Lines, line => line.Contains("read personal data of 6 card(s) into history", StringComparison.Ordinal));
        Assert.True(await Postgres.QueryAsOwnerAsync<bool>("select bool_and(person_index is null) from exchange.request"));
        await planted.AssertTablesCleanAsync(Postgres);
        planted.AssertNotIn("the log", Encoding.UTF8.GetBytes(string.Join('\n', Rig.Log.Lines)));

        // The same request again is no second reading.
        await AskAsync("REQ_2", $"h1;HISTORY;PERSON;{Person};;;");
        Assert.Single(Rig.Names("out/reports"));
        Assert.Equal(1L, await Postgres.QueryAsOwnerAsync<long>("select count(*) from audit.entry where action = 'HISTORY_READ'"));
    }

    [Fact]
    public async Task A_card_is_one_line_however_many_chips_and_shipments_it_has_had()
    {
        var card = (await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;"))["A1"];
        await Partner.MakeBatchesAsync();
        Rig.Profile = Rig.Profile with { Pgp = Rig.Profile.Pgp with { AnswerCertificates = [lab.Kim.File] } };
        var t = Rig.Clock.GetUtcNow();
        string Event(int second, string kind, string rest) =>
            $"e{second};{t.AddSeconds(second):yyyy-MM-ddTHH:mm:ssZ};{card};{kind};;{rest}";
        await Partner.TellAsync("EVT_1.csv", Event(1, "IN_PRODUCTION", ";;;;;;;"), Event(2, "PRODUCED", "MIFARE;04A1B2C3;;;;;;"),
            Event(2, "PRODUCED", "PROX;;H10301;17;12345;;;"),
            Event(3, "SHIPPED", ";;;;;S1;T1;"), Event(4, "RETURNED", ";;;;;;;"), Event(5, "SHIPPED", ";;;;;S2;T2;"));
        await AskAsync("REQ_1", "h1;HISTORY;CUSTOMER_REF;A1;;;");
        var line = Assert.Single(AnswerFile.Read(lab.Open(Rig.Bytes("out/reports/" + Assert.Single(Rig.Names("out/reports"))))));
        Assert.Equal((card, "SHIPPED", "S2", "T2"), (line["card_no"], line["status"], line["shipment_no"], line["tracking_no"]));
    }

    [Fact]
    public async Task Without_a_certificate_to_seal_to_there_is_no_history()
    {
        await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;");
        await AskAsync("REQ_1", "h1;HISTORY;CUSTOMER_REF;A1;;;");
        Assert.Equal(("REFUSED", "R-HIS-01"), (Rig.Results("REQ_1")[0]["outcome"], Rig.Results("REQ_1")[0]["first_error_code"]));
        Assert.Empty(Rig.Names("out/reports"));
    }

    [Fact]
    public async Task Erased_cards_are_in_no_history_that_comes_after_and_a_history_asked_for_beside_the_erasure_comes_before()
    {
        var card = (await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;"))["A1"];
        await Cards.DeliverAsync([card]);
        Rig.Profile = Rig.Profile with { Pgp = Rig.Profile.Pgp with { AnswerCertificates = [lab.Kim.File] } };
        await AskAsync("REQ_1", "e1;ERASE;CUSTOMER_REF;A1;;;", "h1;HISTORY;CUSTOMER_REF;A1;;;");
        await AskAsync("REQ_2", "h2;HISTORY;CUSTOMER_REF;A1;;;");
        Assert.Equal(["DONE", "DONE"], AnswerFile.Read(lab.Open(Rig.Bytes("out/receipts/RES_REQ_1.csv.pgp")))
            .Select(row => row["outcome"]));
        Assert.Equal(["NOT_FOUND"], AnswerFile.Read(lab.Open(Rig.Bytes("out/receipts/RES_REQ_2.csv.pgp"))).Select(row => row["outcome"]));
    }

    private async Task AskAsync(string name, params IEnumerable<string> rows)
    {
        Rig.Drop($"{name}.csv.pgp", lab.Seal(Asking.File(rows), lab.Pat));
        await Rig.PollAsync(3);
    }
}
