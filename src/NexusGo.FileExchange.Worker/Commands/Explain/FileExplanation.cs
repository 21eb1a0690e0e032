using System.Globalization;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Operators;
using NexusGo.FileExchange.Operators.Health;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Worker.Commands.Explain;

/// <summary>Says every reason why a file is or is not picked up or answered. Pure: the same facts give the same lines.</summary>
internal static class FileExplanation
{
    public static IReadOnlyList<ExplainLine> Of(ExplainFacts facts) =>
        [.. Name(facts), .. Customer(facts), .. Remote(facts), .. Seen(facts), .. facts.File.Files.SelectMany(file => Taken(facts, file))];

    private static IEnumerable<ExplainLine> Name(ExplainFacts facts)
    {
        yield return new("name", facts.Rule);
        if (facts.Understood.Kind == InboundKind.Unmatched)
        {
            yield return new("name", $"such a file is answered with F-NAM-01 and set aside once it has been the same for "
                + Age.Of(facts.Profile.Intake.UnmatchedAfter));
        }

        if (facts.Understood.Kind == InboundKind.Marker)
        {
            yield return new("name", "a companion is taken together with its file, and never without it");
        }
    }

    private static IEnumerable<ExplainLine> Customer(ExplainFacts facts)
    {
        var (area, profile) = (facts.Area, facts.Profile);
        if (profile.IsRetired)
        {
            yield return new("customer", "its file is gone: nothing is picked up, what was taken in is still answered");
        }
        else if (!profile.Enabled)
        {
            yield return new("customer", "is disabled in its file: nothing is picked up");
        }

        if (area.IsPaused)
        {
            var pause = area.Counts.Pause!;
            yield return new("customer", $"is paused by {pause.By} "
                + (pause.Until is { } until ? $"for another {Age.Of(until - facts.Now)}" : "until it is resumed") + $": {pause.Reason}");
        }

        if (area.LivingWorkers.Count == 0)
        {
            yield return new("worker", "no worker runs: nothing is picked up");
        }
        else if (area.Counts is { LeaseOwner: { } owner, LeaseUntil: { } end } && end > facts.Now)
        {
            yield return new("worker", $"{owner} has this customer's area");
        }
        else
        {
            yield return new("worker", "no worker has this customer's area at the moment");
        }

        if (facts.IsDiskFull)
        {
            yield return new("worker", "takes nothing in, because the disk of DataDirectory has less room than FreeSpaceFloorBytes");
        }

        if (area.JobNamed(AreaRules.PickUp) is { } job)
        {
            yield return new("poll", job.Failures > 0
                ? Text($"failed {job.Failures} time(s) in a row since {Age.Of(facts.Now - (job.FailingSince ?? facts.Now))}: {job.Reason}")
                    + $": {job.Message}"
                    + (job.NotBefore is { } next && next > facts.Now ? $" Not asked again for {Age.Of(next - facts.Now)}." : "")
                : $"the last look into the inbox was {Age.Of(facts.Now - (job.EndedAt ?? facts.Now))} ago, "
                    + $"the next comes every {Age.Of(profile.Intake.PollInterval)}");
        }
    }

    private static IEnumerable<ExplainLine> Remote(ExplainFacts facts)
    {
        if (facts.RemoteProblem is { } problem)
        {
            yield return new("server", problem);
        }

        foreach (var (path, entry) in facts.Remote ?? [])
        {
            yield return new("server", entry?.Kind switch
            {
                null => $"nothing is at {path} now",
                RemoteEntryKind.File => Text($"{path} is there, {entry.Version.SizeBytes} bytes")
                    + (entry.Version.SizeBytes == 0 ? $"; an empty file is waited for {Age.Of(facts.Profile.Intake.EmptyAfter)}" : ""),
                RemoteEntryKind.Folder =>
                    $"{path} is a folder: never touched, and told to the customer after {Age.Of(InboxLook.LingersAfter)}",
                RemoteEntryKind.Link => $"{path} is a link: never followed or touched, and told after {Age.Of(InboxLook.LingersAfter)}",
                _ => $"{path} is neither a file nor a folder, or the server does not say: never touched, and told after "
                    + Age.Of(InboxLook.LingersAfter),
            });
        }
    }

