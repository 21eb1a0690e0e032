namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>
/// How many bytes of file data may be in flight, or fetched and not yet consumed, on one session. It bounds the memory of a session, and
/// the time that a slow line needs for what was sent last.
/// </summary>
internal sealed class SftpWindow
{
    /// <summary>
    /// 128 requests of the size that every server takes: 4 MiB, twice what OpenSSH lets one channel have under way, for lines of 20 ms and
    /// more.
    /// </summary>
    public const int Limit = 128 * SftpSizes.SafeData;

    private long taken;

    public long Taken => Interlocked.Read(ref taken);

    public bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref taken, bytes) <= Limit)
        {
            return true;
        }

        Interlocked.Add(ref taken, -bytes);
        return false;
    }

    /// <summary>Takes beyond the limit: what one transfer needs to go on at all.</summary>
    public void TakeRegardless(int bytes) => Interlocked.Add(ref taken, bytes);

    public void GiveBack(int bytes) => Interlocked.Add(ref taken, -bytes);
}
