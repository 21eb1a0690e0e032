using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.OpenPgp;
using NexusGo.FileExchange.Testing.Postgres;

namespace NexusGo.FileExchange.IntegrationTests.Journey;

/// <summary>Rows that nobody signed, in key packets beside a signed text, through the whole journey (nasty case 101).</summary>
[Trait("Attack", "20.6 unsigned rows under a registered person's signature")]
public sealed class ForeignPacketJourneyTests(PostgresFixture postgres, OpenPgpJourneyLab lab) : IClassFixture<PostgresFixture>,
    IClassFixture<OpenPgpJourneyLab>
{
    // gpg lists a user id behind some blanks and a word, so the first column is one that takes any text.
    private const string Orders =
        "department;customer_ref;product_code;first_name;last_name;delivery_address_id\r\n;A1;ID-STD;Åsa;Öberg;HQ\r\n";
    private const string EvilOrder = ";EVIL-1;ID-STD;Eva;Evil;HQ";

    [Theory]
    [InlineData("FPA", SignatureMode.Required)]
    [InlineData("FPB", SignatureMode.Optional)]
    public async Task Nasty101_a_user_id_never_becomes_an_order(string customer, SignatureMode signature)
    {
        await using var rig = lab.Rig(postgres.ConnectionString, CustomerIds.Next(customer),
            p => p with { Pgp = p.Pgp with { Signature = signature } });
        rig.Drop("ORD_1.csv.pgp", Attack(Orders, EvilOrder));
        await rig.PollAsync();

        Assert.Equal(("REJECTED", "F-PGP-08"), (rig.Receipt("ORD_1")["file_status"], rig.Receipt("ORD_1")["error_code"]));
        Assert.Equal(0L, await CardsAsync(rig.Customer));
        Assert.Empty(rig.Names("in"));
    }

    [Fact]
    public async Task Nasty101_a_user_id_never_becomes_a_request()
    {
        await using var rig = lab.Rig(postgres.ConnectionString, CustomerIds.Next("FPC"),
            p => p with { Orders = p.Orders with { Approval = ApprovalMode.FourEyes } });
        rig.Drop("ORD_1.csv.pgp", lab.Seal(OpenPgpJourneyLab.Rows("A1"), lab.Robin));
        await rig.PollAsync();
        rig.Drop("REQ_1.csv.pgp", Attack("reason_code;request_ref;action;selector_type;selector\r\n;r1;DELIVERED;CARD_NO;1\r\n",
            ";r2;APPROVE;FILE;ORD_1.csv.pgp"));
        await rig.PollAsync();

        Assert.Equal(("REJECTED", "F-PGP-08"), (rig.Receipt("REQ_1")["file_status"], rig.Receipt("REQ_1")["error_code"]));
        Assert.Equal("ON_HOLD",
            await postgres.QueryAsOwnerAsync<string>($"select status from orders.card where customer_id = '{rig.Customer}'"));
    }

    private byte[] Attack(string signed, string row) =>
        lab.Keys.Craft(lab.Keys.SignedPackets(Encoding.UTF8.GetBytes(signed)), ForeignPackets.KeyWith(lab.Keys, row));

    private async Task<long> CardsAsync(string customer) =>
        await postgres.QueryAsOwnerAsync<long>($"select count(*) from orders.card where customer_id = '{customer}'");
}
