using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Testing.Sftp;

/// <summary>
/// The port's double: keeps the same contract on an area in memory. Verbs, as the hooks see them: <c>list</c>, <c>stat</c>, <c>open</c>,
/// <c>publish</c>, <c>delete</c>, <c>probe</c>; and inside publish <c>temporary</c>, <c>write</c> (half of the bytes are there) and
/// <c>rename</c>.
/// </summary>
public sealed class InMemoryRemoteFolder(InMemoryRemoteArea area) : IRemoteFolder
{
    private bool disposed;
    private bool dead;

    /// <summary>Called before a verb has any effect; what it returns is thrown.</summary>
    public Func<string, RemotePath, Exception?>? Before { get; set; }

    /// <summary>Called after a verb has had its effect; what it returns is thrown instead of the result.</summary>
    public Func<string, RemotePath, Exception?>? After { get; set; }

    /// <summary>Awaited before a verb has any effect, after <see cref="Before"/>; may throw.</summary>
    public Func<string, RemotePath, CancellationToken, Task>? BeforeAsync { get; set; }

    /// <summary>Awaited after a verb has had its effect, before <see cref="After"/>; may throw.</summary>
    public Func<string, RemotePath, CancellationToken, Task>? AfterAsync { get; set; }

    /// <summary>See <see cref="RemoteEndpoint.EnsureMayChange"/>.</summary>
    public Action EnsureMayChange { get; set; } = static () => { };

    /// <summary>Changes the order of a listing, or what it lacks; null: in byte order.</summary>
    public Func<IReadOnlyList<RemoteEntry>, IReadOnlyList<RemoteEntry>>? Listing { get; set; }

    public bool IsAlive => !disposed && !dead;

    public async IAsyncEnumerable<RemoteEntry> ListAsync(
        RemotePath folder, Action<string>? onHostileName, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await EnterAsync("list", folder, cancellationToken);
        if (area.Find(folder) is not { Kind: RemoteEntryKind.Folder })
        {
            throw FolderMissing(folder);
        }

        var entries = area.Children(folder);
        foreach (var entry in Listing?.Invoke(entries) ?? entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return entry;
        }

        await LeaveAsync("list", folder, cancellationToken);
    }

    public async ValueTask<bool> CreateFolderAsync(RemotePath folder, CancellationToken cancellationToken)
    {
        await EnterAsync("create", folder, cancellationToken);
        var isNew = area.Find(folder) is null;
        if (isNew)
        {
            area.AddFolder(folder.ToString());
        }

        await LeaveAsync("create", folder, cancellationToken);
        return isNew;
    }

    public async ValueTask<RemoteEntry?> StatAsync(RemotePath file, CancellationToken cancellationToken)
    {
        await EnterAsync("stat", file, cancellationToken);
        var entry = area.Find(file)?.Entry(NameOf(file));
        await LeaveAsync("stat", file, cancellationToken);
        return entry;
    }

    public async ValueTask<RemoteFile?> OpenReadAsync(RemotePath file, CancellationToken cancellationToken)
    {
        await EnterAsync("open", file, cancellationToken);
        var node = area.Find(file);
        await LeaveAsync("open", file, cancellationToken);
        return node is { Kind: RemoteEntryKind.File } ? new RemoteFile(new CheckedStream(area, file, node), node.Version) : null;
    }

    public async ValueTask<PublishOutcome> PublishAsync(PublishRequest request, CancellationToken cancellationToken)
    {
        var final = request.Folder.Combine(request.Name);
        var temporary = request.Folder.Combine(request.TemporaryName);
        await EnterAsync("publish", final, cancellationToken);
        if (request.MayBeThere && Compare(final, request) is { } before)
        {
            area.Remove(temporary);
            return before;
        }

        await using var content = await request.OpenContent(cancellationToken);
        if (area.Find(request.Folder) is not { Kind: RemoteEntryKind.Folder })
        {
            throw FolderMissing(request.Folder);
        }

        await EnterAsync("temporary", temporary, cancellationToken);
        EnsureMayChange();
        area.TryAdd(temporary, new InMemoryRemoteArea.Node(RemoteEntryKind.File, [], area.Seconds()));
        try
        {
            using var buffer = new MemoryStream();
            await content.CopyToAsync(buffer, cancellationToken);
            var bytes = buffer.ToArray();
            if (bytes.Length != request.LengthBytes)
            {
                throw new InvalidOperationException("The content to publish has not the announced length.");
            }

            Write(temporary, bytes[..(bytes.Length / 2)]);
            await EnterAsync("write", temporary, cancellationToken);
            Write(temporary, bytes);
            await EnterAsync("rename", final, cancellationToken);
            EnsureMayChange();
            var outcome = Rename(temporary, final, request);
            await LeaveAsync("rename", final, CancellationToken.None);
            await LeaveAsync("publish", final, CancellationToken.None);
            return outcome;
        }
        finally
        {
            if (IsAlive)
            {
                area.Remove(temporary);
            }
        }
    }

