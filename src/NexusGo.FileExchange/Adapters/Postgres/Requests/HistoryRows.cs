using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Requests;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Reads cards with everything a history tells of them.</summary>
internal static class HistoryRows
{
    /// <param name="session">The customer's transaction.</param>
    /// <param name="keys">Where the cards' keys are.</param>
    /// <param name="customer">Whose cards.</param>
    /// <param name="cards">A query of row_no and card_id in the order wanted.</param>
    /// <param name="values">Its parameters.</param>
    /// <param name="onLine">Gets them in that order.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task ReadAsync(CustomerSession session, CardKeyStore keys, CustomerId customer, string cards, object?[] values,
        Action<HistoryLine> onLine, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(PlannerHints.ByIndexAsWritten, [], cancellationToken).ConfigureAwait(false);
        await using (var command = session.Command($"""
            select a.row_no, o.order_no, c.card_no, c.product_code, c.status, c.card_state, c.ordered_at, c.produced_at, c.shipped_at,
                c.delivered_at, c.invoiced_at, c.erased_at,
                s.sealed, c.card_id, c.sealed
            from ({cards}) a
            join lateral (select * from orders.card c where c.card_id = a.card_id offset 0) c on true
            join lateral (select o.order_no from orders.card_order o where o.order_id = c.order_id offset 0) o on true
            left join lateral (select s.sealed from orders.card_event e left join orders.card_shipment s on s.event_id = e.event_id
                where e.card_id = a.card_id and e.kind = 'SHIPPED' and e.effect = 'APPLIED' order by e.position desc limit 1) s on true
            """, values))
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await keys.ReadAsync(customer, reader, idColumn: 13, Read, (line, card) =>
            {
                line.Card = card;
                onLine(line);
            }, cancellationToken).ConfigureAwait(false);
        }

        await session.ExecuteAsync(PlannerHints.Any, [], cancellationToken).ConfigureAwait(false);
    }

    private static HistoryLine Read(NpgsqlDataReader reader) => new()
    {
        RowNumber = reader.GetInt32(0),
        OrderNo = reader.GetInt64(1),
        CardNo = reader.IsDBNull(2) ? null : reader.GetInt64(2),
        ProductCode = reader.GetString(3),
        Status = reader.GetString(4),
        CardState = reader.GetString(5),
        OrderedAt = reader.GetFieldValue<DateTimeOffset>(6),
        ProducedAt = InstantOf(reader, 7),
        ShippedAt = InstantOf(reader, 8),
        DeliveredAt = InstantOf(reader, 9),
        InvoicedAt = InstantOf(reader, 10),
        ErasedAt = InstantOf(reader, 11),
        SealedShipment = reader.IsDBNull(12) ? null : reader.GetFieldValue<byte[]>(12),
    };

    private static DateTimeOffset? InstantOf(NpgsqlDataReader reader, int column) => reader.IsDBNull(column)
        ? null : reader.GetFieldValue<DateTimeOffset>(column);
}
