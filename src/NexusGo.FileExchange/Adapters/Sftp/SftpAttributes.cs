using System.Buffers;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>What a server told about an entry; each part may be missing (draft section 5).</summary>
internal readonly record struct SftpAttributes(long? SizeBytes, uint? Permissions, uint? ModifiedSeconds)
{
    /// <summary>POSIX S_IFMT: the bits of the mode that hold the type.</summary>
    private const uint TypeMask = 0xF000;

    private static readonly SearchValues<byte> PermissionLetters = SearchValues.Create("rwxsStT-"u8);

    public bool IsComplete => SizeBytes is not null && HasType && ModifiedSeconds is not null;

    /// <summary>Servers on Windows send permissions without a type, or none at all.</summary>
    public bool HasType => (Permissions & TypeMask) is not (null or 0);

    /// <summary>A regular file, or nothing that says it is none.</summary>
    public bool MayBeFile => SizeBytes is not null && (!HasType || Kind == RemoteEntryKind.File);

    public RemoteEntryKind Kind => (Permissions & TypeMask) switch
    {
        0x8000 when SizeBytes is not null => RemoteEntryKind.File,
        0x4000 => RemoteEntryKind.Folder,
        0xA000 => RemoteEntryKind.Link,
        _ => RemoteEntryKind.Other,
    };

    public RemoteVersion Version => new(SizeBytes ?? 0, ModifiedSeconds ?? 0);

    /// <summary>The same with a type from elsewhere.</summary>
    public SftpAttributes WithType(RemoteEntryKind kind) => this with
    {
        Permissions = (Permissions ?? 0) | kind switch
        {
            RemoteEntryKind.File => 0x8000u,
            RemoteEntryKind.Folder => 0x4000u,
            RemoteEntryKind.Link => 0xA000u,
            _ => 0u,
        },
    };

    /// <summary>
    /// The type in the first letter of a line as <c>ls -l</c> prints it, where it is such a line: <c>-rw-r--r--</c>, <c>drwx…</c>,
    /// <c>lrwx…</c>.
    /// </summary>
    /// <param name="line">The "longname" of a listing (draft section 7); its form is the server's own.</param>
    public static RemoteEntryKind? TypeIn(ReadOnlySpan<byte> line)
    {
        if (line.Length < 10 || line[1..10].ContainsAnyExcept(PermissionLetters))
        {
            return null;
        }

        return line[0] switch
        {
            (byte)'-' => RemoteEntryKind.File,
            (byte)'d' => RemoteEntryKind.Folder,
            (byte)'l' => RemoteEntryKind.Link,
            _ => null,
        };
    }
}
