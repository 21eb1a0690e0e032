using System.Globalization;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;
using Npgsql;

namespace NexusGo.FileExchange.IntegrationTests.Journey;

/// <summary>Cards have no index of their numbers: they are found through the runs their orders got them in.</summary>
public sealed class CardNumberTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Header = "customer_ref;product_code;first_name;last_name;national_identity_number;delivery_address_id;replaces_card_no;replace_reason\r\n";

    /// <summary>Each of these repeats known cards in another pattern; an id is given to every row, a number only to new cards.</summary>
    [Theory]
    [InlineData("CNA", 1, 1)]
    [InlineData("CNB", 2, 50)]
    [InlineData("CNC", 40, 8)]
    [InlineData("CND", 100, 20)]
    public async Task Every_card_is_found_by_its_number_whatever_stands_between_the_new_cards_of_a_file(string customer, int newBetweenKnown, int known)
    {
        await using var rig = Rig(customer);
        rig.Drop("ORD_1.csv", Header + Rows("K", 0, 400));
        await rig.PollAsync();

        var mixed = Enumerable.Range(0, 400 / known).Select(i => Rows("N", i * newBetweenKnown, newBetweenKnown) + Rows("K", i * known, known));
        rig.Drop("ORD_2.csv", Header + string.Concat(mixed));
        await rig.PollAsync();

        var all = rig.Results("ORD_1").Concat(rig.Results("ORD_2")).Where(row => row["outcome"] == "ACCEPTED").ToDictionary(row => row["card_no"], row => row["ref"]);
        Assert.Equal(400 + (400 / known * newBetweenKnown), all.Count);
        Assert.Equal(all.Count, await CountAsync($"select count(distinct card_no) from orders.card where customer_id = '{customer}'"));
        foreach (var lookup in (string[])[NumberRuns.OfCustomer("k.card_no", "k.customer_id"), NumberRuns.OfAnybody("k.card_no")])
        {
            Assert.Equal(all.Count, await CountAsync($"select count(*) from orders.card k where customer_id = '{customer}' and exists (select {lookup} and c.card_id = k.card_id)"));
        }
    }

    [Fact]
    public async Task A_number_that_no_card_has_finds_none()
    {
        await using var rig = Rig("CNE");
        await using var other = Rig("CNF");
        rig.Drop("ORD_1.csv", Header + Rows("A", 0, 3));
        await rig.PollAsync();
        other.Drop("ORD_1.csv", Header + Rows("A", 0, 3));
        await other.PollAsync();
        rig.Drop("ORD_2.csv", Header + Rows("B", 0, 3));
        await rig.PollAsync();

        var ours = rig.Results("ORD_1").Concat(rig.Results("ORD_2")).Select(Number).ToList();
        var theirs = other.Results("ORD_1").Select(Number).ToList();
        foreach (var number in ours)
        {
            Assert.Equal((1, 1), await FoundAsync(number));
        }

        // Between ours: the middle one of three orders of two customers.
        foreach (var number in theirs)
        {
            Assert.Equal((0, 1), await FoundAsync(number));
        }

        foreach (var number in (long[])[ours[0] + 1, CheckDigit.Append(CheckDigit.Without(ours.Min()) - 1), CheckDigit.Append(CheckDigit.Without(ours.Max()) + 1), 0, 1, long.MaxValue])
        {
            Assert.Equal((0, 0), await FoundAsync(number));
        }

        async Task<(long OfCustomer, long OfAnybody)> FoundAsync(long number) => (
            await CountAsync($"select count(*) {NumberRuns.OfCustomer($"{number}::bigint", "'CNE'")}"),
            await CountAsync($"select count(*) {NumberRuns.OfAnybody($"{number}::bigint")}"));
    }

    [Fact]
    public async Task The_database_refuses_to_give_a_number_twice()
    {
        await using var rig = Rig("CNG");
        rig.Drop("ORD_1.csv", Header + Rows("A", 0, 3));
        await rig.PollAsync();

        var refused = await Assert.ThrowsAsync<PostgresException>(() => postgres.ExecuteAsOwnerAsync("""
            insert into orders.number_run (order_id, customer_id, first_number, last_number, first_counter, gaps)
            select gen_random_uuid(), 'CNH', last_number, last_number + 5, 1, 0 from orders.number_run where customer_id = 'CNG'
            """));
        Assert.Equal("ex_number_run", refused.ConstraintName);
    }

    /// <summary>The cards and their numbers are written at different times.</summary>
    [Fact]
    public async Task A_row_may_replace_a_card_that_an_earlier_row_of_its_file_made()
    {
        await using var rig = Rig("CNI");
        rig.Drop("ORD_1.csv", Header + Rows("A", 0, 1));
        await rig.PollAsync();
        var next = CheckDigit.Append(CheckDigit.Without(Number(Assert.Single(rig.Results("ORD_1")))) + 1);

        rig.Drop("ORD_2.csv", Header + Rows("B", 0, 9_000) + string.Create(CultureInfo.InvariantCulture, $"NEW;VISITOR;;;;HQ;{next};LOST\r\nNONE;VISITOR;;;;HQ;{CheckDigit.Append(1)};LOST\r\n"));
        await rig.PollAsync();

        var results = rig.Results("ORD_2");
        Assert.Equal(next, Number(results[0]));
        Assert.Equal(("ACCEPTED", "REJECTED"), (results[9_000]["outcome"], results[9_001]["outcome"]));
    }

    private static string Rows(string name, int first, int count) =>
        string.Concat(Enumerable.Range(first, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{name}{i};VISITOR;;;;HQ;;\r\n")));

    private static long Number(IReadOnlyDictionary<string, string> row) => long.Parse(row["card_no"], CultureInfo.InvariantCulture);

    private Task<long> CountAsync(string sql) => postgres.QueryAsOwnerAsync<long>(sql);

    private ExchangeRig Rig(string customer) => ExchangeRig.Create(postgres.ConnectionString, customer);
}
