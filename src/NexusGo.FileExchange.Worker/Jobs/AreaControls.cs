using System.Collections.Concurrent;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Operators;

namespace NexusGo.FileExchange.Worker.Jobs;

/// <summary>
/// What operators have decided about areas, as this worker last read it: which of them rest, and which are to be tried at once.
/// </summary>
public sealed class AreaControls(TimeProvider time)
{
    private readonly ConcurrentQueue<CustomerId> retries = new();
    private readonly DateTimeOffset started = time.GetUtcNow();
    private volatile Dictionary<CustomerId, AreaControl> known = [];

    /// <summary>Told when <see cref="TakeRetries"/> has something.</summary>
    public event Action? RetryWanted;

    public bool IsPaused(CustomerId area) => known.TryGetValue(area, out var control) && control.IsPausedAt(time.GetUtcNow());

    /// <summary>Areas to try at once, each once for each time that somebody asked.</summary>
    public IEnumerable<CustomerId> TakeRetries()
    {
        while (retries.TryDequeue(out var area))
        {
            yield return area;
        }
    }

    /// <summary>Takes over what was read. What was asked for before this worker started is passed over: a start tries everything.</summary>
    public void Apply(IReadOnlyList<AreaControl> controls)
    {
        var before = known;
        known = controls.ToDictionary(control => control.Area);
        var now = time.GetUtcNow();
        var wanted = controls.Where(control => control.RetryAt is { } at && at > started
            && (!before.TryGetValue(control.Area, out var last) || last.RetryAt != at)
            || (before.TryGetValue(control.Area, out var rested) && rested.IsPausedAt(now) && !control.IsPausedAt(now))).ToList();
        wanted.ForEach(control => retries.Enqueue(control.Area));
        if (wanted.Count > 0)
        {
            RetryWanted?.Invoke();
        }
    }
}
