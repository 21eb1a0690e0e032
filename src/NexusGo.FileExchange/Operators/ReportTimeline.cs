namespace NexusGo.FileExchange.Operators;

/// <summary>
/// What happened to a file for the customer, told from its row in the ledger: made, delivered, and what became of it there.
/// </summary>
internal static class ReportTimeline
{
    public static void Add(TimelineBuilder entries, LedgerRow row)
    {
        var about = TimelineBuilder.SafeName(row.Text("path")!);
        var waits = row.Instant("delivered_at") is null;
        entries.Add(row.Instant("created_at"), "MADE", about, ("kind", row["kind"]), ("seq", row["seq"]), ("lines", row["lines"]),
            ("size_bytes", row["size_bytes"]),
            ("sha256", row["sha256"]), ("report_id", row["report_id"]));
        entries.Add(waits ? row.Instant("next_attempt_at") : null, "DELIVERY_DUE", about, ("failed_attempts", row["attempts"]),
            ("problem", row["last_problem"]));
        entries.Add(row.Instant("delivered_at"), "DELIVERED", about, ("failed_attempts", row["attempts"] is 0 ? null : row["attempts"]));
        entries.Add(row.Instant("seen_at"), "SEEN_AT_CUSTOMER", about);
        entries.Add(row.Instant("missing_since"), "MISSING", about, ("looks", row["missing_looks"]));
        entries.Add(row.Instant("warned_at"), "UNCOLLECTED", about);
        entries.Add(row.Instant("consumed_at"), "CONSUMED", about, ("signal", row["consumed_signal"]));
        entries.Add(row.Instant("delete_intended_at"), "REMOVAL_INTENDED", about, ("problem", waits ? null : row["last_problem"]));
        entries.Add(row.Instant("changed_at"), "FOUND_CHANGED", about);
        entries.Add(row.Instant("deleted_at"), "DELETED", about);
        entries.Add(row.Instant("purged_at"), "OUR_COPY_REMOVED", about);
    }
}
