namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>
/// One timer for all requests of a session: it runs while something is in flight, looks eight times per shortest deadline, and rests
/// otherwise.
/// </summary>
internal sealed class SftpDeadlines : IDisposable
{
    private readonly TimeSpan operation;
    private readonly TimeSpan stall;
    private readonly TimeSpan period;
    private readonly TimeProvider time;
    private readonly ITimer timer;
    private bool watching;

    public SftpDeadlines(TimeSpan operation, TimeSpan stall, TimeProvider time, Action check)
    {
        this.operation = operation;
        this.stall = stall;
        this.time = time;
        var shortest = operation < stall ? operation : stall;
        period = TimeSpan.FromMilliseconds(Math.Clamp(shortest.TotalMilliseconds / 8, 10, 1000));
        timer = time.CreateTimer(static action => ((Action)action!)(), check, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Called under the channel's lock, as is <see cref="Rest"/>.</summary>
    public void Watch()
    {
        if (!watching)
        {
            watching = true;
            timer.Change(period, period);
        }
    }

    public void Rest()
    {
        if (watching)
        {
            watching = false;
            timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>What has taken too long, or null.</summary>
    /// <param name="type">Of the oldest request that waits.</param>
    /// <param name="since">Since when its answer is the next one due.</param>
    /// <param name="lastByteAt">When the server last sent anything.</param>
    public string? Verdict(SftpPacketType type, long since, long lastByteAt)
    {
        if (time.GetElapsedTime(since) >= operation)
        {
            return $"no answer to a request of type {type} within {operation.TotalSeconds:0.###} s (OperationTimeout)";
        }

        return time.GetElapsedTime(Math.Max(since, lastByteAt)) >= stall ? $"not a byte for {stall.TotalSeconds:0.###} s (StallTimeout)"
            : null;
    }

    public void Dispose() => timer.Dispose();
}
