using System.Buffers.Binary;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>
/// Requests and their answers over one transport. Any task may send. Every request has a deadline; one that passes it, a stall, or a packet
/// that cannot be, ends the session for all.
/// </summary>
internal sealed class SftpChannel : ISftpReceiver, IAsyncDisposable
{
    private readonly SftpTransport transport;
    private readonly SftpDeadlines deadlines;
    private readonly SftpPacketAssembler incoming;
    private readonly string name;
    private readonly TimeProvider time;
    private readonly Lock pendingGate = new();
    private readonly Dictionary<uint, SftpRequest> pending = [];
    private readonly TaskCompletionSource<SftpReply> version = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SftpRequest? answered;
    private uint answeredId;
    private bool versionReceived;
    private uint lastId;
    private uint oldestId;
    private long oldestSince;
    private long lastByteAt;
    private volatile SessionEnd? end;

    public SftpChannel(string name, SftpTransport transport, TimeSpan operationTimeout, TimeSpan stallTimeout, TimeProvider time)
    {
        this.name = name;
        this.transport = transport;
        this.time = time;
        incoming = new SftpPacketAssembler(Accept, Complete);
        deadlines = new SftpDeadlines(operationTimeout, stallTimeout, time, CheckDeadlines);
        transport.Start(this);
    }

    /// <summary>The session is established; from here on an end of the stream is a lost connection, not a failed attempt.</summary>
    public bool IsReady { get; set; }

    /// <summary>Why the session is over, or null while it lives.</summary>
    public SessionEnd? End => end;

