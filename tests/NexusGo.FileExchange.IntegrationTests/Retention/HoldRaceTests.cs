using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Requests;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Production;
using NexusGo.FileExchange.Testing.Requests;
using Npgsql;

namespace NexusGo.FileExchange.IntegrationTests.Retention;

/// <summary>A hold that is set while an erasure waits for the customer's cards keeps them: none slips through.</summary>
public sealed class HoldRaceTests : CardTests
{
    protected override ExchangeRig CreateRig(string connectionString) => ExchangeRig.Create(connectionString, "HLD");

    [Theory]
    [InlineData("ERASE")]
    [InlineData("CANCEL")]
    public async Task A_request_that_waited_while_a_hold_was_set_erases_nothing(string action)
    {
        var cards = await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;");
        if (action == "ERASE")
        {
            await Cards.DeliverAsync(cards.Values);
        }

        var answers = await WhileAHoldIsSetAsync(() => Rig.AskAsync("REQ_1", $"r1;{action};CUSTOMER_REF;A1;;;"));
        Assert.Equal([("SCHEDULED", "R-HLD-01")], answers);
        Assert.Equal(1, await KeptAsync());
    }

    [Fact]
    public async Task A_scheduled_erasure_that_waited_while_a_hold_was_set_erases_nothing()
    {
        var cards = await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;");
        Assert.Equal([("SCHEDULED", "")], await Rig.AskAsync("REQ_1", "r1;ERASE;CUSTOMER_REF;A1;;;"));
        await Cards.DeliverAsync(cards.Values);
        var erasures = Rig.Services.GetRequiredService<IScheduledErasures>();
        Assert.Equal(0, await WhileAHoldIsSetAsync(() => erasures.RunAsync(Rig.Profile, CancellationToken.None)));
        Assert.Equal(1, await KeptAsync());

        await Postgres.ExecuteAsOwnerAsync("update retention.hold set ended_at = set_at");
        Assert.Equal(1, await erasures.RunAsync(Rig.Profile, CancellationToken.None));
        Assert.Equal(0, await KeptAsync());
    }

    private Task<long> KeptAsync() => Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card where sealed is not null");

    /// <summary>Begins the work while a hold is being set, and ends setting it once the work waits.</summary>
    private async Task<T> WhileAHoldIsSetAsync<T>(Func<Task<T>> work)
    {
        await using var other = new NpgsqlConnection(Postgres.OwnerConnectionString + ";Pooling=false");
        await other.OpenAsync();
        await using var setting = await other.BeginTransactionAsync();

        // The customer's event lock, as whoever sets a hold takes it.
        await using var set = new NpgsqlCommand("""
            select set_config('nexusgo.customer', 'HLD', true);
            select pg_advisory_xact_lock(20056, exchange.lock_number('HLD'));
            insert into retention.hold (hold_id, customer_id, reason, set_at, until)
            values (gen_random_uuid(), 'HLD', 'DISPUTE', now() - interval '1 day', now() + interval '9 days')
            """, other, setting);
        await set.ExecuteNonQueryAsync();
        var working = Task.Run(work);
        await Until.TrueAsync(async () => working.IsCompleted
            || await Postgres.QueryAsOwnerAsync<long>(
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") > 0,
            TimeSpan.FromSeconds(30), () => "nobody waits for the cards");
        Assert.False(working.IsCompleted);
        await setting.CommitAsync();
        return await working;
    }
}
