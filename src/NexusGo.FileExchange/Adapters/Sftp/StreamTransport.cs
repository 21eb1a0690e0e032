using System.Buffers;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>
/// A transport over a pair of byte streams. One thread writes, another reads, because a client that stops reading while it writes can lock
/// up with its server.
/// </summary>
internal sealed class StreamTransport(Stream input, Stream output, SftpPeer peer) : SftpTransport
{
    private readonly object gate = new();
    private readonly SftpOutgoing outgoing = new();
    private readonly TaskCompletionSource readerEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool stopped;

    public override void Start(ISftpReceiver receiver)
    {
        StartThread(() => ReadLoop(receiver), "sftp reader");
        StartThread(WriteLoop, "sftp writer");
    }

    public override void Send(SftpPacketType type, uint? id, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail)
    {
        lock (gate)
        {
            if (!stopped)
            {
                var wake = outgoing.IsEmpty;
                outgoing.Add(type, id, head, tail);
                if (wake)
                {
                    Monitor.Pulse(gate);
                }
            }
        }
    }

    public override void Stop(bool abruptly)
    {
        if (abruptly)
        {
            peer.Terminate();
        }

        lock (gate)
        {
            stopped = true;
            Monitor.PulseAll(gate);
        }
    }

    public override SessionEnd DescribeEnd(bool ready) => peer.DescribeEnd(ready);

    public override async ValueTask DisposeAsync()
    {
        await peer.EndAsync();
        await readerEnded.Task;
        await input.DisposeAsync();
    }

    private void WriteLoop()
    {
        try
        {
            while (NextBatch() is { Array: { } buffer } batch)
            {
                output.Write(buffer, 0, batch.Count);
                output.Flush();
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Ignored: the reader thread sees the end of the same connection and tells why.
        }

        try
        {
            output.Dispose();
        }
        catch (IOException)
        {
            // Ignored: the other side has closed the stream already.
        }
    }

    private ArraySegment<byte> NextBatch()
    {
        lock (gate)
        {
            while (outgoing.IsEmpty && !stopped)
            {
                Monitor.Wait(gate);
            }

            return stopped ? default : outgoing.TakeAll();
        }
    }

    private void ReadLoop(ISftpReceiver receiver)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int read;
            while ((read = input.Read(buffer)) > 0)
            {
                receiver.Receive(buffer.AsSpan(0, read));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // A failed read is an end like any other: the peer is asked why.
        }

        receiver.Ended();
        readerEnded.TrySetResult();
    }

    private static void StartThread(ThreadStart loop, string name) => new Thread(loop, 256 * 1024) { IsBackground = true, Name = name }
        .Start();
}
