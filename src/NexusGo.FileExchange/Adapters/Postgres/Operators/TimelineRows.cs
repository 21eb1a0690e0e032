using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Operators;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Reads the rows of the ledgers for timelines.</summary>
internal static class TimelineRows
{
    /// <summary>Sighting, claim, hash, signer, verdict, rows, orders, requests, release.</summary>
    public static async Task AddFileAsync(CustomerSession session, Guid fileId, TimelineBuilder entries,
        CancellationToken cancellationToken)
    {
        var about = "";
        await EachAsync(session, """
            select f.name, f.kind, f.is_test, f.size_bytes, f.first_seen_at, f.same_since, f.same_polls, f.claimed_at, f.attempts,
                f.lease_token, f.last_problem, f.next_attempt_at,
                f.state, f.stored_at, f.sha256, f.content_mac is not null, f.signed_by, f.sequence_no, f.file_status, f.error_code,
                    first.name as first_file, f.rows_total, f.rows_accepted,
                f.rows_rejected, f.rows_on_hold, f.rows_unchanged, f.profile_version, f.closed_at
            from exchange.inbound_file f left join exchange.inbound_file first on first.file_id = f.first_file_id
            where f.file_id = $1
            """, fileId, row => about = FileTimeline.AddFile(entries, fileId, row), cancellationToken).ConfigureAwait(false);
        await EachAsync(session, """
            select o.order_no, o.ordered_at, o.cards, o.approval, o.decided_by, o.decided_at,
                (select string_agg(format('%s:%s', n.status, n.cards), ' ' order by n.status)
                    from (select status, count(*) as cards from orders.card c where c.card_id between o.first_card_id and o.last_card_id
                    group by status) n) as now
            from orders.card_order o where o.file_id = $1 order by o.order_no
            """, fileId, row => FileTimeline.AddOrder(entries, row), cancellationToken).ConfigureAwait(false);
        await EachAsync(session,
            "select outcome, min(answered_at) as at, count(*) as requests from exchange.request where file_id = $1 group by outcome order "
            + "by outcome", fileId,
            row => FileTimeline.AddRequests(entries, about, row), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What was made for the customer, brought to it, and became of it there.</summary>
    public static Task AddReportsAsync(CustomerSession session, string which, Guid id, TimelineBuilder entries,
        CancellationToken cancellationToken) => EachAsync(session, $"""
        select r.report_id, r.kind, r.folder || r.name as path, r.size_bytes, r.sha256, r.created_at, b.seq, b.lines, r.attempts,
            r.last_problem, r.next_attempt_at, r.delivered_at, r.seen_at,
            r.missing_since, r.missing_looks, r.warned_at, r.consumed_at, r.consumed_signal, r.delete_intended_at, r.changed_at,
                r.deleted_at, r.purged_at
        from exchange.pending_report r left join exchange.back_report b on b.report_id = r.report_id
        where {which}
        order by r.created_at, r.position, r.name
        """, id, row => ReportTimeline.Add(entries, row), cancellationToken);

    /// <summary>
    /// The card's own row, its events, the batches it went out in and the requests about it; null when there is no such card.
    /// </summary>
    public static async Task<(Guid CardId, Guid FileId)?> AddCardAsync(CustomerSession session, CustomerId customer, long cardNo,
        TimelineBuilder entries, CancellationToken cancellationToken)
    {
        (Guid CardId, Guid FileId)? found = null;
        var about = $"card {cardNo}";
        var ordered = new List<DateTimeOffset>();
        await EachAsync(session, """
            select c.card_id, o.file_id, o.order_no, c.row_no, c.product_code, c.status, c.card_state, c.hold_code, c.ordered_at,
                c.replaces_card_no, c.replace_reason, c.erase_after,
                c.batches, c.held_at, c.erased_at, (select min(n.card_no) from orders.card n where n.customer_id = c.customer_id
                    and n.replaces_card_no = c.card_no) as replaced_by
            from orders.card c join orders.card_order o using (order_id)
            where c.card_no = $1 and c.customer_id = current_setting('nexusgo.customer')
            """, cardNo, row =>
        {
            found = ((Guid)row["card_id"]!, (Guid)row["file_id"]!);
            CardTimeline.AddCard(entries, about, row);
        }, cancellationToken).ConfigureAwait(false);
        if (found is not { } card)
        {
            return null;
        }

        await EachAsync(session, """
            select e.recorded_at, e.event_time, e.kind, e.effect, e.code, e.status, e.card_state, e.reason_code, e.event_id,
                e.source_id is not null as told,
                (select count(*) from orders.card_chip h where h.event_id = e.event_id) as chips,
                (select min(b.seq) from exchange.back_report b where e.effect = 'APPLIED' and b.customer_id = e.customer_id
                    and b.after_position < e.position and b.until_position >= e.position) as reported_in
            from orders.card_event e where e.card_id = $1 order by e.position
            """, card.CardId, row =>
        {
            if (CardTimeline.AddEvent(entries, about, row) is { } at)
            {
                ordered.Add(at);
            }
        }, cancellationToken).ConfigureAwait(false);
        await EachAsync(session,
            "select answered_at, outcome, code, signed_by, file_id from exchange.request where card_no = $1 order by answered_at", cardNo,
            row => CardTimeline.AddRequest(entries, about, row), cancellationToken).ConfigureAwait(false);
        await AddBatchesAsync(session, customer, ordered, entries, cancellationToken).ConfigureAwait(false);
        return card;
    }

    /// <summary>
    /// Batches stand in the partner's ledger and carry the instant at which their cards became ORDERED. A run that made several names them
    /// all.
    /// </summary>
    private static async Task AddBatchesAsync(CustomerSession session, CustomerId customer, List<DateTimeOffset> ordered,
        TimelineBuilder entries, CancellationToken cancellationToken)
    {
        if (ordered.Count == 0)
        {
            return;
        }

        await session.SwitchAsync(CustomerId.Production, cancellationToken).ConfigureAwait(false);
        foreach (var batch in await session.IdsAsync(
            "select report_id from exchange.pending_report where customer_id = $1 and kind = 'PRD' and created_at = any($2)",
            [CustomerId.Production.Value, ordered.ToArray()], cancellationToken).ConfigureAwait(false))
        {
            await AddReportsAsync(session, "r.report_id = $1", batch, entries, cancellationToken).ConfigureAwait(false);
        }

        await session.SwitchAsync(customer, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives the rows of a statement with one value to the action.</summary>
    public static Task EachAsync(CustomerSession session, string sql, object value, Action<LedgerRow> onRow,
        CancellationToken cancellationToken) =>
        EachAsync(session, sql, [value], onRow, cancellationToken);

    /// <inheritdoc cref="EachAsync(CustomerSession, string, object, Action{LedgerRow}, CancellationToken)"/>
    public static async Task EachAsync(CustomerSession session, string sql, object[] values, Action<LedgerRow> onRow,
        CancellationToken cancellationToken)
    {
        await using var command = session.Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            onRow(new LedgerRow(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, column => reader.IsDBNull(column)
                ? null : reader.GetValue(column))));
        }
    }
}
