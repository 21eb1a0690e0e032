namespace NexusGo.FileExchange.OpenPgp;

/// <summary>What the first bytes of a file say about it.</summary>
public enum OpenPgpShape
{
    /// <summary>Not OpenPGP, as far as the first bytes tell.</summary>
    None,
    /// <summary>An ASCII-armoured message.</summary>
    Armoured,
    /// <summary>A binary message.</summary>
    Binary,
    /// <summary>A clear-signed text.</summary>
    ClearSigned,
    /// <summary>A detached signature in armour.</summary>
    Signature,
    /// <summary>A key, public or secret, in armour or binary.</summary>
    Key,
    /// <summary>Other armour that is no message.</summary>
    OtherArmour,
    /// <summary>An armoured message in UTF-16.</summary>
    Utf16Armour,
    /// <summary>An armoured message behind other text, as in a mail.</summary>
    TextAround,
}

/// <summary>Tells OpenPGP messages from other files by content, never by name.</summary>
/// <remarks>
/// A binary message begins with a packet tag (RFC 9580, 4.2), a byte that Windows-1252 text may begin with as well; so the
/// length and the version byte after it must fit too.
/// </remarks>
public static class OpenPgpSniffer
{
    /// <summary>How many bytes are enough to tell.</summary>
    public const int HeadBytes = 64;

    /// <summary>Whether a file that begins like this is to be opened as OpenPGP.</summary>
    public static bool LooksLikeOpenPgp(ReadOnlySpan<byte> head) => Sniff(head) != OpenPgpShape.None;

    /// <inheritdoc cref="OpenPgpShape"/>
    public static OpenPgpShape Sniff(ReadOnlySpan<byte> head)
    {
        var text = head.StartsWith("\uFEFF"u8) ? head[3..] : head;
        text = text.TrimStart(" \t\r\n"u8);
        if (text.StartsWith("-----BEGIN PGP "u8))
        {
            return text.StartsWith("-----BEGIN PGP MESSAGE-----"u8) ? OpenPgpShape.Armoured : OfOtherArmour(text);
        }

        return LooksBinary(head) ? Tag(head[0]) is 5 or 6 ? OpenPgpShape.Key : OpenPgpShape.Binary
            : head.IndexOf("-\0-\0-\0-\0-\0B\0E\0G\0I\0N\0 \0P\0G\0P"u8) is >= 0 and < 4 ? OpenPgpShape.Utf16Armour
            : head.IndexOf("-\0-\0B\0E\0G\0I\0N\0 \0P\0G\0P"u8) >= 0 ? OpenPgpShape.Utf16Armour
            : InText(head);
    }

    /// <summary>
    /// Armour behind or within other text: a mail, a quotation in one, a web page; also with the hyphens that a word processor made
    /// dashes of.
    /// </summary>
    private static OpenPgpShape InText(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("-----BEGIN PGP "u8);
        return at >= 0 && !head[at..].StartsWith("-----BEGIN PGP MESSAGE-----"u8) ? OfOtherArmour(head[at..])
            : at >= 0 || head.IndexOf("BEGIN PGP MESSAGE"u8) >= 0 ? OpenPgpShape.TextAround
            : OpenPgpShape.None;
    }

    private static OpenPgpShape OfOtherArmour(ReadOnlySpan<byte> text) =>
        text.StartsWith("-----BEGIN PGP SIGNED MESSAGE-----"u8) ? OpenPgpShape.ClearSigned
            : text.StartsWith("-----BEGIN PGP SIGNATURE-----"u8) ? OpenPgpShape.Signature
            : text[15..].IndexOf("KEY BLOCK"u8) is >= 0 and < 12 ? OpenPgpShape.Key
            : OpenPgpShape.OtherArmour;

    /// <summary>
    /// Whether bytes that should be a message are neither one nor text: a binary message whose first bytes were changed on the way.
    /// </summary>
    public static bool LooksGarbled(ReadOnlySpan<byte> head) => Sniff(head) == OpenPgpShape.None && !head.StartsWith("PK"u8)
        && (head.IndexOfAnyInRange((byte)0, (byte)8) >= 0 || head.IndexOfAnyInRange((byte)14, (byte)25) >= 0);

    /// <summary>
    /// Whether a message begins with a packet of an encrypted one (RFC 9580, 10.3); null when so few bytes do not tell, as behind long
    /// armour headers. A message that is only signed or compressed is not encrypted.
    /// </summary>
    public static bool? IsEncrypted(ReadOnlySpan<byte> head)
    {
        if (Sniff(head) != OpenPgpShape.Armoured)
        {
            return head.Length == 0 ? null : IsEncryptedTag(head[0]);
        }

        var text = head[head.IndexOf("-----BEGIN"u8)..];
        for (var isFirst = true; ; isFirst = false)
        {
            var end = text.IndexOf((byte)'\n');
            if (end < 0)
            {
                return null;
            }

            var line = text[..end].Trim(" \t\r"u8);
            text = text[(end + 1)..];
            if (!isFirst && line.IsEmpty)
            {
                break;
            }
        }

        text = text.TrimStart(" \t\r\n"u8);
        Span<byte> packet = stackalloc byte[3];
        return text.Length >= 4 && System.Buffers.Text.Base64.DecodeFromUtf8(text[..4], packet, out _,
            out var decoded) == System.Buffers.OperationStatus.Done && decoded > 0
            ? IsEncryptedTag(packet[0])
            : null;
    }

    // Session keys and the encrypted packets themselves; a marker packet may come first and says nothing.
    private static bool? IsEncryptedTag(byte first) => Tag(first) switch
    {
        1 or 3 or 9 or 18 or 20 => true,
        10 => null,
        _ => false,
    };

    private static int Tag(byte first) => (first & 0x40) != 0 ? first & 0x3f : (first >> 2) & 0x0f;

    private static bool LooksBinary(ReadOnlySpan<byte> head)
    {
        if (head.Length < 3 || (head[0] & 0x80) == 0)
        {
            return false;
        }

        var isNew = (head[0] & 0x40) != 0;
        var tag = Tag(head[0]);
        var lengthBytes = isNew ? NewLengthBytes(head[1]) : 1 << (head[0] & 3);
        if (!isNew && (head[0] & 3) == 3)
        {
            lengthBytes = 0;
        }

        if (head.Length <= 1 + lengthBytes)
        {
            return false;
        }

        var first = head[1 + lengthBytes];
        return tag switch
        {
            1 => first is 2 or 3 or 6,
            2 or 4 => first is 3 or 4 or 6,
            5 or 6 => first == 4 && lengthBytes > 0,
            3 => first is 4 or 5 or 6,
            8 => first <= 3,
            // Nothing in its body is fixed, and text of Windows-1252 may begin with its tag ("É"): but no text has such characters.
            9 => HasControls(head),
            10 => head[(1 + lengthBytes)..].StartsWith("PGP"u8),
            11 => first is (byte)'b' or (byte)'t' or (byte)'u' or (byte)'l' or (byte)'1' or (byte)'m',
            18 => first is 1 or 2,
            20 => first == 1,
            _ => false,
        };
    }

    private static bool HasControls(ReadOnlySpan<byte> head) => head.IndexOfAnyInRange((byte)0, (byte)8) >= 0
        || head.IndexOfAnyInRange((byte)14, (byte)31) >= 0;

    // Two- and five-byte lengths; everything else, partial lengths included, is one byte (RFC 9580, 4.2.1).
    private static int NewLengthBytes(byte first) => first switch { >= 192 and < 224 => 2, 255 => 5, _ => 1 };
}
