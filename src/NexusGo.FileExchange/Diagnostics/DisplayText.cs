using System.Buffers;
using System.Globalization;
using System.Text;

namespace NexusGo.FileExchange.Diagnostics;

/// <summary>Makes names that came from outside safe to show in logs, consoles and reports.</summary>
public static class DisplayText
{
    /// <summary>
    /// UTF-8 text with everything that could mislead a reader or a terminal written as <c>\xNN</c> (bytes that are no UTF-8)
    /// or <c>\u{N}</c> (control, format and separator characters: line breaks, escape codes, right-to-left marks).
    /// </summary>
    public static string Escape(ReadOnlySpan<byte> utf8)
    {
        var text = new StringBuilder(utf8.Length);
        while (!utf8.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(utf8, out var rune, out var used) == OperationStatus.Done)
            {
                if (IsPlain(rune))
                {
                    text.Append(rune.ToString());
                }
                else
                {
                    text.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
                }
            }
            else
            {
                foreach (var b in utf8[..used])
                {
                    text.Append(CultureInfo.InvariantCulture, $"\\x{b:x2}");
                }
            }

            utf8 = utf8[used..];
        }

        return text.ToString();
    }

    private static bool IsPlain(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);
}
