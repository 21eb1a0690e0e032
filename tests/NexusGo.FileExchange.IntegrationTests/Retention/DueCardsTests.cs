using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Swedish;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;
using Npgsql;

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
        var customer = $"DUE{seed}";
        await using var rig = ExchangeRig.Create(postgres.ConnectionString, customer);
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
        await using var connection = new NpgsqlConnection(postgres.OwnerConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        var cards = new Dictionary<Guid, RetentionFacts>();
        for (var order = 0; order < 30; order++)
        {
            var orderId = Guid.CreateVersion7();
            var ordered = Random(random, start, 700);
            await ExecuteAsync(connection,
                "insert into orders.card_order (order_id, customer_id, order_no, file_id, ordered_at, cards, first_card_id, last_card_id) "
                + "values ($1, $2, nextval('orders.card_event_position') + 900000, $1, $3, 20, $4, $5)",
                orderId, customer, ordered, CardIds.First(orderId), CardIds.Last(orderId));
            var cardIds = new CardIds(orderId);
            for (var row = 0; row < 20; row++)
            {
                var (id, card) = (cardIds.Next(), RandomCard(random, ordered));
                cards.Add(id, card);
                await ExecuteAsync(connection, """
                    insert into orders.card (card_id, customer_id, order_id, row_no, product_code, status, hold_code, card_state,
                        erase_after, ordered_at, status_at, card_state_at,
                        produced_at, shipped_at, delivered_at, erased_at, kept_until, out_of_use_at, awaits_photo)
                    values ($1, $2, $3, $4, 'ID-STD', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
                    """, id, customer, orderId, row, card.Status.ToWireName(), card.Status == CardStatus.OnHold ? "W-DUP-01" : null,
                    card.State.ToWireName(), card.EraseAfter, ordered, card.StatusAt,
                    card.StateAt, card.ProducedAt, card.ShippedAt, card.DeliveredAt, card.IsErased ? card.StatusAt : null, card.KeptUntil,
                    card.IsErased ? null : new[]
                    {
                        card.State is CardState.Blocked or CardState.Terminated or CardState.Expired ? card.StateAt : null,
                        card.Status == CardStatus.Returned ? card.StatusAt : null,
                    }.Min(), card.AwaitsPhoto);
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

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, params object?[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }

        await command.ExecuteNonQueryAsync();
    }
}
