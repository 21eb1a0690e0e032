using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>
/// Finds out by trying what an entry is whose server will not say. What opens as a folder is one; what opens for reading is a file;
/// anything else stays undecided, and is reported as <see cref="RemoteEntryKind.Other"/>.
/// </summary>
internal static class SftpEntryType
{
    public static async ValueTask<SftpAttributes> CompleteAsync(this SftpClient client, ReadOnlyMemory<byte> path,
        SftpAttributes attributes, CancellationToken cancellationToken)
    {
        if (attributes.HasType || attributes.SizeBytes is null)
        {
            return attributes;
        }

        var folder = await client.OpenFolderAsync(path, cancellationToken);
        using (folder.Value)
        {
            if (folder.Value is not null)
            {
                return attributes.WithType(RemoteEntryKind.Folder);
            }
        }

        var file = await client.OpenForReadingAsync(path, cancellationToken);
        using (file.Value)
        {
            return file.Value is null ? attributes : attributes.WithType(RemoteEntryKind.File);
        }
    }
}
