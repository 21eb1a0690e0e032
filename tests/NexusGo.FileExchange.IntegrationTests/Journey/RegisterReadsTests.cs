using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Orders;
using NexusGo.FileExchange.Testing.Postgres;

namespace NexusGo.FileExchange.IntegrationTests.Journey;

/// <summary>
/// How much of the register the server reads for a file: a join that loses its index reads all cards for every row, and an hour becomes of
/// a minute.
/// </summary>
public sealed class RegisterReadsTests : IAsyncLifetime
{
    private const int Rows = 2_000;
    private const string Header = "customer_ref;product_code;first_name;last_name;national_identity_number;delivery_address_id\r\n";

    private readonly PostgresFixture postgres = new();

    public Task InitializeAsync() => postgres.InitializeAsync();

    public Task DisposeAsync() => postgres.DisposeAsync();

    [Fact]
    public async Task Every_row_of_a_file_has_a_few_cards_read_however_many_there_are()
    {
        await using (var rig = ExchangeRig.Create(postgres.ConnectionString, "READS"))
        {
            rig.Drop("ORD_1.csv", Orders("A", firstPerson: 0));
            await rig.PollAsync();

            // The same people again, the same references again, and files of other people side by side: each asks the register in its own
            // way.
            rig.Drop("ORD_2.csv", Orders("B", firstPerson: 0));
            await rig.PollAsync();
            rig.Drop("ORD_3.csv", Orders("A", firstPerson: 0) + "Z1;VISITOR;;;;HQ\r\n");
            await rig.PollAsync();
            rig.Drop("ORD_4.csv", Orders("C", firstPerson: Rows));
            rig.Drop("ORD_5.csv", Orders("D", firstPerson: 2 * Rows));
            rig.Drop("ORD_6.csv", Orders("E", firstPerson: 3 * Rows));
            await rig.PollAsync();
            Assert.Equal([Rows, 0, 1, Rows, Rows, Rows],
                Enumerable.Range(1, 6).Select(i => rig.Results($"ORD_{i}").Count(row => row["outcome"] == "ACCEPTED")));
            Assert.Equal(Rows, rig.Results("ORD_2").Count(row => row["outcome"] == "ON_HOLD"));
            Assert.Equal(Rows, rig.Results("ORD_3").Count(row => row["outcome"] == "UNCHANGED"));
        }

        // The rig's connections are closed: the server has counted all they read.
        await Until.TrueAsync(async () => await ReadAsync() > 0, TimeSpan.FromSeconds(30), () => "nothing was read by index");
        var read = await ReadAsync();
        Assert.True(read is > 2 * Rows and < 40 * Rows, $"{read} cards read: " + await postgres.QueryAsOwnerAsync<string>(
            "select string_agg(indexrelname || ' ' || idx_tup_read, ', ') from pg_stat_user_indexes where relname in ('card', "
                + "'card_person') and idx_tup_read > 0"));
        Assert.Equal(0L,
            await postgres.QueryAsOwnerAsync<long>(
            "select sum(seq_scan)::bigint from pg_stat_user_tables where schemaname = 'orders' and relname in ('card', 'card_person')"));
    }

    /// <summary>Large enough that the register's blind indexes are read first and most rows are not looked up.</summary>
    [Fact]
    public async Task A_large_file_finds_what_the_register_and_its_own_earlier_rows_have()
    {
        await using var rig = ExchangeRig.Create(postgres.ConnectionString, "LARGE",
            profile => profile with { Limits = new LimitSettings { Rows = 10 * Rows } });
        rig.Drop("ORD_1.csv", Orders("A", firstPerson: 0));
        await rig.PollAsync();

        var fresh = string.Concat(Enumerable.Range(1, 6).Select(i => Orders("B", firstPerson: i * Rows)[Header.Length..]));
        var row = fresh.Split("\r\n")[0].Split(';');
        rig.Drop("ORD_2.csv",
            Orders("A", firstPerson: 0) + fresh + $"{row[0]};VISITOR;;;;HQ\r\nZ1;{string.Join(';', row[1..])}\r\nZ2;VISITOR;;;;HQ\r\n");
        await rig.PollAsync();

        var results = rig.Results("ORD_2");
        Assert.All(results.Take(Rows), result => Assert.Equal("UNCHANGED", result["outcome"]));
        Assert.All(results.Skip(Rows).Take(6 * Rows), result => Assert.Equal("ACCEPTED", result["outcome"]));
        Assert.Equal(["REJECTED E-REF-02", "ON_HOLD W-DUP-01", "ACCEPTED "],
            results.Skip(7 * Rows).Select(result => $"{result["outcome"]} {result["first_error_code"]}"));
    }

    private Task<long> ReadAsync() => postgres.QueryAsOwnerAsync<long>(
        "select coalesce(sum(idx_tup_read), 0)::bigint from pg_stat_user_indexes where schemaname = 'orders' and relname in ('card', "
            + "'card_person')");

    private static string Orders(string prefix, int firstPerson) => Header + string.Concat(Enumerable.Range(firstPerson, Rows).Select(i =>
    {
        var person = TestPersons.Get(i);
        return $"{prefix}{i};ID-STD;{person.FirstName};{person.LastName};{person.IdentityNumber};HQ\r\n";
    }));
}
