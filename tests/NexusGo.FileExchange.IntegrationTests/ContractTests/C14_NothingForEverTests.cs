using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Delivery.Consumed;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Requests;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Production;

namespace NexusGo.FileExchange.IntegrationTests.ContractTests;

/// <summary>Contract, section 14: there is no "for ever". Cards are left alone in every status there is, and 25 months pass.</summary>
public sealed class C14_NothingForEverTests : CardTests
{
    private static readonly string[] Statuses =
        ["ON_HOLD", "ACCEPTED", "ORDERED", "IN_PRODUCTION", "FAILED", "PRODUCED", "SHIPPED", "DELIVERED", "RETURNED", "DESTROYED",
        "CANCELLED", "REJECTED"];

    protected override ExchangeRig CreateRig(string connectionString) => ExchangeRig.Create(connectionString, "CFOREVER");

    [Fact]
    public async Task C14_after_25_months_no_personal_data_is_left_whatever_became_of_a_card()
    {
        var cards = await Cards.OrderAsync(Statuses.Select((status, i) => $"R{i};ID-STD;Åsa;Öberg{(char)('a' + i)};;HQ;"));
        await Partner.MakeBatchesAsync();
        await Partner.BackReportAsync();
        var at = Rig.Clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        foreach (var (status, i) in Statuses.Select((status, i) => (status, i)))
        {
            var made = status is "PRODUCED" or "SHIPPED" or "DELIVERED" or "RETURNED" or "DESTROYED";
            await Postgres.QueryAsOwnerAsync<long>($"""
                update orders.card set status = '{status}', status_at = '{at}', hold_code = {(status == "ON_HOLD" ? "'W-DUP-01'" : "null")},
                    card_state = '{(made ? "ACTIVE" : "NONE")}', card_state_at = {(made ? $"'{at}'" : "null")},
                        produced_at = {(made ? $"'{at}'::timestamptz" : "null")},
                    shipped_at = {(made && status != "PRODUCED" ? $"'{at}'::timestamptz" : "null")},
                        delivered_at = {(status == "DELIVERED" ? $"'{at}'::timestamptz" : "null")}
                where card_no = {cards[$"R{i}"]} returning card_no
                """);
        }

        for (var passed = 0; passed < 25; passed++)
        {
            Rig.Clock.Advance(TimeSpan.FromDays(31));
            await Rig.Services.GetRequiredService<RetentionNight>().RunAsync(Rig.Profile, CancellationToken.None);
            await Rig.Services.GetRequiredService<RetentionNight>().RunAsync(Partner.Profile.AsArea(), CancellationToken.None);
            await Rig.Services.GetRequiredService<IScheduledErasures>().RunAsync(Rig.Profile, CancellationToken.None);
            await Partner.SendCancellationsAsync();
            await Partner.BackReportAsync();
            await Rig.Services.GetRequiredService<IConsumedSweep>().RunAsync(Rig.Profile, CancellationToken.None);
        }

        Assert.Equal(12, await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card"));
        foreach (var left in new[] { "sealed is not null", "card_no is not null", "ref_index is not null", "person_index is not null",
            "erased_at is null" })
        {
            Assert.Equal(0, await Postgres.QueryAsOwnerAsync<long>($"select count(*) from orders.card where {left}"));
        }

        Assert.Equal(0,
            await Postgres.QueryAsOwnerAsync<long>(
            "select count(*) from orders.card where status in ('ON_HOLD', 'ACCEPTED', 'ORDERED', 'IN_PRODUCTION', 'FAILED')"));
        Assert.Equal(0,
            await Postgres.QueryAsOwnerAsync<long>("select count(*) from exchange.inbound_file where name like 'ORD_CFOREVER%'"));
        Assert.Equal(0,
            await Postgres.QueryAsOwnerAsync<long>(
            "select count(*) from orders.card_order where signed_by is not null or erased_at is null"));
    }
}
