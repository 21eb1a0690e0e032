using System.Globalization;
using static NexusGo.FileExchange.Operators.Health.HealthLevel;

namespace NexusGo.FileExchange.Operators.Health;

/// <summary>The rules by which one area is judged. A line here is all that a new one needs.</summary>
public static class AreaRules
{
    /// <summary>The job that looks into an inbox, as the worker names it.</summary>
    public const string PickUp = "pick-up";

    public static IReadOnlyList<HealthRule<AreaFacts>> All { get; } =
    [
        new("configuration", Configuration),
        new("retired", facts => facts.Profile is { IsRetired: true }
            ? new(Degraded, "its file is gone; it is looked after by its last one until it is offboarded (nexusgo-fx offboard)") : null),
        new("paused", facts => facts.IsPaused ? new(Degraded, PausedText(facts.Counts.Pause!), facts.Counts.Pause!.Since) : null),
        new("failing", Failing),
        new("poll", LatePoll, IsLate: true),
        new("stalled", Stalled, IsLate: true),
        new("lease", facts => !facts.IsPaused && facts.IsEnabled && facts.LivingWorkers.Count > 0 && facts.Counts.LeaseUntil is { } end
            && facts.Now - end > HealthLimits.LeaselessFor ? new(Degraded, "no worker has it, although workers run", end) : null,
            IsLate: true),
        new("undelivered", Undelivered, IsLate: true),
        new("unreadable", facts => facts.Counts is { FailingFiles: > 0, FailingFile: { } trouble }
            ? new(Degraded, Text($"{Files(facts.Counts.FailingFiles)} cannot be finished, tried again: {trouble}"), trouble.Since) : null,
            IsLate: true),
        new("unanswered", facts => Old(facts, facts.Counts.OldestOpenFile, HealthLimits.OldFile) && facts.Counts.FailingFiles == 0
            ? new(Degraded, Text($"{Files(facts.Counts.OpenFiles)} claimed and not finished"), facts.Counts.OldestOpenFile) : null,
            IsLate: true),
        new("unclaimed", Unclaimed, IsLate: true),
        new("not-removed", facts => facts.Counts.Removal is { } trouble
            ? new(Degraded, Text($"{Files(facts.Counts.ToRemove)} consumed and not removed: {trouble}"), facts.Counts.OldestToRemove)
            : Old(facts, facts.Counts.OldestToRemove, HealthLimits.OldRemoval)
            ? new(Degraded, Text($"{Files(facts.Counts.ToRemove)} consumed and not removed"), facts.Counts.OldestToRemove) : null,
                IsLate: true),
        new("uncollected", facts => facts.Counts.Uncollected > 0
            ? new(Degraded,
            Text($"{Files(facts.Counts.Uncollected)} delivered and collected by nobody; will be removed at their maximum age"),
                facts.Counts.OldestUncollected) : null, IsLate: true),
        new("changed", facts => facts.Counts.Changed > 0
            ? new(Good, Text($"{Files(facts.Counts.Changed)} changed after delivery and left alone")) : null),
        new("quarantined", facts => facts.Counts.Quarantined > 0
            ? new(Good,
            Text($"{Files(facts.Counts.Quarantined)} set aside for a person to look at (nexusgo-fx quarantine list {facts.Area})"),
                facts.Counts.OldestQuarantined) : null),
        new("foreign-entries", facts => facts.Counts.ForeignEntries > 0
            ? new(Good, Text($"{facts.Counts.ForeignEntries} entries of the inbox are no files for us; the customer was told"),
                facts.Counts.OldestForeignEntry) : null),
        new("hold", facts => facts.Counts.Holds > 0
            ? new(Good,
            Text($"{facts.Counts.Holds} hold(s) on erasure, the nearest ends {facts.Counts.NearestHoldEnd:u}, see: nexusgo-fx hold list"))
            : null),
        new("stage", facts => facts.Counts.OverdueCards > 0
            ? new(Degraded,
            Text($"{facts.Counts.OverdueCards} card(s) for longer than agreed in one stage, the oldest {facts.Counts.OverdueStatus}"),
                facts.Counts.OverdueSince) : null, IsLate: true),
        new("expected", ArrivalRules.Expected, IsLate: true),
        new("silence", ArrivalRules.Silent, IsLate: true),
        new("sequence-gap", ArrivalRules.Gap, IsLate: true),
        new("server-changed", facts => facts.Counts.ServerChanges is { } changes
            ? new(Degraded, Text($"its server {changes} (if that is meant: nexusgo-fx probe {facts.Area} --accept)"),
                facts.Counts.ServerChangedAt) : null),
        new("openpgp-key", facts => Keys(facts.Keys)),
    ];

    internal static HealthFinding? Keys(IReadOnlyList<KeyState> keys) =>
        keys.OrderByDescending(key => key.IsUrgent).FirstOrDefault() is { } worst
            ? new(worst.IsUrgent ? Degraded : Good,
            worst.Text + (keys.Count > 1 ? Text($" (and {keys.Count - 1} more, see: nexusgo-fx keys list)") : "")) : null;

