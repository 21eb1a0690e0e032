using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;

namespace NexusGo.FileExchange.IntegrationTests.Journey;

/// <summary>Several workers on one database, and workers that stop in the middle.</summary>
public sealed class WorkersTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Header = "customer_ref;product_code;delivery_address_id\r\n";

    [Fact]
    public async Task Nasty13_only_the_worker_with_the_lease_looks_into_an_inbox()
    {
        await using var first = Rig("WKA");
        await using var second = Rig("WKA", beside: first);
        await first.PollAsync(1);
        first.Drop("ORD_1.csv", Header + "A1;VISITOR;HQ\r\n");
        await second.PollAsync(3);
        Assert.Empty(first.Names("out/receipts"));
        await first.PollAsync(2);
        Assert.Equal("ACCEPTED", first.Receipt("ORD_1")["file_status"]);
    }

    [Fact]
    public async Task Nasty13_another_worker_goes_on_when_the_lease_has_lapsed_or_was_given_back()
    {
        await using var first = Rig("WKB");
        await first.PollAsync(1);
        await using var second = Rig("WKB", beside: first);
        first.Drop("ORD_1.csv", Header + "A1;VISITOR;HQ\r\n");
        await second.PollAsync(2);
        Assert.Empty(first.Names("out/receipts"));
        await first.PassAsync(TimeSpan.FromSeconds(21));
        await second.PollAsync(2);
        Assert.Equal("ACCEPTED", first.Receipt("ORD_1")["file_status"]);

        await second.DisposeAsync();
        first.Drop("ORD_2.csv", Header + "A2;VISITOR;HQ\r\n");
        await first.PollAsync(2);
        Assert.Equal("ACCEPTED", first.Receipt("ORD_2")["file_status"]);
    }

    [Fact]
    public async Task Nasty14_a_worker_that_slept_past_its_lease_stores_nothing()
    {
        await using var sleeper = Rig("WKC", lease: TimeSpan.FromHours(1));
        await using var other = Rig("WKC", beside: sleeper);
        sleeper.Drop("ORD_1.csv", Header + "A1;VISITOR;HQ\r\n");
        var slept = false;
        sleeper.Hooks.After = async (verb, _) =>
        {
            // Fetched and looked at once more: the next thing would be to store it.
            if (verb == "stat" && !slept)
            {
                slept = true;
                await sleeper.PassAsync(TimeSpan.FromHours(2));
                await other.PollAsync(2);
            }
        };
        await sleeper.PollAsync(1);
        var failure = await Assert.ThrowsAsync<FileExchangeException>(() => sleeper.PollAsync(1));

        Assert.True(slept);
        Assert.Equal(FailureReason.LeaseLost, failure.Reason);
        Assert.Equal("ACCEPTED", other.Receipt("ORD_1")["file_status"]);
        Assert.Equal(1L,
            await postgres.QueryAsOwnerAsync<long>($"select count(*) from orders.card where customer_id = '{other.Customer}'"));
        Assert.Equal(["RCP_ORD_1.csv", "RES_ORD_1.csv"], other.Names("out/receipts"));
    }

    [Theory]
    [InlineData("publish", "RES_")]
    [InlineData("publish", "RCP_")]
    [InlineData("delete", "")]
    public async Task Nasty15_to_18_a_worker_that_dies_around_an_effect_is_followed_by_one_that_finishes(string verb, string name)
    {
        foreach (var after in new[] { false, true })
        {
            await using var dying = Rig("WKD");
            dying.Drop("ORD_1.csv", Header + "A1;VISITOR;HQ\r\nA2;NOPE;HQ\r\n");
            Func<string, NexusGo.FileExchange.Remote.RemotePath, Task> die = (v, path) =>
                v == verb && path.ToString().Contains(name, StringComparison.Ordinal) ? throw new OperationCanceledException("dies here")
                    : Task.CompletedTask;
            dying.Hooks.Before = after ? null : die;
            dying.Hooks.After = after ? die : null;
            await dying.PollAsync(1);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dying.PollAsync(1));
            var before = dying.Names("out/receipts").ToDictionary(n => n, n => Convert.ToHexString(dying.Bytes("out/receipts/" + n)));

            await using var next = Rig("WKD", beside: dying);
            await dying.PassAsync(TimeSpan.FromMinutes(1));
            await next.PollAsync(2);

            Assert.Equal("PARTIAL", next.Receipt("ORD_1")["file_status"]);
            Assert.Equal(["RCP_ORD_1.csv", "RES_ORD_1.csv"], next.Names("out/receipts"));
            Assert.Equal(["ERR_ORD_1.csv"], next.Names("out/errors"));
            Assert.Empty(next.Names("in"));
            Assert.All(before, pair => Assert.Equal(pair.Value, Convert.ToHexString(next.Bytes("out/receipts/" + pair.Key))));
            Assert.Equal(1L,
                await postgres.QueryAsOwnerAsync<long>($"select count(*) from orders.card where customer_id = '{dying.Customer}'"));
            Assert.Equal(1L,
                await postgres.QueryAsOwnerAsync<long>(
                $"select count(*) from exchange.inbound_file where customer_id = '{dying.Customer}' and state = 'CLOSED'"));
        }
    }

    private ExchangeRig Rig(string customer, ExchangeRig? beside = null, TimeSpan? lease = null) =>
        ExchangeRig.Create(postgres.ConnectionString, beside?.Customer ?? CustomerIds.Next(customer), null, beside, lease);
}
