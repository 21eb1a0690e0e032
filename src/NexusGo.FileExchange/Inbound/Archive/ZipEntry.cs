namespace NexusGo.FileExchange.Inbound.Archive;

/// <summary>One file or folder of a zip file whose headers have been checked.</summary>
internal sealed record ZipEntry
{
    /// <summary>1-based, in the order of the directory.</summary>
    public required int Number { get; init; }

    /// <summary>Path in the zip file: NFC, parts separated by a slash; a folder ends with one.</summary>
    public required string Name { get; init; }

    /// <summary>Deflate; otherwise the bytes are stored as they are.</summary>
    public required bool IsDeflated { get; init; }

    public required uint Crc32 { get; init; }
    public required long PackedBytes { get; init; }
    public required long Bytes { get; init; }

    /// <summary>Where its local header begins.</summary>
    public required long HeaderOffset { get; init; }

    /// <summary>Where its packed bytes begin; known once the local header was read.</summary>
    public long DataOffset { get; init; }

    public bool IsFolder => Name.EndsWith('/');

    /// <summary>The number alone, because the entry's name may be personal.</summary>
    public override string ToString() => $"entry {Number}";
}
