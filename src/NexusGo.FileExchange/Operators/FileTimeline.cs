using System.Globalization;

namespace NexusGo.FileExchange.Operators;

/// <summary>
/// What happened to an inbound file, told from its rows in the ledgers: sighting, claim, verdict, orders, requests, release.
/// </summary>
internal static class FileTimeline
{
    /// <summary>The file's own row.</summary>
    /// <returns>The file's name as it may be shown.</returns>
    public static string AddFile(TimelineBuilder entries, Guid fileId, LedgerRow row)
    {
        var about = TimelineBuilder.SafeName(row.Text("name")!);
        entries.Add(row.Instant("first_seen_at"), "SEEN", about, ("kind", row["kind"]), ("size_bytes", row["size_bytes"]),
            ("test", row["is_test"]), ("file_id", fileId));
        entries.Add(row.Instant("same_since"), "SAME_SINCE", about, ("looks", row["same_polls"]));
        entries.Add(row.Instant("claimed_at"), "CLAIMED", about, ("attempt", row["attempts"]), ("lease_token", row["lease_token"]));
        if (row.Text("state") == "CLAIMED")
        {
            entries.Add(row.Instant("next_attempt_at"), "TRIED_AGAIN", about, ("problem", row["last_problem"]));
        }

        // The sequence number is left out where the name was masked, because the masked digits may be the number.
        var sequence = about == row.Text("name") ? row["sequence_no"] : null;
        var first = row.Text("first_file") is { } name ? TimelineBuilder.SafeName(name) : null;
        entries.Add(row.Instant("stored_at"), "STORED", about, ("file_status", row["file_status"]), ("error_code", row["error_code"]),
            ("sha256", row["sha256"]),
            ("signed_by", row["signed_by"]), ("seq", sequence), ("first_file", first), ("rows_total", row["rows_total"]),
            ("rows_accepted", row["rows_accepted"]),
            ("rows_rejected", row["rows_rejected"]), ("rows_on_hold", row["rows_on_hold"]), ("rows_unchanged", row["rows_unchanged"]),
            ("profile_version", row["profile_version"]));
        entries.Add(row.Instant("closed_at"), "REMOVED_FROM_INBOX", about);
        return about;
    }

    /// <summary>An order that was made of the file.</summary>
    public static void AddOrder(TimelineBuilder entries, LedgerRow row)
    {
        var about = $"order {row["order_no"]}";
        entries.Add(row.Instant("ordered_at"), "ORDERED", about, ("cards", row["cards"]), ("cards_now", row["now"]),
            ("approval", row["approval"]));
        entries.Add(row.Instant("decided_at"), "DECIDED", about, ("approval", row["approval"]), ("by", row["decided_by"]));
    }

    /// <summary>How many of the file's requests were answered alike.</summary>
    public static void AddRequests(TimelineBuilder entries, string about, LedgerRow row) =>
        entries.Add(row.Instant("at"), "REQUESTS", about, ("outcome", row["outcome"]), ("requests", row["requests"]));

    /// <summary>A file that lies in the inbox and was not claimed yet.</summary>
    public static Timeline OfSighting(string customer, string name, LedgerRow row)
    {
        var (entries, about) = (new TimelineBuilder(), TimelineBuilder.SafeName(name));
        entries.Add(row.Instant("first_seen_at"), "SEEN", about, ("size_bytes", row["size_bytes"]));
        entries.Add(row.Instant("same_since"), "SAME_SINCE", about, ("looks", row["same_polls"]));
        entries.Add(row.Instant("told_at"), "TOLD", about);
        entries.Add(row.Instant("last_seen_at"), "WAITS", about);
        return new Timeline
        {
            Customer = customer,
            Kind = "file",
            Id = string.Create(CultureInfo.InvariantCulture, $"sighting {row["version"]}"),
            Entries = entries.InOrder(),
        };
    }
}
