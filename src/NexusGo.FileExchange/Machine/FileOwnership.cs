using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace NexusGo.FileExchange.Machine;

/// <summary>Who owns a file and what others may do with it: statx(2), because .NET tells the mode of a file and not its owner.</summary>
/// <param name="UserId">The owner's user id.</param>
/// <param name="Mode">The permission bits, the sticky bit among them.</param>
/// <param name="IsFolder">Whether it is a folder.</param>
/// <param name="IsLink">Whether it is a symbolic link; then nothing is said about what it leads to.</param>
public readonly partial record struct FileOwnership(int UserId, UnixFileMode Mode, bool IsFolder, bool IsLink)
{
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const uint TypeModeAndOwner = 0x1 | 0x2 | 0x8;

    // Offsets in struct statx, which is the same on every architecture.
    private const int Length = 256;
    private const int UserIdAt = 20;
    private const int ModeAt = 28;

    private const int TypeBits = 0xF000;
    private const int FolderType = 0x4000;
    private const int LinkType = 0xA000;

    public bool OthersMayWrite => (Mode & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0;

    /// <summary>Whether nobody but its owner may enter the folder.</summary>
    public bool IsClosed => IsFolder && (Mode & (UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) == 0;

    /// <summary>The user whose rights this process has now.</summary>
    public static int CurrentUserId => EffectiveUserId();

    /// <summary>Of the file itself, not of what a link leads to; null when there is none, or it cannot be seen.</summary>
    public static FileOwnership? Of(string path)
    {
        Span<byte> answer = stackalloc byte[Length];
        if (StatX(CurrentFolder, path, NoFollow, TypeModeAndOwner, answer) != 0)
        {
            return null;
        }

        var mode = BinaryPrimitives.ReadUInt16LittleEndian(answer[ModeAt..]);
        return new FileOwnership(
            (int)BinaryPrimitives.ReadUInt32LittleEndian(answer[UserIdAt..]), (UnixFileMode)(mode & 0xFFF),
            (mode & TypeBits) == FolderType, (mode & TypeBits) == LinkType);
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, Span<byte> answer);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial int EffectiveUserId();
}
