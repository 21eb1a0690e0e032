using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>
/// Turns status codes into exceptions. Only the code decides, never the text beside it; no path of a file gets into a message.
/// </summary>
internal static class SftpFailures
{
    public static bool IsMissing(this SftpStatus status) => status is SftpStatus.NoSuchFile or SftpStatus.NoSuchPath;

    /// <summary>The exception for a refused request.</summary>
    /// <param name="client">The session; over afterwards if the server says that it lost its own connection.</param>
    /// <param name="verb">What was attempted, in a few words.</param>
    /// <param name="status">The answer.</param>
    public static RemoteFolderException Refused(this SftpClient client, string verb, SftpStatus status)
    {
        var (reason, isTransient) = status switch
        {
            SftpStatus.PermissionDenied or SftpStatus.WriteProtect => (FailureReason.RemoteDenied, false),
            SftpStatus.NoSpaceOnFilesystem or SftpStatus.QuotaExceeded => (FailureReason.RemoteFull, true),
            SftpStatus.OpUnsupported => (FailureReason.RemoteFailure, false),
            SftpStatus.NoConnection or SftpStatus.ConnectionLost => (FailureReason.RemoteUnreachable, true),
            SftpStatus.BadMessage => (FailureReason.RemoteProtocol, false),
            _ => (FailureReason.RemoteFailure, true),
        };
        var message = $"{verb} was answered with status {(uint)status} ({status})";
        return reason is FailureReason.RemoteUnreachable or FailureReason.RemoteProtocol
            ? client.EndWith(reason, isTransient, message)
            : new RemoteFolderException(reason, isTransient, sessionIsDead: false, $"{client.Name}: {message}");
    }

    public static RemoteFolderException FolderMissing(this SftpClient client, RemotePath folder) =>
        new(FailureReason.RemoteFolderMissing, false, sessionIsDead: false, $"{client.Name}: there is no folder {folder}");

    public static RemoteFolderException ContentChanged(this SftpClient client, string what) =>
        new(FailureReason.RemoteContentChanged, true, sessionIsDead: false, $"{client.Name}: {what}");

    /// <summary>
    /// A write that failed without a reason: OpenSSH answers "failure" to a full disk, so the file system is asked. A quota cannot be seen
    /// this way.
    /// </summary>
    public static async ValueTask<RemoteFolderException> WriteRefusedAsync(
        this SftpClient client, string verb, SftpStatus status, ReadOnlyMemory<byte> folder, long neededBytes)
    {
        if (status == SftpStatus.Failure && await client.FreeBytesAsync(folder, CancellationToken.None) is { } free
            && free < Math.Max(neededBytes, 4096))
        {
            return new RemoteFolderException(FailureReason.RemoteFull, true, sessionIsDead: false,
                $"{client.Name}: {verb} failed, and the server's file system has {free} bytes left");
        }

        return client.Refused(verb, status);
    }
}
