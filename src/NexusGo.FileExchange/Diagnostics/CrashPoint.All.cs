namespace NexusGo.FileExchange.Diagnostics;

internal static partial class CrashPoint
{
    /// <summary>Every point, in the order of the journey. A test compares this list with the source and makes a worker die at each.</summary>
    public static readonly string[] All =
    [
        // Under whose lease, over which session.
        "lease.taking", "lease.taken", "session.opening", "session.opened",
        // What a worker before us left in the customer's folders.
        "sweep.listed", "sweep.removing", "sweep.removed",
        // Poll and claim.
        "sighting.recording", "sighting.recorded", "orphan.noting", "orphan.noted", "claim.writing", "claim.written",
        // Fetch into the spool.
        "fetch.opening", "fetch.opened", "spool.created", "spool.unlinked", "fetch.copied", "fetch.checked", "control.reading", "control.read",
        "claim.dropping", "claim.dropped", "failure.noting", "failure.noted",
        // Store, one transaction.
        "customer-key.inserting", "customer-key.inserted", "store.beginning", "store.begun", "reply-name.using", "reply-name.used",
        "numbers.taking", "numbers.taken", "cards.copying", "card-keys.copying", "cards.copied", "rows.undoing", "rows.undone",
        "block.writing", "block.written", "verdict.writing", "verdict.written", "audit.appending", "audit.appended",
        "token.checking", "store.committing", "store.committed",
        // Deliver.
        "publish.creating", "publish.created", "publish.written", "publish.synced", "publish.checked",
        "publish.renaming", "publish.renamed", "temporary.removing", "temporary.removed",
        "report-name.changing", "report-name.changed", "delivery-failure.noting", "delivery-failure.noted", "delivered.marking", "delivered.marked",
        // Release.
        "source.releasing", "remove.sending", "remove.answered", "source.released", "marker.removing", "marker.removed", "close.writing", "close.written",
        // Erase: the journal first, then one transaction.
        "journal.writing", "journal.written", "erasure.writing", "erasure.written", "erasure.committed",
        // A stop in good order.
        "lease.returning", "lease.returned",
    ];
}
