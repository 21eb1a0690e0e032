using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.IntegrationTests.Journey;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Testing.Requests;

namespace NexusGo.FileExchange.IntegrationTests.Attacks;

/// <summary>Whoever has the SFTP account and a copy of an old signed message, but nobody's key.</summary>
[Trait("Attack", "20.7 replay and purpose of signed messages")]
public sealed class ReplayTests(PostgresFixture postgres, OpenPgpJourneyLab lab) : IClassFixture<PostgresFixture>,
    IClassFixture<OpenPgpJourneyLab>
{
    [Theory]
    [InlineData("RPA", "CANCEL;CUSTOMER_REF;A1")]
    [InlineData("RPB", "DECLINE;ORDER_NO;")]
    [InlineData("RPC", "")]
    public async Task A_message_is_taken_once_whatever_became_of_its_order(string customer, string request)
    {
        await using var rig = Rig(customer,
            p => p with { Orders = p.Orders with { Approval = request.StartsWith("DECLINE", StringComparison.Ordinal)
            ? ApprovalMode.FourEyes : ApprovalMode.Auto } });
        var message = lab.Seal(OpenPgpJourneyLab.Rows("A1"));
        await DropAsync(rig, "ORD_1.csv.pgp", message);
        if (request.Length > 0)
        {
            var row = request.EndsWith(';') ? request + rig.Results("ORD_1")[0]["order_no"] : request;
            await DropAsync(rig, "REQ_1.csv.pgp", lab.Seal(Asking.File($"r1;{row};;;"), lab.Robin));
            Assert.Equal("DONE", rig.Results("REQ_1")[0]["outcome"]);
        }
        else
        {
            // Erased: what retention leaves of an order, and of the content that a duplicate is known by.
            await postgres.ExecuteAsOwnerAsync("""
                delete from exchange.accepted_content where customer_id = 'RPC';
                update orders.card set status = 'CANCELLED', ref_index = null, person_index = null, sealed = null, erased_at = now()
                    where customer_id = 'RPC'
                """);
        }

        await DropAsync(rig, "ORD_2.csv.pgp", message);
        Assert.Equal(("REJECTED", "F-DUP-02"), Answer(rig, "ORD_2"));

        // The attacker may encrypt the signed message anew, which needs nobody's secret; the customer signs anew and orders.
        await DropAsync(rig, "ORD_3.csv.pgp", lab.Seal(OpenPgpJourneyLab.Rows("A1"), null, "--faked-system-time", Epoch(1)));
        Assert.Contains(Answer(rig, "ORD_3").Status, new[] { "ACCEPTED", "PENDING_APPROVAL" });
    }

    [Fact]
    public async Task A_rehearsal_is_no_order_afterwards_and_a_duplicate_stays_one()
    {
        await using var rig = Rig("RPD");
        var rehearsed = lab.Seal(OpenPgpJourneyLab.Rows("B1"));
        rig.Drop("ORD_1.csv.pgp", rehearsed, "in/test");
        await rig.PollAsync();
        Assert.Equal("ACCEPTED", rig.Receipt("TEST_ORD_1")["file_status"]);
        await DropAsync(rig, "ORD_1.csv.pgp", rehearsed);
        Assert.Equal(("REJECTED", "F-DUP-03"), Answer(rig, "ORD_1"));

        var ordered = lab.Seal(OpenPgpJourneyLab.Rows("B2"));
        await DropAsync(rig, "ORD_2.csv.pgp", ordered);
        await DropAsync(rig, "ORD_3.csv.pgp", ordered);
        Assert.Equal(("DUPLICATE", "F-DUP-01"), Answer(rig, "ORD_3"));
        rig.Drop("ORD_4.csv.pgp", ordered, "in/test");
        await rig.PollAsync();
        Assert.NotEqual("REJECTED", rig.Receipt("TEST_ORD_4")["file_status"]);
    }

    [Theory]
    [InlineData("RPE", 6, null)]
    [InlineData("RPF", 8, "F-PGP-05")]
    public async Task A_signature_counts_for_a_week(string customer, int days, string? code)
    {
        await using var rig = Rig(customer, p => p with { Pgp = new PgpSettings() });
        var message = lab.Seal(OpenPgpJourneyLab.Rows("A1"));
        rig.Clock.Advance(TimeSpan.FromDays(days));
        await DropAsync(rig, "ORD_1.csv.pgp", message);
        Assert.Equal(code ?? "", Answer(rig, "ORD_1").Code);
    }

    [Theory]
    [InlineData("RPG", "#customer=RPG;purpose=ORD", null)]
    [InlineData("RPH", "#Purpose=ord;Customer=rph", null)]
    [InlineData("RPI", "#customer=OTHER;purpose=ORD", "F-PGP-03")]
    [InlineData("RPJ", "#customer=RPJ;purpose=REQ", "F-PGP-03")]
    [InlineData("RPK", "#customer=RPK", "F-PGP-03")]
    [InlineData("RPL", "", "F-PGP-03")]
    public async Task What_is_signed_says_what_it_is_for(string customer, string line, string? code)
    {
        await using var rig = Rig(customer, p => p with { Pgp = p.Pgp with { Purpose = PurposeMode.Required } });
        await DropAsync(rig, "ORD_1.csv.pgp",
            lab.Seal((line.Length > 0 ? line + "\r\n" : "") + OpenPgpJourneyLab.Rows("A1") + "A2;NOPE;Bo;Ek;;HQ\r\n"));
        Assert.Equal(code ?? "", Answer(rig, "ORD_1").Code);
        if (code is null)
        {
            // Lines keep their numbers as an editor shows them.
            Assert.Contains(rig.Errors("ORD_1"), error => error["error_code"] == "E-PRD-01" && error["line_no"] == "4");
        }
    }

    private ExchangeRig Rig(string customer, Func<CustomerProfile, CustomerProfile>? change = null) =>
        lab.Rig(postgres.ConnectionString, customer, change);

    private static async Task DropAsync(ExchangeRig rig, string name, byte[] content)
    {
        rig.Drop(name, content);
        await rig.PollAsync(3);
    }

    private static (string Status, string Code) Answer(ExchangeRig rig, string name) =>
        (rig.Receipt(name)["file_status"], rig.Receipt(name)["error_code"]);

    private static string Epoch(int secondsLater) =>
        (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + secondsLater).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
