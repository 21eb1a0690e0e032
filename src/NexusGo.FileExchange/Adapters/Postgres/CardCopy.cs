using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Orders;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Adds a batch's cards by a binary COPY inside the file's transaction.</summary>
internal sealed class CardCopy(CustomerSession session, string customer)
{
    // PostgreSQL refuses COPY FROM to a role under row-level security; this role may insert here and do nothing else.
    private const string CopyCards = """
        copy orders.card (card_id, customer_id, order_id, row_no, card_no, product_code, status, hold_code, ref_index, person_index, sealed,
            protected_identity, erase_after, valid_until, replaces_card_no, replace_reason, delivery_method, ordered_at, status_at)
        from stdin (format binary)
        """;

    private const int PieceRows = 256;

    private readonly BinaryCopyBuffer cards = new();

    public async Task RunAsync(OrderBatch batch, Guid orderId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        CrashPoint.Pass("cards.copying");
        await session.CopyRawAsIntakeAsync(CopyCards, (stream, token) => WriteAsync(stream, batch, orderId, now, token), cancellationToken).ConfigureAwait(false);
        CrashPoint.Pass("cards.copied");
    }

    /// <summary>In pieces, so that the database has the first cards while the next are still written.</summary>
    private async Task WriteAsync(Stream stream, OrderBatch batch, Guid orderId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        cards.Begin();
        for (var first = 0; first < batch.Count; first += PieceRows)
        {
            foreach (ref var row in batch.Rows[first..Math.Min(first + PieceRows, batch.Count)])
            {
                if (row.IsCard)
                {
                    Card(batch, ref row, orderId, now);
                }
            }

            await stream.WriteAsync(cards.Written, cancellationToken).ConfigureAwait(false);
            cards.Clear();
        }

        cards.End();
        await stream.WriteAsync(cards.Written, cancellationToken).ConfigureAwait(false);
    }

    private void Card(OrderBatch batch, ref BatchRow row, Guid orderId, DateTimeOffset now)
    {
        cards.Row(19);
        cards.Uuid(row.CardId);
        cards.Text(customer);
        cards.Uuid(orderId);
        cards.Integer(row.RowNumber);
        NumberOrNull(row.CardNo == 0 ? null : row.CardNo);
        cards.Text(row.ProductCode);
        cards.Text(row.Outcome.Word());
        cards.Text(row.Outcome == RowOutcome.OnHold ? row.Code : null);
        cards.Hash(row.RefIndex);
        if (row.PersonIndex == 0)
        {
            cards.Null();
        }
        else
        {
            cards.Hash(row.PersonIndex);
        }

        cards.Bytes(batch.Bytes(row.Sealed));
        cards.Boolean(row.ProtectedIdentity);
        cards.Text(row.EraseAfter);
        if (row.ValidUntil is { } day)
        {
            cards.Date(day);
        }
        else
        {
            cards.Null();
        }

        NumberOrNull(row.ReplacesCardNo);
        cards.Text(row.ReplaceReason);
        cards.Text(row.DeliveryMethod);
        cards.Instant(now);
        cards.Instant(now);
    }

    private void NumberOrNull(long? number)
    {
        if (number is { } value)
        {
            cards.BigInt(value);
        }
        else
        {
            cards.Null();
        }
    }
}
