namespace NexusGo.FileExchange.Adapters.Sftp.SshNet;

/// <summary>
/// Notices a server that has gone silent. After one interval without a word from it, it is asked something that every server answers; when
/// no answer has come a good interval later, the session is given up: within three intervals of the last word, however the timer falls.
/// </summary>
internal sealed class SshKeepAlive : IDisposable
{
    private readonly TimeSpan interval;
    private readonly TimeProvider time;
    private readonly Action ask;
    private readonly Action giveUp;
    private readonly ITimer timer;
    private long heardAt;
    private long? askedAt;

    /// <param name="interval">Longest silence before the server is asked.</param>
    /// <param name="time">The session's clock.</param>
    /// <param name="ask">Sends the question; must not wait for the line.</param>
    /// <param name="giveUp">Ends the session.</param>
    public SshKeepAlive(TimeSpan interval, TimeProvider time, Action ask, Action giveUp)
    {
        this.interval = interval;
        this.time = time;
        this.ask = ask;
        this.giveUp = giveUp;
        heardAt = time.GetTimestamp();
        timer = time.CreateTimer(static keepAlive => ((SshKeepAlive)keepAlive!).Look(), this, interval / 3, interval / 3);
    }

    /// <summary>The server said something, whatever it was.</summary>
    public void Heard() => Volatile.Write(ref heardAt, time.GetTimestamp());

    public void Dispose() => timer.Dispose();

    private void Look()
    {
        if (time.GetElapsedTime(Volatile.Read(ref heardAt)) < interval)
        {
            askedAt = null;
        }
        else if (askedAt is not { } asked)
        {
            askedAt = time.GetTimestamp();
            ask();
        }
        else if (time.GetElapsedTime(asked) >= interval * 1.2)
        {
            timer.Dispose();
            giveUp();
        }
    }
}
