namespace NexusGo.FileExchange.Testing.Simulation;

/// <summary>The clock that one simulated process sees: the true time, wrong by its skew. Its timers end with the process.</summary>
internal sealed class WorkerClock(SimulationLoop loop, Func<bool> isAlive, Func<DateTimeOffset> suspendedUntil, TimeSpan skew)
    : TimeProvider
{
    /// <summary>By how much this clock is ahead; may be changed while the simulation runs.</summary>
    public TimeSpan Skew { get; set; } = skew;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => loop.Now + Skew;

    public override long GetTimestamp() => loop.Now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(WorkerClock clock, TimerCallback callback, object? state) : ITimer
    {
        private int version;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var mine = ++version;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                clock.Schedule(dueTime, () => Fire(mine, period));
            }

            return true;
        }

        public void Dispose() => version++;

        public ValueTask DisposeAsync()
        {
            version++;
            return ValueTask.CompletedTask;
        }

        private void Fire(int mine, TimeSpan period)
        {
            if (mine == version)
            {
                if (period != Timeout.InfiniteTimeSpan && period > TimeSpan.Zero)
                {
                    clock.Schedule(period, () => Fire(mine, period));
                }

                callback(state);
            }
        }
    }

    /// <summary>After a time, or when the process runs again; never when it has died.</summary>
    public void Schedule(TimeSpan delay, Action happen) => loop.After(delay, () =>
    {
        if (!isAlive())
        {
            return;
        }

        var until = suspendedUntil();
        if (until > loop.Now)
        {
            Schedule(until - loop.Now, happen);
        }
        else
        {
            happen();
        }
    });
}
