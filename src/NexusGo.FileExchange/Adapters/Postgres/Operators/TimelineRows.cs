using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Operators;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>The rows of a passport: each ledger's columns become things that happened.</summary>
internal static class TimelineRows
{
    public static async Task<IReadOnlyList<Guid>> IdsAsync(CustomerSession session, string sql, object?[] values, CancellationToken cancellationToken)
    {
        await using var command = session.Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var ids = new List<Guid>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            ids.Add(reader.GetGuid(0));
        }

        return ids;
    }

    /// <summary>Sighting, claim, hash, signer, verdict, rows, orders, requests, release.</summary>
    public static async Task AddFileAsync(CustomerSession session, Guid fileId, TimelineBuilder entries, CancellationToken cancellationToken)
    {
        var about = "";
        await EachAsync(session, """
            select f.name, f.kind, f.is_test, f.size_bytes, f.first_seen_at, f.same_since, f.same_polls, f.claimed_at, f.attempts, f.lease_token, f.last_problem, f.next_attempt_at,
                f.state, f.stored_at, f.sha256, f.content_mac is not null, f.signed_by, f.sequence_no, f.file_status, f.error_code, first.name as first_file, f.rows_total, f.rows_accepted,
                f.rows_rejected, f.rows_on_hold, f.rows_unchanged, f.profile_version, f.closed_at
            from exchange.inbound_file f left join exchange.inbound_file first on first.file_id = f.first_file_id
            where f.file_id = $1
            """, fileId, row =>
        {
            about = TimelineBuilder.SafeName(row.Text("name")!);
            entries.Add(row.Instant("first_seen_at"), "SEEN", about, ("kind", row.Text("kind")), ("size_bytes", row["size_bytes"]), ("test", row["is_test"]), ("file_id", fileId));
            entries.Add(row.Instant("same_since"), "SAME_SINCE", about, ("looks", row["same_polls"]));
            entries.Add(row.Instant("claimed_at"), "CLAIMED", about, ("attempt", row["attempts"]), ("lease_token", row["lease_token"]));
            if (row.Text("state") == "CLAIMED")
            {
                entries.Add(row.Instant("next_attempt_at"), "TRIED_AGAIN", about, ("problem", row.Text("last_problem")));
            }

            entries.Add(row.Instant("stored_at"), "STORED", about, ("file_status", row.Text("file_status")), ("error_code", row.Text("error_code")), ("sha256", row["sha256"]),
                ("signed_by", row.Text("signed_by")), ("seq", about == row.Text("name") ? row["sequence_no"] : null), ("first_file", row.Text("first_file") is { } first ? TimelineBuilder.SafeName(first) : null),
                ("rows_total", row["rows_total"]), ("rows_accepted", row["rows_accepted"]), ("rows_rejected", row["rows_rejected"]), ("rows_on_hold", row["rows_on_hold"]),
                ("rows_unchanged", row["rows_unchanged"]), ("profile_version", row.Text("profile_version")));
            entries.Add(row.Instant("closed_at"), "REMOVED_FROM_INBOX", about);
        }, cancellationToken).ConfigureAwait(false);
        await EachAsync(session, """
            select o.order_no, o.ordered_at, o.cards, o.approval, o.decided_by, o.decided_at,
                (select string_agg(format('%s:%s', n.status, n.cards), ' ' order by n.status) from (select status, count(*) as cards from orders.card c where c.card_id between o.first_card_id and o.last_card_id group by status) n) as now
            from orders.card_order o where o.file_id = $1 order by o.order_no
            """, fileId, row =>
        {
            var order = $"order {row["order_no"]}";
            entries.Add(row.Instant("ordered_at"), "ORDERED", order, ("cards", row["cards"]), ("cards_now", row.Text("now")), ("approval", row.Text("approval")));
            entries.Add(row.Instant("decided_at"), "DECIDED", order, ("approval", row.Text("approval")), ("by", row.Text("decided_by")));
        }, cancellationToken).ConfigureAwait(false);
        await EachAsync(session, "select outcome, min(answered_at) as at, count(*) as requests from exchange.request where file_id = $1 group by outcome order by outcome", fileId,
            row => entries.Add(row.Instant("at"), "REQUESTS", about, ("outcome", row.Text("outcome")), ("requests", row["requests"])), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What was made for the customer, brought to it, and became of it there.</summary>
    public static Task AddReportsAsync(CustomerSession session, string which, Guid id, TimelineBuilder entries, CancellationToken cancellationToken) => EachAsync(session, $"""
        select r.report_id, r.kind, r.folder || r.name as path, r.size_bytes, r.sha256, r.created_at, b.seq, b.lines, r.attempts, r.last_problem, r.next_attempt_at, r.delivered_at, r.seen_at,
            r.missing_since, r.missing_looks, r.warned_at, r.consumed_at, r.consumed_signal, r.delete_intended_at, r.changed_at, r.deleted_at, r.purged_at
        from (select * from exchange.pending_report where {which}) r left join exchange.back_report b on b.report_id = r.report_id
        order by r.created_at, r.position, r.name
        """, id, row =>
    {
        var about = TimelineBuilder.SafeName(row.Text("path")!);
        var waits = row.Instant("delivered_at") is null;
        entries.Add(row.Instant("created_at"), "MADE", about, ("kind", row.Text("kind")), ("seq", row["seq"]), ("lines", row["lines"]), ("size_bytes", row["size_bytes"]), ("sha256", row["sha256"]),
            ("report_id", row["report_id"]));
        entries.Add(waits ? row.Instant("next_attempt_at") : null, "DELIVERY_DUE", about, ("failed_attempts", row["attempts"]), ("problem", row.Text("last_problem")));
        entries.Add(row.Instant("delivered_at"), "DELIVERED", about, ("failed_attempts", row["attempts"] is 0 ? null : row["attempts"]));
        entries.Add(row.Instant("seen_at"), "SEEN_AT_CUSTOMER", about);
        entries.Add(row.Instant("missing_since"), "MISSING", about, ("looks", row["missing_looks"]));
        entries.Add(row.Instant("warned_at"), "UNCOLLECTED", about);
        entries.Add(row.Instant("consumed_at"), "CONSUMED", about, ("signal", row.Text("consumed_signal")));
        entries.Add(row.Instant("delete_intended_at"), "REMOVAL_INTENDED", about, ("problem", waits ? null : row.Text("last_problem")));
        entries.Add(row.Instant("changed_at"), "FOUND_CHANGED", about);
        entries.Add(row.Instant("deleted_at"), "DELETED", about);
        entries.Add(row.Instant("purged_at"), "OUR_COPY_REMOVED", about);
    }, cancellationToken);

    /// <summary>The card's own row, its events, the batches it went out in and the requests about it; null when there is no such card.</summary>
    public static async Task<(Guid CardId, Guid FileId)?> AddCardAsync(CustomerSession session, CustomerId customer, long cardNo, TimelineBuilder entries, CancellationToken cancellationToken)
    {
        (Guid CardId, Guid FileId)? found = null;
        var about = $"card {cardNo}";
        var ordered = new List<DateTimeOffset>();
        await EachAsync(session, """
            select c.card_id, o.file_id, o.order_no, c.row_no, c.product_code, c.status, c.card_state, c.hold_code, c.ordered_at, c.replaces_card_no, c.replace_reason, c.erase_after,
                c.batches, c.held_at, c.erased_at, (select min(n.card_no) from orders.card n where n.customer_id = c.customer_id and n.replaces_card_no = c.card_no) as replaced_by
            from orders.card c join orders.card_order o using (order_id)
            where c.card_no = $1 and c.customer_id = current_setting('nexusgo.customer')
            """, cardNo, row =>
        {
            found = ((Guid)row["card_id"]!, (Guid)row["file_id"]!);
            entries.Add(row.Instant("ordered_at"), "CARD_ORDERED", about, ("order_no", row["order_no"]), ("row", row["row_no"]), ("product", row.Text("product_code")),
                ("status_now", row.Text("status")), ("card_state_now", row.Text("card_state")), ("hold_now", row.Text("hold_code")), ("replaces", row["replaces_card_no"]),
                ("replace_reason", row.Text("replace_reason")), ("replaced_by", row["replaced_by"]), ("erase_after", row.Text("erase_after")), ("batches", row["batches"]));
            entries.Add(row.Instant("held_at"), "HELD_INCOMPLETE", about);
            entries.Add(row.Instant("erased_at"), "ERASED", about);
        }, cancellationToken).ConfigureAwait(false);
        if (found is not { } card)
        {
            return null;
        }

        await EachAsync(session, """
            select e.recorded_at, e.event_time, e.kind, e.effect, e.code, e.status, e.card_state, e.reason_code, e.event_id, e.source_id is not null as told,
                (select count(*) from orders.card_chip h where h.event_id = e.event_id) as chips,
                (select min(b.seq) from exchange.back_report b where e.effect = 'APPLIED' and b.after_position < e.position and b.until_position >= e.position) as reported_in
            from orders.card_event e where e.card_id = $1 order by e.position
            """, card.CardId, row =>
        {
            entries.Add(row.Instant("recorded_at"), "EVENT", about, ("event", row.Text("kind")), ("effect", row.Text("effect")), ("code", row.Text("code")), ("status", row.Text("status")),
                ("card_state", row.Text("card_state")), ("reason", row.Text("reason_code")), ("event_time", row.Instant("event_time")), ("chips", row["chips"] is 0L ? null : row["chips"]),
                ("from_partner", row["told"]), ("back_report", row["reported_in"]), ("event_id", row["event_id"]));
            if (row.Text("kind") == "ORDERED")
            {
                ordered.Add(row.Instant("recorded_at")!.Value);
            }
        }, cancellationToken).ConfigureAwait(false);
        await EachAsync(session, "select answered_at, outcome, code, signed_by, file_id from exchange.request where card_no = $1 order by answered_at", cardNo,
            row => entries.Add(row.Instant("answered_at"), "REQUEST", about, ("outcome", row.Text("outcome")), ("code", row.Text("code")), ("by", row.Text("signed_by")), ("file_id", row["file_id"])),
            cancellationToken).ConfigureAwait(false);
        await AddBatchesAsync(session, customer, ordered, entries, cancellationToken).ConfigureAwait(false);
        return card;
    }

    /// <summary>Batches stand in the partner's ledger and carry the instant at which their cards became ORDERED. A run that made several names them all.</summary>
    private static async Task AddBatchesAsync(CustomerSession session, CustomerId customer, List<DateTimeOffset> ordered, TimelineBuilder entries, CancellationToken cancellationToken)
    {
        if (ordered.Count == 0)
        {
            return;
        }

        await session.SwitchAsync(CustomerId.Production, cancellationToken).ConfigureAwait(false);
        foreach (var batch in await IdsAsync(session, "select report_id from exchange.pending_report where customer_id = $1 and kind = 'PRD' and created_at = any($2)",
            [CustomerId.Production.Value, ordered.ToArray()], cancellationToken).ConfigureAwait(false))
        {
            await AddReportsAsync(session, "report_id = $1", batch, entries, cancellationToken).ConfigureAwait(false);
        }

        await session.SwitchAsync(customer, cancellationToken).ConfigureAwait(false);
    }

    private static async Task EachAsync(CustomerSession session, string sql, object value, Action<Row> onRow, CancellationToken cancellationToken)
    {
        await using var command = session.Command(sql, value);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            onRow(new Row(reader));
        }
    }

    private readonly struct Row(NpgsqlDataReader reader)
    {
        public object? this[string column] => reader[column] is DBNull ? null : reader[column];

        public string? Text(string column) => this[column] as string;

        public DateTimeOffset? Instant(string column) => reader.GetOrdinal(column) is var at && reader.IsDBNull(at) ? null : reader.GetFieldValue<DateTimeOffset>(at);
    }
}
