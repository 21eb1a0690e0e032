using System.Buffers;
using System.Net.Sockets;
using NexusGo.FileExchange.Diagnostics;
using Renci.SshNet;
using Renci.SshNet.Common;
using Renci.SshNet.Messages.Connection;

namespace NexusGo.FileExchange.Adapters.Sftp.SshNet;

/// <summary>
/// A transport over a subsystem channel of SSH.NET, without a thread of its own. What arrives is delivered on the thread on which SSH.NET
/// reads the connection. What is sent leaves on the caller's thread as long as the line takes it without waiting; when it does not, a
/// thread is started that waits until nothing is left, so that a stalled line never holds a thread of the pool.
/// </summary>
internal sealed class SshNetTransport : SftpTransport
{
    /// <summary>What a line that can be written to at all takes without waiting.</summary>
    private const int LargestSend = 32 * 1024;

    private readonly Session session;
    private readonly object channel;
    private readonly Socket socket;
    private readonly uint number;
    private readonly SshKeepAlive keepAlive;
    private readonly Lock receiving = new();
    private readonly ArrayBufferWriter<byte> early = new();
    private readonly Lock gate = new();
    private readonly SftpOutgoing outgoing = new();
    private ISftpReceiver? receiver;
    private SessionEnd? lost;
    private ArraySegment<byte> batch;
    private bool writing;
    private bool questionDue;
    private bool stopped;

    /// <param name="session">A session after its log-in; owned.</param>
    /// <param name="channel">An open channel of the session, before its subsystem is asked for.</param>
    /// <param name="keepAliveInterval">Longest silence before the server is asked for a sign of life.</param>
    /// <param name="time">The session's clock.</param>
    public SshNetTransport(Session session, object channel, TimeSpan keepAliveInterval, TimeProvider time)
    {
        this.session = session;
        this.channel = channel;
        socket = SshNetInternals.SocketOf(session) ?? throw new SshConnectionException("The connection is gone.");
        number = SshNetInternals.LocalChannelNumber(channel);
        keepAlive = new SshKeepAlive(keepAliveInterval, time, Ask,
            () => Lose(new SessionEnd(FailureReason.RemoteTimeout, true,
            $"not a word for {keepAliveInterval.TotalSeconds * 2:0.#} s, not even an answer to a keep-alive")));
        session.ChannelDataReceived += (_, e) => OnData(e.Message);
        session.ChannelWindowAdjustReceived += (_, _) => keepAlive.Heard();
        session.ChannelSuccessReceived += (_, _) => keepAlive.Heard();
        session.ChannelFailureReceived += (_, _) => keepAlive.Heard();
        session.ChannelEofReceived += (_, e) => OnEnd(e.Message, "the server ended the sftp subsystem");
        session.ChannelCloseReceived += (_, e) => OnEnd(e.Message, "the server closed the channel");
        session.ErrorOccured += (_, e) => Lose(SshNetFailures.ConnectionLost(e.Exception));
        session.Disconnected += (_, _) => Lose(SshNetFailures.ConnectionLost(null));
    }

    public override void Start(ISftpReceiver receiver)
    {
        SessionEnd? already;
        lock (receiving)
        {
            this.receiver = receiver;
            receiver.Receive(early.WrittenSpan);
            already = lost;
        }

        if (already is not null)
        {
            receiver.Ended();
        }
    }

    public override void Send(SftpPacketType type, uint? id, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail)
    {
        lock (gate)
        {
            if (stopped)
            {
                return;
            }

            outgoing.Add(type, id, head, tail);
            if (writing)
            {
                return;
            }

            writing = true;
        }

        Write();
    }

    public override void Stop(bool abruptly)
    {
        lock (gate)
        {
            stopped = true;
        }

        if (abruptly)
        {
            socket.Dispose();
        }
    }

    public override SessionEnd DescribeEnd(bool ready) => lost ?? SshNetFailures.ConnectionLost(null);

    public override ValueTask DisposeAsync()
    {
        keepAlive.Dispose();
        return new ValueTask(Task.Run(End));
    }

