using System.Globalization;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Production;

namespace NexusGo.FileExchange.IntegrationTests.Attacks;

/// <summary>Whoever reads the database finds no chip and no parcel that leads to a person by way of a door or a carrier.</summary>
[Trait("Attack", "20.10 chip ids in the clear")]
public sealed class ChipIdsTests : CardTests
{
    protected override ExchangeRig CreateRig(string connectionString) => ExchangeRig.Create(connectionString, "CHIP");

    [Fact]
    public async Task Chip_ids_credentials_and_tracking_numbers_stand_in_no_table_and_in_every_back_report()
    {
        var planted = new PlantedText("04a1b2c3d4e580", "04A1B2C3D4E580", "4711", "987612345", "PLANTED-SHIPMENT-77",
            "PLANTED-TRACKING-88");
        var card = (await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;"))["A1"];
        await Partner.MakeBatchesAsync();
        var t = Rig.Clock.GetUtcNow();
        string Event(int number, string rest) =>
            string.Create(CultureInfo.InvariantCulture, $"c{number};{t.AddSeconds(number):yyyy-MM-ddTHH:mm:ssZ};{card};{rest}");
        await Partner.TellAsync("EVT_1.csv", Event(1, "IN_PRODUCTION;;;;;;;;;"),
            Event(2, "PRODUCED;;MIFARE;04a1b2c3d4e580;H10301;4711;987612345;;;"),
            Event(3, "SHIPPED;;;;;;;PLANTED-SHIPMENT-77;PLANTED-TRACKING-88;"));

        await planted.AssertTablesCleanAsync(Postgres);
        var lines = (await Partner.BackReportAsync())!;
        Assert.Contains(lines, line => line["uid_hex_msb"] == "04A1B2C3D4E580" && line["hid_facility"] == "4711"
            && line["hid_number"] == "987612345");
        Assert.Contains(lines, line => line["shipment_no"] == "PLANTED-SHIPMENT-77" && line["tracking_no"] == "PLANTED-TRACKING-88");
        await planted.AssertTablesCleanAsync(Postgres);
    }
}
