using System.Collections.Concurrent;
using NexusGo.FileExchange.Diagnostics;

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
    /// <summary>Failures in a row; 0 when it went well.</summary>
    public int Failures { get; init; }
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

    private readonly ConcurrentDictionary<(string Job, string Customer), JobOutcome> outcomes = new();

    public IReadOnlyCollection<JobOutcome> All =>
        [.. outcomes.Values.OrderBy(one => one.Customer, StringComparer.Ordinal).ThenBy(one => one.Job, StringComparer.Ordinal)];

    /// <summary>False while the pause after a failure lasts.</summary>
    public bool MayRun(string job, string customer) => !outcomes.TryGetValue((job, customer), out var last)
        || last.NotBefore <= time.GetUtcNow();

    /// <summary>True when the last run failed and the pause after it is over.</summary>
    public bool IsDueAgain(string job, string customer) => outcomes.TryGetValue((job, customer), out var last) && last.Failures > 0
        && last.NotBefore <= time.GetUtcNow();

    /// <summary>Returns how many failures in a row came before.</summary>
    public int Succeeded(string job, string customer, TimeSpan elapsed)
    {
        var failures = outcomes.TryGetValue((job, customer), out var last) ? last.Failures : 0;
        outcomes[(job, customer)] = new JobOutcome { Job = job, Customer = customer, EndedAt = time.GetUtcNow(), Elapsed = elapsed };
        return failures;
    }

    /// <summary>
    /// Notes a failure; the pause starts at the interval, doubles with each further failure and is shortened by chance by up to a fifth.
    /// </summary>
    public JobOutcome Failed(string job, string customer, TimeSpan elapsed, TimeSpan interval, FailureReason? reason, bool isTransient)
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
            Failures = failures,
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
        outcomes[(job, customer)] = new JobOutcome
        {
            Job = job,
            Customer = customer,
            EndedAt = now,
            Elapsed = elapsed,
            Reason = reason,
            Failures = Math.Max(1, outcomes.TryGetValue((job, customer), out var last) ? last.Failures : 0),
            NotBefore = until < latest ? until : latest,
        };
    }

    /// <summary>Forgets a customer that has no jobs any more.</summary>
    public void Forget(string job, string customer) => outcomes.TryRemove((job, customer), out _);
}
