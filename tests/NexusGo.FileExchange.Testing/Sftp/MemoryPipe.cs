namespace NexusGo.FileExchange.Testing.Sftp;

/// <summary>
/// One direction of a byte stream inside the process. Reading blocks until there is something or an end has been disposed.
/// </summary>
public sealed class MemoryPipe
{
    private readonly object gate = new();
    private readonly Queue<ReadOnlyMemory<byte>> chunks = new();
    private bool closed;

    public MemoryPipe()
    {
        Reader = new ReadEnd(this);
        Writer = new WriteEnd(this);
    }

    public Stream Reader { get; }

    public Stream Writer { get; }

    /// <summary>Ends both sides; what was written before can still be read.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            Monitor.PulseAll(gate);
        }
    }

    private int Read(Span<byte> buffer)
    {
        lock (gate)
        {
            while (chunks.Count == 0 && !closed)
            {
                Monitor.Wait(gate);
            }

            if (!chunks.TryDequeue(out var chunk))
            {
                return 0;
            }

            var count = Math.Min(buffer.Length, chunk.Length);
            chunk.Span[..count].CopyTo(buffer);
            if (count < chunk.Length)
            {
                PutBack(chunk[count..]);
            }

            return count;
        }
    }

    private void PutBack(ReadOnlyMemory<byte> rest)
    {
        var others = chunks.ToArray();
        chunks.Clear();
        chunks.Enqueue(rest);
        foreach (var other in others)
        {
            chunks.Enqueue(other);
        }
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            if (closed)
            {
                throw new IOException("The pipe is closed.");
            }

            if (!bytes.IsEmpty)
            {
                chunks.Enqueue(bytes.ToArray());
                Monitor.PulseAll(gate);
            }
        }
    }

    private abstract class End(MemoryPipe pipe) : Stream
    {
        protected MemoryPipe Pipe => pipe;
        public override bool CanSeek => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        protected override void Dispose(bool disposing)
        {
            pipe.Close();
            base.Dispose(disposing);
        }
    }

    private sealed class ReadEnd(MemoryPipe pipe) : End(pipe)
    {
        public override bool CanRead => true;
        public override bool CanWrite => false;
        public override int Read(byte[] buffer, int offset, int count) => Pipe.Read(buffer.AsSpan(offset, count));
        public override int Read(Span<byte> buffer) => Pipe.Read(buffer);
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    private sealed class WriteEnd(MemoryPipe pipe) : End(pipe)
    {
        public override bool CanRead => false;
        public override bool CanWrite => true;
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => Pipe.Write(buffer.AsSpan(offset, count));
        public override void Write(ReadOnlySpan<byte> buffer) => Pipe.Write(buffer);
    }
}
