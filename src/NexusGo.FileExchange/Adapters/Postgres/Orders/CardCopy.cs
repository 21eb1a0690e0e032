using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Orders;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Adds the cards of a batch inside the file's transaction: a binary COPY, then the entries by which they are found by person.</summary>
internal sealed class CardCopy(CustomerSession session, string customer)
{
    // PostgreSQL refuses COPY FROM to a role under row-level security; this role may insert here and do nothing else.
    private const string CopyCards = """
        copy orders.card (card_id, customer_id, order_id, row_no, card_no, product_code, status, hold_code, ref_index, person_index, sealed,
            erase_after, valid_until, replaces_card_no, replace_reason, delivery_method, ordered_at, status_at, awaits_photo)
        from stdin (format binary)
        """;

    // Sorted, because the places of persons in their index are random: each of its pages is visited once for all persons of the batch that belong there.
    private const string AddPersons = """
        insert into orders.card_person (person_index, card_id, customer_id)
        select c.person_index, c.card_id, c.customer_id from orders.card c
        where c.card_id between $1 and $2 and c.person_index is not null
        order by c.person_index
        """;

    private const int PieceRows = 256;

    private readonly BinaryCopyBuffer cards = new();
    private Guid firstId;
    private Guid lastId;

    public async Task AddAsync(OrderBatch batch, Guid orderId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        CrashPoint.Pass("cards.copying");
        await session.CopyAsIntakeAsync(CopyCards, (copy, cancellation) => WriteAsync(copy, batch, orderId, now, cancellation), cancellationToken).ConfigureAwait(false);
        CrashPoint.Pass("cards.copied");
        await session.ExecuteAsync(AddPersons, [firstId, lastId], cancellationToken).ConfigureAwait(false);
        CrashPoint.Pass("persons.added");
    }

    /// <summary>In pieces, so that the database has the first cards while the next are still written.</summary>
    private async Task WriteAsync(Stream copy, OrderBatch batch, Guid orderId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        cards.Begin();
        firstId = Guid.Empty;
        for (var first = 0; first < batch.Count; first += PieceRows)
        {
            foreach (ref var row in batch.Rows[first..Math.Min(first + PieceRows, batch.Count)])
            {
                if (row.IsCard)
                {
                    Card(batch, ref row, orderId, now);
                }
            }

            await copy.WriteAsync(cards.Written, cancellationToken).ConfigureAwait(false);
            cards.Clear();
        }

        cards.End();
        await copy.WriteAsync(cards.Written, cancellationToken).ConfigureAwait(false);
        cards.Clear();
    }

    private void Card(OrderBatch batch, ref BatchRow row, Guid orderId, DateTimeOffset now)
    {
        firstId = firstId == Guid.Empty ? row.CardId : firstId;
        lastId = row.CardId;
        cards.Row(19);
        cards.Uuid(row.CardId);
        cards.Text(customer);
        cards.Uuid(orderId);
        cards.Integer(row.RowNumber);
        NumberOrNull(row.CardNo == 0 ? null : row.CardNo);
        cards.Text(row.ProductCode);
        cards.Text(row.Outcome.ToWireName());
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
        cards.Boolean(row.AwaitsPhoto);
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
