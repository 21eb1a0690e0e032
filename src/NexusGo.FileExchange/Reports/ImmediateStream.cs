namespace NexusGo.FileExchange.Reports;

/// <summary>
/// Writes at once, also where it is asked to write asynchronously. A library that only writes asynchronously then finishes each call before
/// it returns, so that rows can be handed to it one by one, as to a CSV writer. What is written to is a spool: memory and the local disk.
/// </summary>
/// <param name="inner">Stays open.</param>
internal sealed class ImmediateStream(Stream inner) : Stream
{
    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <exception cref="InvalidOperationException">The call waits for something else than this stream.</exception>
    public static void Finished(ValueTask call)
    {
        if (!call.IsCompleted)
        {
            throw new InvalidOperationException("A call did not finish at once.");
        }

        call.GetAwaiter().GetResult();
    }

    /// <inheritdoc cref="Finished(ValueTask)"/>
    public static T Finished<T>(ValueTask<T> call) => call.IsCompleted
        ? call.GetAwaiter().GetResult() : throw new InvalidOperationException("A call did not finish at once.");

    public override void Write(ReadOnlySpan<byte> buffer) => inner.Write(buffer);

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        inner.Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        inner.Write(buffer, offset, count);
        return Task.CompletedTask;
    }

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        inner.Flush();
        return Task.CompletedTask;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}
