using System.Buffers;
using System.Text;

namespace NexusGo.FileExchange.Inbound.Text;

/// <summary>The first thing wrong with a block of text, and the scans that find it.</summary>
/// <param name="At">Index in the block, or <see cref="int.MaxValue"/>.</param>
/// <param name="Code">The published code.</param>
/// <param name="IsReplacement">U+FFFD was found: an earlier program has already thrown the real character away.</param>
internal readonly record struct TextDefect(int At, string Code, bool IsReplacement)
{
    public static readonly TextDefect None = new(int.MaxValue, "", false);

    public TextDefect Earlier(TextDefect other) => other.At < At ? other : this;

    /// <summary>NUL, U+FFFD, and UTF-8 that was read as Windows-1252 or Latin-1 and encoded again.</summary>
    public static TextDefect FindPatterns(ReadOnlySpan<byte> text, int offset)
    {
        var found = None;
        var nul = text.IndexOf((byte)0);
        if (nul >= 0)
        {
            found = new(nul + offset, "F-ENC-03", false);
        }

        if (Ascii.IsValid(text))
        {
            return found;
        }

        var replaced = text.IndexOf("\uFFFD"u8);
        if (replaced >= 0)
        {
            found = found.Earlier(new(replaced + offset, "F-ENC-02", true));
        }

        var twice = IndexOfTwice(text);
        return twice >= 0 ? found.Earlier(new(twice + offset, "F-ENC-02", false)) : found;
    }

    /// <summary>Index of the first byte that begins no valid sequence.</summary>
    public static int IndexOfInvalid(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (at < text.Length && Rune.DecodeFromUtf8(text[at..], out _, out var used) == OperationStatus.Done)
        {
            at += used;
        }

        return at;
    }

    /// <summary>
    /// U+00C3 followed by what Windows-1252 or Latin-1 makes of a byte 80 to BF: "Ã¥", "Ã¤", "Ã–", "Ã©". In no language does such a
    /// character follow Ã. (A byte order mark encoded twice starts with U+00EF U+00BB.)
    /// </summary>
    private static int IndexOfTwice(ReadOnlySpan<byte> text)
    {
        for (var from = 0; ;)
        {
            var at = text[from..].IndexOf("\u00C3"u8);
            if (at < 0)
            {
                break;
            }

            at += from;
            var next = text[(at + 2)..];
            if (next.Length >= 2 && next[0] switch
                {
                    0xC2 => true, // U+0080 … U+00BF
                    0xC5 => next[1] is 0x92 or 0x93 or 0xA0 or 0xA1 or 0xB8 or 0xBD or 0xBE, // Œ œ Š š Ÿ Ž ž
                    0xC6 => next[1] == 0x92, // ƒ
                    0xCB => next[1] is 0x86 or 0x9C, // ˆ ˜
                    0xE2 => next[1] is 0x80 or 0x82 or 0x84, // dashes, quotation marks, € and ™
                    _ => false,
                })
            {
                return at;
            }

            from = at + 2;
        }

        return text.IndexOf("\u00EF\u00BB\u00BF"u8);
    }
}
