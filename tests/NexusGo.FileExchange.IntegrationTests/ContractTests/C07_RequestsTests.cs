using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Production;

namespace NexusGo.FileExchange.IntegrationTests.ContractTests;

/// <summary>Contract, sections 4, 7, 8 and 11: requests that can succeed, and those that are not agreed.</summary>
public sealed class C07_RequestsTests : CardTests
{
    private const string Header = "request_ref;action;selector_type;selector;from;to;reason_code\r\n";

    private int files;

    protected override ExchangeRig CreateRig(string connectionString) => ExchangeRig.Create(connectionString, "CSEVEN",
        profile => profile with { Requests = new RequestSettings { Signature = SignatureMode.Optional } });

    [Fact]
    public async Task C07_where_no_signature_is_asked_the_channel_alone_blocks_cancels_and_erases()
    {
        var cards = await Cards.OrderAsync("A1;ID-STD;Åsa;Öberg;;HQ;", "A2;ID-STD;Bo;Ek;;HQ;");
        Assert.Equal("DONE", await AskAsync("R1;CANCEL;CUSTOMER_REF;A2;;;"));
        await Cards.DeliverAsync([cards["A1"]]);
        Assert.Equal("DONE W-BLK-01", await AskAsync($"R2;BLOCK;CARD_NO;{cards["A1"]};;;LOST"));
        Assert.Equal("DONE", await AskAsync($"R3;ERASE;CARD_NO;{cards["A1"]};;;"));
        Assert.Equal(0, await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card where sealed is not null"));
    }

    [Theory]
    [InlineData("APPROVE", "ACCEPTED")]
    [InlineData("DECLINE", "CANCELLED")]
    public async Task C08_a_second_card_for_a_person_is_decided_by_the_same_channel_where_nobody_signs(string action, string status)
    {
        Rig.Profile = Rig.Profile with { Orders = Rig.Profile.Orders with { DeclaredColumns = ["national_identity_number"] } };
        const string Person = "198112189876";
        await Cards.OrderAsync($"A1;ID-STD;Åsa;Öberg;{Person};HQ;");
        await Cards.OrderAsync($"A2;ID-STD;Åsa;Öberg;{Person};HQ;");
        var order = Rig.Results($"ORD_{Rig.Profile.CustomerId}_0002")[0]["order_no"];
        Assert.Equal(1,
            await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card where status = 'ON_HOLD' and hold_code = 'W-DUP-01'"));
        Assert.Equal("DONE", await AskAsync($"R1;{action};ORDER_NO;{order};;;"));
        Assert.Equal(1,
            await Postgres.QueryAsOwnerAsync<long>(
            $"select count(*) from orders.card where hold_code = 'W-DUP-01' and status = '{status}'"));
    }

    [Fact]
    public async Task C08_under_a_hold_cancelling_and_erasing_wait_with_R_HLD_01()
    {
        var cards = await Cards.OrderAsync("A1;ID-STD;Åsa;Öberg;;HQ;", "A2;ID-STD;Bo;Ek;;HQ;");
        var holds = Rig.Services.GetRequiredService<NexusGo.FileExchange.Retention.IHoldStore>();
        var hold = await holds.SetAsync(Rig.Profile.Id, "DISPUTE", Rig.Clock.GetUtcNow().AddDays(10), "tester", CancellationToken.None);
        Assert.Equal("SCHEDULED R-HLD-01", await AskAsync("R1;CANCEL;CUSTOMER_REF;A2;;;"));
        await Cards.DeliverAsync([cards["A1"]]);
        Assert.Equal("SCHEDULED R-HLD-01", await AskAsync($"R2;ERASE;CARD_NO;{cards["A1"]};;;"));
        await Rig.Services.GetRequiredService<NexusGo.FileExchange.Requests.IScheduledErasures>()
            .RunAsync(Rig.Profile, CancellationToken.None);
        Assert.Equal(2, await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card where sealed is not null"));

        await holds.EndAsync(Rig.Profile.Id, hold.HoldId, "tester", CancellationToken.None);
        await Rig.Services.GetRequiredService<NexusGo.FileExchange.Requests.IScheduledErasures>()
            .RunAsync(Rig.Profile, CancellationToken.None);
        await Rig.Services.GetRequiredService<NexusGo.FileExchange.Retention.RetentionNight>()
            .RunAsync(Rig.Profile, CancellationToken.None);
        Assert.Equal(0, await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card where sealed is not null"));
    }

    [Fact]
    public async Task C11_CONSUMED_counts_only_where_it_is_agreed()
    {
        await Cards.OrderAsync("A1;ID-STD;Åsa;Öberg;;HQ;");
        var receipt = $"RCP_ORD_{Rig.Profile.CustomerId}_0001.csv";
        Rig.Profile = Rig.Profile with { Consumed = Rig.Profile.Consumed with { Signals = [ConsumedSignal.MaxAge] } };
        Assert.Equal("REFUSED R-CON-01", await AskAsync($"R1;CONSUMED;FILE;{receipt};;;"));
        Rig.Profile = Rig.Profile with { Consumed = Rig.Profile.Consumed with { Signals = [ConsumedSignal.Request] } };
        Assert.Equal("DONE", await AskAsync($"R1;CONSUMED;FILE;{receipt};;;"));
    }

    private async Task<string> AskAsync(string row)
    {
        var name = $"REQ_{++files}";
        Rig.Drop(name + ".csv", Header + row + "\r\n");
        await Rig.PollAsync();
        var result = Rig.Results(name).Single();
        return $"{result["outcome"]} {result["first_error_code"]}".TrimEnd();
    }
}
