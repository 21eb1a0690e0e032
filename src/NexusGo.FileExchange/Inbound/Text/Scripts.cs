using System.Globalization;
using System.Text;

namespace NexusGo.FileExchange.Inbound.Text;

/// <summary>
/// Finds words whose letters come from several scripts, such as a Latin name with one Cyrillic letter: they come from a wrong code page or
/// from copying, and nobody sees it before the card is printed. Words of any single script are fine, also beside words of another. Chinese,
/// Japanese and Korean letters count as one script.
/// </summary>
internal static class Scripts
{
    private const int None = 0;
    private const int Latin = 1;
    private const int EastAsian = 2;

    /// <summary>First and last code point and a number of the script; what is not listed counts by blocks of 128.</summary>
    private static readonly (int First, int Last, int Script)[] Ranges =
    [
        ('A', 'z', Latin), (0xC0, 0x2AF, Latin), (0x1D00, 0x1DBF, Latin), (0x1E00, 0x1EFF, Latin), (0x2C60, 0x2C7F, Latin),
        (0xA720, 0xA7FF, Latin), (0xAB30, 0xAB6F, Latin),
        (0x370, 0x3FF, 3), (0x1F00, 0x1FFF, 3),
        (0x400, 0x52F, 4), (0x1C80, 0x1C8F, 4), (0x2DE0, 0x2DFF, 4), (0xA640, 0xA69F, 4),
        (0x530, 0x58F, 5), (0x590, 0x5FF, 6),
        (0x600, 0x6FF, 7), (0x750, 0x77F, 7), (0x870, 0x8FF, 7), (0xFB50, 0xFDFF, 7), (0xFE70, 0xFEFF, 7),
        (0x10A0, 0x10FF, 8), (0x1C90, 0x1CBF, 8), (0x2D00, 0x2D2F, 8), (0x1200, 0x139F, 9), (0x2D80, 0x2DDF, 9),
        (0x1100, 0x11FF, EastAsian), (0x2E80, 0x9FFF, EastAsian), (0xA960, 0xA97F, EastAsian), (0xAC00, 0xD7FF, EastAsian),
        (0xF900, 0xFAFF, EastAsian), (0x20000, 0x3FFFF, EastAsian),
    ];

    /// <summary>Whether the text may hold letters that are not Latin. False is certain.</summary>
    public static bool MayMix(ReadOnlySpan<byte> text) => text.ContainsAnyInRange((byte)0xCD, (byte)0xFF);

    /// <summary>The 1-based position of the first letter of another script than its word began with, or 0.</summary>
    public static int FindMixed(ReadOnlySpan<byte> text)
    {
        var position = 0;
        var word = None;
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out var rune, out var used);
            text = text[used..];
            position++;
            if (!Rune.IsLetter(rune))
            {
                word = IsInsideWord(rune) ? word : None;
                continue;
            }

            var script = Of(rune);
            if (script != None && word != None && script != word)
            {
                return position;
            }

            word = script == None ? word : script;
        }

        return 0;
    }

    /// <summary>Whether the text's letters are of one script and no sign stands among them.</summary>
    public static bool IsOneScript(string word)
    {
        var script = None;
        foreach (var rune in word.EnumerateRunes())
        {
            var own = Of(rune);
            if (!Rune.IsLetter(rune) || (script != None && own != script))
            {
                return false;
            }

            script = own;
        }

        return script != None;
    }

    private static bool IsInsideWord(Rune rune) => rune.Value is '\'' or 0xB7
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
        or UnicodeCategory.Format;

    private static int Of(Rune rune)
    {
        var value = rune.Value;
        if (value is 0xAA or 0xBA or 0xB5 or (>= 0x2B0 and <= 0x2FF))
        {
            return None;
        }

        foreach (var (first, last, script) in Ranges)
        {
            if (value >= first && value <= last)
            {
                return script;
            }
        }

        return 1000 + (value >> 7);
    }
}
