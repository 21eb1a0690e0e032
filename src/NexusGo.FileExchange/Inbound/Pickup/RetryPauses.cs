using System.Collections.Concurrent;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>
/// Pauses between attempts that keep failing: none after the first failure, then a minute and twice as long each time, up to an hour. An
/// inbox is looked at every few seconds, and what fails there for days must not be tried, and told, at each look.
/// </summary>
internal sealed class RetryPauses(TimeProvider clock)
{
    private const int MostRemembered = 10_000;
    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, (int Failures, DateTimeOffset NotBefore)> paused = new(StringComparer.Ordinal);

    /// <summary>
    /// Whether an attempt has to wait still. A pause longer than the longest one does not count: it was timed by a clock that was set back
    /// since.
    /// </summary>
    public bool IsPaused(string what) => paused.TryGetValue(what, out var one)
        && one.NotBefore - clock.GetUtcNow() is var left && left > TimeSpan.Zero && left <= Longest;

    /// <summary>Notes a failure.</summary>
    public void Fail(string what)
    {
        if (paused.Count >= MostRemembered)
        {
            // All pauses are dropped when there are too many: something is then only tried again sooner.
            paused.Clear();
        }

        paused.AddOrUpdate(what, _ => (1, clock.GetUtcNow()),
            (_, one) => (one.Failures + 1,
            clock.GetUtcNow() + TimeSpan.FromTicks(Math.Min(Longest.Ticks, First.Ticks << Math.Min(one.Failures - 1, 10)))));
    }

    /// <summary>Notes that it worked.</summary>
    public void Succeed(string what) => paused.TryRemove(what, out _);
}
