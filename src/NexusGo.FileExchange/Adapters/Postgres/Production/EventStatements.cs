using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
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

    private readonly EventCopies copies = new(now);
    private readonly HashSet<string> locked = new(StringComparer.Ordinal);
    private readonly Dictionary<RowOutcome, int> counts = [];
    private readonly EventFold fold = new(ids.Next);
    private readonly CardChanges changes = new(session);

    /// <summary>Cards whose hold a complete report ended, by customer: what waited with it has its turn now.</summary>
    private readonly SortedDictionary<string, List<Guid>> noLongerHeld = new(StringComparer.Ordinal);
    private CardChange? change;

    public async Task<RowCounts> ApplyAsync(CancellationToken cancellationToken)
    {
        await changes.CreateAsync(cancellationToken).ConfigureAwait(false);
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

        await session.ExecuteAsync("close staged", [], cancellationToken).ConfigureAwait(false);
        await changes.ApplyAsync(cancellationToken).ConfigureAwait(false);
        await SettleAsync(cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(AnyPlan, [], cancellationToken).ConfigureAwait(false);
        return await CountAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<int> FoldAsync(CancellationToken cancellationToken)
    {
        var rows = 0;
        await using var command = session.Command($"fetch {FetchRows} from staged").Unhurried();
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
            copies.Event(new ToldEvent(customer, cardId, known.Event.Kind, change.Take(known.Event, step, now), known.SourceId, StagedRow.TextOf(reader, 5),
                StagedRow.TextOf(reader, 11), StagedRow.TextOf(reader, 12), StagedRow.TextOf(reader, 13), null), result.EventId, step);
            if (known.Before.IsHeld && !step.Facts.IsHeld)
            {
                NoteNoLongerHeld(customer, cardId);
            }
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
            changes.Add(change);
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
        CrashPoint.Pass("events.copying");
        await session.CopyAsIntakeAsync(EventCopies.CopyEvents, (stream, token) => stream.WriteAsync(copies.Events, token).AsTask(), cancellationToken).ConfigureAwait(false);
        await session.CopyAsIntakeAsync(EventCopies.CopyChips, (stream, token) => stream.WriteAsync(copies.Chips, token).AsTask(), cancellationToken).ConfigureAwait(false);
        await session.CopyAsIntakeAsync(EventCopies.CopyShipments, (stream, token) => stream.WriteAsync(copies.Shipments, token).AsTask(), cancellationToken).ConfigureAwait(false);
        await session.CopyAsync("copy staged_answer from stdin (format binary)", copies.Answers, cancellationToken).ConfigureAwait(false);
        await changes.FlushAsync(cancellationToken).ConfigureAwait(false);
        CrashPoint.Pass("events.copied");
    }

    private void NoteNoLongerHeld(string customer, Guid cardId)
    {
        if (!noLongerHeld.TryGetValue(customer, out var cards))
        {
            noLongerHeld.Add(customer, cards = []);
        }

        if (cards.Count == 0 || cards[^1] != cardId)
        {
            cards.Add(cardId);
        }
    }

    /// <summary>Customer by customer, under its policies; the customers' event locks are held already.</summary>
    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        foreach (var (customer, cards) in noLongerHeld)
        {
            await session.SwitchAsync(new CustomerId(customer), cancellationToken).ConfigureAwait(false);
            await new HeldSettlement(session, customer, ids, now).RunAsync(cards, HeldDecision.Overtaken, null, changes, cancellationToken).ConfigureAwait(false);
        }

        if (noLongerHeld.Count > 0)
        {
            await session.SwitchAsync(CustomerId.Production, cancellationToken).ConfigureAwait(false);
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
