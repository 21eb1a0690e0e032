namespace NexusGo.FileExchange.Remote;

/// <summary>What lstat says an entry is.</summary>
public enum RemoteEntryKind
{
    /// <summary>A regular file: the only kind that is ever fetched or deleted.</summary>
    File,
    Folder,
    /// <summary>A symbolic link; never followed.</summary>
    Link,
    /// <summary>A device, socket or fifo, or a server that would not say even when asked for this one entry.</summary>
    Other,
}

/// <summary>
/// The version of a remote file that can be seen without reading it. Two versions are compared with each other only,
/// never with our clock: servers skew, and senders preserve old times.
/// </summary>
/// <param name="SizeBytes">Size in bytes.</param>
/// <param name="ModifiedSeconds">Modification time as the server gives it, in seconds since 1970; 0 when it gives none.</param>
public readonly record struct RemoteVersion(long SizeBytes, long ModifiedSeconds);

/// <summary>One entry of a remote folder.</summary>
public sealed record RemoteEntry(RemoteName Name, RemoteEntryKind Kind, RemoteVersion Version);
