using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Testing.Requests;

namespace NexusGo.FileExchange.IntegrationTests.Journey;

/// <summary>Orders that wait for a second person, and the request files that decide about them.</summary>
public sealed class FourEyesJourneyTests(PostgresFixture postgres, OpenPgpJourneyLab lab) : IClassFixture<PostgresFixture>,
    IClassFixture<OpenPgpJourneyLab>
{
    private const string Header = "request_ref;action;selector_type;selector;from;to;reason_code\r\n";

    [Fact]
    public async Task An_order_waits_until_another_person_approves()
    {
        await using var rig = await WithOrderAsync("FEA");
        var receipt = rig.Receipt("ORD_1");
        Assert.Equal(("PENDING_APPROVAL", "2", "1", "0", "1"), (receipt["file_status"], receipt["rows_on_hold"], receipt["rows_rejected"],
            receipt["rows_accepted"], receipt["rows_total"] == "3" ? "1" : ""));
        Assert.Equal([("ON_HOLD", "W-APP-01"), ("ON_HOLD", "W-APP-01"), ("REJECTED", "E-PRD-01")],
            rig.Results("ORD_1").Select(row => (row["outcome"], row["first_error_code"])));
        Assert.DoesNotContain(rig.Errors("ORD_1"), line => line["error_code"] == "W-APP-01");
        Assert.Equal("ON_HOLD W-APP-01", await CardsAsync("FEA"));
        var orderNo = rig.Results("ORD_1")[0]["order_no"];

        await AskAsync(rig, "REQ_1", lab.Robin, "r1;APPROVE;FILE;ORD_1.csv.pgp;;;");
        var answer = Assert.Single(rig.Results("REQ_1"));
        Assert.Equal(("r1", "DONE", orderNo, ""), (answer["ref"], answer["outcome"], answer["order_no"], answer["first_error_code"]));
        Assert.Equal(("ACCEPTED", "1", $"robin {lab.Robin.Fingerprint}"),
            (rig.Receipt("REQ_1")["file_status"], rig.Receipt("REQ_1")["rows_accepted"], rig.Receipt("REQ_1")["signed_by"]));
        Assert.Equal("ACCEPTED ", await CardsAsync("FEA"));
        Assert.Equal($"APPROVED robin {lab.Robin.Fingerprint}",
            await postgres.QueryAsOwnerAsync<string>(
            "select approval || ' ' || decided_by from orders.card_order where customer_id = 'FEA'"));
        Assert.Equal(orderNo,
            await postgres.QueryAsOwnerAsync<string>(
            "select subject from audit.entry where customer_id = 'FEA' and action = 'ORDER_APPROVED'"));
    }

    [Fact]
    public async Task A_declined_order_loses_its_personal_data_at_once_and_may_be_sent_again()
    {
        await using var rig = await WithOrderAsync("FEB");
        await AskAsync(rig, "REQ_1", lab.Robin, $"r1;DECLINE;ORDER_NO;{rig.Results("ORD_1")[0]["order_no"]};;;");

        Assert.Equal("DONE", Assert.Single(rig.Results("REQ_1"))["outcome"]);
        Assert.Equal("CANCELLED ", await CardsAsync("FEB"));
        Assert.Equal(2L, await postgres.QueryAsOwnerAsync<long>("""
            select count(*) from orders.card where customer_id = 'FEB' and erased_at is not null
                and coalesce(sealed::text, ref_index::text, person_index::text) is null
            """));
        Assert.Equal(0L,
            await postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card where sealed is not null and customer_id = 'FEB'"));

        // The same rows in another message: signed within the same second, the same bytes would be the same message once more.
        rig.Drop("ORD_2.csv.pgp", lab.Seal(Order + "\r\n"));
        await rig.PollAsync();
        Assert.Equal(("PENDING_APPROVAL", "2"), (rig.Receipt("ORD_2")["file_status"], rig.Receipt("ORD_2")["rows_on_hold"]));
    }

    [Fact]
    public async Task Nobody_approves_an_order_of_their_own_or_without_the_right()
    {
        await using var rig = await WithOrderAsync("FEC");
        await AskAsync(rig, "REQ_1", lab.Kim, "r1;APPROVE;FILE;ORD_1.csv.pgp;;;");
        await AskAsync(rig, "REQ_2", lab.Pat, "r1;APPROVE;FILE;ORD_1.csv.pgp;;;");
        Assert.Equal(("REFUSED", "R-APP-01"), Outcome(rig, "REQ_1"));
        Assert.Equal("R-APP-01", rig.Errors("REQ_1")[0]["error_code"]);
        Assert.Equal(("REJECTED", "R-APP-01"), (rig.Receipt("REQ_1")["file_status"], rig.Receipt("REQ_1")["error_code"]));
        Assert.Equal(("REFUSED", "R-ACT-02"), Outcome(rig, "REQ_2"));
        Assert.Equal("ON_HOLD W-APP-01", await CardsAsync("FEC"));

        // Kim with a second key is still kim.
        rig.Profile = rig.Profile with
            { People = [.. rig.Profile.People.Where(p => p.Id != "kim").Select(p => p.Id == "robin" ? p with { Id = "kim" } : p)] };
        await AskAsync(rig, "REQ_3", lab.Robin, "r1;APPROVE;FILE;ORD_1.csv.pgp;;;");
        Assert.Equal(("REFUSED", "R-APP-01"), Outcome(rig, "REQ_3"));
        Assert.Equal("ON_HOLD W-APP-01", await CardsAsync("FEC"));
    }

    [Fact]
    public async Task A_person_who_may_ask_for_nothing_has_the_whole_request_refused()
    {
        await using var rig = await WithOrderAsync("FED",
            p => p with { People = [.. p.People.Select(one => one.Id == "pat" ? one with { Rights = [] } : one)] });
        await AskAsync(rig, "REQ_1", lab.Pat, "r1;APPROVE;FILE;ORD_1.csv.pgp;;;");
        Assert.Equal(("REJECTED", "F-PGP-06"), (rig.Receipt("REQ_1")["file_status"], rig.Receipt("REQ_1")["error_code"]));

        rig.Drop("REQ_2.csv", Header + "r1;APPROVE;FILE;ORD_1.csv.pgp;;;\r\n");
        await rig.PollAsync();
        Assert.Equal("F-PGP-01", rig.Receipt("REQ_2")["error_code"]);
        Assert.Equal("ON_HOLD W-APP-01", await CardsAsync("FED"));
    }

    [Fact]
    public async Task The_same_reference_gets_the_same_answer_and_has_no_second_effect()
    {
        await using var rig = await WithOrderAsync("FEE");
        await AskAsync(rig, "REQ_1", lab.Robin, "r1;APPROVE;FILE;ORD_1.csv.pgp;;;", "r1;APPROVE;FILE;ORD_1.csv.pgp;;;",
            "r1;DECLINE;FILE;ORD_1.csv.pgp;;;");
        await AskAsync(rig, "REQ_2", lab.Robin, "r1;approve;file;ORD_1.csv.pgp;;;", "r2;APPROVE;FILE;ORD_1.csv.pgp;;;",
            "r3;DECLINE;FILE;ORD_1.csv.pgp;;;");

        Assert.Equal([("DONE", ""), ("DONE", ""), ("REFUSED", "R-REF-02")], Outcomes(rig, "REQ_1"));
        Assert.Equal([("DONE", ""), ("UNCHANGED", ""), ("REFUSED", "R-APP-03")], Outcomes(rig, "REQ_2"));
        Assert.Equal(("PARTIAL", "1", "1", "1"), (rig.Receipt("REQ_2")["file_status"], rig.Receipt("REQ_2")["rows_accepted"],
            rig.Receipt("REQ_2")["rows_unchanged"], rig.Receipt("REQ_2")["rows_rejected"]));
        Assert.Equal(1L,
            await postgres.QueryAsOwnerAsync<long>(
            "select count(*) from audit.entry where customer_id = 'FEE' and action = 'ORDER_APPROVED'"));
        Assert.Equal("ACCEPTED ", await CardsAsync("FEE"));
    }

    [Fact]
    public async Task Rows_that_cannot_be_answered_say_why()
    {
        await using var rig = await WithOrderAsync("FEF");
        await AskAsync(rig, "REQ_1", lab.Robin,
            "r1;APPROVE;FILE;ORD_9.csv;;;", "r2;APPROVE;ORDER_NO;123456;;;", "r3;BLOCK;CARD_NO;1;;;", "r4;EXPLODE;FILE;x;;;",
            "r5;APPROVE;PERSON;19900101-9802;;;",
            "r6;APPROVE;ORDER_NO;12x;;;", ";APPROVE;FILE;ORD_1.csv.pgp;;;", "19900101-9802;APPROVE;FILE;ORD_1.csv.pgp;;;",
            "r8;APPROVE;FILE", ";;;;;;");

        Assert.Equal(
            [("NOT_FOUND", ""), ("NOT_FOUND", ""), ("REFUSED", "R-ACT-02"), ("REFUSED", "R-ACT-03"), ("REFUSED", "R-SEL-01"),
                ("REFUSED", "R-SEL-02"), ("REFUSED", "R-REF-01"),
                ("REFUSED", "R-REF-01"), ("REFUSED", "E-VAL-20")],
            Outcomes(rig, "REQ_1"));
        Assert.Equal(["", "", ""], rig.Results("REQ_1").Skip(6).Select(row => row["ref"]));
        Assert.Equal("ON_HOLD W-APP-01", await CardsAsync("FEF"));
    }

    [Theory]
    [InlineData("FEG", "ref;what\r\n1;2\r\n", "F-HDR-01")]
    [InlineData("FEH", "request_ref;action;selector\r\nr1;APPROVE;x\r\n", "F-HDR-04")]
    [InlineData("FEI", "request_ref;action;selector_type;selector;first_name\r\nr1;APPROVE;FILE;x;y\r\n", "F-HDR-03")]
    [InlineData("FEJ", "request_ref;action;selector_type;selector\r\n", "F-SIZ-02")]
    [InlineData("FEK", "request_ref;action;selector_type;selector\r\nr1;APPROVE;FILE;\"x\r\n", "F-COL-02")]
    public async Task A_request_file_is_read_by_the_rules_of_order_files(string customer, string content, string code)
    {
        await using var rig = lab.Rig(postgres.ConnectionString, customer);
        rig.Drop("REQ_1.csv.pgp", lab.Seal(content, lab.Robin));
        await rig.PollAsync();
        Assert.Equal(("REJECTED", code), (rig.Receipt("REQ_1")["file_status"], rig.Receipt("REQ_1")["error_code"]));
    }

    [Fact]
    public async Task Of_a_name_used_twice_the_checksum_tells_which_file_is_meant()
    {
        await using var rig = await WithOrderAsync("FEL");
        rig.Drop("ORD_1.csv.pgp", lab.Seal(OpenPgpJourneyLab.Rows("B1")));
        await rig.PollAsync();
        await AskAsync(rig, "REQ_1", lab.Robin, "r1;APPROVE;FILE;ORD_1.csv.pgp;;;",
            $"r2;DECLINE;FILE;ORD_1.csv.pgp#{rig.Receipt("ORD_1-2")["sha256"]};;;", "r3;APPROVE;FILE;ORD_1.csv.pgp#0123456789abcde;;;");
        Assert.Equal([("DONE", ""), ("DONE", ""), ("REFUSED", "R-SEL-07")], Outcomes(rig, "REQ_1"));
        Assert.Equal("ACCEPTED CANCELLED",
            await postgres.QueryAsOwnerAsync<string>(
            "select string_agg(distinct status, ' ' order by status) from orders.card where customer_id = 'FEL'"));
    }

    [Fact]
    public async Task An_order_and_its_approval_may_lie_there_together_and_the_test_folder_only_rehearses()
    {
        await using var rig = await WithOrderAsync("FEM");
        rig.Drop("REQ_1.csv.pgp", lab.Seal(Header + rig.WithChecksum("r1;APPROVE;FILE;ORD_1.csv.pgp;;;\r\n"), lab.Robin), "in/test");
        await rig.PollAsync();
        Assert.Equal("DONE", Assert.Single(rig.Results("TEST_REQ_1"))["outcome"]);
        Assert.Equal("ON_HOLD W-APP-01", await CardsAsync("FEM"));

        var order = lab.Seal(OpenPgpJourneyLab.Rows("C1", "C2"));
        rig.Drop("REQ_0.csv.pgp",
            lab.Seal(Header
            + $"r2;APPROVE;FILE;ORD_2.csv.pgp#{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(order))};;;\r\n",
            lab.Robin));
        rig.Drop("ORD_2.csv.pgp", order);
        await rig.PollAsync();
        Assert.Equal("DONE", Assert.Single(rig.Results("REQ_0"))["outcome"]);
    }

    [Theory]
    [InlineData("FEN", ApprovalMode.Auto)]
    [InlineData("FEO", ApprovalMode.FourEyes)]
    public async Task Cards_for_people_who_had_the_product_lately_are_confirmed_by_another_person(string customer, ApprovalMode approval)
    {
        await using var rig = await WithOrderAsync(customer, p => p with { Orders = p.Orders with { Approval = approval } });
        rig.Drop("ORD_2.csv.pgp", lab.Seal(OpenPgpJourneyLab.Header + "B1;ID-STD;Åsa;Öberg;19900101-9802;HQ\r\nB2;VISITOR;;;;HQ\r\n"));
        await rig.PollAsync();
        Assert.Equal("W-DUP-01", rig.Results("ORD_2")[0]["first_error_code"]);
        if (approval == ApprovalMode.FourEyes)
        {
            await AskAsync(rig, "REQ_0", lab.Robin, "r0;APPROVE;FILE;ORD_2.csv.pgp;;;");
            Assert.Equal(("DONE", ""), Outcome(rig, "REQ_0"));
        }

        Assert.Equal(["B1 ON_HOLD", "B2 ACCEPTED"], await CardsOfOrderAsync(rig, "ORD_2"));
        await AskAsync(rig, "REQ_1", lab.Kim, "r1;APPROVE;FILE;ORD_2.csv.pgp;;;");
        Assert.Equal(("REFUSED", "R-APP-01"), Outcome(rig, "REQ_1"));
        Assert.Equal(["B1 ON_HOLD", "B2 ACCEPTED"], await CardsOfOrderAsync(rig, "ORD_2"));

        await AskAsync(rig, "REQ_3", lab.Robin, "r3;APPROVE;FILE;ORD_2.csv.pgp;;;", "r4;APPROVE;FILE;ORD_2.csv.pgp;;;");
        Assert.Equal([("DONE", ""), ("UNCHANGED", "")], Outcomes(rig, "REQ_3"));
        Assert.Equal(["B1 ACCEPTED", "B2 ACCEPTED"], await CardsOfOrderAsync(rig, "ORD_2"));
        Assert.Equal(1L,
            await postgres.QueryAsOwnerAsync<long>(
            $"select count(*) from audit.entry where customer_id = '{customer}' and action = 'ORDER_CONFIRMED'"));
    }

    /// <summary>Reference and status of an order's cards.</summary>
    private async Task<string[]> CardsOfOrderAsync(ExchangeRig rig, string file)
    {
        var cards = new List<string>();
        foreach (var row in rig.Results(file))
        {
            cards.Add($"{row["ref"]} "
                + $"{await postgres.QueryAsOwnerAsync<string>($"select status from orders.card where card_no = {row["card_no"]}")}");
        }

        return [.. cards];
    }

    private const string Order = OpenPgpJourneyLab.Header
        + "A1;ID-STD;Åsa;Öberg;19900101-9802;HQ\r\nA2;VISITOR;;;;HQ\r\nA3;NOPE;Bo;Ek;;HQ\r\n";

    /// <summary>A worker with one order by kim that waits.</summary>
    private async Task<ExchangeRig> WithOrderAsync(string customer, Func<CustomerProfile, CustomerProfile>? change = null)
    {
        var rig = lab.Rig(postgres.ConnectionString, customer, p =>
        {
            var four = p with { Orders = p.Orders with { Approval = ApprovalMode.FourEyes } };
            return change?.Invoke(four) ?? four;
        });
        rig.Drop("ORD_1.csv.pgp", lab.Seal(Order));
        await rig.PollAsync();
        return rig;
    }

    private async Task AskAsync(ExchangeRig rig, string name, OpenPgpCertificate signer, params string[] rows)
    {
        rig.Drop($"{name}.csv.pgp", lab.Seal(Header + string.Concat(rows.Select(row => rig.WithChecksum(row) + "\r\n")), signer));
        await rig.PollAsync();
    }

    private static (string Outcome, string Code) Outcome(ExchangeRig rig, string name) => Outcomes(rig, name).Single();

    private static IEnumerable<(string Outcome, string Code)> Outcomes(ExchangeRig rig, string name) =>
        rig.Results(name).Select(row => (row["outcome"], row["first_error_code"]));

    /// <summary>Status and hold of the customer's cards, which are all alike.</summary>
    private async Task<string?> CardsAsync(string customer) =>
        await postgres.QueryAsOwnerAsync<string>($"select string_agg(distinct status || ' ' || case when status = 'ON_HOLD' then "
            + $"hold_code else '' end, ', ') from orders.card where customer_id = '{customer}'");
}
