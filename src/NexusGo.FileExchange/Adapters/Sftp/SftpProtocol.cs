namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>Packet types of SFTP version 3 (draft-ietf-secsh-filexfer-02, section 3) that this client sends or understands.</summary>
internal enum SftpPacketType : byte
{
    Init = 1,
    Version = 2,
    Open = 3,
    Close = 4,
    Read = 5,
    Write = 6,
    LStat = 7,
    FStat = 8,
    OpenDir = 11,
    ReadDir = 12,
    Remove = 13,
    MkDir = 14,
    Rename = 18,
    Status = 101,
    Handle = 102,
    Data = 103,
    Name = 104,
    Attrs = 105,
    Extended = 200,
    ExtendedReply = 201,
}

/// <summary>Status codes: 0–8 are version 3's own; the later ones belong to newer drafts, and servers send them anyway.</summary>
internal enum SftpStatus : uint
{
    Ok = 0,
    Eof = 1,
    NoSuchFile = 2,
    PermissionDenied = 3,
    Failure = 4,
    BadMessage = 5,
    NoConnection = 6,
    ConnectionLost = 7,
    OpUnsupported = 8,
    NoSuchPath = 10,
    FileAlreadyExists = 11,
    WriteProtect = 12,
    NoSpaceOnFilesystem = 14,
    QuotaExceeded = 15,
}

/// <summary>Extensions of OpenSSH (its file PROTOCOL, section 4) that are used where a server announces them.</summary>
internal static class SftpExtensions
{
    public const string PosixRename = "posix-rename@openssh.com";
    public const string Fsync = "fsync@openssh.com";
    public const string Limits = "limits@openssh.com";
    public const string StatVfs = "statvfs@openssh.com";
}

/// <summary>Sizes in bytes that every server must cope with, and the ones this client accepts at most.</summary>
internal static class SftpSizes
{
    /// <summary>The draft's section 3: any server takes packets of 34,000 bytes, which is data of 32 KiB.</summary>
    public const int SafeData = 32 * 1024;

    /// <summary>OpenSSH's own largest read or write; more than this is never asked for.</summary>
    public const int MaxData = 255 * 1024;

    /// <summary>Largest packet taken from a server.</summary>
    public const int MaxPacket = 256 * 1024 + 1024;

    /// <summary>Largest answer that holds no data and no names (the longest part is a message for people).</summary>
    public const int MaxShortPacket = 34_000;

    /// <summary>The draft's section 6.2: a handle has at most 256 bytes.</summary>
    public const int MaxHandle = 256;
}