    private static HealthFinding? Configuration(AreaFacts facts) => facts.ConfigurationProblems.Count == 0 ? null
        : new(facts.Profile is null ? Down : Degraded, (facts.Profile is null ? "has no good file, so nothing is exchanged: "
            : "its last good file is in use: ") + facts.ConfigurationProblems[0]
            + (facts.ConfigurationProblems.Count > 1 ? Text($" (and {facts.ConfigurationProblems.Count - 1} more)") : ""));

    private static HealthFinding? Failing(AreaFacts facts)
    {
        var worst = facts.Jobs.Where(job => job.Failures > 0)
            .OrderByDescending(job => job.Job == PickUp).ThenBy(job => job.FailingSince).FirstOrDefault();
        if (worst is null || facts.IsPaused)
        {
            return null;
        }

        var since = worst.FailingSince ?? worst.EndedAt;
        var isDown = worst.Job == PickUp && (facts.Now - since > HealthLimits.FailingIsDown || IsRefusal(worst.Reason));
        var again = worst.NotBefore is { } next && next > facts.Now ? Text($"; tried again in {Age.Of(next - facts.Now)}") : "";
        return new(isDown ? Down : Degraded,
            Text($"{worst.Job} failed {worst.Failures} time(s) in a row: {worst.Reason ?? "a defect, see the log"}")
            + (string.IsNullOrEmpty(worst.Message) ? "" : ": " + worst.Message.TrimEnd('.')) + again, since);
    }

    /// <summary>Whether a failure lets no file through and does not pass by itself.</summary>
    private static bool IsRefusal(string? reason) => reason is nameof(Diagnostics.FailureReason.RemoteAuthentication)
        or nameof(Diagnostics.FailureReason.RemoteHostKey) or nameof(Diagnostics.FailureReason.SecretUnavailable);

    private static HealthFinding? LatePoll(AreaFacts facts)
    {
        if (!facts.IsEnabled || facts.IsPaused || facts.LivingWorkers.Count == 0 || facts.JobNamed(PickUp) is { } running
            && facts.IsRunning(running))
        {
            return null;
        }

        var interval = facts.Profile!.Intake.PollInterval;
        var limit = new[] { interval * HealthLimits.LateIntervals, HealthLimits.ShortestLatePoll }.Max();
        if (facts.JobNamed(PickUp)?.EndedAt is not { } last)
        {
            return new(Degraded, "was never polled yet");
        }

        var age = facts.Now - last;
        var rests = facts.JobNamed(PickUp)!.NotBefore is { } next && next > facts.Now;
        return age <= limit || rests ? null
            : new(age > limit * HealthLimits.DownLateness ? Down : Degraded,
                Text($"not polled for {Age.Of(age)}, should be every {Age.Of(interval)}"), last);
    }

    private static HealthFinding? Stalled(AreaFacts facts) =>
        facts.Jobs.Where(job => facts.IsRunning(job) && facts.Now - job.RunningSince > HealthLimits.StalledRun)
            .OrderBy(job => job.RunningSince).FirstOrDefault() is { } job
            ? new(Degraded, Text($"{job.Job} has been under way for {Age.Of(facts.Now - job.RunningSince!.Value)}"), job.RunningSince)
                : null;

    private static HealthFinding? Undelivered(AreaFacts facts)
    {
        var counts = facts.Counts;
        if (counts.WaitingReport is { } trouble)
        {
            return new(Degraded, Text($"{Files(counts.WaitingReports)} cannot be delivered: {trouble}"), counts.OldestWaitingReport);
        }

        return Old(facts, counts.OldestWaitingReport, HealthLimits.OldAnswer)
            ? new(Degraded, Text($"{Files(counts.WaitingReports)} made and not delivered"), counts.OldestWaitingReport) : null;
    }

    /// <summary>A name that means nothing has its own time; everything else is claimed once it is stable.</summary>
    private static HealthFinding? Unclaimed(AreaFacts facts)
    {
        if (facts.Profile is not { Enabled: true } profile || facts.IsPaused)
        {
            return null;
        }

        var intake = profile.Intake;
        var limit = new[] { intake.UnmatchedAfter, intake.EmptyAfter, intake.StableFor, intake.OrphanMarkerAfter }.Max()
            + (intake.PollInterval * HealthLimits.LateIntervals) + HealthLimits.ShortestLatePoll;
        return Old(facts, facts.Counts.OldestUnclaimed, limit)
            ? new(Degraded,
            Text($"{facts.Counts.Unclaimed} entries lie in the inbox and are not taken, the oldest ")
                + $"{facts.Counts.OldestUnclaimedName}; see: nexusgo-fx explain {facts.Area} NAME", facts.Counts.OldestUnclaimed) : null;
    }

    private static string PausedText(AreaPause pause) =>
        $"paused by {pause.By} " + Text(
            $"{(pause.Until is { } until ? $"until {until.UtcDateTime:yyyy-MM-dd HH:mm}Z" : "until it is resumed")}: {pause.Reason}");

    private static bool Old(AreaFacts facts, DateTimeOffset? since, TimeSpan limit) => since is { } at && facts.Now - at > limit;

    private static string Files(long count) => count == 1 ? "1 file" : Text($"{count} files");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
