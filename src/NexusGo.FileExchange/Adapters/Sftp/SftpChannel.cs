using System.Buffers;
using System.Buffers.Binary;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>
/// Requests and answers over one byte stream pair. Any task may send; one thread of its own writes, another reads, because a client that
/// stops reading while it writes can lock up with its server. Every request has a deadline; one that passes it, a stall, or a packet that
/// cannot be, ends the session for all.
/// </summary>
internal sealed class SftpChannel : IAsyncDisposable
{
    private readonly Stream input;
    private readonly Stream output;
    private readonly SftpPeer peer;
    private readonly SftpDeadlines deadlines;
    private readonly string name;
    private readonly TimeProvider time;
    private readonly Lock pendingGate = new();
    private readonly object writerGate = new();
    private readonly SftpOutgoing outgoing = new();
    private readonly Dictionary<uint, SftpRequest> pending = [];
    private readonly TaskCompletionSource<SftpReply> version = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource readerEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private uint lastId;
    private long lastByteAt;
    private bool closing;
    private volatile SessionEnd? end;

    public SftpChannel(string name, Stream input, Stream output, SftpPeer peer, TimeSpan operationTimeout, TimeSpan stallTimeout, TimeProvider time)
    {
        this.name = name;
        this.input = input;
        this.output = output;
        this.peer = peer;
        this.time = time;
        OperationTimeout = operationTimeout;
        deadlines = new SftpDeadlines(operationTimeout, stallTimeout, time, CheckDeadlines);
        StartThread(ReadLoop, "sftp reader");
        StartThread(WriteLoop, "sftp writer");
    }

    public TimeSpan OperationTimeout { get; }

    public TimeProvider Time => time;

    /// <summary>The session is established; from here on an end of the stream is a lost connection, not a failed attempt.</summary>
    public bool IsReady { get; set; }

    /// <summary>Why the session is over, or null while it lives.</summary>
    public SessionEnd? End => end;

    /// <summary>Sends INIT and waits for the server's VERSION packet. Called once, before anything else.</summary>
    public Task<SftpReply> ExchangeVersionsAsync(CancellationToken cancellationToken)
    {
        Span<byte> three = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(three, 3);
        Enqueue(SftpPacketType.Init, null, three, []);
        return version.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Sends a request; its fields behind the id are <paramref name="head"/> followed by <paramref name="tail"/>.</summary>
    /// <exception cref="RemoteFolderException">The session is over.</exception>
    public SftpRequest Send(SftpPacketType type, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail, int maxDataBytes, CancellationToken cancellationToken)
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
            pending.Add(id, request);
            deadlines.Watch();
        }

