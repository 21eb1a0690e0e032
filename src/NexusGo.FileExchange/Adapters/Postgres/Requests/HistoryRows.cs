using NexusGo.FileExchange.Requests;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Reads cards with everything a history tells of them.</summary>
internal static class HistoryRows
{
    /// <param name="session">The customer's transaction.</param>
    /// <param name="cards">A query of row_no and card_id in the order wanted.</param>
    /// <param name="values">Its parameters.</param>
    /// <param name="onLine">Gets the same object every time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task ReadAsync(CustomerSession session, string cards, object?[] values, Action<HistoryLine> onLine, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync("set local join_collapse_limit = 1; set local enable_hashjoin = off; set local enable_mergejoin = off", [], cancellationToken).ConfigureAwait(false);
        await using (var command = session.Command($"""
            select a.row_no, o.order_no, c.card_no, c.product_code, c.status, c.card_state, c.ordered_at, c.produced_at, c.shipped_at, c.delivered_at, c.invoiced_at, c.erased_at,
                s.shipment_no, s.tracking_no, c.card_id, c.sealed, o.card_key_id
            from ({cards}) a
            join lateral (select * from orders.card c where c.card_id = a.card_id offset 0) c on true
            join lateral (select o.order_no, o.card_key_id from orders.card_order o where o.order_id = c.order_id offset 0) o on true
            left join lateral (select s.shipment_no, s.tracking_no from orders.card_event e left join orders.card_shipment s on s.event_id = e.event_id
                where e.card_id = a.card_id and e.kind = 'SHIPPED' and e.effect = 'APPLIED' order by e.position desc limit 1) s on true
            """, values))
        {
            var line = new HistoryLine();
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                Read(reader, line);
                onLine(line);
            }
        }

        await session.ExecuteAsync("set local join_collapse_limit to default; set local enable_hashjoin to default; set local enable_mergejoin to default", [], cancellationToken).ConfigureAwait(false);
    }

    private static void Read(NpgsqlDataReader reader, HistoryLine line)
    {
        line.RowNumber = reader.GetInt32(0);
        line.OrderNo = reader.GetInt64(1);
        line.CardNo = reader.IsDBNull(2) ? null : reader.GetInt64(2);
        line.ProductCode = reader.GetString(3);
        line.Status = reader.GetString(4);
        line.CardState = reader.GetString(5);
        line.OrderedAt = reader.GetFieldValue<DateTimeOffset>(6);
        line.ProducedAt = InstantOf(reader, 7);
        line.ShippedAt = InstantOf(reader, 8);
        line.DeliveredAt = InstantOf(reader, 9);
        line.InvoicedAt = InstantOf(reader, 10);
        line.ErasedAt = InstantOf(reader, 11);
        line.ShipmentNo = StagedRow.TextOf(reader, 12);
        line.TrackingNo = StagedRow.TextOf(reader, 13);
        line.CardId = reader.GetGuid(14);
        line.Sealed = reader.IsDBNull(15) ? null : reader.GetFieldValue<byte[]>(15);
        line.KeyId = reader.IsDBNull(16) ? default : reader.GetGuid(16);
    }

    private static DateTimeOffset? InstantOf(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
}
