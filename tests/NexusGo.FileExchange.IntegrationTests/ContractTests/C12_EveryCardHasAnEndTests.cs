using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Production;

namespace NexusGo.FileExchange.IntegrationTests.ContractTests;

/// <summary>Contract, section 12: every card has an end.</summary>
public sealed class C12_EveryCardHasAnEndTests : CardTests
{
    protected override ExchangeRig CreateRig(string connectionString) => ExchangeRig.Create(connectionString, "CTWELVE");

    [Fact]
    public async Task C12_a_card_too_long_in_a_stage_is_an_alarm_with_its_age()
    {
        await Cards.OrderAsync("A1;ID-STD;Åsa;Öberg;;HQ;", "A2;ID-STD;Bo;Ek;;HQ;");
        Rig.Clock.Advance(TimeSpan.FromDays(6));
        await NightAsync();
        Assert.Empty((await TroublesAsync()).Overdue);

        Rig.Clock.Advance(TimeSpan.FromDays(2));
        await NightAsync();
        var overdue = Assert.Single((await TroublesAsync()).Overdue);
        Assert.Equal(("CTWELVE", CardStatus.Accepted, 2), (overdue.Customer, overdue.Status, overdue.Cards));
        Assert.True(Rig.Clock.GetUtcNow() - overdue.Oldest >= TimeSpan.FromDays(8));
        Assert.Contains(Rig.Log.Lines, line => line.Contains("2 cards are ACCEPTED for longer than agreed", StringComparison.Ordinal));

        // In a batch the next limit counts, and from then on.
        await Partner.MakeBatchesAsync();
        await NightAsync();
        Assert.Empty((await TroublesAsync()).Overdue);
        Rig.Clock.Advance(TimeSpan.FromDays(15));
        await NightAsync();
        Assert.Equal(CardStatus.Ordered, Assert.Single((await TroublesAsync()).Overdue).Status);
    }

    [Fact]
    public async Task C12_a_card_not_finished_in_time_is_cancelled_with_the_partner_closed_told_and_erased()
    {
        var cards = await Cards.OrderAsync("B1;ID-STD;Åsa;Öberg;;HQ;", "B2;ID-STD;Bo;Ek;;HQ;");
        await Partner.MakeBatchesAsync();
        await Partner.TellAsync("EVT_1.csv", $"b1;{Rig.Clock.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ};{cards["B2"]};IN_PRODUCTION;;;;;;;;;");
        await Partner.BackReportAsync();
        Rig.Clock.Advance(TimeSpan.FromDays(364));
        await NightAsync();
        Assert.Equal(2, await OpenCardsAsync());

        Rig.Clock.Advance(TimeSpan.FromDays(2));
        await NightAsync();
        Assert.Equal(0, await OpenCardsAsync());
        Assert.Equal(2, await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card where status = 'CANCELLED'"));

        // The partner is asked to stop, the customer is told.
        Assert.Equal(2, await Partner.SendCancellationsAsync());
        var asked = Partner.Cancellations(Partner.Batches.Single(name => name.StartsWith("CAN_", StringComparison.Ordinal)));
        Assert.Equal(cards.Values.Order(), asked.Select(line => line["card_no"]).Order());
        Assert.All(asked, line => Assert.Equal("STALE", line["reason_code"]));
        var told = (await Partner.BackReportAsync())!;
        Assert.Equal(2, told.Count(line => (line["status"], line["reason_code"]) == ("CANCELLED", "STALE")));

        // Whatever the partner answers now changes nothing and is no refusal.
        await Partner.TellAsync("EVT_2.csv", $"b2;{Rig.Clock.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ};{cards["B1"]};CANCELLED;;;;;;;;;");
        Assert.Equal("ACCEPTED", Partner.Receipt("EVT_2")["file_status"]);
    }

    [Fact]
    public async Task C12_IMMEDIATE_cards_in_production_end_after_six_months()
    {
        Rig.Profile = Rig.Profile with { Retention = new RetentionSettings { Keep = "IMMEDIATE" } };
        await Cards.OrderAsync("C1;ID-STD;Åsa;Öberg;;HQ;");
        await Partner.MakeBatchesAsync();
        Rig.Clock.Advance(TimeSpan.FromDays(180));
        await NightAsync();
        Assert.Equal(1, await OpenCardsAsync());
        Rig.Clock.Advance(TimeSpan.FromDays(6));
        await NightAsync();
        Assert.Equal(0, await OpenCardsAsync());
    }

    private Task NightAsync() => Rig.Services.GetRequiredService<RetentionNight>().RunAsync(Rig.Profile, CancellationToken.None);

    private Task<EventTroubles> TroublesAsync() => Rig.Services.GetRequiredService<HeldEventStore>().LookAsync(CancellationToken.None);

    private Task<long> OpenCardsAsync() => Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card where erased_at is null");
}
