using System.Collections.Concurrent;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Operators.Health;

namespace NexusGo.FileExchange.Worker.Jobs;

/// <summary>How one kind of job last went for one customer.</summary>
public sealed record JobOutcome
{
    public required string Job { get; init; }
    public required string Customer { get; init; }
    public required DateTimeOffset EndedAt { get; init; }
    public required TimeSpan Elapsed { get; init; }
    /// <summary>Null when it went well.</summary>
    public FailureReason? Reason { get; init; }
    /// <summary>What the environment said; null when it went well, or for a defect.</summary>
    public string? Message { get; init; }
    /// <summary>Failures in a row; 0 when it went well.</summary>
    public int Failures { get; init; }
    /// <summary>When the first of them ended; null when it went well.</summary>
    public DateTimeOffset? FailingSince { get; init; }
    /// <summary>End of the last run that went well; null: none yet.</summary>
    public DateTimeOffset? SucceededAt { get; init; }
    /// <summary>No new run before this moment.</summary>
    public DateTimeOffset NotBefore { get; init; }
}

/// <summary>The last outcome of every job of this worker: decides the pause after failures, and is what <c>status</c> shows.</summary>
public sealed class JobOutcomes(TimeProvider time)
{
    /// <summary>The longest pause after failures that may pass by themselves.</summary>
    public static readonly TimeSpan LongestTransientPause = TimeSpan.FromSeconds(15);

    /// <summary>The longest pause where somebody has to mend something first.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The loop over the areas turns every few seconds, also while every job waits: without a turn for so long nothing will.
    /// </summary>
    private static readonly TimeSpan LongestStandstill = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<(string Job, string Customer), JobOutcome> outcomes = new();

    private readonly ConcurrentDictionary<(string Job, string Customer), DateTimeOffset> running = new();
    private long movedAt = time.GetTimestamp(), turnedAt = time.GetTimestamp();

    public IReadOnlyCollection<JobOutcome> All =>
        [.. outcomes.Values.OrderBy(one => one.Customer, StringComparer.Ordinal).ThenBy(one => one.Job, StringComparer.Ordinal)];

    /// <summary>Runs under way, each with its begin.</summary>
    public IReadOnlyCollection<(string Job, string Customer, DateTimeOffset Since)> Running =>
        [.. running.Select(one => (one.Key.Job, one.Key.Customer, one.Value))];

    /// <summary>
    /// Whether jobs go on: the loop over the areas turned lately, and where runs are under way, one began, ended, or got bytes from its
    /// server within the time after which a run stands still. One stuck run beside others that move stops nobody; it is a line of health.
    /// </summary>
    public bool IsMoving => time.GetElapsedTime(Interlocked.Read(ref turnedAt)) < LongestStandstill
        && (running.IsEmpty || time.GetElapsedTime(Interlocked.Read(ref movedAt)) < HealthLimits.StalledRun);

    /// <summary>Why the last run failed; null: it went well, there was none, or it met a defect.</summary>
    public FailureReason? ReasonOf(string job, string customer) => outcomes.TryGetValue((job, customer), out var last) ? last.Reason : null;

    /// <summary>Notes that a run begins.</summary>
    public void Began(string job, string customer)
    {
        running[(job, customer)] = time.GetUtcNow();
        Move();
    }

    /// <summary>Notes that a run ended, however.</summary>
    public void Ended(string job, string customer)
    {
        running.TryRemove((job, customer), out _);
        Move();
    }

    /// <summary>Lets every job of a customer run at once that waits after failures.</summary>
    public void EndPauses(string customer)
    {
        foreach (var (name, last) in outcomes.Where(one => one.Key.Customer == customer))
        {
            outcomes.TryUpdate(name, last with { NotBefore = default }, last);
        }
    }

    /// <summary>
    /// Lets every job run at once that waits because the database was away: it has just answered. Returns their customers.
    /// </summary>
    public IReadOnlyList<string> EndPausesForDatabase()
    {
        var ended = new List<string>();
        foreach (var (name, last) in outcomes.Where(one => one.Value.Reason == FailureReason.DatabaseUnavailable && IsPaused(one.Value)))
        {
            if (outcomes.TryUpdate(name, last with { NotBefore = default }, last))
            {
                ended.Add(name.Customer);
            }
        }

        return ended;
    }

