using System.IO.Hashing;
using System.Text;
using System.Text.Unicode;

namespace NexusGo.FileExchange.Inbound.Archive;

/// <summary>
/// Names of entries. Programs write them in UTF-8 and say so (flag 11), in UTF-8 without saying so (macOS), in code page 437 with or
/// without the UTF-8 form in an extra field (Info-ZIP), or in the machine's own code page (Windows), which agrees with 437 on å, ä, ö and
/// é.
/// </summary>
internal static class ZipNames
{
    private const ushort UnicodePathField = 0x7075;

    private static readonly Encoding CodePage437 = CodePagesEncodingProvider.Instance.GetEncoding(437)!;

    /// <summary>
    /// The name in NFC, or null when it is not allowed: empty parts, <c>.</c> and <c>..</c>, absolute, a backslash, a drive, control
    /// characters.
    /// </summary>
    public static string? Decode(ReadOnlySpan<byte> raw, bool isUtf8, ReadOnlySpan<byte> extra)
    {
        if (UnicodePath(raw, extra) is { IsEmpty: false } path)
        {
            raw = path;
            isUtf8 = true;
        }

        if (isUtf8 && !Utf8.IsValid(raw))
        {
            return null;
        }

        var name = isUtf8 || Utf8.IsValid(raw) ? Encoding.UTF8.GetString(raw) : CodePage437.GetString(raw);
        return IsAllowed(name) ? name.Normalize(NormalizationForm.FormC) : null;
    }

    /// <summary>What two names that a file system may take for one have in common.</summary>
    public static string Fold(string name) => name.Normalize(NormalizationForm.FormKC).ToUpperInvariant();

    private static bool IsAllowed(string name)
    {
        if (name.Length is 0 or > 512 || name.AsSpan().ContainsAny('\\', ':')
            || name.Any(c => char.IsControl(c) || c is '\u202E' or '\uFFFD'))
        {
            return false;
        }

        var parts = (name.EndsWith('/') ? name[..^1] : name).Split('/');
        return parts.All(part => part.Length > 0 && part is not ("." or "..") && part[^1] is not (' ' or '.'));
    }

    /// <summary>Info-ZIP's Unicode path (APPNOTE 4.6.9): version, CRC-32 of the name that it replaces, UTF-8.</summary>
    private static ReadOnlySpan<byte> UnicodePath(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> extra)
    {
        var field = ZipExtra.Find(extra, UnicodePathField);
        return field.Length > 5 && field[0] == 1 && BitConverter.ToUInt32(field[1..5]) == Crc32.HashToUInt32(raw) ? field[5..] : default;
    }
}
