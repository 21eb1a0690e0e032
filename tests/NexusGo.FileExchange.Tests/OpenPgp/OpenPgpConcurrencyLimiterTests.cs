using NexusGo.FileExchange.OpenPgp;

namespace NexusGo.FileExchange.Tests.OpenPgp;

/// <summary>Slots are taken and given back; nobody waits for anybody in these tests.</summary>
[Trait("Attack", "20.3 one customer starves the others")]
public sealed class OpenPgpConcurrencyLimiterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Of_one_customer_only_so_many_messages_are_open_and_another_customers_opens_at_once(int agreed)
    {
        var engine = new ScriptedOpenPgp();
        using var limiter = new OpenPgpConcurrencyLimiter(engine, slots: 8);
        var flood = Enumerable.Range(0, 12)
            .Select(_ => limiter.OpenAsync(Stream.Null, Policy("LOUD") with { SlotsOfCustomer = agreed }, default).AsTask()).ToList();
        Assert.Equal(agreed, engine.Open);
        Assert.Equal(agreed, flood.Count(one => one.IsCompleted));

        var quiet = limiter.OpenAsync(Stream.Null, Policy("QUIET"), default).AsTask();
        Assert.True(quiet.IsCompletedSuccessfully);
        await (await quiet).DisposeAsync();

        // Each one given back lets the next one in, and no slot is lost on the way.
        while (flood.Count > 0)
        {
            var open = await Task.WhenAny(flood);
            flood.Remove(open);
            Assert.True(engine.Open <= agreed);
            await (await open).DisposeAsync();
        }

        Assert.Equal(0, engine.Open);
    }

    [Fact]
    public async Task All_customers_together_share_what_the_machine_can_bear()
    {
        var engine = new ScriptedOpenPgp();
        using var limiter = new OpenPgpConcurrencyLimiter(engine, slots: 3);
        var all = Enumerable.Range(0, 6).Select(i => limiter.OpenAsync(Stream.Null, Policy($"C{i}"), default).AsTask()).ToList();
        Assert.Equal(3, engine.Open);
        foreach (var one in all)
        {
            await (await one).DisposeAsync();
        }
    }

    [Fact]
    public async Task A_message_that_fails_to_open_gives_both_slots_back()
    {
        var engine = new ScriptedOpenPgp { Failure = new InvalidOperationException() };
        using var limiter = new OpenPgpConcurrencyLimiter(engine, slots: 1);
        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() =>
                limiter.OpenAsync(Stream.Null, Policy("A") with { SlotsOfCustomer = 1 }, default).AsTask());
        }

        engine.Failure = null;
        var open = limiter.OpenAsync(Stream.Null, Policy("A") with { SlotsOfCustomer = 1 }, default).AsTask();
        Assert.True(open.IsCompletedSuccessfully);
        await (await open).DisposeAsync();
    }

    private static OpenPgpPolicy Policy(string customer) => new() { Signers = [], Customer = customer, SlotsOfCustomer = 2 };
}
