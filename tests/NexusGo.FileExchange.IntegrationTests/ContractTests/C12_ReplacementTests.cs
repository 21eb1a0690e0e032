using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Production;

namespace NexusGo.FileExchange.IntegrationTests.ContractTests;

/// <summary>Contract, section 12: replacements.</summary>
public sealed class C12_ReplacementTests : CardTests
{
    private const string Header = "customer_ref;product_code;first_name;last_name;delivery_address_id;replaces_card_no;replace_reason\r\n";

    private int files;

    protected override ExchangeRig CreateRig(string connectionString) => ExchangeRig.Create(connectionString, "CREPLACE");

    [Theory]
    [InlineData(ReplacedCard.Block, "LOST", "BLOCKED")]
    [InlineData(ReplacedCard.Terminate, "STOLEN", "TERMINATED")]
    [InlineData(ReplacedCard.Keep, "LOST", "ACTIVE")]
    [InlineData(ReplacedCard.Block, "DAMAGED", "ACTIVE")]
    public async Task C12_a_lost_or_stolen_card_is_blocked_kept_or_terminated_as_agreed(ReplacedCard agreed, string reason, string state)
    {
        Rig.Profile = Rig.Profile with { Orders = Rig.Profile.Orders with { LostOrStolen = agreed } };
        var old = await MadeAsync();
        Assert.Equal("ACCEPTED ", await OrderAsync($"B1;ID-STD;Åsa;Öberg;HQ;{old};{reason}"));
        var changed = state == "ACTIVE" ? 0 : 1;
        Assert.Equal(changed, await Rig.Services.GetRequiredService<IReplacements>().SettleAsync(Rig.Profile, CancellationToken.None));
        Assert.Equal(0, await Rig.Services.GetRequiredService<IReplacements>().SettleAsync(Rig.Profile, CancellationToken.None));
        Assert.Equal(state, await Postgres.QueryAsOwnerAsync<string>($"select card_state from orders.card where card_no = {old}"));
        Assert.Equal(changed, (await Partner.BackReportAsync())!.Count(line => line.GetValueOrDefault("card_no") == old
            && line["reason_code"] == "REPLACED"));
    }

    [Fact]
    public async Task C12_a_card_is_replaced_once_unless_the_replacement_came_to_nothing()
    {
        var old = await MadeAsync();
        Assert.Equal("ACCEPTED ", await OrderAsync($"B1;ID-STD;Åsa;Öberg;HQ;{old};DAMAGED"));
        Assert.Equal("REJECTED E-REF-04", await OrderAsync($"B2;ID-STD;Åsa;Öberg;HQ;{old};DAMAGED"));
        await Postgres.QueryAsOwnerAsync<long>(
            $"update orders.card set status = 'FAILED' where replaces_card_no = {old} returning card_no");
        Assert.Equal("ACCEPTED ", await OrderAsync($"B3;ID-STD;Åsa;Öberg;HQ;{old};DAMAGED"));
        Assert.Equal("REJECTED E-REF-05", await OrderAsync("B4;ID-STD;Åsa;Öberg;HQ;;LOST"));
    }

    private async Task<string> MadeAsync()
    {
        var cards = await Cards.OrderAsync("A1;ID-STD;Åsa;Öberg;;HQ;");
        await Cards.DeliverAsync(cards.Values);
        await Partner.BackReportAsync();
        return cards["A1"];
    }

    private async Task<string> OrderAsync(string row)
    {
        var name = $"ORD_R{++files}";
        Rig.Drop(name + ".csv", Header + row + "\r\n");
        await Rig.PollAsync();
        var result = Rig.Results(name).Single();
        return $"{result["outcome"]} {result["first_error_code"]}";
    }
}
