using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Production;

namespace NexusGo.FileExchange.IntegrationTests.ContractTests;

/// <summary>Contract, section 4: the same content within 400 days. And that customers do not wait for each other by chance.</summary>
public sealed class C04_DuplicatesAndLocksTests : CardTests
{
    protected override ExchangeRig CreateRig(string connectionString) => ExchangeRig.Create(connectionString, "CFOUR");

    [Theory]
    [InlineData(399, "DUPLICATE")]
    [InlineData(400, "DUPLICATE")]
    [InlineData(401, "ACCEPTED")]
    public async Task C04_the_same_content_is_a_duplicate_for_400_days(int days, string status)
    {
        const string Content = "customer_ref;product_code;first_name;last_name;delivery_address_id\r\nA1;ID-STD;Åsa;Öberg;HQ\r\n";
        Rig.Drop("ORD_1.csv", Content);
        await Rig.PollAsync();

        // A minute is spared for the test itself: the four hundredth day is not over yet.
        Rig.Clock.Advance(TimeSpan.FromDays(days) - TimeSpan.FromMinutes(1));
        Rig.Drop("ORD_2.csv", Content);
        await Rig.PollAsync();
        Assert.Equal(status, Rig.Receipt("ORD_2")["file_status"]);
    }

    [Fact]
    public async Task C15_two_customers_never_share_a_lock_by_hash()
    {
        var pair = (await Postgres.QueryAsOwnerAsync<string>("""
            select min(id) || ' ' || max(id) from (select 'C' || n as id, hashtext('C' || n) as hash from generate_series(1, 400000) n) c
            group by hash having count(*) > 1 limit 1
            """))!.Split(' ');
        Assert.True(await Postgres.QueryAsOwnerAsync<bool>($"select hashtext('{pair[0]}') = hashtext('{pair[1]}')"));
        Assert.True(await Postgres.QueryAsOwnerAsync<bool>($"with named as materialized (select set_config('nexusgo.customer', '*', "
            + $"true)) select exchange.lock_number('{pair[0]}') <> exchange.lock_number('{pair[1]}') from named"));
        Assert.True(await Postgres.QueryAsOwnerAsync<bool>($"with named as materialized (select set_config('nexusgo.customer', '*', "
            + $"true)) select exchange.lock_number('{pair[0]}') = exchange.lock_number('{pair[0]}') from named"));
    }
}