    private void OnData(ChannelDataMessage message)
    {
        keepAlive.Heard();
        if (message.LocalChannelNumber != number)
        {
            return;
        }

        lock (receiving)
        {
            var bytes = message.Data.AsSpan(message.Offset, message.Size);
            if (receiver is null)
            {
                early.Write(bytes);
            }
            else
            {
                receiver.Receive(bytes);
            }
        }
    }

    private void OnEnd(ChannelMessage message, string what)
    {
        if (message.LocalChannelNumber == number)
        {
            Lose(new SessionEnd(FailureReason.RemoteUnreachable, true, what));
        }
    }

    private void Lose(SessionEnd why)
    {
        ISftpReceiver? told;
        lock (receiving)
        {
            if (lost is not null)
            {
                return;
            }

            lost = why;
            told = receiver;
        }

        told?.Ended();
    }

    /// <summary>Asks for a sign of life behind what is being sent.</summary>
    private void Ask()
    {
        lock (gate)
        {
            if (stopped)
            {
                return;
            }

            questionDue = true;
            if (writing)
            {
                return;
            }

            writing = true;
        }

        Write();
    }

    private void Write()
    {
        if (!TryWrite(mayWait: false))
        {
            new Thread(() => TryWrite(mayWait: true), 256 * 1024) { IsBackground = true, Name = "sftp writer of a slow line" }.Start();
        }
    }

    /// <summary>Sends what there is; false when the line does not take it now.</summary>
    private bool TryWrite(bool mayWait)
    {
        try
        {
            while (NextPiece() is { } piece)
            {
                if (!mayWait && !TakesNow(piece))
                {
                    return false;
                }

                SendPiece(piece);
            }
        }
        catch (Exception e)
        {
            // Whatever SSH.NET throws while it sends, its session is of no more use; and nobody is above a thread of our own to catch it. A
            // null reference is usual: SSH.NET drops its socket when it ends the connection, and sends on it without looking again.
            Lose(SshNetFailures.ConnectionLost(e));
        }

        return true;
    }

    /// <summary>Bytes of the batch to send next, 0 for the question, null when nothing is left and the writer rests.</summary>
    private int? NextPiece()
    {
        if (batch.Count > 0)
        {
            return Math.Min(batch.Count, LargestSend);
        }

        lock (gate)
        {
            if (stopped || (outgoing.IsEmpty && !questionDue))
            {
                writing = false;
                return null;
            }

            if (questionDue)
            {
                return 0;
            }

            batch = outgoing.TakeAll();
            return Math.Min(batch.Count, LargestSend);
        }
    }

    private bool TakesNow(int bytes) =>
        SshNetInternals.RemoteWindowSize(channel) >= (uint)bytes
        && SshNetInternals.KeyExchangeIsOver(session) is { IsSet: true }
        && socket.Poll(0, SelectMode.SelectWrite);

    private void SendPiece(int bytes)
    {
        if (bytes == 0)
        {
            questionDue = false;
            SshNetInternals.SendMessage(session, new ChannelRequestMessage(SshNetInternals.RemoteChannelNumber(channel), new Question()));
            return;
        }

        SshNetInternals.SendData(channel, batch.Array!, batch.Offset, bytes);
        batch = batch[bytes..];
        if (batch.Count == 0)
        {
            ArrayPool<byte>.Shared.Return(batch.Array!);
        }
    }

    /// <summary>Says goodbye where that takes no waiting. SSH.NET waits for its reading thread, which ends with the socket.</summary>
    private void End()
    {
        bool idle;
        lock (gate)
        {
            idle = !writing;
        }

        try
        {
            if (lost is not null || !idle || !TakesNow(0))
            {
                socket.Dispose();
            }

            session.Disconnect();
        }
        catch (Exception)
        {
            // Ignored: the session is gone already, and what follows only frees it.
        }

        socket.Dispose();
        session.Dispose();
        ((IDisposable)channel).Dispose();
    }

    /// <summary>SSH.NET's own keep-alive asks for no answer.</summary>
    private sealed class Question : KeepAliveRequestInfo
    {
        public Question() => WantReply = true;
    }
}
