using System.Runtime.InteropServices;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Orders;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Adds the cards of a batch inside the file's transaction: a COPY of the cards, then one of the entries by which they are found by person.
/// </summary>
internal sealed class CardCopy(CustomerSession session, string customer)
{
    private const string CopyCards = """
        copy orders.card (card_id, customer_id, order_id, row_no, card_no, product_code, status, hold_code, ref_index, person_index, sealed,
            erase_after, valid_until, replaces_card_no, replace_reason, delivery_method, ordered_at, status_at, awaits_photo)
        from stdin (format binary)
        """;

    // Sorted, because the places of persons in their index are random: each of its pages is visited once for all persons of the batch that
    // belong there.
    private const string CopyPersons = "copy orders.card_person (person_index, card_id, customer_id) from stdin (format binary)";

    private const int PieceRows = 256;

    private readonly BinaryCopyBuffer buffer = new();
    private readonly BinaryCopyBuffer personBuffer = new();
    private readonly List<UInt128> persons = [];
    private readonly List<Guid> cardsOfPersons = [];

    public async Task AddAsync(OrderBatch batch, Guid orderId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        persons.Clear();
        cardsOfPersons.Clear();
        CrashPoint.Pass("cards.copying");
        await session.CopyAllAsIntakeAsync(
        [
            (CopyCards, (copy, cancellation) => WriteCardsAsync(copy, batch, orderId, now, cancellation)),
            (CopyPersons, WritePersonsAsync),
        ], cancellationToken).ConfigureAwait(false);
        CrashPoint.Pass("persons.added");
    }

    /// <summary>In pieces, so that the database has the first cards while the next are still written.</summary>
    private async Task WriteCardsAsync(Stream copy, OrderBatch batch, Guid orderId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        buffer.Begin();
        for (var first = 0; first < batch.Count; first += PieceRows)
        {
            foreach (ref var row in batch.Rows[first..Math.Min(first + PieceRows, batch.Count)])
            {
                if (row.IsCard)
                {
                    Card(batch, ref row, orderId, now);
                }
            }

            await copy.WriteAsync(buffer.Written, cancellationToken).ConfigureAwait(false);
            buffer.Clear();
        }

        buffer.End();
        await copy.WriteAsync(buffer.Written, cancellationToken).ConfigureAwait(false);
        buffer.Clear();

        // The entries of persons are prepared while the database works on the last cards.
        FillPersons();
    }

    private async Task WritePersonsAsync(Stream copy, CancellationToken cancellationToken)
    {
        CrashPoint.Pass("cards.copied");
        await copy.WriteAsync(personBuffer.Written, cancellationToken).ConfigureAwait(false);
        personBuffer.Clear();
    }

    private void FillPersons()
    {
        CollectionsMarshal.AsSpan(persons).Sort(CollectionsMarshal.AsSpan(cardsOfPersons));
        personBuffer.Begin();
        for (var i = 0; i < persons.Count; i++)
        {
            personBuffer.Row(3);
            personBuffer.Hash(persons[i]);
            personBuffer.Uuid(cardsOfPersons[i]);
            personBuffer.Text(customer);
        }

        personBuffer.End();
    }

    private void Card(OrderBatch batch, ref BatchRow row, Guid orderId, DateTimeOffset now)
    {
        buffer.Row(19);
        buffer.Uuid(row.CardId);
        buffer.Text(customer);
        buffer.Uuid(orderId);
        buffer.Integer(row.RowNumber);
        NumberOrNull(row.CardNo == 0 ? null : row.CardNo);
        buffer.Text(row.ProductCode);
        buffer.Text(row.Outcome.ToWireName());
        buffer.Text(row.Outcome == RowOutcome.OnHold ? row.Code : null);
        buffer.Hash(row.RefIndex);
        if (row.PersonIndex == 0)
        {
            buffer.Null();
        }
        else
        {
            buffer.Hash(row.PersonIndex);
            persons.Add(row.PersonIndex);
            cardsOfPersons.Add(row.CardId);
        }

        buffer.Bytes(batch.Bytes(row.Sealed));
        buffer.Text(row.EraseAfter);
        if (row.ValidUntil is { } day)
        {
            buffer.Date(day);
        }
        else
        {
            buffer.Null();
        }

        NumberOrNull(row.ReplacesCardNo);
        buffer.Text(row.ReplaceReason);
        buffer.Text(row.DeliveryMethod);
        buffer.Instant(now);
        buffer.Instant(now);
        buffer.Boolean(row.AwaitsPhoto);
    }

    private void NumberOrNull(long? number)
    {
        if (number is { } value)
        {
            buffer.BigInt(value);
        }
        else
        {
            buffer.Null();
        }
    }
}
