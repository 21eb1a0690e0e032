using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Orders;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Adds cards by a binary COPY inside the file's transaction. It stays open from batch to batch while nothing has to be asked in between, so that the database has
/// the next rows before it is done with these.
/// </summary>
internal sealed class CardCopy(CustomerSession session, string customer)
{
    // PostgreSQL refuses COPY FROM to a role under row-level security; this role may insert here and do nothing else.
    private const string CopyCards = """
        copy orders.card (card_id, customer_id, order_id, row_no, card_no, product_code, status, hold_code, ref_index, person_index, sealed,
            erase_after, valid_until, replaces_card_no, replace_reason, delivery_method, ordered_at, status_at)
        from stdin (format binary)
        """;

    private const int PieceRows = 256;

    /// <summary>A row that the database refuses is only told of at the end of its COPY.</summary>
    private const int MostRows = 65_536;

    private readonly BinaryCopyBuffer cards = new();
    private readonly CardLookupWriter entries = new(session, customer);
    private NpgsqlRawCopyStream? open;
    private int rows;

    /// <summary>Sends a batch's cards; some of them may wait until <see cref="EndAsync(CancellationToken)"/>.</summary>
    public async Task AddAsync(OrderBatch batch, Guid orderId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (open is null)
        {
            CrashPoint.Pass("cards.copying");
            open = await session.BeginCopyAsIntakeAsync(CopyCards, cancellationToken).ConfigureAwait(false);
            rows = 0;
            cards.Begin();
        }

        try
        {
            await WriteAsync(open, batch, orderId, now, cancellationToken).ConfigureAwait(false);
            CrashPoint.Pass("cards.sending");
        }
        catch
        {
            await GiveUpAsync().ConfigureAwait(false);
            throw;
        }

        rows += batch.Count;
        if (entries.AreMany)
        {
            await EndWithEntriesAsync(cancellationToken).ConfigureAwait(false);
        }
        else if (rows >= MostRows)
        {
            await EndAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>As <see cref="EndAsync(CancellationToken)"/>; a card of this file is found by any of these persons afterwards.</summary>
    public Task EndAsync(IReadOnlyList<UInt128> persons, CancellationToken cancellationToken) =>
        entries.MayHave(persons) ? EndWithEntriesAsync(cancellationToken) : EndAsync(cancellationToken);

    /// <summary>As <see cref="EndAsync(CancellationToken)"/>, and the cards are found by their persons.</summary>
    public async Task EndWithEntriesAsync(CancellationToken cancellationToken)
    {
        await EndAsync(cancellationToken).ConfigureAwait(false);
        await entries.WriteAsync(cards, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until the database has taken every card. To be called before anything else is asked of it; does nothing when no COPY is open.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        if (open is { } copy)
        {
            cards.End();
            await copy.WriteAsync(cards.Written, cancellationToken).ConfigureAwait(false);
            cards.Clear();
            open = null;
            await session.EndCopyAsIntakeAsync(copy, cancellationToken).ConfigureAwait(false);
            CrashPoint.Pass("cards.copied");
        }
    }

    /// <summary>Adds nothing more: the transaction, or its part since the last savepoint, is lost.</summary>
    public async Task GiveUpAsync()
    {
        entries.Clear();
        if (open is { } copy)
        {
            open = null;
            cards.Clear();
            try
            {
                await copy.CancelAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is NpgsqlException or IOException or ObjectDisposedException)
            {
                // It had refused a row before, or is not there any more; either way none of them stays, and whoever asks next is told.
            }
        }
    }

    /// <summary>In pieces, so that the database has the first cards while the next are still written.</summary>
    private async Task WriteAsync(NpgsqlRawCopyStream copy, OrderBatch batch, Guid orderId, DateTimeOffset now, CancellationToken cancellationToken)
    {
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
    }

    private void Card(OrderBatch batch, ref BatchRow row, Guid orderId, DateTimeOffset now)
    {
        entries.Add(in row, orderId);
        cards.Row(18);
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
