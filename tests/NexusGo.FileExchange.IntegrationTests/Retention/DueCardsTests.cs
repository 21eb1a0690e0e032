using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Swedish;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;

namespace NexusGo.FileExchange.IntegrationTests.Retention;

/// <summary>The SQL that finds due cards says of every card what the rules say of it alone.</summary>
public sealed class DueCardsTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly string[] Periods = ["IMMEDIATE", "3M", "6M", "12M", "24M", "36M"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_query_and_the_rules_agree_on_every_card_at_every_boundary(int seed)
    {
        await using var rig = ExchangeRig.Create(postgres.ConnectionString, CustomerIds.Next("DUE"));
        var store = rig.Services.GetRequiredService<IRetentionStore>();
        var cards = await PlantAsync(rig.Customer, new Random(seed));
        var compared = 0;
        foreach (var keep in Periods)
        {
            var terms = new RetentionTerms("1", keep);

            // The very moments at which some card becomes due, a second before, and some others.
            var moments = cards.Values.Select(card => RetentionRules.Due(card, terms.Months, terms.UnfinishedMonths)?.DueAt)
                .OfType<DateTimeOffset>().Order().Chunk(40).Select(some => some[0])
                .SelectMany(due => new[] { due.AddSeconds(-1), due, due.AddSeconds(1) });
            foreach (var now in moments)
            {
                var found = (await store.DueAsync(rig.Profile.Id, terms, now, CancellationToken.None))
                    .ToDictionary(card => card.CardId, card => (card.Cause, card.DueOn));
                var expected = cards.Select(card => (card.Key, Due: RetentionRules.Due(card.Value, terms.Months, terms.UnfinishedMonths)))
                    .Where(card => card.Due is { } due && due.DueAt <= now)
                    .ToDictionary(card => card.Key, card => (card.Due!.Value.Cause, SwedishTime.DateOf(card.Due.Value.DueAt)));
                Assert.Equal(expected.OrderBy(card => card.Key), found.OrderBy(card => card.Key));
                compared += found.Count;
            }
        }

        Assert.True(compared > 1000);
    }

    private async Task<Dictionary<Guid, RetentionFacts>> PlantAsync(string customer, Random random)
    {
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var cards = new Dictionary<Guid, RetentionFacts>();
        for (var order = 0; order < 30; order++)
        {
            var ordered = Random(random, start, 700);
            var facts = Enumerable.Range(0, 20).Select(_ => RandomCard(random, ordered)).ToList();
            foreach (var (id, card) in (await PlantedCards.AddOrderAsync(postgres, customer, ordered, facts)).Zip(facts))
            {
                cards.Add(id, card);
            }
        }

        return cards;
    }

    private static RetentionFacts RandomCard(Random random, DateTimeOffset ordered)
    {
        var status = (CardStatus)random.Next(12);
        var made = status is CardStatus.Produced or CardStatus.Shipped or CardStatus.Delivered or CardStatus.Returned
            or CardStatus.Destroyed;
        var ended = status is CardStatus.Cancelled or CardStatus.Rejected;
        var produced = Random(random, ordered, 10);
        var shipped = Random(random, produced, 10);
        var delivered = Random(random, shipped, 30);
        var statusAt = made ? delivered : Random(random, ordered, 60);
        var erased = random.Next(6) == 0;
        return new RetentionFacts
        {
            Status = status,
            OrderedAt = ordered,
            StatusAt = statusAt,
            State = made ? (CardState)random.Next(1, 5) : CardState.None,
            StateAt = made ? Random(random, produced, 200) : null,
            ProducedAt = made ? produced : null,
            ShippedAt = made && status != CardStatus.Produced ? shipped : null,
            DeliveredAt = status == CardStatus.Delivered ? delivered : null,
            EraseAfter = random.Next(4) == 0 ? Periods[random.Next(Periods.Length)] : null,
            IsErased = erased,
            AwaitsPhoto = status == CardStatus.OnHold && random.Next(2) == 0,
            KeptUntil = ended ? statusAt.AddDays(30) : null,
        };
    }

    /// <summary>Often at the hours in which clocks change.</summary>
    private static DateTimeOffset Random(Random random, DateTimeOffset from, int days)
    {
        var at = from.AddSeconds(random.Next(days * 86_400));
        return random.Next(3) == 0 ? new DateTimeOffset(at.Year, at.Month, at.Day, 0, 0, 0, TimeSpan.Zero).AddDays(1)
            .AddMinutes(30 * random.Next(5)) : at;
    }
}
