namespace NexusGo.FileExchange.Operators;

/// <summary>What happened to a card, told from its own row, its events and the requests about it.</summary>
internal static class CardTimeline
{
    public static void AddCard(TimelineBuilder entries, string about, LedgerRow row)
    {
        entries.Add(row.Instant("ordered_at"), "CARD_ORDERED", about, ("order_no", row["order_no"]), ("row", row["row_no"]),
            ("product", row["product_code"]),
            ("status_now", row["status"]), ("card_state_now", row["card_state"]), ("hold_now", row["hold_code"]),
            ("replaces", row["replaces_card_no"]),
            ("replace_reason", row["replace_reason"]), ("replaced_by", row["replaced_by"]), ("erase_after", row["erase_after"]),
            ("batches", row["batches"]));
        entries.Add(row.Instant("held_at"), "HELD_INCOMPLETE", about);
        entries.Add(row.Instant("erased_at"), "ERASED", about);
    }

    /// <returns>When the card became ORDERED with this event, or null.</returns>
    public static DateTimeOffset? AddEvent(TimelineBuilder entries, string about, LedgerRow row)
    {
        entries.Add(row.Instant("recorded_at"), "EVENT", about, ("event", row["kind"]), ("effect", row["effect"]), ("code", row["code"]),
            ("status", row["status"]),
            ("card_state", row["card_state"]), ("reason", row["reason_code"]), ("event_time", row.Instant("event_time")),
            ("chips", row["chips"] is 0L ? null : row["chips"]),
            ("from_partner", row["told"]), ("back_report", row["reported_in"]), ("event_id", row["event_id"]));
        return row.Text("kind") == "ORDERED" ? row.Instant("recorded_at") : null;
    }

    public static void AddRequest(TimelineBuilder entries, string about, LedgerRow row) =>
        entries.Add(row.Instant("answered_at"), "REQUEST", about, ("outcome", row["outcome"]), ("code", row["code"]),
            ("by", row["signed_by"]), ("file_id", row["file_id"]));
}
