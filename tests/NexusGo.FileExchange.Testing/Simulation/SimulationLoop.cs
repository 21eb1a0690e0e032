namespace NexusGo.FileExchange.Testing.Simulation;

/// <summary>
/// Virtual time and the order of everything. What is to happen waits in one queue by its time; the loop takes the first, sets the clock to
/// it and lets it run until nothing goes on without a further event.
/// </summary>
/// <remarks>
/// The loop is a work item of the thread pool, and the pool has one thread (<see cref="OneThread"/>). The product awaits without a context
/// and starts work on the pool; all of that runs on this thread, in the order in which the runtime queues it, before the next event is
/// taken. So nothing in the product has to know of the simulation, and two runs of one seed are the same.
/// </remarks>
internal sealed class SimulationLoop : IThreadPoolWorkItem
{
    /// <summary>
    /// Real time without an event after which a simulation counts as stuck: something waits for a thread that does not come.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly PriorityQueue<Action, (long Ticks, long Order)> waiting = new();
    private readonly ManualResetEventSlim ended = new();
    private Func<bool> isOver = static () => true;
    private Action afterEach = static () => { };
    private Exception? failure;
    private long lastOrder;

    public SimulationLoop(DateTimeOffset start) => Now = start;

    /// <summary>The true time of the simulated world; workers see it through clocks of their own.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>Events so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Gives the pool its one thread. The runtime allows it only where it sees one processor.</summary>
    public static bool OneThread() => ThreadPool.SetMinThreads(1, 1) && ThreadPool.SetMaxThreads(1, 1);

    /// <summary>Has something happen after a time; what was asked for first happens first at the same time.</summary>
    public void After(TimeSpan delay, Action happen) => waiting.Enqueue(happen, ((Now + delay).UtcTicks, ++lastOrder));

    /// <summary>Runs until <paramref name="over"/>; throws what an event or a check throws.</summary>
    public void Run(Func<bool> over, Action check)
    {
        (isOver, afterEach) = (over, check);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        for (var before = Steps; !ended.Wait(Patience); before = Steps)
        {
            if (Steps == before)
            {
                throw new TimeoutException($"The simulation is stuck at {Now:O} after {Steps} steps.");
            }
        }

        if (failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        try
        {
            while (ThreadPool.PendingWorkItemCount == 0)
            {
                afterEach();
                if (isOver() || !waiting.TryDequeue(out var happen, out var at))
                {
                    ended.Set();
                    return;
                }

                Now = at.Ticks > Now.UtcTicks ? new DateTimeOffset(at.Ticks, TimeSpan.Zero) : Now;
                Steps++;
                happen();
            }

            // Behind everything that the event has set off.
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
#pragma warning disable CA1031 // It is thrown where the simulation was started.
        catch (Exception e)
#pragma warning restore CA1031
        {
            failure = e;
            ended.Set();
        }
    }
}
