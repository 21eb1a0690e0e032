using System.Globalization;
using NexusGo.FileExchange.Operators.Health;
using NexusGo.FileExchange.Production;

namespace NexusGo.FileExchange.Worker.Manuals;

/// <summary>What each rule of health means, and what to do about it. Times are those of the rules.</summary>
internal static class HealthTexts
{
    /// <exception cref="ArgumentOutOfRangeException">A new rule has no words yet: add them here.</exception>
    public static (string Means, string Do) OfService(string rule) => rule switch
    {
        "database" => ("Down: the database does not answer.", "`systemctl status nexusgo-fileexchange`, then the log of PostgreSQL."),
        "workers" => ("Down: no worker gave a sign of life.",
            "`systemctl start nexusgo-fileexchange`; `journalctl -u nexusgo-fileexchange`."),
        "master-key" => ("Down: the master key cannot be read, or it is not the one that wrapped what is stored.",
            "Put the right one back, see [Keys and secrets](README.md#keys-and-secrets)."),
        "configuration" => ("A file cannot be used as it is now. The worker goes on with what it read last, and would not start again.",
            "`nexusgo-fx check-config` names file, line and setting."),
        "disk" => ("Down below `FreeSpaceFloorBytes`: nothing is taken in, answers are still delivered. Degraded below twice that.",
            "Make room on the disk that the line names."),
        "clock" => (Text($"The clocks here and at the database differ by more than {HealthLimits.ClockOffset.TotalSeconds} seconds."),
            "Set up time synchronization on both, such as chrony."),
        "openpgp-key" => ("One of our own OpenPGP keys has ended, ends within a week, or cannot be used. A note: it ends within 60 days.",
            "`nexusgo-fx keys list`, then `nexusgo-fx keys rotate --overlap 60`."),
        "held-events" => ("The factory reported finished cards without a field that their layout asks for.",
            "`nexusgo-fx production held`, then `production release` or `production send-back`."),
        "refused-events" => (Text($"A note: events of the factory had no effect within {EventTroubles.RefusedWithin.Days} days."),
            "Its error file has the code of each; tell the factory."),
        "not-taken" => ("The factory has not taken a batch or cancellation for two days.",
            "Ask the factory; `nexusgo-fx production reissue FILE` writes it anew."),
        _ => throw NoWords(rule),
    };

    /// <inheritdoc cref="OfService"/>
    public static (string Means, string Do) OfArea(string rule) => rule switch
    {
        "configuration" => ("The customer's file has a mistake; its last good version is in use. Down: there is no good version.",
            "`nexusgo-fx check-config`."),
        "retired" => ("The customer's file is gone. Nothing is picked up; data and reports are looked after by the last file.",
            "Put the file back, or `nexusgo-fx offboard ID`."),
        "paused" => ("An operator paused it.", "`nexusgo-fx resume ID` when the reason is over."),
        "failing" => (Text($"A job fails. Down: a pick-up for {HealthLimits.FailingIsDown.TotalMinutes} minutes, or a refused log-in, ")
            + "another host key, or a secret that cannot be read.", "The line has the reason; `nexusgo-fx probe ID` tries each step."),
        "poll" => (Text($"No look into the inbox for {HealthLimits.LateIntervals} intervals and a minute at least. ")
            + Text($"Down: {HealthLimits.DownLateness} times as long."),
                "`nexusgo-fx status --cluster`: is the worker overloaded, or gone?"),
        "stalled" => (Text($"One run takes more than {HealthLimits.StalledRun.TotalMinutes} minutes."),
            "The log since the time in the line; a very large file, or a server that hangs."),
        "lease" => (Text($"No worker has had the customer for {HealthLimits.LeaselessFor.TotalMinutes} minutes, although workers live."),
            "The logs of all workers; restart one that reports failures of its database."),
        "undelivered" => (Text($"Answers cannot be delivered, or have waited for {HealthLimits.OldAnswer.TotalMinutes} minutes."),
            "The customer makes room or mends rights. Nothing that waits is dropped."),
        "unreadable" => ("Files cannot be finished and are tried again.", "The reason in the line; `nexusgo-fx explain ID FILE`."),
        "unanswered" => (Text($"Files were claimed {HealthLimits.OldFile.TotalMinutes} minutes ago and are not answered."),
            "`nexusgo-fx passport FILE`: where does it stand?"),
        "unclaimed" => ("Entries lie in the inbox and nobody takes them.", "`nexusgo-fx explain ID FILE` says what is waited for."),
        "not-removed" => (Text($"Consumed files could not be removed, or wait for it for {HealthLimits.OldRemoval.TotalDays} day."),
            "The customer lets our user remove files in its `/out/` folders."),
        "uncollected" => ("Delivered files lie there and nobody collects them. They are removed at `Consumed.MaxAge`.",
            "Ask the customer whether its program still runs."),
        "changed" => ("A note: somebody changed a delivered file. It is left alone.", "Ask the customer; remove the file there."),
        "quarantined" => ("A note: files are set aside, because their names mean nothing.",
            "`nexusgo-fx quarantine list ID`, then `release` or `discard`."),
        "foreign-entries" =>
            ("A note: folders, links and the like lie in the inbox. The customer was told.", "Ask the customer to remove them."),
        "hold" => ("A note: a hold keeps data of this customer from being erased.",
            "`nexusgo-fx hold list`; end it when its reason is over."),
        "stage" => ("Cards stay in one stage for longer than `StageLimits` allows.",
            "Ask the factory, or the customer. `production reorder` and `production close` end a failed card."),
        "expected" => ("No order file came before the agreed time of a day (`Arrivals.By`).",
            "Ask the customer; `nexusgo-fx forgive ID DAY` expects none."),
        "silence" => ("No order file for longer than `Arrivals.Silence`.", "As above."),
        "sequence-gap" => ("A sequence number is missing among the files of 30 days (`Arrivals.Gaps`).",
            "Ask the customer for the missing file."),
        "server-changed" => ("The daily probe found the server different from what was agreed: host key, folder, right, clock, file times.",
            "Ask the customer whether it is meant; then `nexusgo-fx probe ID --accept`. What is as before again ends by itself."),
        "openpgp-key" => ("A key of this customer has ended, ends within a week, or cannot be used. A note: it ends within 60 days.",
            "`nexusgo-fx keys list`; ask the customer for a new certificate."),
        _ => throw NoWords(rule),
    };

    private static ArgumentOutOfRangeException NoWords(string rule) =>
        new(nameof(rule), rule, "The operators' manual has no words for this rule of health.");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
