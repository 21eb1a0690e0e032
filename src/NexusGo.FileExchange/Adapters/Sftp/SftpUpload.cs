using System.Buffers;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>
/// Writes one new remote file through to the server's disk and checks its size. Several writes are in flight within the session's window.
/// </summary>
internal sealed class SftpUpload(SftpClient client, SftpHandle handle, ReadOnlyMemory<byte> path, ReadOnlyMemory<byte> folder)
{
    private readonly Queue<(SftpRequest Request, int Bytes)> inFlight = new();

    public async ValueTask RunAsync(Stream content, long lengthBytes, CancellationToken cancellationToken)
    {
        try
        {
            await WriteAllAsync(content, lengthBytes, cancellationToken);
            CrashPoint.Pass("publish.written");
            await FinishAsync(lengthBytes);
            CrashPoint.Pass("publish.checked");
        }
        finally
        {
            foreach (var (request, bytes) in inFlight)
            {
                request.Abandon();
                client.Window.GiveBack(bytes);
            }
        }
    }

    private async ValueTask WriteAllAsync(Stream content, long lengthBytes, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(client.MaxWriteBytes, lengthBytes + 1));
        var chunk = buffer.AsMemory(0, Math.Min(buffer.Length, client.MaxWriteBytes));
        try
        {
            var offset = 0L;
            int count;
            while ((count = await content.ReadAtLeastAsync(chunk, chunk.Length, throwOnEndOfStream: false, cancellationToken)) > 0)
            {
                if (offset + count > lengthBytes)
                {
                    break;
                }

                await MakeRoomAsync(count, cancellationToken);
                inFlight.Enqueue((client.Write(handle, offset, chunk.Span[..count]), count));
                offset += count;
            }

            if (offset != lengthBytes || count != 0)
            {
                throw new InvalidOperationException($"The content to publish is not the {lengthBytes} bytes that were announced.");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask MakeRoomAsync(int bytes, CancellationToken cancellationToken)
    {
        while (!client.Window.TryTake(bytes))
        {
            if (inFlight.Count == 0)
            {
                client.Window.TakeRegardless(bytes);
                return;
            }

            cancellationToken.ThrowIfCancellationRequested();
            await NextAnswerAsync();
        }
    }

    /// <summary>Sends fsync, close and a look at the size behind the last write in one go; one round trip for a small file.</summary>
    private async ValueTask FinishAsync(long lengthBytes)
    {
        var fsync = client.Offers(SftpExtensions.Fsync) ? client.Fsync(handle) : null;
        var close = client.Close(handle);
        var look = client.LStat(path.Span, CancellationToken.None);
        while (inFlight.Count > 0)
        {
            await NextAnswerAsync();
        }

        if (fsync is not null)
        {
            await ExpectOkAsync("fsync", fsync, lengthBytes);
            CrashPoint.Pass("publish.synced");
        }

        await ExpectOkAsync("closing the temporary file", close, lengthBytes);
        var (status, attributes) = await client.AttributesAsync(look);
        if (status == SftpStatus.Ok && attributes.SizeBytes != lengthBytes)
        {
            // Looks again, because a server that works on several requests at once may have answered the look before the last write.
            (status, attributes) = await client.AttributesAsync(client.LStat(path.Span, CancellationToken.None));
        }

        if (status != SftpStatus.Ok)
        {
            throw client.Refused("looking at the temporary file", status);
        }

        if (!attributes.MayBeFile || attributes.SizeBytes != lengthBytes)
        {
            throw client.ContentChanged($"the temporary file has {attributes.SizeBytes} bytes after {lengthBytes} were written");
        }
    }

    private async ValueTask NextAnswerAsync()
    {
        var (request, bytes) = inFlight.Dequeue();
        try
        {
            await ExpectOkAsync("writing", request, bytes);
        }
        finally
        {
            client.Window.GiveBack(bytes);
        }
    }

    private async ValueTask ExpectOkAsync(string verb, SftpRequest request, long neededBytes)
    {
        var status = await client.StatusAsync(request);
        if (status != SftpStatus.Ok)
        {
            throw await client.WriteRefusedAsync(verb, status, folder, neededBytes);
        }
    }
}