    private static IEnumerable<ExplainLine> Seen(ExplainFacts facts)
    {
        if (facts.File.Sightings.Count == 0 && facts.File.Files.Count == 0)
        {
            yield return new("seen", "no look into the inbox has ever seen this name, and it was never taken in");
        }

        foreach (var seen in facts.File.Sightings)
        {
            yield return new("seen",
                Text($"{seen.Path}: first {Age.Of(facts.Now - seen.FirstSeenAt)} ago, last {Age.Of(facts.Now - seen.LastSeenAt)}")
                + Text($" ago, the same size and time in {seen.SamePolls} look(s) for {Age.Of(facts.Now - seen.SameSince)}"));
            if (seen.AnsweredAt is { } told)
            {
                yield return new("seen", $"the customer was told {Age.Of(facts.Now - told)} ago that this is no file for us");
            }
            else if (Waits(facts, seen) is { } waits)
            {
                yield return new("waits", waits);
            }
        }
    }

    /// <summary>The same rules as <see cref="Stability"/>, told before they are fulfilled.</summary>
    private static string? Waits(ExplainFacts facts, SeenName seen)
    {
        var intake = facts.Profile.Intake;
        if (facts.Understood.Kind == InboundKind.Ignored || facts.File.Files.Any(file => file.State != "CLOSED"))
        {
            return null;
        }

        var needed = facts.Understood.Kind == InboundKind.Unmatched ? intake.UnmatchedAfter
            : seen.SizeBytes == 0 ? intake.EmptyAfter : intake.StableFor;
        var left = seen.SameSince + needed - facts.Now;
        return left > TimeSpan.Zero ? $"must stay the same for another {Age.Of(left)} (by our clock), then it is taken"
            : seen.SamePolls < 2 ? "a second look that finds it the same is waited for"
            : "is due and taken with the next look";
    }

    private static IEnumerable<ExplainLine> Taken(ExplainFacts facts, TakenFile file)
    {
        yield return new("taken", Text($"claimed {Age.Of(facts.Now - file.ClaimedAt)} ago as {file.FileId}, attempt {file.Attempts}"));
        if (file.State == "CLAIMED")
        {
            yield return new("taken", file.Problem is null ? "is being worked on, or waits for its turn"
                : $"could not be finished: {file.Problem}. "
                + (file.NextAttemptAt > facts.Now ? $"Tried again in {Age.Of(file.NextAttemptAt - facts.Now)}"
                    : "Tried again with the next look")
                + $" (at once: nexusgo-fx retry {facts.Area.Area})");
            yield break;
        }

        yield return new("verdict", $"{file.Status ?? "told"}{(file.ErrorCode is null ? "" : " " + file.ErrorCode)}, "
            + $"{Age.Of(facts.Now - (file.StoredAt ?? file.ClaimedAt))} ago");
        foreach (var answer in file.Answers)
        {
            yield return new("answer", answer.DeliveredAt is { } at ? $"{answer.Path} delivered {Age.Of(facts.Now - at)} ago"
                : $"{answer.Path} not delivered{(answer.Problem is null ? "" : $": {answer.Problem}")}"
                    + (answer.NextAttemptAt > facts.Now ? $"; tried again in {Age.Of(answer.NextAttemptAt - facts.Now)}" : ""));
        }

        if (file.IsQuarantined)
        {
            yield return new("set aside", $"sealed and kept for a week (nexusgo-fx quarantine show {file.FileId})");
        }

        yield return new("inbox", file.ClosedAt is { } closed ? $"removed from the inbox {Age.Of(facts.Now - closed)} ago"
            : "still in the inbox: it is removed when all its answers are delivered");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
