using System.Text;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Orders;
using NexusGo.FileExchange.Testing.Production;
using Npgsql;

namespace NexusGo.FileExchange.IntegrationTests.Production;

/// <summary>A customer that keeps nothing but its back-reports knows every card's present status from them.</summary>
public sealed class BackReportReplayTests : CardTests
{
    private static readonly string[] Kinds = ["IN_PRODUCTION", "PRODUCED", "FAILED", "SHIPPED", "DELIVERED", "RETURNED", "DESTROYED",
        "INVOICED"];

    protected override ExchangeRig CreateRig(string connectionString) => ExchangeRig.Create(connectionString, "BRA");

    protected override PartnerRig CreatePartner(ExchangeRig rig) =>
        new(rig, p => p with { Batches = p.Batches with { Cards = 40, Attempts = 5 } });

    [Fact]
    public async Task Replaying_all_back_reports_rebuilds_every_cards_status()
    {
        const int seed = 20261121;
        var random = new Random(seed);
        var told = new List<IReadOnlyDictionary<string, string>>();
        var number = 0;
        for (var round = 0; round < 6; round++)
        {
            Rig.Drop($"ORD_{round}.csv", OrderFileGenerator.Bytes(30, new OrderFileOptions(FirstRow: round * 25)));
            await Rig.PollAsync();
            await Partner.MakeBatchesAsync();
            var cards = await CardsAsync();

            // The partner's clock goes wrong by up to two minutes and its events come in any order, possible and impossible ones.
            var events = Enumerable.Range(0, 150).Select(_ =>
                Event($"e{++number}", cards[random.Next(cards.Count)].CardNo, Kinds[random.Next(Kinds.Length)], random.Next(-120, 120)));
            await Partner.TellAsync($"EVT_{round}.csv", events);
            Rig.Clock.Advance(TimeSpan.FromSeconds(random.Next(1, 90)));
            if (round != 3)
            {
                told.AddRange((await Partner.BackReportAsync())!);
            }
        }

        var replayed = told.Where(line => line["record_type"] == "D").GroupBy(line => line["card_no"])
            .ToDictionary(card => card.Key, card => card.Last() is var last ? (last["status"], last["card_state"]) : default);
        var present = await CardsAsync();
        Assert.Equal(present.Count, replayed.Count);
        Assert.All(present, card => Assert.Equal((card.CardNo, (card.Status, card.State)), (card.CardNo, replayed[card.CardNo])));

        // Also by the times in the lines, for a reader that mixes the files.
        var byTime = told.Where(line => line["record_type"] == "D").OrderBy(line => line["event_time"], StringComparer.Ordinal)
            .ThenBy(line => line["event_id"], StringComparer.Ordinal)
            .GroupBy(line => line["card_no"]).ToDictionary(card => card.Key, card => card.Last()["status"]);
        Assert.All(present, card => Assert.Equal((card.CardNo, card.Status), (card.CardNo, byTime[card.CardNo])));
        Assert.True(present.Select(card => card.Status).Distinct().Count() >= 5, "the events must have moved the cards about");

        // Every event in exactly one file; numbers without a gap.
        var ids = told.Where(line => line["record_type"] == "D").Select(line => line["event_id"]).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Equal(["1", "2", "3", "4", "5"], told.Where(line => line["record_type"] == "T").Select(line => line["order_no"]));
        Assert.Equal(ids.Count, await Postgres.QueryAsOwnerAsync<long>(
            "select (select count(*) from orders.card) + (select count(*) from orders.card_event where effect = 'APPLIED' and kind <> "
                + "'INVOICED')"));
    }

    private string Event(string id, string cardNo, string kind, int secondsOff)
    {
        var line = new StringBuilder();
        line.Append(id).Append(';').Append(Rig.Clock.GetUtcNow().AddSeconds(secondsOff).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'",
            System.Globalization.CultureInfo.InvariantCulture));
        return line.Append(';').Append(cardNo).Append(';').Append(kind).Append(";;;;;;;;;").ToString();
    }

    private async Task<List<(string CardNo, string Status, string State)>> CardsAsync()
    {
        await using var connection = new NpgsqlConnection(Postgres.OwnerConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select card_no::text, status, card_state from orders.card order by card_no",
            connection);
        await using var reader = await command.ExecuteReaderAsync();
        var cards = new List<(string, string, string)>();
        while (await reader.ReadAsync())
        {
            cards.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        }

        return cards;
    }
}