    /// <summary>Sends INIT and waits for the server's VERSION packet. Called once, before anything else.</summary>
    public Task<SftpReply> ExchangeVersionsAsync(CancellationToken cancellationToken)
    {
        Span<byte> three = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(three, 3);
        transport.Send(SftpPacketType.Init, null, three, []);
        return version.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Sends a request; its fields behind the id are <paramref name="head"/> followed by <paramref name="tail"/>.</summary>
    /// <exception cref="RemoteFolderException">The session is over.</exception>
    public SftpRequest Send(SftpPacketType type, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail, int maxDataBytes,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = new SftpRequest(type, maxDataBytes, time.GetTimestamp());
        request.AbandonOn(cancellationToken);
        uint id;
        lock (pendingGate)
        {
            if (end is not null)
            {
                throw Failure();
            }

            id = ++lastId;
            if (pending.Count == 0)
            {
                oldestId = id;
            }

            pending.Add(id, request);
            deadlines.Watch();
        }

        transport.Send(type, id, head, tail);
        return request;
    }

    /// <summary>Closes a remote handle without waiting; the answer is still watched by the deadlines.</summary>
    public void PostClose(ReadOnlySpan<byte> handle)
    {
        if (end is null)
        {
            try
            {
                using var fields = new SftpPacketWriter(stackalloc byte[4 + SftpSizes.MaxHandle]);
                fields.String(handle);
                Send(SftpPacketType.Close, fields.Written, [], 0, CancellationToken.None).Abandon();
            }
            catch (RemoteFolderException)
            {
                // Ignored: the session ended meanwhile, and every handle with it.
            }
        }
    }

    /// <summary>The exception for a call on a session that is over.</summary>
    public RemoteFolderException Failure()
    {
        var why = end ?? throw new InvalidOperationException("The session lives.");
        return new RemoteFolderException(why.Reason, why.IsTransient, sessionIsDead: true, $"{name}: {why.Message}");
    }

    /// <summary>Ends the session: everything in flight fails with this, the other side is ended at once.</summary>
    public void Fail(FailureReason reason, bool isTransient, string message) =>
        Settle(new SessionEnd(reason, isTransient, message), terminate: true);

    public async ValueTask DisposeAsync()
    {
        Settle(new SessionEnd(FailureReason.RemoteUnreachable, true, "the session was closed"), terminate: false);
        await transport.DisposeAsync();
        deadlines.Dispose();
    }

    /// <summary>Settles why the session is over, once, and fails what is in flight.</summary>
    private void Settle(SessionEnd why, bool terminate)
    {
        SftpRequest[] stranded;
        lock (pendingGate)
        {
            if (end is not null)
            {
                return;
            }

            end = why;
            stranded = [.. pending.Values];
            pending.Clear();
        }

        transport.Stop(abruptly: terminate);
        version.TrySetException(Failure());
        foreach (var request in stranded)
        {
            request.Fail(Failure());
        }
    }

    void ISftpReceiver.Receive(ReadOnlySpan<byte> bytes)
    {
        Volatile.Write(ref lastByteAt, time.GetTimestamp());
        TransferProgress.Note();
        if (end is not null)
        {
            return;
        }

        try
        {
            incoming.Add(bytes);
        }
        catch (SftpFormatException e)
        {
            Fail(FailureReason.RemoteProtocol, false, $"the server broke the SFTP protocol: {e.Message}");
        }
    }

    void ISftpReceiver.Ended()
    {
        if (end is null)
        {
            Settle(transport.DescribeEnd(IsReady), terminate: true);
        }
    }

    /// <summary>Looks at the head of a packet before its buffer is taken.</summary>
    private void Accept(SftpPacketType type, uint id, int length)
    {
        if (!versionReceived)
        {
            // The version packet has no id; its version number stands there.
            AcceptVersion(type, id, length);
            return;
        }

        lock (pendingGate)
        {
            pending.TryGetValue(id, out answered);
        }

        if (answered is null && end is null)
        {
            throw new SftpFormatException($"an answer of type {(byte)type} to request {id}, which is not waiting for one");
        }

        var allowed = answered?.MaxReplyBytes(type) ?? SftpSizes.MaxPacket;
        if (length > allowed)
        {
            throw new SftpFormatException(allowed == 0
                ? $"an answer of type {(byte)type} to a request of type {(byte)answered!.Type}"
                : $"an answer of {length} bytes where {allowed} are possible");
        }

        answeredId = id;
    }

    private static void AcceptVersion(SftpPacketType type, uint number, int length)
    {
        if (type != SftpPacketType.Version || length > SftpSizes.MaxShortPacket)
        {
            throw new SftpFormatException("no version packet at the start");
        }

        if (number < 3)
        {
            throw new SftpFormatException("it speaks only a version before 3");
        }
    }

    private void Complete(SftpReply reply)
    {
        if (!versionReceived)
        {
            versionReceived = true;
            version.TrySetResult(reply);
            return;
        }

        lock (pendingGate)
        {
            pending.Remove(answeredId);
            if (answeredId == oldestId)
            {
                oldestSince = time.GetTimestamp();
                while (oldestId != lastId && !pending.ContainsKey(oldestId))
                {
                    oldestId++;
                }
            }
        }

        if (answered is not { } request || !request.TryAnswer(reply))
        {
            Drop(reply);
        }
    }

    /// <summary>Drops an answer that nobody waits for. A handle in it is closed, because it would stay open at the server.</summary>
    private void Drop(SftpReply reply)
    {
        using (reply)
        {
            if (reply.Type == SftpPacketType.Handle && end is null)
            {
                PostClose(new SftpPacketReader(reply.Body.Span).ReadString(SftpSizes.MaxHandle));
            }
        }
    }

    /// <summary>
    /// Looks at the oldest request that waits. Its time counts from when it became the oldest, because what was sent before it had to be
    /// answered first: on a slow line a whole window may be under way.
    /// </summary>
    private void CheckDeadlines()
    {
        SftpRequest? oldest;
        long since;
        lock (pendingGate)
        {
            if (end is not null || !pending.TryGetValue(oldestId, out oldest))
            {
                deadlines.Rest();
                return;
            }

            since = Math.Max(oldest.SentAt, oldestSince);
        }

        if (deadlines.Verdict(oldest.Type, since, Volatile.Read(ref lastByteAt)) is { } message)
        {
            Fail(FailureReason.RemoteTimeout, true, message);
        }
    }
}
