using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>The port over one SFTP session; both engines, and scripted servers in tests, use it unchanged.</summary>
/// <param name="engine">The engine's name, for <see cref="ProbeAsync"/>.</param>
/// <param name="client">A session after its handshake; owned.</param>
/// <param name="map">Turns a path of the customer's view into the server's.</param>
/// <param name="log">Where a lost session is reported.</param>
internal sealed class SftpRemoteFolder(string engine, SftpClient client, Func<RemotePath, ReadOnlyMemory<byte>> map, ILogger log)
    : IRemoteFolder
{
    private int disposed;

    public bool IsAlive => client.IsAlive;

    public ReadOnlyMemory<byte> Map(RemotePath path) => map(path);

    public IAsyncEnumerable<RemoteEntry> ListAsync(RemotePath folder, Action<string>? onHostileName, CancellationToken cancellationToken) =>
        new SftpListing(client, folder, map(WithSlash(folder)), onHostileName).RunAsync(cancellationToken);

    public async ValueTask<RemoteEntry?> StatAsync(RemotePath file, CancellationToken cancellationToken)
    {
        var (status, attributes) = await client.AttributesAsync(client.LStat(map(file).Span, cancellationToken));
        if (status.IsMissing())
        {
            return null;
        }

        if (status != SftpStatus.Ok)
        {
            throw client.Refused("looking at a file", status);
        }

        attributes = await client.CompleteAsync(map(file), attributes, cancellationToken);
        return new RemoteEntry(NameOf(file), attributes.Kind, attributes.Version);
    }

    public async ValueTask<RemoteFile?> OpenReadAsync(RemotePath file, CancellationToken cancellationToken)
    {
        // The look comes first and alone: opening a fifo would block the server, opening a link would follow it.
        var entry = await StatAsync(file, cancellationToken);
        if (entry is not { Kind: RemoteEntryKind.File })
        {
            return null;
        }

        var opened = await client.OpenForReadingAsync(map(file), cancellationToken);
        if (opened.Value is not { } handle)
        {
            return opened.Status.IsMissing() ? null : throw client.Refused("opening a file", opened.Status);
        }

        try
        {
            // The reads go out right behind this look, before its answer is known; if it says something else they are dropped.
            var look = client.FStat(handle, cancellationToken);
            var content = new SftpReadStream(client, handle, entry.Version);
            try
            {
                var (status, attributes) = await client.AttributesAsync(look);
                if (status != SftpStatus.Ok)
                {
                    throw client.Refused("looking at the open file", status);
                }

                return attributes.MayBeFile && attributes.Version == entry.Version
                    ? new RemoteFile(content, entry.Version)
                    : throw client.ContentChanged("the file changed while it was opened");
            }
            catch
            {
                await content.DisposeAsync();
                throw;
            }
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public ValueTask<PublishOutcome> PublishAsync(PublishRequest request, CancellationToken cancellationToken) =>
        new SftpPublisher(this, client, request).RunAsync(cancellationToken);

    public async ValueTask<DeleteOutcome> DeleteExactAsync(RemotePath file, RemoteVersion version, CancellationToken cancellationToken)
    {
        var entry = await StatAsync(file, cancellationToken);
        if (entry is null)
        {
            return DeleteOutcome.AlreadyGone;
        }

        if (entry.Kind != RemoteEntryKind.File || entry.Version != version)
        {
            return DeleteOutcome.Changed;
        }

        cancellationToken.ThrowIfCancellationRequested();
        CrashPoint.Pass("remove.sending");
        client.EnsureMayChange();
        var status = await client.RemoveAsync(map(file));
        CrashPoint.Pass("remove.answered");
        if (status == SftpStatus.Ok)
        {
            return DeleteOutcome.Deleted;
        }

        // Looks again, because some servers answer with an error although they removed the file, and somebody else may have removed it.
        return await StatAsync(file, CancellationToken.None) is not null
            ? throw client.Refused("removing a file", status)
            : status.IsMissing() ? DeleteOutcome.AlreadyGone : DeleteOutcome.Deleted;
    }

    public ValueTask<DeleteOutcome> DeleteAsideAsync(RemotePath file, RemoteVersion version, CancellationToken cancellationToken) =>
        new SftpRemovalAside(this, client, file).RunAsync(version, cancellationToken);

    public async ValueTask<bool> CreateFolderAsync(RemotePath folder, CancellationToken cancellationToken)
    {
        var path = RemotePath.FromBytes(folder.Bytes.Span.TrimEnd((byte)'/'));
        if (await StatAsync(path, cancellationToken) is not null)
        {
            return false;
        }

        client.EnsureMayChange();
        var status = await client.MakeFolderAsync(map(path));
        return status == SftpStatus.Ok ? true : throw client.Refused($"making the folder {path}", status);
    }

    public async ValueTask<RemoteProbe> ProbeAsync(CancellationToken cancellationToken)
    {
        // One round trip that every server can answer: it tells whether the session still carries anything.
        await StatAsync(RemotePath.Folder("/"), cancellationToken);
        return new RemoteProbe
        {
            Engine = engine,
            Extensions = [.. client.Extensions.Order(StringComparer.Ordinal)],
            MaxReadBytes = client.MaxReadBytes,
            MaxWriteBytes = client.MaxWriteBytes,
            FreeBytes = await client.FreeBytesAsync(map(RemotePath.Folder("/")), cancellationToken),
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 0)
        {
            if (client.End is { } why)
            {
                SftpLog.SftpSessionLost(log, client.Name, why.Reason, why.Message);
            }

            await client.DisposeAsync();
        }
    }

    /// <summary>
    /// So that the map sees that the last part is a folder too, and a server does not list through a link to something else.
    /// </summary>
    private static RemotePath WithSlash(RemotePath folder) =>
        folder.Bytes.Span is [.., (byte)'/'] ? folder : RemotePath.FromBytes([.. folder.Bytes.Span, (byte)'/']);

    private static RemoteName NameOf(RemotePath path)
    {
        var bytes = path.Bytes.Span.TrimEnd((byte)'/');
        return RemoteName.TryCreate(bytes[(bytes.LastIndexOf((byte)'/') + 1)..], out var name) ? name : default;
    }
}
