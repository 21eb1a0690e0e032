using System.Buffers;
using System.Globalization;
using System.Text;

namespace NexusGo.FileExchange.Inbound.Text;

/// <summary>
/// Text of one field as UTF-8: outer blanks off, nothing invisible. Values of plain ASCII take no more than two vector scans.
/// </summary>
internal static class TextValue
{
    private static readonly SearchValues<byte> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(i => (byte)i), 0x7F]);

    /// <summary>Without blanks at both ends: space, tab, line breaks and the Unicode blanks such as U+00A0.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || (IsPlain(text[0]) && (IsPlain(text[^1]) || (text.Length > 1 && text[^2] == 0xC3))))
        {
            return text;
        }

        while (IsBlank(text, out var used))
        {
            text = text[used..];
        }

        while (!text.IsEmpty)
        {
            if (text[^1] < 0x80)
            {
                if (!IsBlank(text[^1..], out _))
                {
                    break;
                }

                text = text[..^1];
            }
            else if (Rune.DecodeLastFromUtf8(text, out var rune, out var used) == OperationStatus.Done && IsBlankRune(rune))
            {
                text = text[..^used];
            }
            else
            {
                break;
            }
        }

        return text;

        // ASCII, or the first byte of a character from U+00C0 to U+07FF.
        static bool IsPlain(byte b) => b is (> 0x20 and < 0x80) or (> 0xC2 and < 0xE0);
    }

    /// <summary>Whether the text starts with a blank, and how many bytes it has.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> text, out int used)
    {
        used = 1;
        if (text.IsEmpty)
        {
            return false;
        }

        if (text[0] < 0x80)
        {
            return text[0] is (byte)' ' or (>= 9 and <= 13);
        }

        return Rune.DecodeFromUtf8(text, out var rune, out used) == OperationStatus.Done && IsBlankRune(rune);
    }

    /// <summary>Characters as people count them: Unicode code points.</summary>
    public static int CountCharacters(ReadOnlySpan<byte> text)
    {
        var count = text.Length;
        if (!Ascii.IsValid(text))
        {
            foreach (var b in text)
            {
                count -= (b & 0xC0) == 0x80 ? 1 : 0;
            }
        }

        return count;
    }

    /// <summary>
    /// 0, or the 1-based position of the first character that must not be there: control, direction mark, private use, unassigned. Joiners
    /// may stand between letters of scripts that need them (Persian, Hindi, Sinhala …).
    /// </summary>
    /// <param name="text">Valid UTF-8.</param>
    public static int FindInvisible(ReadOnlySpan<byte> text)
    {
        var control = text.IndexOfAny(Controls);
        if (control >= 0)
        {
            return CountCharacters(text[..control]) + 1;
        }

        // Å, ä, é and their like, U+00C0 to U+00FF: all visible.
        return !text.ContainsAnyInRange((byte)0xC4, (byte)0xFF) && !text.Contains((byte)0xC2) ? 0 : FindInvisibleRune(text);
    }

    private static int FindInvisibleRune(ReadOnlySpan<byte> text)
    {
        var position = 0;
        var before = default(Rune);
        for (var rest = text; !rest.IsEmpty;)
        {
            Rune.DecodeFromUtf8(rest, out var rune, out var used);
            rest = rest[used..];
            position++;
            if (IsInvisible(rune) && !IsJoining(before, rune, rest))
            {
                return position;
            }

            before = rune;
        }

        return 0;
    }

    /// <summary>Zero width (non-)joiner between two characters of an Arabic, Indic, Sinhalese or Khmer script.</summary>
    public static bool IsJoining(Rune before, Rune rune, ReadOnlySpan<byte> after) =>
        rune.Value is 0x200C or 0x200D && IsJoined(before) && Rune.DecodeFromUtf8(after, out var next, out _) == OperationStatus.Done
            && IsJoined(next);

    private static bool IsJoined(Rune rune) =>
        rune.Value is (>= 0x0620 and <= 0x08FF) or (>= 0x0900 and <= 0x0DFF) or (>= 0x1780 and <= 0x18AF);

    private static bool IsBlankRune(Rune rune) => rune.Value is 0xFEFF || (rune.Value is not 0x85 && Rune.IsWhiteSpace(rune));

    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate;
}
