using System.Globalization;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Swedish;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;
using Npgsql;

namespace NexusGo.FileExchange.IntegrationTests.Journey;

/// <summary>A card's number is given once, and finds its card for its own customer alone.</summary>
public sealed class CardNumberTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Header =
        "customer_ref;product_code;first_name;last_name;national_identity_number;delivery_address_id;replaces_card_no;replace_reason\r\n";

    [Fact]
    public async Task Numbers_are_given_to_new_cards_only_and_never_twice()
    {
        await using var rig = Rig("CNA");
        rig.Drop("ORD_1.csv", Header + Rows("K", 0, 200));
        await rig.PollAsync();
        rig.Drop("ORD_2.csv", Header + string.Concat(Enumerable.Range(0, 100).Select(i => Rows("N", i, 1) + Rows("K", i, 2))));
        await rig.PollAsync();

        var accepted = rig.Results("ORD_1").Concat(rig.Results("ORD_2")).Where(row => row["outcome"] == "ACCEPTED").Select(Number).ToList();
        Assert.Equal(300, accepted.Distinct().Count());
        Assert.Equal(300, await CountAsync($"select count(distinct card_no) from orders.card where customer_id = '{rig.Customer}'"));
        var first = rig.Results("ORD_1").ToDictionary(row => row["ref"], Number);
        Assert.All(rig.Results("ORD_2").Where(row => row["outcome"] == "UNCHANGED"), row => Assert.Equal(first[row["ref"]], Number(row)));
    }

    [Fact]
    public async Task A_row_may_replace_its_own_customers_card_and_no_others()
    {
        await using var rig = Rig("CNE");
        await using var other = Rig("CNF");
        rig.Drop("ORD_1.csv", Header + Rows("A", 0, 1));
        await rig.PollAsync();
        other.Drop("ORD_1.csv", Header + Rows("A", 0, 1));
        await other.PollAsync();
        var ours = Number(Assert.Single(rig.Results("ORD_1")));
        var theirs = Number(Assert.Single(other.Results("ORD_1")));

        long[] named = [ours, theirs, CheckDigit.Append(1), CheckDigit.Append(CheckDigit.Without(long.Max(ours, theirs)) + 1)];
        rig.Drop("ORD_2.csv",
            Header + string.Concat(named.Select((number, i) =>
            string.Create(CultureInfo.InvariantCulture, $"B{i};VISITOR;;;;HQ;{number};LOST\r\n"))));
        await rig.PollAsync();

        Assert.Equal(["ACCEPTED", "REJECTED", "REJECTED", "REJECTED"], rig.Results("ORD_2").Select(row => row["outcome"]));
    }

    [Fact]
    public async Task The_database_refuses_to_give_a_number_twice()
    {
        await using var rig = Rig("CNG");
        rig.Drop("ORD_1.csv", Header + Rows("A", 0, 2));
        await rig.PollAsync();

        var refused = await Assert.ThrowsAsync<PostgresException>(() =>
            postgres.ExecuteAsOwnerAsync($"update orders.card set card_no = (select min(card_no) from orders.card where customer_id = "
                + $"'{rig.Customer}') where customer_id = '{rig.Customer}'"));
        Assert.Equal("uq_card_no", refused.ConstraintName);
    }

    /// <summary>The card is of an earlier batch of the same transaction.</summary>
    [Fact]
    public async Task A_row_may_replace_a_card_that_an_earlier_row_of_its_file_made()
    {
        await using var rig = Rig("CNI");
        // After a file of a thousand rows so many numbers are reserved that the next file's follow at once.
        rig.Drop("ORD_1.csv", Header + Rows("A", 0, 1_000));
        await rig.PollAsync();
        var next = CheckDigit.Append(CheckDigit.Without(rig.Results("ORD_1").Max(Number)) + 1);

        rig.Drop("ORD_2.csv", Header + Rows("B", 0, 9_000) + string.Create(CultureInfo.InvariantCulture,
            $"NEW;VISITOR;;;;HQ;{next};LOST\r\nNONE;VISITOR;;;;HQ;{CheckDigit.Append(1)};LOST\r\n"));
        await rig.PollAsync();

        var results = rig.Results("ORD_2");
        Assert.Equal(next, Number(results[0]));
        Assert.Equal(("ACCEPTED", "REJECTED"), (results[9_000]["outcome"], results[9_001]["outcome"]));
    }

    private static string Rows(string name, int first, int count) =>
        string.Concat(Enumerable.Range(first, count)
            .Select(i => string.Create(CultureInfo.InvariantCulture, $"{name}{i};VISITOR;;;;HQ;;\r\n")));

    private static long Number(IReadOnlyDictionary<string, string> row) => long.Parse(row["card_no"], CultureInfo.InvariantCulture);

    private Task<long> CountAsync(string sql) => postgres.QueryAsOwnerAsync<long>(sql);

    private ExchangeRig Rig(string customer) => ExchangeRig.Create(postgres.ConnectionString, CustomerIds.Next(customer));
}