    public async ValueTask<DeleteOutcome> DeleteExactAsync(RemotePath file, RemoteVersion version, CancellationToken cancellationToken)
    {
        await EnterAsync("delete", file, cancellationToken);
        EnsureMayChange();
        var outcome = DeleteOutcome.AlreadyGone;
        if (area.Find(file) is { } node)
        {
            outcome = node.Kind == RemoteEntryKind.File && node.Version == version ? DeleteOutcome.Deleted : DeleteOutcome.Changed;
        }

        if (outcome == DeleteOutcome.Deleted)
        {
            area.Remove(file);
        }

        await LeaveAsync("delete", file, cancellationToken);
        return outcome;
    }

    public ValueTask<DeleteOutcome> DeleteAsideAsync(RemotePath file, RemoteVersion version, CancellationToken cancellationToken) =>
        DeleteExactAsync(file, version, cancellationToken);

    public async ValueTask<RemoteProbe> ProbeAsync(CancellationToken cancellationToken)
    {
        await EnterAsync("probe", RemotePath.Folder("/"), cancellationToken);
        return new RemoteProbe { Engine = "InMemory", Extensions = [], MaxReadBytes = 32768, MaxWriteBytes = 32768 };
    }

    public ValueTask DisposeAsync()
    {
        disposed = true;
        return ValueTask.CompletedTask;
    }

    private PublishOutcome Rename(RemotePath temporary, RemotePath final, PublishRequest request)
    {
        lock (area.Gate)
        {
            if (Compare(final, request) is { } there)
            {
                return there;
            }

            // Whoever holds the lease by now may have swept the temporary file away.
            var written = area.Find(temporary) ?? throw new RemoteFolderException(FailureReason.RemoteFailure, true, sessionIsDead: false,
                $"there is no {temporary}");
            area.Set(final, written);
            area.Remove(temporary);
            return PublishOutcome.Published;
        }
    }

    /// <summary>A file that was swept away meanwhile is written to its end without a name.</summary>
    private void Write(RemotePath temporary, byte[] bytes)
    {
        lock (area.Gate)
        {
            if (area.Find(temporary) is not null)
            {
                area.Set(temporary, new InMemoryRemoteArea.Node(RemoteEntryKind.File, bytes, area.Seconds()));
            }
        }
    }

    private PublishOutcome? Compare(RemotePath final, PublishRequest request) => area.Find(final) switch
    {
        null => null,
        { Kind: RemoteEntryKind.File } node when SHA256.HashData(node.Content).AsSpan().SequenceEqual(request.Sha256.Span) =>
            PublishOutcome.AlreadyThere,
        _ => PublishOutcome.NameTaken,
    };

    private async ValueTask EnterAsync(string verb, RemotePath path, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        cancellationToken.ThrowIfCancellationRequested();
        Throw(Before?.Invoke(verb, path));
        if (BeforeAsync is not null)
        {
            try
            {
                await BeforeAsync(verb, path, cancellationToken);
            }
            catch (RemoteFolderException e) when (e.SessionIsDead)
            {
                dead = true;
                throw;
            }

            ThrowIfClosed();
        }
    }

    private async ValueTask LeaveAsync(string verb, RemotePath path, CancellationToken cancellationToken)
    {
        if (AfterAsync is not null)
        {
            try
            {
                await AfterAsync(verb, path, cancellationToken);
            }
            catch (RemoteFolderException e) when (e.SessionIsDead)
            {
                dead = true;
                throw;
            }
        }

        Throw(After?.Invoke(verb, path));
    }

    private void ThrowIfClosed()
    {
        if (!IsAlive)
        {
            throw new RemoteFolderException(FailureReason.RemoteUnreachable, true, sessionIsDead: true, "the session was closed");
        }
    }

    private void Throw(Exception? exception)
    {
        if (exception is not null)
        {
            dead |= exception is RemoteFolderException { SessionIsDead: true };
            throw exception;
        }
    }

    private static RemoteFolderException FolderMissing(RemotePath folder) =>
        new(FailureReason.RemoteFolderMissing, false, sessionIsDead: false, $"there is no folder {folder}");

    private static RemoteName NameOf(RemotePath path)
    {
        var bytes = path.Bytes.Span.TrimEnd((byte)'/');
        return RemoteName.TryCreate(bytes[(bytes.LastIndexOf((byte)'/') + 1)..], out var name) ? name : default;
    }

    /// <summary>The bytes at opening; at their end a look whether the file still is that version.</summary>
    private sealed class CheckedStream(InMemoryRemoteArea area, RemotePath file, InMemoryRemoteArea.Node node)
        : MemoryStream(node.Content, writable: false)
    {
        public override int Read(byte[] buffer, int offset, int count) => Checked(base.Read(buffer, offset, count), count);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<int>(cancellationToken)
                : ValueTask.FromResult(Read(buffer.Span));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        private int Checked(int count, int wanted)
        {
            // Like an open handle: replaced or removed by name is not noticed, changed in place is; the double cannot tell these apart and
            // is strict.
            if (count == 0 && wanted > 0 && area.Find(file) is { } now && now.Version != node.Version)
            {
                throw new RemoteFolderException(FailureReason.RemoteContentChanged, true, sessionIsDead: false,
                    "the file changed while it was read");
            }

            return count;
        }
    }
}
