namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>
/// How many bytes of file data may be in flight (or fetched and not yet consumed) on one session. It bounds the memory of the session and
/// finds out how much the line carries: it grows while answers come about as fast as the fastest did, since more under way would only wait in a
/// queue then, and shrinks long before a request would pass its deadline, so that a slow line is not flooded and then declared dead. (L. Brakmo, S. O'Malley,
/// L. Peterson, "TCP Vegas: New Techniques for Congestion Detection and Avoidance", 1994.)
/// </summary>
internal sealed class SftpWindow(TimeProvider time, TimeSpan operationTimeout)
{
    public const int SmallestLimit = 256 * 1024;
    public const int FirstLimit = 2 * 1024 * 1024;
    public const int LargestLimit = 8 * 1024 * 1024;

    /// <summary>Waiting that is not worth telling from none: a server on the same machine answers in less.</summary>
    private static readonly TimeSpan Unnoticed = TimeSpan.FromMilliseconds(5);

    private readonly TimeSpan quick = operationTimeout / 30;
    private readonly TimeSpan slow = operationTimeout / 4;
    private long limit = FirstLimit;
    private long taken;
    private long fastestTicks = long.MaxValue;

    public long Taken => Interlocked.Read(ref taken);

    public bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref taken, bytes) <= Interlocked.Read(ref limit))
        {
            return true;
        }

        Interlocked.Add(ref taken, -bytes);
        return false;
    }

    /// <summary>Takes beyond the limit: what one transfer needs to go on at all.</summary>
    public void TakeRegardless(int bytes) => Interlocked.Add(ref taken, bytes);

    public void GiveBack(int bytes) => Interlocked.Add(ref taken, -bytes);

    /// <summary>Learns from an answer that carried or acknowledged data.</summary>
    public void Learn(SftpRequest answered, int bytes)
    {
        var took = time.GetElapsedTime(answered.SentAt, answered.AnsweredAt);
        var now = Interlocked.Read(ref limit);
        var fastest = Interlocked.Read(ref fastestTicks);
        if (took.Ticks < fastest)
        {
            // Of two that learn at once one may be forgotten; the next answer says it again.
            Interlocked.Exchange(ref fastestTicks, fastest = took.Ticks);
        }

        if (took <= quick && took.Ticks <= Math.Max(fastest * 2, Unnoticed.Ticks))
        {
            Interlocked.Exchange(ref limit, Math.Min(LargestLimit, now + bytes));
        }
        else if (took > slow)
        {
            Interlocked.Exchange(ref limit, Math.Max(SmallestLimit, now / 2));
        }
    }
}
