using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Vault;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Applies staged events: read in the order of cards through a cursor, run through the life cycle here, written back by COPY and one UPDATE. The life
/// cycle stands in one place only, and nothing is asked for row by row.
/// </summary>
internal sealed class EventStatements(CustomerSession session, Uuid7Sequence ids, DateTimeOffset now)
{
    private const int FetchRows = 20_000;

    // The planner knows how many events were staged but not how they lie; index look-ups cost the same for every file, a scan of all cards does not.
    private const string Plan = """
        set local enable_hashjoin = off; set local enable_mergejoin = off; set local enable_seqscan = off; set local cursor_tuple_fraction = 1.0;
        set local work_mem = '64MB'
        """;

    private const string AnyPlan = "set local enable_hashjoin = on; set local enable_mergejoin = on; set local enable_seqscan = on";

    private const string DeclareEvents = """
        declare staged no scroll cursor for
        select e.row_no, e.source_id, e.event_time, e.kind, e.reported, e.reason_code, e.chip_type, e.uid, e.hid_format, e.hid_facility, e.hid_number,
            e.shipment_no, e.tracking_no, e.invoice_no,
            c.card_id, c.customer_id, c.status, c.card_state, c.invoiced_at is not null, c.erased_at is not null, c.last_event_at, c.held_at is not null,
            c.expected_fields, k.source_id is not null, greatest(c.status_at, c.card_state_at)
        from staged_event e
        left join lateral (select c.card_id, c.customer_id, c.status, c.status_at, c.card_state, c.card_state_at, c.invoiced_at, c.erased_at, c.last_event_at, c.held_at,
                c.expected_fields from orders.card c where c.card_no = e.card_no offset 0) c on true
        left join lateral (select k.source_id from orders.card_event k where k.source_id = e.source_id offset 0) k on true
        where e.problem is null
        order by e.card_no, e.event_time, e.row_no
        """;

    private const string UpdateCards = """
        update orders.card c set status = u.status, status_at = coalesce(u.status_at, c.status_at),
            card_state = u.card_state, card_state_at = coalesce(u.card_state_at, c.card_state_at),
            produced_at = coalesce(u.produced_at, c.produced_at), shipped_at = coalesce(u.shipped_at, c.shipped_at),
            delivered_at = coalesce(u.delivered_at, c.delivered_at), invoiced_at = coalesce(u.invoiced_at, c.invoiced_at),
            last_event_at = u.last_event_at, held_at = case when u.held_at is null then null else coalesce(c.held_at, u.held_at) end
        from staged_change u
        where c.card_id = u.card_id and c.status = u.old_status and c.card_state = u.old_state and (c.invoiced_at is not null) = u.was_invoiced
        """;

    private readonly EventCopies copies = new(now);
    private readonly HashSet<string> locked = new(StringComparer.Ordinal);
    private readonly Dictionary<RowOutcome, int> counts = [];
    private readonly EventFold fold = new(ids.Next);
    private CardChange? change;
    private int changes;

    public async Task<RowCounts> ApplyAsync(CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(Plan, [], cancellationToken).ConfigureAwait(false);
        await session.AsProductionAsync(() => session.ExecuteAsync(DeclareEvents, [], cancellationToken), cancellationToken).ConfigureAwait(false);
        while (true)
        {
            copies.Begin();
            var rows = await FoldAsync(cancellationToken).ConfigureAwait(false);
            if (rows < FetchRows)
            {
                Close();
            }

            await WriteAsync(cancellationToken).ConfigureAwait(false);
            if (rows < FetchRows)
            {
                break;
            }
        }

        await session.ExecuteAsync("close staged; analyze staged_change", [], cancellationToken).ConfigureAwait(false);
        await session.AsProductionAsync(() => UpdateAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(AnyPlan, [], cancellationToken).ConfigureAwait(false);
        return await CountAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<int> FoldAsync(CancellationToken cancellationToken)
    {
        var rows = 0;
        await using var command = session.Command($"fetch {FetchRows} from staged");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows++;
            Take(reader);
        }

        return rows;
    }

    private void Take(NpgsqlDataReader reader)
    {
        var known = StagedRow.Read(reader);
        if (fold.IsNewCard(known.CardId))
        {
            Close();
        }

        var result = fold.Next(known);
        counts[result.Outcome] = counts.GetValueOrDefault(result.Outcome) + 1;
        copies.Answer(reader.GetInt32(0), result);
        if (known.CardId is not { } cardId)
        {
            return;
        }

        var customer = reader.GetString(15);
        locked.Add(customer);
        if (result.Step is { } step)
        {
            change ??= new CardChange(cardId, known.Before, reader.GetFieldValue<DateTimeOffset>(24));
            copies.Event(reader, customer, cardId, known, result.EventId, step, change.Take(known.Event, step, now));
        }

        if (result.ChipNo > 0)
        {
            copies.Chip(reader, customer, cardId, result);
        }
    }

    /// <summary>The present card is through.</summary>
    private void Close()
    {
        if (change is { IsChange: true })
        {
            copies.Change(change);
            changes++;
        }

        change = null;
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        // One writer at a time for each customer, and always in the same order.
        foreach (var customer in locked.Order(StringComparer.Ordinal))
        {
            await EventLock.TakeAsync(session, customer, cancellationToken).ConfigureAwait(false);
        }

        locked.Clear();
        copies.End();
        await session.CopyRawAsIntakeAsync(EventCopies.CopyEvents, (stream, token) => stream.WriteAsync(copies.Events, token).AsTask(), cancellationToken).ConfigureAwait(false);
        await session.CopyRawAsIntakeAsync(EventCopies.CopyChips, (stream, token) => stream.WriteAsync(copies.Chips, token).AsTask(), cancellationToken).ConfigureAwait(false);
        await session.CopyRawAsync("copy staged_answer from stdin (format binary)", copies.Answers, cancellationToken).ConfigureAwait(false);
        await session.CopyRawAsync("copy staged_change from stdin (format binary)", copies.Changes, cancellationToken).ConfigureAwait(false);
    }

    private async Task UpdateAsync(CancellationToken cancellationToken)
    {
        await using var update = session.Command(UpdateCards);
        if (await update.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) != changes)
        {
            throw new FileExchangeException(FailureReason.DatabaseRefused, isTransient: true, "Cards of an event file were changed by somebody else meanwhile; the file is done again.");
        }
    }

    private async Task<RowCounts> CountAsync(CancellationToken cancellationToken)
    {
        await using var command = session.Command("select count(*) from staged_event where problem is not null");
        var wrong = (int)(long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        int Of(RowOutcome outcome) => counts.GetValueOrDefault(outcome);
        return new RowCounts(Of(RowOutcome.Accepted), Of(RowOutcome.Rejected) + wrong, Of(RowOutcome.OnHold), Of(RowOutcome.Unchanged));
    }
}
