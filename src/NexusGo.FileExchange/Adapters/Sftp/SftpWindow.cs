namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>
/// How many bytes of file data may be in flight (or fetched and not yet consumed) on one session. It bounds the memory of the session and
/// finds out how much the line carries: it grows while answers come quickly and shrinks long before a request would pass its deadline, so
/// that a slow line is not flooded and then declared dead.
/// </summary>
internal sealed class SftpWindow(TimeProvider time, TimeSpan operationTimeout)
{
    public const int SmallestLimit = 256 * 1024;
    public const int FirstLimit = 2 * 1024 * 1024;
    public const int LargestLimit = 8 * 1024 * 1024;

    private readonly TimeSpan quick = operationTimeout / 30;
    private readonly TimeSpan slow = operationTimeout / 4;
    private long limit = FirstLimit;
    private long taken;

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
        if (took <= quick)
        {
            Interlocked.Exchange(ref limit, Math.Min(LargestLimit, now + bytes));
        }
        else if (took > slow)
        {
            Interlocked.Exchange(ref limit, Math.Max(SmallestLimit, now / 2));
        }
    }
}
