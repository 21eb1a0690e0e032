using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Worker.Jobs;

/// <summary>One area's loop: what is asked of it from outside is to be woken and to stop.</summary>
internal sealed class AreaLoop : IDisposable
{
    private readonly CancellationTokenSource stop;
    private readonly SemaphoreSlim woken = new(0, 1);
    private readonly TaskCompletionSource visited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task running;

    /// <param name="body">The loop.</param>
    /// <param name="stopping">Ends it, as <see cref="StopAsync"/> does.</param>
    public AreaLoop(Func<AreaLoop, CancellationToken, Task> body, CancellationToken stopping)
    {
        stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        running = Task.Run(() => body(this, stop.Token), CancellationToken.None);
    }

    /// <summary>Ends when the area was visited once, or was found to be another worker's.</summary>
    public Task FirstVisit => visited.Task;

    /// <summary>The defect that ended the loop; null: it goes on, or was stopped.</summary>
    public Exception? Failure => running.Exception?.InnerException;

    /// <summary>The profile of the last visit.</summary>
    public CustomerProfile? Profile { get; set; }

    /// <summary>When the last sweep began, by a clock that nobody sets; null: never.</summary>
    public long? SweptAt { get; set; }

    /// <summary>When the last probe began, or the loop, by a clock that nobody sets; null: neither.</summary>
    public long? ProbedAt { get; set; }

    /// <summary>How long after it the next one comes; null: not decided yet.</summary>
    public TimeSpan? NextProbeAfter { get; set; }

    public void NoteVisit() => visited.TrySetResult();

    public void Wake()
    {
        if (woken.CurrentCount == 0)
        {
            woken.Release();
        }
    }

    /// <summary>Waits until the time is over or somebody wakes the loop.</summary>
    public async Task WaitAsync(TimeSpan wait, TimeProvider time, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(woken.WaitAsync(enough.Token), Task.Delay(wait, time, enough.Token));
        await enough.CancelAsync();
    }

    public async Task StopAsync()
    {
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        stop.Dispose();
        woken.Dispose();
    }
}
