using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>What a server told about an entry; each part may be missing (draft section 5).</summary>
internal readonly record struct SftpAttributes(long? SizeBytes, uint? Permissions, uint? ModifiedSeconds)
{
    /// <summary>POSIX S_IFMT: the bits of the mode that hold the type.</summary>
    private const uint TypeMask = 0xF000;

    public bool IsComplete => SizeBytes is not null && Permissions is not null && ModifiedSeconds is not null;

    public RemoteEntryKind Kind => (Permissions & TypeMask) switch
    {
        0x8000 when SizeBytes is not null => RemoteEntryKind.File,
        0x4000 => RemoteEntryKind.Folder,
        0xA000 => RemoteEntryKind.Link,
        _ => RemoteEntryKind.Other,
    };

    public RemoteVersion Version => new(SizeBytes ?? 0, ModifiedSeconds ?? 0);
}