        Enqueue(type, id, head, tail);
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
                // The session ended in between, and with it every handle.
            }
        }
    }

    /// <summary>Bytes of requests that the connection has not taken yet.</summary>
    public int UnsentBytes
    {
        get
        {
            lock (writerGate)
            {
                return outgoing.Length;
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
    public void Fail(FailureReason reason, bool isTransient, string message) => Settle(new SessionEnd(reason, isTransient, message), terminate: true);

    public async ValueTask DisposeAsync()
    {
        Settle(new SessionEnd(FailureReason.RemoteUnreachable, true, "the session was closed"), terminate: false);
        await peer.EndAsync();
        deadlines.Dispose();
        await readerEnded.Task;
        await input.DisposeAsync();
    }

    /// <summary>Settles why the session is over, once; fails what is in flight and lets the writer thread close the stream to the server.</summary>
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

        if (terminate)
        {
            peer.Terminate();
        }

        version.TrySetException(Failure());
        foreach (var request in stranded)
        {
            request.Fail(Failure());
        }

        lock (writerGate)
        {
            closing = true;
            Monitor.PulseAll(writerGate);
        }
    }

    private void Enqueue(SftpPacketType type, uint? id, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail)
    {
        lock (writerGate)
        {
            if (!closing)
            {
                var wake = outgoing.IsEmpty;
                outgoing.Add(type, id, head, tail);
                if (wake)
                {
                    Monitor.Pulse(writerGate);
                }
            }
        }
    }

    private void WriteLoop()
    {
        try
        {
            while (true)
            {
                ArraySegment<byte> batch;
                lock (writerGate)
                {
                    while (outgoing.IsEmpty && !closing)
                    {
                        Monitor.Wait(writerGate);
                    }

                    if (closing)
                    {
                        break;
                    }

                    batch = outgoing.TakeAll();
                }

                output.Write(batch.Array!, 0, batch.Count);
                output.Flush();
                ArrayPool<byte>.Shared.Return(batch.Array!);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The reader thread sees the end of the same connection and knows better why.
        }

        try
        {
            output.Dispose();
        }
        catch (IOException)
        {
            // Closed at the other side already.
        }
    }

    private void ReadLoop()
    {
        try
        {
            var incoming = new SftpIncoming(input, () => Volatile.Write(ref lastByteAt, time.GetTimestamp()));
            if (incoming.NextLength(5, out var first) is { } length)
            {
                if ((SftpPacketType)first[0] != SftpPacketType.Version || length > SftpSizes.MaxShortPacket)
                {
                    throw new SftpFormatException("no version packet at the start");
                }

                if (BinaryPrimitives.ReadUInt32BigEndian(first[1..]) < 3)
                {
                    throw new SftpFormatException("it speaks only a version before 3");
                }

                version.TrySetResult(incoming.ReadPacket(length));
                while (incoming.NextLength(SftpReply.HeaderBytes, out var header) is { } next)
                {
                    Dispatch(incoming, next, header);
                }
            }

            EndOfStream();
        }
        catch (SftpFormatException e)
        {
            Fail(FailureReason.RemoteProtocol, false, $"the server broke the SFTP protocol: {e.Message}");
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            EndOfStream();
        }
        finally
        {
            readerEnded.TrySetResult();
        }
    }

    private void Dispatch(SftpIncoming incoming, int length, ReadOnlySpan<byte> header)
    {
        var type = (SftpPacketType)header[0];
        var id = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        SftpRequest? request;
        lock (pendingGate)
        {
            pending.TryGetValue(id, out request);
        }

        if (request is null)
        {
            if (end is not null)
            {
                throw new EndOfStreamException();
            }

            throw new SftpFormatException($"an answer of type {header[0]} to request {id}, which is not waiting for one");
        }

        var allowed = request.MaxReplyBytes(type);
        if (length > allowed)
        {
            throw new SftpFormatException(allowed == 0
                ? $"an answer of type {header[0]} to a request of type {(byte)request.Type}"
                : $"an answer of {length} bytes where {allowed} are possible");
        }

        var reply = incoming.ReadPacket(length);
        lock (pendingGate)
        {
            pending.Remove(id);
        }

        if (!request.TryAnswer(reply, time.GetTimestamp()))
        {
            Drop(request, reply);
        }
    }

    /// <summary>An answer nobody waits for: a handle in it would stay open at the server.</summary>
    private void Drop(SftpRequest request, SftpReply reply)
    {
        using (reply)
        {
            if (reply.Type == SftpPacketType.Handle && end is null)
            {
                PostClose(new SftpPacketReader(reply.Body.Span).ReadString(SftpSizes.MaxHandle));
            }
        }
    }

    private void EndOfStream()
    {
        if (end is null)
        {
            Settle(peer.DescribeEnd(IsReady), terminate: true);
        }
    }

    private void CheckDeadlines()
    {
        SftpRequest? oldest = null;
        lock (pendingGate)
        {
            if (end is not null || pending.Count == 0)
            {
                deadlines.Rest();
                return;
            }

            foreach (var request in pending.Values)
            {
                if (oldest is null || request.SentAt < oldest.SentAt)
                {
                    oldest = request;
                }
            }
        }

        if (deadlines.Verdict(oldest!, Volatile.Read(ref lastByteAt)) is { } message)
        {
            Fail(FailureReason.RemoteTimeout, true, message);
        }
    }

    private static void StartThread(ThreadStart loop, string name) =>
        new Thread(loop, 256 * 1024) { IsBackground = true, Name = name }.Start();
}
