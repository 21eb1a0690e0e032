using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Vault;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Ends the hold on cards of one customer, however many: reads what waits, has <see cref="HeldFold"/> say the last words, writes them. The session is the
/// customer's and holds its event lock.
/// </summary>
internal sealed class HeldSettlement(CustomerSession session, string customer, Uuid7Sequence ids, DateTimeOffset now)
{
    private const string Waiting = """
        select e.card_id, e.event_id, e.kind, e.event_time, e.reason_code, s.shipment_no, s.tracking_no, e.invoice_no,
            c.status, c.card_state, c.invoiced_at is not null, c.erased_at is not null, c.last_event_at, c.expected_fields, greatest(c.status_at, c.card_state_at),
            c.held_at is not null
        from unnest($1::uuid[]) as w (card_id)
        join lateral (select * from orders.card c where c.card_id = w.card_id offset 0) c on true
        join lateral (select * from orders.card_event e where e.card_id = w.card_id and e.effect = 'HELD' offset 0) e on true
        left join lateral (select * from orders.card_shipment s where s.event_id = e.event_id offset 0) s on true
        where not exists (select from orders.card_event s where s.settles = e.event_id)
        order by e.card_id, e.event_time, e.position
        """;

    // A released PRODUCED brings the chips that were reported with it.
    private const string CopyChips = """
        insert into orders.card_chip (event_id, chip_no, customer_id, card_id, chip_type, uid, hid_format, hid_facility, hid_number)
        select n.event_id, h.chip_no, h.customer_id, h.card_id, h.chip_type, h.uid, h.hid_format, h.hid_facility, h.hid_number
        from unnest($1::uuid[], $2::uuid[]) as n (held_id, event_id)
        join lateral (select * from orders.card_chip h where h.event_id = n.held_id offset 0) h on true
        """;

    private readonly EventCopies copies = new(now);
    private readonly List<(Guid Held, Guid Event)> produced = [];

    /// <summary>How many events got their last word.</summary>
    public async Task<int> RunAsync(IReadOnlyList<Guid> cards, HeldDecision decision, Guid? decided, CardChanges changes, CancellationToken cancellationToken)
    {
        var waiting = await ReadAsync(cards, cancellationToken).ConfigureAwait(false);
        copies.Begin();
        var events = 0;
        foreach (var card in waiting.GroupBy(one => one.CardId))
        {
            events += Settle([.. card], decision, decided, changes);
        }

        copies.End();
        CrashPoint.Pass("held.settling");
        await session.CopyAsIntakeAsync(EventCopies.CopyEvents, (stream, token) => stream.WriteAsync(copies.Events, token).AsTask(), cancellationToken).ConfigureAwait(false);
        await session.CopyAsIntakeAsync(EventCopies.CopyShipments, (stream, token) => stream.WriteAsync(copies.Shipments, token).AsTask(), cancellationToken).ConfigureAwait(false);
        if (produced.Count > 0)
        {
            await session.ExecuteAsync(CopyChips, [produced.Select(one => one.Held).ToArray(), produced.Select(one => one.Event).ToArray()], cancellationToken).ConfigureAwait(false);
        }

        await changes.ApplyAsync(cancellationToken).ConfigureAwait(false);
        CrashPoint.Pass("held.settled");
        return events;
    }

    private int Settle(WaitingEvent[] held, HeldDecision decision, Guid? decided, CardChanges changes)
    {
        var change = new CardChange(held[0].CardId, held[0].Facts, held[0].LatestAt);
        foreach (var settled in HeldFold.Settle(held[0].Facts, [.. held.Select(one => one.Event)], decision, decided, now))
        {
            var waited = held.First(one => one.Event.EventId == settled.Settles);
            var eventId = ids.Next();
            var isSentBack = settled.Event.Kind != waited.Event.Kind;
            copies.Event(new ToldEvent(customer, waited.CardId, settled.Event.Kind, change.Take(settled.Event, settled.Step, now), null,
                isSentBack ? HeldFold.SentBack : waited.ReasonCode, waited.ShipmentNo, waited.TrackingNo, waited.InvoiceNo, settled.Settles), eventId, settled.Step);
            if (settled is { Event.Kind: CardEventKind.Produced, Step.Effect: EventEffect.Applied })
            {
                produced.Add((settled.Settles, eventId));
            }
        }

        if (change.IsChange)
        {
            changes.Add(change);
        }

        return held.Length;
    }

    private async Task<List<WaitingEvent>> ReadAsync(IReadOnlyList<Guid> cards, CancellationToken cancellationToken)
    {
        var waiting = new List<WaitingEvent>();
        await using var command = session.Command(Waiting, cards.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            waiting.Add(Read(reader));
        }

        return waiting;
    }

    private static WaitingEvent Read(NpgsqlDataReader reader) => new()
    {
        CardId = reader.GetGuid(0),
        Event = new HeldEvent(reader.GetGuid(1), CardWords.KindOf(reader.GetString(2)), reader.GetFieldValue<DateTimeOffset>(3)),
        ReasonCode = StagedRow.TextOf(reader, 4),
        ShipmentNo = StagedRow.TextOf(reader, 5),
        TrackingNo = StagedRow.TextOf(reader, 6),
        InvoiceNo = StagedRow.TextOf(reader, 7),
        Facts = new CardFacts(CardWords.StatusOf(reader.GetString(8)), CardWords.StateOf(reader.GetString(9)), reader.GetBoolean(10), reader.GetBoolean(11))
        {
            LastEventAt = reader.IsDBNull(12) ? null : reader.GetFieldValue<DateTimeOffset>(12),
            Expected = (ReportFields)reader.GetInt16(13),
            IsHeld = reader.GetBoolean(15),
        },
        LatestAt = reader.GetFieldValue<DateTimeOffset>(14),
    };

    private sealed record WaitingEvent
    {
        public required Guid CardId { get; init; }
        public required HeldEvent Event { get; init; }
        public required CardFacts Facts { get; init; }
        public required DateTimeOffset LatestAt { get; init; }
        public string? ReasonCode { get; init; }
        public string? ShipmentNo { get; init; }
        public string? TrackingNo { get; init; }
        public string? InvoiceNo { get; init; }
    }
}
