using System.Threading.Tasks.Sources;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>
/// One request in flight. It ends once: by its answer, by the end of the session, or by being abandoned. The answer to an abandoned
/// request is still expected, and dropped when it comes.
/// </summary>
internal sealed class SftpRequest : IValueTaskSource<SftpReply>
{
    private const int Waiting = 0;
    private const int Ended = 1;
    private const int Abandoned = 2;

    private ManualResetValueTaskSourceCore<SftpReply> core = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration registration;
    private CancellationToken token;
    private int state;

    public SftpRequest(SftpPacketType type, int maxDataBytes, long sentAt)
    {
        Type = type;
        MaxDataBytes = maxDataBytes;
        SentAt = sentAt;
    }

    public SftpPacketType Type { get; }

    /// <summary>For a READ the number of bytes asked for.</summary>
    public int MaxDataBytes { get; }

    /// <summary>Time stamp of the session's clock.</summary>
    public long SentAt { get; }

    /// <summary>The answer; to be awaited at most once.</summary>
    public ValueTask<SftpReply> Reply => new(this, core.Version);

    /// <summary>Lets the token abandon this request. To be called before the request is sent.</summary>
    public void AbandonOn(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            token = cancellationToken;
            registration = cancellationToken.UnsafeRegister(static request => ((SftpRequest)request!).Abandon(), this);
        }
    }

    /// <summary>Nobody waits any longer; a waiter sees a cancellation.</summary>
    public void Abandon()
    {
        if (Interlocked.CompareExchange(ref state, Abandoned, Waiting) == Waiting)
        {
            core.SetException(new OperationCanceledException(token));
        }
    }

    /// <summary>Hands over the answer; false when nobody waits, and the answer is the caller's to drop.</summary>
    public bool TryAnswer(SftpReply reply)
    {
        if (Interlocked.CompareExchange(ref state, Ended, Waiting) != Waiting)
        {
            return false;
        }

        core.SetResult(reply);
        return true;
    }

    public void Fail(Exception exception)
    {
        if (Interlocked.CompareExchange(ref state, Ended, Waiting) == Waiting)
        {
            core.SetException(exception);
        }
    }

    /// <summary>The largest answer of a type that fits this request in bytes, or 0 when the type does not belong to it.</summary>
    public int MaxReplyBytes(SftpPacketType reply) => (Type, reply) switch
    {
        (_, SftpPacketType.Status) => SftpSizes.MaxShortPacket,
        (SftpPacketType.Open or SftpPacketType.OpenDir, SftpPacketType.Handle) => SftpReply.HeaderBytes + 4 + SftpSizes.MaxHandle,
        (SftpPacketType.Read, SftpPacketType.Data) => SftpReply.HeaderBytes + 4 + MaxDataBytes,
        (SftpPacketType.LStat or SftpPacketType.FStat, SftpPacketType.Attrs) => SftpSizes.MaxShortPacket,
        (SftpPacketType.ReadDir, SftpPacketType.Name) => SftpSizes.MaxPacket,
        (SftpPacketType.Extended, SftpPacketType.ExtendedReply) => SftpSizes.MaxShortPacket,
        _ => 0,
    };

    SftpReply IValueTaskSource<SftpReply>.GetResult(short version)
    {
        registration.Dispose();
        return core.GetResult(version);
    }

    ValueTaskSourceStatus IValueTaskSource<SftpReply>.GetStatus(short version) => core.GetStatus(version);

    void IValueTaskSource<SftpReply>.OnCompleted(Action<object?> continuation, object? state, short version,
        ValueTaskSourceOnCompletedFlags flags) =>
        core.OnCompleted(continuation, state, version, flags);
}
