using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>
/// The content of an open remote file, read ahead within the session's window. Gaps that short answers leave are asked for again. The end
/// is reported only after exactly the bytes of the version at opening and a second look that found the same version.
/// </summary>
internal sealed class SftpReadStream : ForwardStream
{
    /// <summary>A server that sends answers this small again and again is refused.</summary>
    private const int CrumbBytes = 512;
    private const int MaxCrumbs = 64;

    private readonly SftpClient client;
    private readonly SftpHandle handle;
    private readonly RemoteVersion version;
    private readonly Queue<Chunk> ahead = new();
    private Chunk? gap;
    private SftpRequest? secondLook;
    private Task<(SftpStatus Status, SftpAttributes Attributes)>? looking;
    private SftpReply? current;
    private ReadOnlyMemory<byte> currentData;
    private long requested;
    private long received;
    private long position;
    private int chunkBytes;
    private int aheadBytes;
    private int held;
    private int crumbs;
    private RemoteFolderException? failure;
    private bool verified;
    private bool disposed;

    /// <summary>Starts reading at once.</summary>
    public SftpReadStream(SftpClient client, SftpHandle handle, RemoteVersion version)
    {
        this.client = client;
        this.handle = handle;
        this.version = version;
        chunkBytes = client.MaxReadBytes;
        ReadAhead();
    }

    public override long Length => version.SizeBytes;

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (buffer.IsEmpty)
        {
            return 0;
        }

        while (currentData.IsEmpty)
        {
            if (failure is not null)
            {
                throw failure;
            }

            if (received == version.SizeBytes)
            {
                await LookAgainAsync(cancellationToken);
                return 0;
            }

            await NextChunkAsync(cancellationToken);
        }

        var count = Math.Min(buffer.Length, currentData.Length);
        currentData.Span[..count].CopyTo(buffer.Span);
        currentData = currentData[count..];
        position += count;
        if (currentData.IsEmpty)
        {
            DropCurrent();
            ReadAhead();
        }

        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    protected override void Dispose(bool disposing)
    {
        if (!disposed)
        {
            disposed = true;
            DropCurrent();
            Abandon(gap);
            while (ahead.TryDequeue(out var chunk))
            {
                Abandon(chunk);
            }

            secondLook?.Abandon();
            handle.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Waits for the chunk at <see cref="received"/>; a cancelled wait can be taken up again, a failed one fails again.</summary>
    private async ValueTask NextChunkAsync(CancellationToken cancellationToken)
    {
        ReadAhead();
        var chunk = gap ?? ahead.Peek();
        var reply = await chunk.Answer.WaitAsync(cancellationToken);
        if (gap is null)
        {
            ahead.Dequeue();
        }

        gap = null;
        aheadBytes -= chunk.Length;
        current = reply;
        try
        {
            currentData = Data(reply, chunk);
        }
        catch (RemoteFolderException e)
        {
            client.Window.GiveBack(chunk.Length);
            failure = e;
            throw;
        }

        held = currentData.Length;
        received += held;
        if (held < chunk.Length)
        {
            AskAgain(chunk.Offset + held, chunk.Length - held, held);
        }
    }

    private ReadOnlyMemory<byte> Data(SftpReply reply, Chunk chunk)
    {
        if (reply.Type != SftpPacketType.Data)
        {
            var status = client.Refusal(reply);
            throw status == SftpStatus.Eof
                ? client.ContentChanged($"the file ended at byte {chunk.Offset} of {version.SizeBytes}")
                : client.Refused("reading", status);
        }

        var count = client.Guard(reply, static (ref SftpPacketReader fields) => fields.ReadString().Length);
        return count > 0 ? reply.Body.Slice(4, count) : throw client.Broken("data of no bytes that is not the end of the file");
    }

    /// <summary>The server gave less than asked for, which it may. The missing bytes stay counted in the window.</summary>
    private void AskAgain(long offset, int count, int got)
    {
        if (got < CrumbBytes && ++crumbs > MaxCrumbs)
        {
            throw failure = client.Broken("a file is sent in crumbs");
        }

        // The second look is asked for again, because it must come after the last byte.
        secondLook?.Abandon();
        secondLook = null;
        chunkBytes = Math.Max(got, chunkBytes / 2);
        gap = Ask(offset, count);
    }

    private void ReadAhead()
    {
        while (requested < version.SizeBytes)
        {
            var count = (int)Math.Min(chunkBytes, version.SizeBytes - requested);
            if (!client.Window.TryTake(count))
            {
                if (aheadBytes > 0 || !currentData.IsEmpty)
                {
                    return;
                }

                // One small piece may always be asked for, so that a file goes on when nothing of it is under way.
                count = Math.Min(count, SftpSizes.SafeData);
                client.Window.TakeRegardless(count);
            }

            ahead.Enqueue(Ask(requested, count));
            requested += count;
        }

        if (requested == version.SizeBytes && gap is null && secondLook is null && !verified)
        {
            secondLook = client.FStat(handle, CancellationToken.None);
        }
    }

    private Chunk Ask(long offset, int count)
    {
        aheadBytes += count;
        var request = client.Read(handle, offset, count);
        return new Chunk(offset, count, request, request.Reply.AsTask());
    }

    private async ValueTask LookAgainAsync(CancellationToken cancellationToken)
    {
        if (verified)
        {
            return;
        }

        looking ??= client.AttributesAsync(secondLook ?? client.FStat(handle, CancellationToken.None)).AsTask();
        secondLook = null;
        var (status, attributes) = await looking.WaitAsync(cancellationToken);
        handle.Dispose();
        verified = status == SftpStatus.Ok && attributes.Version == version;
        if (!verified)
        {
            throw failure = status == SftpStatus.Ok
                ? client.ContentChanged("the file changed while it was read")
                : client.Refused("looking at the open file", status);
        }
    }

    private void DropCurrent()
    {
        if (current is { } reply)
        {
            current = null;
            currentData = default;
            client.Window.GiveBack(held);
            held = 0;
            reply.Dispose();
        }
    }

    private void Abandon(Chunk? chunk)
    {
        if (chunk is not null)
        {
            client.Window.GiveBack(chunk.Length);
            chunk.Request.Abandon();
            _ = chunk.Answer.ContinueWith(
                static answer =>
                {
                    if (answer.IsCompletedSuccessfully)
                    {
                        answer.Result.Dispose();
                    }
                },
                CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private sealed record Chunk(long Offset, int Length, SftpRequest Request, Task<SftpReply> Answer);
}
