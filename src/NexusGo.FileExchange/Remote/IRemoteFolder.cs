using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Remote;

/// <summary>
/// A session with one SFTP area. All verbs may be called at the same time from several tasks (many files in flight on one session).
/// Every verb ends within the deadlines of its <see cref="RemoteEndpoint"/>.
/// </summary>
/// <remarks>
/// Failures are <see cref="RemoteFolderException"/> with a reason; after one whose <see cref="RemoteFolderException.SessionIsDead"/> is
/// true the session answers nothing more and is to be disposed. A cancelled call throws <see cref="OperationCanceledException"/>; the verbs
/// that change the remote side (<see cref="PublishAsync"/>, <see cref="DeleteExactAsync"/>) look at the token before each of their steps
/// and never abandon a rename or a removal that is already sent without waiting for its answer until the operation deadline. Nothing a
/// server says is trusted: names that could leave the folder are reported through <c>onHostileName</c> and never yielded.
/// </remarks>
public interface IRemoteFolder : IAsyncDisposable
{
    /// <summary>False once the session can answer nothing more.</summary>
    bool IsAlive { get; }

    /// <summary>
    /// Streams the entries of a folder in the server's order, without "." and "..", each name once. Attributes are of the entry itself
    /// (lstat); an entry sent without them is asked for one by one. A missing folder is an exception with reason
    /// <see cref="FailureReason.RemoteFolderMissing"/>.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="onHostileName">Told (escaped text) of each name that is no name: "/" or NUL inside, "..", too long. May be
    /// null.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    IAsyncEnumerable<RemoteEntry> ListAsync(RemotePath folder, Action<string>? onHostileName, CancellationToken cancellationToken);

    /// <summary>The entry as it is now (lstat), or null when there is none.</summary>
    ValueTask<RemoteEntry?> StatAsync(RemotePath file, CancellationToken cancellationToken);

    /// <summary>
    /// Opens a regular file for one sequential read from its start, or returns null when it is not there (or is no regular file).
    /// The stream ends only after exactly <see cref="RemoteFile.Version"/>.SizeBytes bytes and a second look at the open file that found
    /// the same version; anything else is reason <see cref="FailureReason.RemoteContentChanged"/> (transient).
    /// </summary>
    ValueTask<RemoteFile?> OpenReadAsync(RemotePath file, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a file appear whole under its name or not at all, and never replaces one: temporary name in the same folder (unique per
    /// attempt) → write → fsync where the server offers it → size check → rename that fails on an existing name. A temporary file that
    /// could not become the final one is removed. An answer that leaves it open whether the rename happened is settled by looking.
    /// </summary>
    ValueTask<PublishOutcome> PublishAsync(PublishRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Removes a regular file if, looked at just before, it still is exactly that version; a link or another version stays untouched.
    /// </summary>
    ValueTask<DeleteOutcome> DeleteExactAsync(RemotePath file, RemoteVersion version, CancellationToken cancellationToken);

    /// <summary>
    /// The same without a gap between the look and the removal: another version that is put in the file's place meanwhile is not lost. For
    /// what customers write. Repeated after a crash, it finishes what was begun. Costs two round trips more; where the server does not
    /// rename it is as <see cref="DeleteExactAsync"/>.
    /// </summary>
    ValueTask<DeleteOutcome> DeleteAsideAsync(RemotePath file, RemoteVersion version, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a folder inside one that is there. False: something has that name already; nothing was changed. For operators: the worker
    /// itself makes no folders.
    /// </summary>
    ValueTask<bool> CreateFolderAsync(RemotePath folder, CancellationToken cancellationToken);

    /// <summary>What the server is and offers. Costs a few round trips; for operators.</summary>
    ValueTask<RemoteProbe> ProbeAsync(CancellationToken cancellationToken);
}

/// <summary>An open remote file. Disposing it closes the remote handle.</summary>
public sealed class RemoteFile(Stream content, RemoteVersion version) : IAsyncDisposable
{
    /// <summary>Forward-only. Its reads throw <see cref="RemoteFolderException"/>.</summary>
    public Stream Content { get; } = content;

    /// <summary>The version at the time of opening (fstat).</summary>
    public RemoteVersion Version { get; } = version;

    public ValueTask DisposeAsync() => Content.DisposeAsync();
}

/// <summary>A file to publish.</summary>
public sealed class PublishRequest
{
    public required RemotePath Folder { get; init; }

    public required RemoteName Name { get; init; }

    /// <summary>Exact number of bytes that <see cref="OpenContent"/> gives.</summary>
    public required long LengthBytes { get; init; }

    /// <summary>SHA-256 of the bytes; decides whether a file that is already there is this one.</summary>
    public required ReadOnlyMemory<byte> Sha256 { get; init; }

    /// <summary>Opens the content from its start; may be called more than once.</summary>
    public required Func<CancellationToken, ValueTask<Stream>> OpenContent { get; init; }

    /// <summary>Letters and digits that make the temporary name unique to this attempt of this worker.</summary>
    public required string Attempt { get; init; }

    /// <summary>True when an earlier attempt may have got as far as the rename: the final name is looked at first.</summary>
    public bool MayBeThere { get; init; }

    /// <summary>How every temporary name of ours begins; customers' programs and our own listing ignore names with a leading dot.</summary>
    public const string TemporaryPrefix = ".nexusgo-";

    /// <summary>The temporary name of this attempt.</summary>
    public RemoteName TemporaryName => RemoteName.From($"{TemporaryPrefix}{Attempt}.part");
}

public enum PublishOutcome
{
    /// <summary>The file is there under its name now, through this call.</summary>
    Published,
    /// <summary>A file with this name and exactly this content was there already.</summary>
    AlreadyThere,
    /// <summary>Another file has this name; nothing was changed.</summary>
    NameTaken,
}

public enum DeleteOutcome
{
    Deleted,
    /// <summary>It was not there when looked at.</summary>
    AlreadyGone,
    /// <summary>It is another version or no regular file; nothing was changed.</summary>
    Changed,
}

/// <summary>What a server told about itself.</summary>
public sealed record RemoteProbe
{
    public required string Engine { get; init; }
    /// <summary>Names of the protocol extensions the server announced, such as <c>posix-rename@openssh.com</c>.</summary>
    public required IReadOnlyList<string> Extensions { get; init; }
    /// <summary>Largest read and write in bytes.</summary>
    public required int MaxReadBytes { get; init; }
    public required int MaxWriteBytes { get; init; }
    /// <summary>Free bytes for this user, or null when the server does not offer statvfs.</summary>
    public long? FreeBytes { get; init; }
}

/// <summary>A failure of a remote area.</summary>
public sealed class RemoteFolderException(FailureReason reason, bool isTransient, bool sessionIsDead, string message,
    Exception? inner = null)
    : FileExchangeException(reason, isTransient, message, inner)
{
    /// <summary>Whether the session is of no more use.</summary>
    public bool SessionIsDead { get; } = sessionIsDead;
}
