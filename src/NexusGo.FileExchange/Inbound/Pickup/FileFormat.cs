using NexusGo.FileExchange.OpenPgp;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>What a file is by its first bytes and the ending of its name.</summary>
/// <param name="IsArchive">A zip file.</param>
/// <param name="IsOpenPgp">OpenPGP by content.</param>
/// <param name="IsEncrypted">OpenPGP that is, or may be, encrypted.</param>
/// <param name="IsNamedOpenPgp">The name ends in .pgp, .gpg or .asc.</param>
internal readonly record struct FileFormat(bool IsArchive, bool IsOpenPgp, bool IsEncrypted, bool IsNamedOpenPgp)
{
    public const int ZipMarkBytes = 4;

    /// <summary>Enough to look past usual armour headers.</summary>
    public const int HeadBytes = 4096;

    private static readonly string[] OpenPgpEndings = [".pgp", ".gpg", ".asc"];

    public static FileFormat Of(ReadOnlySpan<byte> head, string name)
    {
        var isOpenPgp = OpenPgpSniffer.LooksLikeOpenPgp(head) || (IsOpenPgpName(name) && OpenPgpSniffer.LooksGarbled(head));
        return new FileFormat(IsZip(head), isOpenPgp, isOpenPgp && OpenPgpSniffer.IsEncrypted(head) != false, IsOpenPgpName(name));
    }

    public static bool IsOpenPgpName(string name) =>
        Array.Exists(OpenPgpEndings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>A local entry or the end of an empty archive (PKZIP application note, 4.3).</summary>
    public static bool IsZip(ReadOnlySpan<byte> head) => head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("PK\u0005\u0006"u8);
}
