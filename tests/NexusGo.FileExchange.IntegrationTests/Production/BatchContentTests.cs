using System.IO.Compression;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Production;

namespace NexusGo.FileExchange.IntegrationTests.Production;

/// <summary>What the partner gets of each card: what its layout needs and where it goes, and nothing else.</summary>
public sealed class BatchContentTests : CardTests
{
    private const string Header =
        "customer_ref;product_code;first_name;last_name;title;department;national_identity_number;email;delivery_address_id;recipient;"
        + "street;postal_code;city;country;delivery_method\r\n";

    private static readonly string[] Expected = ["chip_type", "uid_hex", "hid_format", "hid_facility", "hid_number"];

    protected override ExchangeRig CreateRig(string connectionString) => ExchangeRig.Create(connectionString, "BCT");

    protected override PartnerRig CreatePartner(ExchangeRig rig) => new(rig, p => p with
    {
        Layouts =
        [
            new LayoutSettings { ProductCode = "ID-STD", Columns = ["first_name", "last_name", "title"],
                ExpectedReportFields = ["hid_number", "chip_type"] },
            new LayoutSettings { ProductCode = "ID-PHOTO", ExpectedReportFields = Expected },
        ],
    });

    [Fact]
    public async Task Each_card_has_the_fields_of_its_own_layout_and_its_address()
    {
        Rig.Drop("ORD_1.csv", Header
            + "A1;ID-STD;Åsa;Öberg;Chef;Hemlig avdelning;19900101-9802;asa@example.com;HQ;;;;;;\r\n"
            + "A2;VISITOR;Bo;Ek;Vakt;;;;;Bo Ek;Gatan 2;5432;Annanstad;NO;EXPRESS\r\n");
        await Rig.PollAsync();
        var cards = Rig.Results("ORD_1").Select(row => row["card_no"]).ToArray();
        Assert.Equal(2, await Partner.MakeBatchesAsync());

        var name = Assert.Single(Partner.Batches);
        using (var zip = ZipFile.OpenRead(Path.Combine(Partner.Area, "out/batches", name)))
        {
            Assert.Equal("cards.csv", Assert.Single(zip.Entries).FullName);
        }

        var sheet = Partner.Cards(name);
        Assert.Equal(["card_no", "product_code", "first_name", "last_name", "title", "recipient", "street", "postal_code", "city",
            "country", "delivery_method", "expected_report_fields", "photo_file"], sheet[0].Keys);
        Assert.Equal($"{cards[0]}|ID-STD|Åsa|Öberg|Chef|Demo Kommun, Kortexpeditionen|Exempelgatan 1|123 "
            + $"45|Exempelstad|SE||chip_type,hid_number|", string.Join('|', sheet[0].Values));

        // Its layout needs no name, so its holder's name stays here although the column is there for the other card.
        Assert.Equal($"{cards[1]}|VISITOR||||Bo Ek|Gatan 2|5432|Annanstad|NO|EXPRESS||", string.Join('|', sheet[1].Values));
    }

    [Fact]
    public async Task A_report_that_lacks_any_one_of_the_expected_fields_is_held_and_a_whole_one_is_not()
    {
        Rig.Profile = Rig.Profile with
            { Products = [.. Rig.Profile.Products.Select(one => one.Code == "ID-PHOTO" ? one with { RequiredColumns = [] } : one)] };
        string[] chip = ["MIFARE", "04A1B2C3", "H10301", "17", "12345"];
        var cards = (await Cards.OrderAsync(Enumerable.Range(0, 6).Select(i => $"A{i};ID-PHOTO;;;;HQ;"))).Values.ToArray();
        Assert.Equal(6, await Partner.MakeBatchesAsync());
        Assert.All(Partner.Cards(Partner.Batches[0]), card => Assert.Equal(string.Join(',', Expected), card["expected_report_fields"]));
        var t = Rig.Clock.GetUtcNow();
        await Partner.TellAsync("EVT_1.csv", cards.SelectMany((card, i) => new[]
        {
            $"s{i};{t:yyyy-MM-ddTHH:mm:ssZ};{card};IN_PRODUCTION;;;;;;;;;",
            $"p{i};{t.AddSeconds(1):yyyy-MM-ddTHH:mm:ssZ};{card};PRODUCED;;"
                + $"{string.Join(';', chip.Select((value, field) => field == i ? "" : value))};;;",
        }));
        Assert.Equal(["ON_HOLD", "ON_HOLD", "ON_HOLD", "ON_HOLD", "ON_HOLD", "ACCEPTED"],
            Partner.Results("EVT_1").Where((_, i) => i % 2 == 1).Select(row => row["outcome"]));
        var told = (await Partner.BackReportAsync())!;
        Assert.Equal(cards[5], Assert.Single(told, line => line["status"] == "PRODUCED")["card_no"]);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    public async Task A_failed_card_is_tried_as_often_as_agreed_and_batches_go_to_the_agreed_folder(int attempts, int again)
    {
        Directory.CreateDirectory(Path.Combine(Partner.Area, "out/kort"));
        var partner = new PartnerRig(Rig, p => p with
        {
            Batches = p.Batches with { Attempts = attempts }, Folders = p.Folders with { Batches = "/out/kort/" },
        });
        var card = (await Cards.OrderAsync(["A1;VISITOR;;;;HQ;"])).Values.Single();
        Assert.Equal(1, await partner.MakeBatchesAsync());
        Assert.Empty(partner.Batches);
        Assert.Single(Directory.EnumerateFiles(Path.Combine(Partner.Area, "out/kort"), "PRD_*"));
        await partner.TellAsync("EVT_1.csv", [$"f1;{Rig.Clock.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ};{card};FAILED;;;;;;;;;"]);
        Assert.Equal(again, await partner.MakeBatchesAsync());
    }
}
