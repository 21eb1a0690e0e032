using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Testing.Sftp;

/// <summary>
/// The port's double: keeps the same contract on an area in memory. Verbs, as the hooks see them: <c>list</c>, <c>stat</c>, <c>open</c>,
/// <c>publish</c>, <c>rename</c> (inside publish, between the temporary and the final name), <c>delete</c>, <c>probe</c>.
/// </summary>
public sealed class InMemoryRemoteFolder(InMemoryRemoteArea area) : IRemoteFolder
{
    private bool disposed;
    private bool dead;

    /// <summary>Called before a verb has any effect; what it returns is thrown.</summary>
    public Func<string, RemotePath, Exception?>? Before { get; set; }

    /// <summary>Called after a verb has had its effect; what it returns is thrown instead of the result.</summary>
    public Func<string, RemotePath, Exception?>? After { get; set; }

    public bool IsAlive => !disposed && !dead;

    public async IAsyncEnumerable<RemoteEntry> ListAsync(
        RemotePath folder, Action<string>? onHostileName, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Enter("list", folder, cancellationToken);
        if (area.Find(folder) is not { Kind: RemoteEntryKind.Folder })
        {
            throw FolderMissing(folder);
        }

        foreach (var entry in area.Children(folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return entry;
        }

        await Task.CompletedTask;
        Leave("list", folder);
    }

    public ValueTask<bool> CreateFolderAsync(RemotePath folder, CancellationToken cancellationToken)
    {
        Enter("create", folder, cancellationToken);
        var isNew = area.Find(folder) is null;
        if (isNew)
        {
            area.AddFolder(folder.ToString());
        }

        Leave("create", folder);
        return ValueTask.FromResult(isNew);
    }

    public ValueTask<RemoteEntry?> StatAsync(RemotePath file, CancellationToken cancellationToken)
    {
        Enter("stat", file, cancellationToken);
        var entry = area.Find(file)?.Entry(NameOf(file));
        Leave("stat", file);
        return ValueTask.FromResult(entry);
    }

    public ValueTask<RemoteFile?> OpenReadAsync(RemotePath file, CancellationToken cancellationToken)
    {
        Enter("open", file, cancellationToken);
        var node = area.Find(file);
        Leave("open", file);
        return ValueTask.FromResult(node is { Kind: RemoteEntryKind.File }
            ? new RemoteFile(new CheckedStream(area, file, node), node.Version)
            : null);
    }

    public async ValueTask<PublishOutcome> PublishAsync(PublishRequest request, CancellationToken cancellationToken)
    {
        var final = request.Folder.Combine(request.Name);
        var temporary = request.Folder.Combine(request.TemporaryName);
        Enter("publish", final, cancellationToken);
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

        area.TryAdd(temporary, new InMemoryRemoteArea.Node(RemoteEntryKind.File, [], area.Seconds()));
        try
        {
            using var bytes = new MemoryStream();
            await content.CopyToAsync(bytes, cancellationToken);
            if (bytes.Length != request.LengthBytes)
            {
                throw new InvalidOperationException("The content to publish has not the announced length.");
            }

            area.Set(temporary, new InMemoryRemoteArea.Node(RemoteEntryKind.File, bytes.ToArray(), area.Seconds()));
            Enter("rename", final, cancellationToken);
            var outcome = Rename(temporary, final, request);
            Leave("rename", final);
            Leave("publish", final);
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

    public ValueTask<DeleteOutcome> DeleteExactAsync(RemotePath file, RemoteVersion version, CancellationToken cancellationToken)
    {
        Enter("delete", file, cancellationToken);
        var outcome = DeleteOutcome.AlreadyGone;
        if (area.Find(file) is { } node)
        {
            outcome = node.Kind == RemoteEntryKind.File && node.Version == version ? DeleteOutcome.Deleted : DeleteOutcome.Changed;
        }

        if (outcome == DeleteOutcome.Deleted)
        {
            area.Remove(file);
        }

        Leave("delete", file);
        return ValueTask.FromResult(outcome);
    }

    public ValueTask<DeleteOutcome> DeleteAsideAsync(RemotePath file, RemoteVersion version, CancellationToken cancellationToken) =>
        DeleteExactAsync(file, version, cancellationToken);

    public ValueTask<RemoteProbe> ProbeAsync(CancellationToken cancellationToken)
    {
        Enter("probe", RemotePath.Folder("/"), cancellationToken);
        return ValueTask.FromResult(new RemoteProbe { Engine = "InMemory", Extensions = [], MaxReadBytes = 32768, MaxWriteBytes = 32768 });
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

            area.Set(final, area.Find(temporary)!);
            return PublishOutcome.Published;
        }
    }

    private PublishOutcome? Compare(RemotePath final, PublishRequest request) => area.Find(final) switch
    {
        null => null,
        { Kind: RemoteEntryKind.File } node when SHA256.HashData(node.Content).AsSpan().SequenceEqual(request.Sha256.Span) =>
            PublishOutcome.AlreadyThere,
        _ => PublishOutcome.NameTaken,
    };

    private void Enter(string verb, RemotePath path, CancellationToken cancellationToken)
    {
        if (!IsAlive)
        {
            throw new RemoteFolderException(FailureReason.RemoteUnreachable, true, sessionIsDead: true, "the session was closed");
        }

        cancellationToken.ThrowIfCancellationRequested();
        Throw(Before?.Invoke(verb, path));
    }

    private void Leave(string verb, RemotePath path) => Throw(After?.Invoke(verb, path));

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
