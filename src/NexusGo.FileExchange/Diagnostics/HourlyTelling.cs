using System.Collections.Concurrent;

namespace NexusGo.FileExchange.Diagnostics;

/// <summary>Decides when something that happens again and again is told: the first time, and then once an hour.</summary>
internal sealed class HourlyTelling(TimeProvider clock)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, State> states = new(StringComparer.Ordinal);

    /// <summary>Notes that it happened.</summary>
    /// <returns>How often it happened since it was told last, this time included; 0: it is not to be told now.</returns>
    public int Note(string what)
    {
        var state = states.GetOrAdd(what, _ => new State());
        lock (state)
        {
            state.Times++;
            if (state.ToldAt is { } told && clock.GetUtcNow() - told < Hour)
            {
                return 0;
            }

            var times = state.Times;
            (state.ToldAt, state.Times) = (clock.GetUtcNow(), 0);
            return times;
        }
    }

    /// <summary>Notes that it is over; false: it had not happened.</summary>
    public bool End(string what) => states.TryRemove(what, out _);

    private sealed class State
    {
        public DateTimeOffset? ToldAt { get; set; }

        public int Times { get; set; }
    }
}
