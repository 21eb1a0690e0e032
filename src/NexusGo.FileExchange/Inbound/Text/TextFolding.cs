using System.Buffers;
using System.Text;
using NexusGo.FileExchange.Inbound.Text;

namespace NexusGo.FileExchange.Inbound.Text;

/// <summary>
/// Makes the many ways of writing the same text one, alike in all columns: every Unicode blank becomes U+0020 and runs of blanks one blank,
/// every hyphen, dash and minus "-", every apostrophe, prime and backtick "'"; soft hyphens go; full-width letters, ligatures and
/// presentation forms become the letters they stand for (NFKC); the result is NFC.
/// </summary>
internal static class TextFolding
{
    /// <summary>
    /// Bytes without which folding changes nothing: the backtick, and what begins characters outside ASCII and U+00C0 to U+00FF.
    /// </summary>
    private static readonly SearchValues<byte> Foldable =
        SearchValues.Create([(byte)'`', 0xC2, .. Enumerable.Range(0xC4, 0x3C).Select(b => (byte)b)]);

    /// <summary>Whether the text may change. False is certain.</summary>
    public static bool MayChange(ReadOnlySpan<byte> text) => text.ContainsAny(Foldable) || text.IndexOf("  "u8) >= 0;

    /// <param name="text">Valid UTF-8.</param>
    /// <param name="scratch">Room for the result when it differs from the input; grown when needed.</param>
    /// <returns>The folded text without outer blanks: a part of the input, or of <paramref name="scratch"/>.</returns>
    public static ReadOnlySpan<byte> Fold(ReadOnlySpan<byte> text, ref byte[] scratch)
    {
        if (!MayChange(text) || !Changes(text))
        {
            return text;
        }

        var folded = new StringBuilder(text.Length);
        foreach (var rune in Encoding.UTF8.GetString(text).EnumerateRunes())
        {
            Append(rune, folded);
        }

        var result = OneBlank(folded.ToString().Normalize(NormalizationForm.FormC));
        var most = Encoding.UTF8.GetMaxByteCount(result.Length);
        if (scratch.Length < most)
        {
            scratch = new byte[most];
        }

        return TextValue.Trim(scratch.AsSpan(0, Encoding.UTF8.GetBytes(result, scratch)));
    }

    /// <summary>The same for text that is short and rare, such as a heading.</summary>
    public static string Fold(string text)
    {
        var scratch = Array.Empty<byte>();
        return Encoding.UTF8.GetString(Fold(Encoding.UTF8.GetBytes(text), ref scratch));
    }

    private static bool Changes(ReadOnlySpan<byte> text)
    {
        var before = default(Rune);
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out var rune, out var used);
            text = text[used..];
            if (rune.Value >= 0x2B0 || rune.Value is 0xA0 or 0xAD or 0xB4 or '`' || IsCompatibilityLetter(rune.Value)
                || (rune.Value == ' ' && before.Value == ' '))
            {
                return true;
            }

            before = rune;
        }

        return false;
    }

    private static void Append(Rune rune, StringBuilder folded)
    {
        switch (rune.Value)
        {
            case 0xAD or 0xFEFF:
                break;
            case >= 0xFF01 and <= 0xFF5E:
                Append(new Rune(rune.Value - 0xFEE0), folded);
                break;
            case var value when IsBlank(value):
                folded.Append(' ');
                break;
            case var value when IsHyphen(value):
                folded.Append('-');
                break;
            case var value when IsApostrophe(value):
                folded.Append('\'');
                break;
            case 0x2027 or 0x2219 or 0x22C5 or 0x0387 or 0x30FB or 0xFF65:
                folded.Append('\u00B7');
                break;
            case var value when IsCompatibilityLetter(value):
                folded.Append(rune.ToString().Normalize(NormalizationForm.FormKC));
                break;
            default:
                folded.Append(rune.ToString());
                break;
        }
    }

    private static bool IsBlank(int value) => value is 0xA0 or 0x1680 or (>= 0x2000 and <= 0x200A) or 0x202F or 0x205F or 0x3000;

    public static bool IsHyphen(int value) =>
        value is '-' or 0x02D7 or 0x058A or 0x05BE or (>= 0x2010 and <= 0x2015) or 0x2043 or 0x2212 or 0x2E3A or 0x2E3B or 0xFE58 or 0xFE63
            or 0xFF0D;

    public static bool IsApostrophe(int value) =>
        value is '\'' or '`' or 0xB4 or 0x02B9 or (>= 0x02BB and <= 0x02BF) or 0x02C8 or 0x02CA or 0x02CB or 0x055A or 0x05F3
            or 0x2018 or 0x2019 or 0x201B or 0x2032 or 0x2035 or 0xA78B or 0xA78C or 0xFF07 or 0xFF40;

    /// <summary>
    /// Letters that are another way of writing letters, and mean nothing else: ligatures, digraphs, presentation forms, half-width kana,
    /// mathematical alphabets.
    /// </summary>
    private static bool IsCompatibilityLetter(int value) =>
        value is 0x0132 or 0x0133 or 0x013F or 0x0140 or 0x0149 or 0x017F or (>= 0x01C4 and <= 0x01CC) or (>= 0x01F1 and <= 0x01F3)
            or (>= 0xFB00 and <= 0xFB06) or (>= 0xFB13 and <= 0xFB17) or (>= 0xFB1D and <= 0xFBFF) or (>= 0xFC00 and <= 0xFDFB)
            or (>= 0xFE70 and <= 0xFEFC) or (>= 0xFF66 and <= 0xFFDC) or (>= 0x1D400 and <= 0x1D7FF);

    private static string OneBlank(string text)
    {
        while (text.Contains("  ", StringComparison.Ordinal))
        {
            text = text.Replace("  ", " ", StringComparison.Ordinal);
        }

        return text;
    }
}
