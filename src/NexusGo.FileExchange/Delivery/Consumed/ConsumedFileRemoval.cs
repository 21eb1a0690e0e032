using System.Buffers;
using System.Security.Cryptography;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Delivery.Consumed;

internal enum RemovalOutcome
{
    /// <summary>It is not there any more, and neither is its marker.</summary>
    Gone,
    /// <summary>Something else lies in its place and was left untouched.</summary>
    Changed,
    /// <summary>As before; operators were told of this version.</summary>
    ChangedAsKnown,
}

/// <summary>
/// Removes one consumed file, if it still is what we delivered: a regular file of the same size and, read back, the same content. The
/// version that was read is the only one that is deleted. Repeatable: after a crash it skips what is done.
/// </summary>
internal static class ConsumedFileRemoval
{
    private const int BufferBytes = 64 * 1024;

    /// <param name="remote">The customer's area.</param>
    /// <param name="file">The file.</param>
    /// <param name="movedTo">Where it may have been moved to; null: nowhere.</param>
    /// <param name="marker">Its marker, removed behind it; null: none.</param>
    /// <param name="cancellationToken">Looked at before each step.</param>
    /// <exception cref="RemoteFolderException">The server refused or failed.</exception>
    public static async Task<(RemovalOutcome Outcome, RemoteVersion Found)> RunAsync(
        IRemoteFolder remote, OutFile file, RemotePath? movedTo, RemotePath? marker, CancellationToken cancellationToken)
    {
        foreach (var path in movedTo is { } other ? [file.Path, other] : new[] { file.Path })
        {
            if (await RemoveAsync(remote, file, path, cancellationToken).ConfigureAwait(false) is { } found)
            {
                return (found == file.ToldVersion ? RemovalOutcome.ChangedAsKnown : RemovalOutcome.Changed, found);
            }
        }

        if (marker is { } done && await remote.StatAsync(done, cancellationToken)
            .ConfigureAwait(false) is { Kind: RemoteEntryKind.File } entry)
        {
            CrashPoint.Pass("done-marker.removing");
            await remote.DeleteExactAsync(done, entry.Version, cancellationToken).ConfigureAwait(false);
            CrashPoint.Pass("done-marker.removed");
        }

        return (RemovalOutcome.Gone, default);
    }

    /// <summary>Null when nothing is there (any more); otherwise the version that is not ours.</summary>
    private static async Task<RemoteVersion?> RemoveAsync(IRemoteFolder remote, OutFile file, RemotePath path,
        CancellationToken cancellationToken)
    {
        var entry = await remote.StatAsync(path, cancellationToken).ConfigureAwait(false);
        if (entry is null)
        {
            return null;
        }

        if (entry.Kind != RemoteEntryKind.File || entry.Version.SizeBytes != file.SizeBytes || entry.Version == file.ToldVersion
            || await ReadBackAsync(remote, file, path, cancellationToken).ConfigureAwait(false) is not { } version)
        {
            return entry.Version;
        }

        CrashPoint.Pass("consumed.removing");
        var outcome = await remote.DeleteExactAsync(path, version, cancellationToken).ConfigureAwait(false);
        CrashPoint.Pass("consumed.removed");

        // The answer is not trusted: stat the file again.
        return outcome == DeleteOutcome.Changed || await remote.StatAsync(path, cancellationToken).ConfigureAwait(false) is not null
            ? throw new RemoteFolderException(FailureReason.RemoteContentChanged, isTransient: true, sessionIsDead: false,
            $"{file} changed or came back while it was removed.")
            : null;
    }

    /// <summary>The version whose content, read to its end, is the one that we delivered; null when it is another.</summary>
    private static async Task<RemoteVersion?> ReadBackAsync(IRemoteFolder remote, OutFile file, RemotePath path,
        CancellationToken cancellationToken)
    {
        await using var opened = await remote.OpenReadAsync(path, cancellationToken).ConfigureAwait(false);
        if (opened is null)
        {
            throw new RemoteFolderException(FailureReason.RemoteContentChanged, isTransient: true, sessionIsDead: false,
                $"{file} went away or changed its kind while it was looked at.");
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int count;
            while ((count = await opened.Content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                hash.AppendData(buffer, 0, count);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }

        return hash.GetHashAndReset().AsSpan().SequenceEqual(file.Sha256) ? opened.Version : null;
    }
}
