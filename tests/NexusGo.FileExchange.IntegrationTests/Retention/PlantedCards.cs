using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Postgres;
using Npgsql;

namespace NexusGo.FileExchange.IntegrationTests.Retention;

/// <summary>Cards as production and time left them, written behind the product's back. Nothing is sealed in them.</summary>
internal static class PlantedCards
{
    /// <summary>Adds an order; the ids of its cards in the order of their facts.</summary>
    public static async Task<IReadOnlyList<Guid>> AddOrderAsync(PostgresFixture postgres, string customer, DateTimeOffset ordered,
        IReadOnlyList<RetentionFacts> cards)
    {
        await using var connection = new NpgsqlConnection(postgres.OwnerConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        var orderId = Guid.CreateVersion7();
        await ExecuteAsync(connection,
            "insert into orders.card_order (order_id, customer_id, order_no, file_id, ordered_at, cards, first_card_id, last_card_id) "
            + "values ($1, $2, nextval('orders.card_event_position') + 900000, $1, $3, $6, $4, $5)",
            orderId, customer, ordered, CardIds.First(orderId), CardIds.Last(orderId), cards.Count);
        var ids = new List<Guid>(cards.Count);
        var cardIds = new CardIds(orderId);
        foreach (var card in cards)
        {
            ids.Add(cardIds.Next());
            await ExecuteAsync(connection, """
                insert into orders.card (card_id, customer_id, order_id, row_no, product_code, status, hold_code, card_state,
                    erase_after, ordered_at, status_at, card_state_at,
                    produced_at, shipped_at, delivered_at, erased_at, kept_until, out_of_use_at, awaits_photo)
                values ($1, $2, $3, $4, 'ID-STD', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
                """, ids[^1], customer, orderId, ids.Count - 1, card.Status.ToWireName(),
                card.Status == CardStatus.OnHold ? "W-DUP-01" : null, card.State.ToWireName(), card.EraseAfter, ordered, card.StatusAt,
                card.StateAt, card.ProducedAt, card.ShippedAt, card.DeliveredAt, card.IsErased ? card.StatusAt : null, card.KeptUntil,
                card.IsErased ? null : new[]
                {
                    card.State is CardState.Blocked or CardState.Terminated or CardState.Expired ? card.StateAt : null,
                    card.Status == CardStatus.Returned ? card.StatusAt : null,
                }.Min(), card.AwaitsPhoto);
        }

        return ids;
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