    /// <summary>False while the pause after a failure lasts.</summary>
    public bool MayRun(string job, string customer) => !outcomes.TryGetValue((job, customer), out var last) || !IsPaused(last);

    /// <summary>True when the last run failed and the pause after it is over.</summary>
    public bool IsDueAgain(string job, string customer) => outcomes.TryGetValue((job, customer), out var last) && last.Failures > 0
        && !IsPaused(last);

    /// <summary>Returns how many failures in a row came before.</summary>
    public int Succeeded(string job, string customer, TimeSpan elapsed)
    {
        var failures = outcomes.TryGetValue((job, customer), out var last) ? last.Failures : 0;
        var now = time.GetUtcNow();
        outcomes[(job, customer)] = new JobOutcome { Job = job, Customer = customer, EndedAt = now, Elapsed = elapsed, SucceededAt = now };
        return failures;
    }

    /// <summary>
    /// Notes a failure; the pause starts at the interval, doubles with each further failure and is shortened by chance by up to a fifth.
    /// </summary>
    public JobOutcome Failed(string job, string customer, TimeSpan elapsed, TimeSpan interval, FailureReason? reason, bool isTransient,
        string? message = null)
    {
        var failures = (outcomes.TryGetValue((job, customer), out var last) ? last.Failures : 0) + 1;
        var longest = isTransient ? LongestTransientPause : LongestPause;
        var pause = Math.Min(interval.TotalMilliseconds * Math.Pow(2, Math.Min(failures - 1, 20)),
            Math.Max(longest.TotalMilliseconds, interval.TotalMilliseconds));
        var now = time.GetUtcNow();
        var outcome = new JobOutcome
        {
            Job = job,
            Customer = customer,
            EndedAt = now,
            Elapsed = elapsed,
            Reason = reason,
            Message = message,
            Failures = failures,
            FailingSince = last?.FailingSince ?? now,
            SucceededAt = last?.SucceededAt,
            NotBefore = now + TimeSpan.FromMilliseconds(pause * (1 - (Random.Shared.NextDouble() / 5))),
        };
        outcomes[(job, customer)] = outcome;
        return outcome;
    }

    /// <summary>
    /// Notes a run that could not ask its server, because an earlier failure is being waited out: no success, and no further failure.
    /// </summary>
    public void Paused(string job, string customer, TimeSpan elapsed, FailureReason reason, DateTimeOffset until)
    {
        var now = time.GetUtcNow();
        var latest = now + LongestTransientPause;
        var last = outcomes.GetValueOrDefault((job, customer));
        outcomes[(job, customer)] = new JobOutcome
        {
            Job = job,
            Customer = customer,
            EndedAt = now,
            Elapsed = elapsed,
            Reason = reason,
            Message = last?.Message,
            Failures = Math.Max(1, last?.Failures ?? 0),
            FailingSince = last?.FailingSince ?? now,
            SucceededAt = last?.SucceededAt,
            NotBefore = until < latest ? until : latest,
        };
    }

    /// <summary>Notes that a run gets on: bytes came from a server.</summary>
    public void NoteTransfer() => Move();

    /// <summary>Notes that the loop over the areas turned.</summary>
    public void NoteTurn() => Interlocked.Exchange(ref turnedAt, time.GetTimestamp());

    /// <summary>A run that ended in the future was timed by a clock that was set back since: its pause says nothing any more.</summary>
    private bool IsPaused(JobOutcome last) => time.GetUtcNow() is var now && last.NotBefore > now && last.EndedAt <= now;

    private void Move() => Interlocked.Exchange(ref movedAt, time.GetTimestamp());

    /// <summary>Forgets a customer that has no jobs any more.</summary>
    public void Forget(string job, string customer) => outcomes.TryRemove((job, customer), out _);
}
