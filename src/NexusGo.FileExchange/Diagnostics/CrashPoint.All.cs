namespace NexusGo.FileExchange.Diagnostics;

internal static partial class CrashPoint
{
    /// <summary>The journey of an inbound file, in its order.</summary>
    public static readonly string[] Inbox =
    [
        // Under whose lease, over which session.
        "lease.taking", "lease.taken", "session.opening", "session.opened",
        // What a worker before us left in the customer's folders.
        "sweep.listed", "sweep.removing", "sweep.removed",
        // Poll and claim.
        "sighting.recording", "sighting.recorded", "orphan.noting", "orphan.noted", "claim.writing", "claim.written",
        // Fetch into the spool.
        "fetch.opening", "fetch.opened", "spool.created", "spool.unlinked", "fetch.copied", "fetch.checked", "control.reading",
            "control.read",
        "claim.dropping", "claim.dropped", "failure.noting", "failure.noted",
        // Store, one transaction.
        "customer-key.inserting", "customer-key.inserted", "store.beginning", "store.begun", "reply-name.using", "reply-name.used",
        "numbers.taking", "numbers.taken", "cards.copying", "cards.copied", "persons.added", "rows.undoing", "rows.undone",
        "block.writing", "block.written", "verdict.writing", "verdict.written", "audit.appending", "audit.appended",
        "token.checking", "card-keys.committing", "card-keys.committed", "store.committing", "store.committed",
        // Deliver.
        "publish.creating", "publish.created", "publish.written", "publish.synced", "publish.checked",
        "publish.renaming", "publish.renamed", "temporary.removing", "temporary.removed",
        "report-name.changing", "report-name.changed", "delivery-failure.noting", "delivery-failure.noted", "delivered.marking",
            "delivered.marked",
        // Release.
        "source.releasing", "aside.renaming", "aside.renamed", "remove.sending", "remove.answered", "source.released", "marker.removing",
            "marker.removed", "close.writing", "close.written",
        // A stop in good order.
        "lease.returning", "lease.returned",
    ];

    /// <summary>The sweep of consumed files, in its order.</summary>
    public static readonly string[] Sweep =
    [
        "look.noting", "look.noted", "uncollected.noting", "uncollected.noted", "taken.noting", "taken.noted", "intent.noting",
        "intent.noted",
        "consumed.removing", "consumed.removed", "done-marker.removing", "done-marker.removed", "changed-file.noting", "changed-file.noted",
        "deletion.recording", "deletion.recorded", "removal-failure.noting", "removal-failure.noted", "purge.writing", "purge.written",
    ];

    /// <summary>The journey of a card: into a batch, through the partner's events, into a back-report; and the end of a hold.</summary>
    public static readonly string[] Production =
    [
        "batch.ordering", "batch.ordered", "batch.committing", "batch.committed",
        "events.copying", "events.copied", "card-changes.writing", "card-changes.written",
        "back-report.marking", "back-report.marked", "back-report.committing", "back-report.committed",
        "held.settling", "held.settled",
    ];

    /// <summary>Requests, readings and erasures.</summary>
    public static readonly string[] Requests =
    [
        // Requests: files asked for, effects, the end of their transaction.
        "history.storing", "history.stored", "repeat.storing", "repeat.stored", "requests.applying", "requests.applied",
            "requests.committing", "requests.committed",
        // Photos that came later than their orders.
        "photos.committing", "photos.committed",
        // Personal data read for an operator.
        "reading.recording", "reading.recorded",
        // Erase: the journal first, then one transaction, and the cards' keys right before its commit.
        "journal.writing", "journal.written", "erasure.writing", "erasure.written", "card-keys.destroying", "card-keys.destroyed",
            "erasure.committed",
    ];

    /// <summary>The rotation of master and customer keys.</summary>
    public static readonly string[] Keys = ["master-key.rewrapping", "master-key.rewrapped", "card-keys.rewrapping", "card-keys.rewrapped"];

    /// <summary>Every point. A test compares this list with the source, and others make a worker die at each.</summary>
    public static readonly string[] All = [.. Inbox, .. Sweep, .. Production, .. Requests, .. Keys];
}
