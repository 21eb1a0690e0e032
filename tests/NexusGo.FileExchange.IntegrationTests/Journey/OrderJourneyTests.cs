using System.Globalization;
using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Orders;
using NexusGo.FileExchange.Testing.Postgres;

namespace NexusGo.FileExchange.IntegrationTests.Journey;

/// <summary>Order files through the whole journey, on a real PostgreSQL and a real sftp-server.</summary>
public sealed class OrderJourneyTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Header = "customer_ref;product_code;first_name;last_name;national_identity_number;delivery_address_id\r\n";

    [Fact]
    public async Task An_order_becomes_sealed_cards_and_answers_and_leaves_the_inbox()
    {
        await using var rig = Rig("OJA");
        rig.Drop("ORD_1.csv", Header + "A1;ID-STD;Åsa;Öberg;19900101-9802;HQ\r\nA2;VISITOR;;;;HQ\r\nA3;NOPE;Bo;Ek;;HQ\r\n");
        await rig.PollAsync();

        var receipt = rig.Receipt("ORD_1");
        Assert.Equal("PARTIAL", receipt["file_status"]);
        Assert.Equal(("3", "2", "1", "0", "0"), (receipt["rows_total"], receipt["rows_accepted"], receipt["rows_rejected"],
            receipt["rows_on_hold"], receipt["rows_unchanged"]));
        Assert.Equal(["ACCEPTED", "ACCEPTED", "REJECTED"], rig.Results("ORD_1").Select(r => r["outcome"]));
        Assert.Equal("E-PRD-01", rig.Errors("ORD_1")[0]["error_code"]);
        Assert.Empty(rig.Names("in"));
        Assert.Equal(2, await CardsAsync(rig.Customer));
        Assert.Equal(2L,
            await postgres.QueryAsOwnerAsync<long>(
            $"select count(*) from orders.card where sealed is not null and customer_id = '{rig.Customer}'"));
        Assert.Equal("CLOSED",
            await postgres.QueryAsOwnerAsync<string>($"select state from exchange.inbound_file where customer_id = '{rig.Customer}'"));
    }

    [Fact]
    public async Task Answers_open_right_in_a_spreadsheet()
    {
        await using var rig = Rig("OJB");
        rig.Drop("ORD_1.csv", Header + "A1;NOPE;Åsa;Öberg;;HQ\r\n");
        await rig.PollAsync();

        var bytes = rig.Bytes("out/receipts/RES_ORD_1.csv");
        Assert.Equal([0xEF, 0xBB, 0xBF, (byte)'"'], bytes[..4]);
        Assert.Contains("\"row_no\";\"ref\"", System.Text.Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        Assert.EndsWith("\r\n", System.Text.Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Attack", "20.0 a cell that a spreadsheet would run")]
    public async Task Nasty58_a_reference_that_a_spreadsheet_would_run_is_neutralised()
    {
        await using var rig = Rig("OJC", p => p with { Answers = new AnswerSettings { QuoteText = false } });
        rig.Drop("ORD_=1+1.csv", Header + "A1;VISITOR;;;;HQ\r\n");
        rig.Drop("=cmd.csv", "x");
        await rig.PollAsync();
        rig.Clock.Advance(TimeSpan.FromMinutes(16));
        await rig.PollAsync();

        var receipt = Assert.Single(rig.Names("out/receipts"), n => n.StartsWith("RCP__cmd", StringComparison.Ordinal));
        Assert.Equal("'=cmd.csv", Assert.Single(rig.Answer("out/receipts/" + receipt))["file_name"]);
    }

    [Fact]
    public async Task Nasty59_a_reference_sent_again_is_unchanged_or_refused_in_one_file_and_in_the_next()
    {
        await using var rig = Rig("OJD");
        rig.Drop("ORD_1.csv", Header + "A1;ID-STD;Åsa;Öberg;;HQ\r\nA1;ID-STD;Åsa;Öberg;;HQ\r\nA1;ID-STD;Åsa;Öberga;;HQ\r\n");
        await rig.PollAsync();
        rig.Drop("ORD_2.csv", Header + "A1;ID-STD;Åsa;Öberga;;HQ\r\nA1;ID-STD;Åsa;Öberg;;HQ\r\n");
        await rig.PollAsync();

        var first = rig.Results("ORD_1");
        Assert.Equal(["ACCEPTED", "UNCHANGED", "REJECTED"], first.Select(r => r["outcome"]));
        Assert.Equal(first[0]["card_no"], first[1]["card_no"]);
        Assert.Equal("E-REF-02", first[2]["first_error_code"]);
        var second = rig.Results("ORD_2");
        Assert.Equal(["REJECTED", "UNCHANGED"], second.Select(r => r["outcome"]));
        Assert.Equal((first[0]["order_no"], first[0]["card_no"]), (second[1]["order_no"], second[1]["card_no"]));
        Assert.Equal(1, await CardsAsync(rig.Customer));
    }

    [Theory]
    [InlineData("OJD1", 3, 600)]
    [InlineData("OJD2", 600, 3)]
    public async Task Nasty59_what_the_register_has_is_found_by_a_file_much_larger_and_by_one_much_smaller(string customer, int before,
        int after)
    {
        await using var rig = Rig(customer);
        rig.Drop("ORD_1.csv", Header + "A1;ID-STD;Åsa;Öberg;19900101-9802;HQ\r\nA2;VISITOR;;;;HQ\r\n" + Visitors("B", before));
        await rig.PollAsync();
        rig.Drop("ORD_2.csv",
            Header + "A2;VISITOR;;;;HQ\r\nA1;ID-STD;Åsa;Åberg;19900101-9802;HQ\r\nC1;ID-STD;Åsa;Öberg;19900101-9802;HQ\r\n"
            + Visitors("C-", after) + "B0;VISITOR;;;;HQ\r\n");
        await rig.PollAsync();

        var results = rig.Results("ORD_2");
        Assert.Equal([("UNCHANGED", ""), ("REJECTED", "E-REF-02"), ("ON_HOLD", "W-DUP-01")],
            results.Take(3).Select(row => (row["outcome"], row["first_error_code"])));
        Assert.Equal((after + 4, "UNCHANGED"), (results.Count, results[^1]["outcome"]));
        Assert.Equal([("E-REF-02", "customer_ref", "2", "3"), ("W-DUP-01", "national_identity_number", "3", "4")],
            rig.Errors("ORD_2").Where(line => line["record_type"] == "E")
            .Select(line => (line["error_code"], line["column"], line["row_no"], line["line_no"])));
        Assert.All(results.Skip(3).SkipLast(1), row => Assert.Equal("ACCEPTED", row["outcome"]));
        Assert.Equal(before + after + 3, await CardsAsync(rig.Customer));

        static string Visitors(string prefix, int count) =>
            string.Concat(Enumerable.Range(0, count).Select(i => $"{prefix}{i};VISITOR;;;;HQ\r\n"));
    }

    [Fact]
    public async Task Nasty59_what_another_worker_stored_meanwhile_is_found_by_one_that_remembers_the_register()
    {
        await using var rig = Rig("OJD3");
        await using var other = ExchangeRig.Create(postgres.ConnectionString, rig.Customer, beside: rig, lease: TimeSpan.FromSeconds(20));
        rig.Drop("ORD_1.csv", Header + "A1;ID-STD;Åsa;Öberg;19900101-9802;HQ\r\n");
        await rig.PollAsync();
        rig.Drop("ORD_2.csv", Header + "B1;ID-STD;Åsa;Ek;19850202-9807;HQ\r\nB2;VISITOR;;;;HQ\r\n");
        await rig.PassAsync(TimeSpan.FromSeconds(60));
        await other.PollAsync();
        Assert.Equal("ACCEPTED", rig.Receipt("ORD_2")["file_status"]);
        Assert.Single(other.Log.Lines, line => line.Contains(" 2012 ", StringComparison.Ordinal));

        rig.Drop("ORD_3.csv", Header + "C1;ID-STD;Åsa;Öberg;19900101-9802;HQ\r\nC2;ID-STD;Åsa;Ek;19850202-9807;HQ\r\nC3;VISITOR;;;;HQ\r\n");
        await rig.PassAsync(TimeSpan.FromSeconds(60));
        await rig.PollAsync();

        // A person alone: a reference would be found by the register's unique key as well.
        Assert.Equal([("ON_HOLD", "W-DUP-01"), ("ON_HOLD", "W-DUP-01"), ("ACCEPTED", "")],
            rig.Results("ORD_3").Select(row => (row["outcome"], row["first_error_code"])));
    }

    [Fact]
    public async Task Nasty59_what_is_remembered_does_not_outlive_a_database_that_lost_its_last_commits()
    {
        await using var rig = Rig("OJD4");
        await using var other = ExchangeRig.Create(postgres.ConnectionString, rig.Customer, beside: rig, lease: TimeSpan.FromSeconds(20));
        rig.Drop("ORD_1.csv", Header + "A1;VISITOR;;;;HQ\r\n");
        await rig.PollAsync();
        rig.Drop("ORD_2.csv", Header + "B1;VISITOR;;;;HQ\r\n");
        await rig.PollAsync();

        // The log as a standby has it that had got neither: the same numbers are given again.
        await postgres.ExecuteAsOwnerAsync($"""
            delete from audit.entry where customer_id = '{rig.Customer}';
            delete from audit.head where customer_id = '{rig.Customer}';
            """);
        rig.Drop("ORD_3.csv", Header + "C1;ID-STD;Åsa;Öberg;19900101-9802;HQ\r\n");
        await rig.PassAsync(TimeSpan.FromSeconds(60));
        await other.PollAsync();
        Assert.Equal("ACCEPTED", rig.Receipt("ORD_3")["file_status"]);

        rig.Drop("ORD_4.csv", Header + "D1;ID-STD;Åsa;Öberg;19900101-9802;HQ\r\n");
        await rig.PassAsync(TimeSpan.FromSeconds(60));
        await rig.PollAsync();
        Assert.Equal([("ON_HOLD", "W-DUP-01")], rig.Results("ORD_4").Select(row => (row["outcome"], row["first_error_code"])));
    }

    [Fact]
    public async Task Nasty59_a_repeat_is_found_across_the_batches_of_a_large_file()
    {
        await using var rig = Rig("OJE");
        var rows = string.Concat(Enumerable.Range(0, 9_000).Select(i => $"R{i};VISITOR;;;;HQ\r\n"));
        rig.Drop("ORD_1.csv", Header + rows + "R0;VISITOR;;;;HQ\r\nR4100;ID-STD;Åsa;Ek;;HQ\r\n");
        await rig.PollAsync();

        var results = rig.Results("ORD_1");
        Assert.Equal(9_002, results.Count);
        Assert.Equal(("UNCHANGED", results[0]["card_no"], results[0]["order_no"]),
            (results[9_000]["outcome"], results[9_000]["card_no"], results[9_000]["order_no"]));
        Assert.Equal("E-REF-02", results[9_001]["first_error_code"]);
        Assert.Equal(9_000, await CardsAsync(rig.Customer));
        Assert.Equal(9_000, results.Take(9_000).Select(r => r["card_no"]).Distinct().Count());
    }

    /// <summary>
    /// Persons are added to the register some hundred thousand at a time: who is asked for is added before, and nobody is forgotten.
    /// </summary>
    [Fact]
    public async Task A_person_is_found_again_far_behind_in_a_large_file_and_everybody_in_it_is_in_the_register()
    {
        const int rows = 270_000;
        await using var rig = Rig("OJP2", p => p with { Limits = DemoProfile.Large().Limits });
        var file = new StringBuilder(Header);
        for (var i = 0; i < rows; i++)
        {
            file.Append(CultureInfo.InvariantCulture,
                $"R{i};ID-STD;Åsa;Ek;{(i == 5_000 ? "19900101-9802" : TestPersons.Get(i).IdentityNumber)};HQ\r\n");
            if (i == 100_000)
            {
                file.Append("AGAIN;ID-STD;Åsa;Ek;19900101-9802;HQ\r\n");
            }
        }

        rig.Drop("ORD_1.csv", file.ToString());
        await rig.PollAsync();

        var held = Assert.Single(rig.Results("ORD_1"), row => row["outcome"] != "ACCEPTED");
        Assert.Equal(("AGAIN", "ON_HOLD", "W-DUP-01"), (held["ref"], held["outcome"], held["first_error_code"]));
        Assert.Equal(rows + 1, await postgres.QueryAsOwnerAsync<long>($"""
            select count(*) from orders.card c join orders.card_person p using (card_id) where c.customer_id = '{rig.Customer}'
                and p.person_index = c.person_index and p.customer_id = c.customer_id
            """));
        Assert.Equal(rows + 1,
            await postgres.QueryAsOwnerAsync<long>($"select count(*) from orders.card_person where customer_id = '{rig.Customer}'"));
    }

    [Fact]
    public async Task Nasty07_the_same_content_under_another_name_is_a_duplicate_file()
    {
        await using var rig = Rig("OJF");
        rig.Drop("ORD_1.csv", Header + "A1;VISITOR;;;;HQ\r\n");
        await rig.PollAsync();
        rig.Drop("ORD_2.csv", Header + "A1;VISITOR;;;;HQ\r\n");
        await rig.PollAsync();

        var receipt = rig.Receipt("ORD_2");
        Assert.Equal(("DUPLICATE", "F-DUP-01", "ORD_1.csv", "0"),
            (receipt["file_status"], receipt["error_code"], receipt["first_file"], receipt["rows_total"]));
        Assert.Equal(1, await CardsAsync(rig.Customer));

        rig.Clock.Advance(TimeSpan.FromDays(401));
        rig.Drop("ORD_3.csv", Header + "A1;VISITOR;;;;HQ\r\n");
        await rig.PollAsync();
        Assert.Equal("ACCEPTED", rig.Receipt("ORD_3")["file_status"]);
        Assert.Equal("UNCHANGED", Assert.Single(rig.Results("ORD_3"))["outcome"]);
    }

    [Fact]
    public async Task A_refused_file_may_be_sent_again_once_the_reason_is_gone()
    {
        await using var rig = Rig("OJG", p => p with { Products = [new ProductSettings { Code = "OTHER" }] });
        rig.Drop("ORD_1.csv", Header + "A1;ID-STD;Åsa;Öberg;;HQ\r\n");
        await rig.PollAsync();
        Assert.Equal("REJECTED", rig.Receipt("ORD_1")["file_status"]);

        rig.Profile = rig.Profile with { Products = [new ProductSettings { Code = "ID-STD" }] };
        rig.Drop("ORD_1.csv", Header + "A1;ID-STD;Åsa;Öberg;;HQ\r\n");
        await rig.PollAsync();
        Assert.Equal("ACCEPTED", rig.Receipt("ORD_1-2")["file_status"]);
    }

    [Fact]
    public async Task Nasty06_the_same_name_with_new_content_is_answered_under_the_next_number()
    {
        await using var rig = Rig("OJH");
        for (var i = 1; i <= 3; i++)
        {
            rig.Drop("ORD_1.csv", Header + $"A{i};VISITOR;;;;HQ\r\n");
            await rig.PollAsync();
        }

        Assert.Equal(["RCP_ORD_1-2.csv", "RCP_ORD_1-3.csv", "RCP_ORD_1.csv", "RES_ORD_1-2.csv", "RES_ORD_1-3.csv", "RES_ORD_1.csv"],
            rig.Names("out/receipts"));
        Assert.Equal("A2", Assert.Single(rig.Results("ORD_1-2"))["ref"]);
        Assert.Equal(3L,
            await postgres.QueryAsOwnerAsync<long>(
            $"select count(distinct sha256) from exchange.inbound_file where customer_id = '{rig.Customer}'"));
    }

    [Fact]
    public async Task AllOrNothing_stores_nothing_when_one_row_is_refused()
    {
        await using var rig = Rig("OJI", p => p with { Orders = p.Orders with { Accept = AcceptMode.AllOrNothing } });
        rig.Drop("ORD_1.csv", Header + "A1;VISITOR;;;;HQ\r\nA2;NOPE;;;;HQ\r\nA3;VISITOR;;;;HQ\r\n");
        await rig.PollAsync();

        var receipt = rig.Receipt("ORD_1");
        Assert.Equal(("REJECTED", "E-VAL-90", "3", "3"),
            (receipt["file_status"], receipt["error_code"], receipt["rows_total"], receipt["rows_rejected"]));
        Assert.Equal(["E-VAL-90", "E-PRD-01", "E-VAL-90"], rig.Results("ORD_1").Select(r => r["first_error_code"]));
        Assert.All(rig.Results("ORD_1"), r => Assert.Equal("", r["card_no"]));
        Assert.Equal(0, await CardsAsync(rig.Customer));

        rig.Drop("ORD_1.csv", Header + "A1;VISITOR;;;;HQ\r\nA3;VISITOR;;;;HQ\r\n");
        await rig.PollAsync();
        Assert.Equal("ACCEPTED", rig.Receipt("ORD_1-2")["file_status"]);
        Assert.Equal(2, await CardsAsync(rig.Customer));
    }

    [Theory]
    [InlineData(SequencePolicy.Increasing, "F-SEQ-01", "ACCEPTED", "8")]
    [InlineData(SequencePolicy.Strict, "F-SEQ-01", "F-SEQ-02", "4")]
    public async Task Sequence_numbers_are_kept_as_agreed(SequencePolicy policy, string lower, string gap, string next)
    {
        var customer = policy == SequencePolicy.Strict ? "OJJ" : "OJK";
        await using var rig = Rig(customer, p => p with { Orders = p.Orders with { Sequence = policy } });
        foreach (var number in new[] { 3, 2, 7 })
        {
            rig.Drop($"ORD_X_{number}.csv", Header + $"A{number};VISITOR;;;;HQ\r\n");
            await rig.PollAsync();
        }

        rig.Drop("ORD_none.csv", Header + "A9;VISITOR;;;;HQ\r\n");
        await rig.PollAsync();

        Assert.Equal(("ACCEPTED", "3", "4"),
            (rig.Receipt("ORD_X_3")["file_status"], rig.Receipt("ORD_X_3")["seq"], rig.Receipt("ORD_X_3")["next_seq"]));
        Assert.Equal(lower, rig.Receipt("ORD_X_2")["error_code"]);
        Assert.Equal(gap, rig.Receipt("ORD_X_7")["error_code"] is { Length: > 0 } code ? code : rig.Receipt("ORD_X_7")["file_status"]);
        Assert.Equal(next, rig.Receipt("ORD_X_7")["next_seq"]);
        Assert.Equal("F-SEQ-03", rig.Receipt("ORD_none")["error_code"]);
    }

    [Fact]
    public async Task Files_of_a_sequence_that_lie_there_together_are_taken_in_its_order()
    {
        await using var rig = Rig("OJL", p => p with { Orders = p.Orders with { Sequence = SequencePolicy.Strict } });
        foreach (var number in new[] { 12, 10, 11 })
        {
            rig.Drop($"ORD_{number}.csv", Header + $"A{number};VISITOR;;;;HQ\r\n");
        }

        await rig.PollAsync();
        Assert.All(new[] { 10, 11, 12 }, number => Assert.Equal("ACCEPTED", rig.Receipt($"ORD_{number}")["file_status"]));
    }

    [Fact]
    public async Task The_test_folder_answers_in_full_and_stores_nothing()
    {
        await using var rig = Rig("OJM");
        var content = Header + "A1;VISITOR;;;;HQ\r\nA2;NOPE;;;;HQ\r\nA1;VISITOR;;;;HQ\r\n";
        rig.Drop("ORD_1.csv", content, "in/test");
        await rig.PollAsync();

        var receipt = rig.Receipt("TEST_ORD_1");
        Assert.Equal(("PARTIAL", "1", "1", "1"),
            (receipt["file_status"], receipt["rows_accepted"], receipt["rows_rejected"], receipt["rows_unchanged"]));
        Assert.Equal(["ACCEPTED", "REJECTED", "UNCHANGED"], rig.Results("TEST_ORD_1").Select(r => r["outcome"]));
        Assert.NotEmpty(rig.Errors("TEST_ORD_1"));
        Assert.Empty(rig.Names("in/test"));
        Assert.Equal(0, await CardsAsync(rig.Customer));
        Assert.Equal(0L,
            await postgres.QueryAsOwnerAsync<long>(
            $"select count(*) from orders.card where sealed is not null and customer_id = '{rig.Customer}'"));

        rig.Drop("ORD_1.csv", content);
        await rig.PollAsync();
        Assert.Equal("PARTIAL", rig.Receipt("ORD_1")["file_status"]);
    }

    [Fact]
    public async Task The_same_person_and_product_within_thirty_days_waits_on_hold()
    {
        await using var rig = Rig("OJN");
        rig.Drop("ORD_1.csv", Header + "A1;ID-STD;Åsa;Öberg;19900101-9802;HQ\r\n");
        await rig.PollAsync();
        rig.Drop("ORD_2.csv", Header + "A2;ID-STD;Åsa;Öberg;900101-9802;HQ\r\nA3;VISITOR;;;19900101-9802;HQ\r\n");
        await rig.PollAsync();
        rig.Clock.Advance(TimeSpan.FromDays(31));
        rig.Drop("ORD_3.csv", Header + "A4;ID-STD;Åsa;Öberg;900101-9802;HQ\r\n");
        await rig.PollAsync();

        Assert.Equal([("ON_HOLD", "W-DUP-01"), ("ACCEPTED", "")], rig.Results("ORD_2").Select(r => (r["outcome"], r["first_error_code"])));
        Assert.Equal(("ACCEPTED", "1"), (rig.Receipt("ORD_2")["file_status"], rig.Receipt("ORD_2")["rows_on_hold"]));
        Assert.Equal("ACCEPTED", Assert.Single(rig.Results("ORD_3"))["outcome"]);
        Assert.Equal("W-DUP-01",
            await postgres.QueryAsOwnerAsync<string>(
            $"select hold_code from orders.card where customer_id = '{rig.Customer}' and status = 'ON_HOLD'"));
    }

    [Fact]
    public async Task The_same_person_in_files_of_the_same_moment_is_accepted_once()
    {
        await using var rig = Rig("OJS");
        for (var i = 0; i < 6; i++)
        {
            rig.Drop($"ORD_{i}.csv", Header + $"P{i};ID-STD;Åsa;Öberg;19900101-9802;HQ\r\n");
        }

        await rig.PollAsync();
        var outcomes = Enumerable.Range(0, 6).Select(i => rig.Results($"ORD_{i}")[0]["outcome"]).ToList();
        Assert.Equal((1, 5), (outcomes.Count(o => o == "ACCEPTED"), outcomes.Count(o => o == "ON_HOLD")));
    }

    [Fact]
    public async Task A_defect_that_one_file_brings_to_light_does_not_keep_the_others_waiting()
    {
        await using var rig = Rig("OJT");
        rig.Drop("ORD_1.csv", Header + "A1;VISITOR;;;;HQ\r\n");
        rig.Drop("ORD_2.csv", Header + "A2;VISITOR;;;;HQ\r\n");
        rig.Hooks.Before = (verb, path) => verb == "open" && path.ToString().EndsWith("ORD_1.csv", StringComparison.Ordinal)
            ? throw new InvalidOperationException("a defect")
            : Task.CompletedTask;
        await rig.PollAsync(4);
        Assert.Equal("ACCEPTED", rig.Receipt("ORD_2")["file_status"]);
        Assert.Equal(["ORD_1.csv"], rig.Names("in"));
        Assert.Contains(rig.Log.Lines, l => l.Contains(" 2013 ", StringComparison.Ordinal));

        rig.Hooks.Before = null;
        rig.Clock.Advance(TimeSpan.FromMinutes(16));
        await rig.PollAsync(2);
        Assert.Equal("ACCEPTED", rig.Receipt("ORD_1")["file_status"]);
    }

    [Fact]
    public async Task A_replacement_names_a_card_of_the_same_customer()
    {
        await using var other = Rig("OJO");
        await using var rig = Rig("OJP");
        const string header = "customer_ref;product_code;delivery_address_id;replaces_card_no;replace_reason\r\n";
        other.Drop("ORD_1.csv", Header + "A1;VISITOR;;;;HQ\r\n");
        await other.PollAsync();
        rig.Drop("ORD_1.csv", Header + "A1;VISITOR;;;;HQ\r\n");
        await rig.PollAsync();
        var theirs = other.Results("ORD_1")[0]["card_no"];
        var ours = rig.Results("ORD_1")[0]["card_no"];
        rig.Drop("ORD_2.csv", header + $"B1;VISITOR;HQ;{ours};LOST\r\nB2;VISITOR;HQ;{theirs};LOST\r\n");
        await rig.PollAsync();

        Assert.Equal([("ACCEPTED", ""), ("REJECTED", "E-REF-04")], rig.Results("ORD_2").Select(r => (r["outcome"], r["first_error_code"])));
    }

    [Fact]
    public async Task Row_level_security_hides_one_customers_cards_from_another()
    {
        await using var rig = Rig("OJQ");
        rig.Drop("ORD_1.csv", Header + "A1;VISITOR;;;;HQ\r\n");
        await rig.PollAsync();

        Assert.Equal(1L, await CountAsync(rig.Customer));
        Assert.Equal(0L, await CountAsync("OJZ"));

        async Task<long> CountAsync(string customer) =>
            await postgres.Database.InTransactionAsync(new CustomerId(customer), async session =>
            {
                await using var command = session.Command("select count(*) from orders.card");
                return (long)(await command.ExecuteScalarAsync())!;
            }, CancellationToken.None);
    }

    private ExchangeRig Rig(string customer, Func<CustomerProfile, CustomerProfile>? change = null) =>
        ExchangeRig.Create(postgres.ConnectionString, CustomerIds.Next(customer), change);

    private async Task<long> CardsAsync(string customer) =>
        await postgres.QueryAsOwnerAsync<long>($"select count(*) from orders.card where customer_id = '{customer}'");
}
