using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;

namespace NexusGo.FileExchange.IntegrationTests.Attacks;

[Trait("Attack", "20.4 junk fills the disk")]
public sealed class DailyQuotaTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task More_files_than_agreed_for_a_day_stay_where_they_are_and_the_customer_is_told_once()
    {
        await using var rig = ExchangeRig.Create(postgres.ConnectionString, CustomerIds.Next("QUO"),
            profile => profile with { Budgets = new BudgetSettings { FilesPerDay = 3 } });
        for (var i = 1; i <= 7; i++)
        {
            rig.Drop($"ORD_{i:000}.csv",
                $"customer_ref;product_code;first_name;last_name;delivery_address_id\r\nA{i};ID-STD;Bo;Ek;HQ\r\n");
        }

        await rig.PollAsync(4);
        Assert.Equal(3, rig.Names("in").Count);
        Assert.Equal(4, rig.Names("out/receipts").Count(name => name.StartsWith("RCP_", StringComparison.Ordinal)));
        Assert.Single(rig.Names("out/receipts"), name => name.StartsWith("RCP_", StringComparison.Ordinal)
            && rig.Answer("out/receipts/" + name)[0]["error_code"] == "F-SIZ-05");
        Assert.Single(rig.Log.Lines, line => line.StartsWith("Warning 2014 ", StringComparison.Ordinal));

        rig.Clock.Advance(TimeSpan.FromDays(1));
        await rig.PollAsync(3);
        Assert.Empty(rig.Names("in"));
        Assert.Equal(6L, await postgres.QueryAsOwnerAsync<long>(
            $"select count(*) from orders.card where customer_id = '{rig.Profile.CustomerId}'"));
    }
}
