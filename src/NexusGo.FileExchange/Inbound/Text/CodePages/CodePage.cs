using System.Collections.Frozen;
using System.Text;

namespace NexusGo.FileExchange.Inbound.Text.CodePages;

/// <summary>One single-byte code page as a table both ways; what it does not define maps to nothing.</summary>
internal sealed class CodePage
{
    public static readonly CodePage Western = new(1252);
    public static readonly CodePage Macintosh = new(10000);
    public static readonly CodePage Dos850 = new(850);
    public static readonly CodePage Dos437 = new(437);
    public static readonly CodePage CentralEuropean = new(1250);
    public static readonly CodePage Cyrillic = new(1251);
    public static readonly CodePage Greek = new(1253);
    public static readonly CodePage Turkish = new(1254);
    public static readonly CodePage Latin1 = new(28591);

    private readonly char[] characters = new char[256];
    private readonly FrozenDictionary<char, byte> bytes;

    private CodePage(int number)
    {
        // The provider brings the code pages that .NET lacks.
        var unknown = new DecoderReplacementFallback("\uFFFD");
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(number, EncoderFallback.ReplacementFallback, unknown)
            ?? Encoding.GetEncoding(number);
        var back = new Dictionary<char, byte>();
        Span<char> one = stackalloc char[2];
        for (var value = 0; value < 256; value++)
        {
            var b = (byte)value;
            one[0] = '\uFFFD';
            encoding.GetChars(new ReadOnlySpan<byte>(in b), one);

            // What a page leaves open, programs pass through as the control character of that number.
            characters[value] = one[0] == '\uFFFD' ? (char)value : one[0];
            back.TryAdd(characters[value], b);
        }

        bytes = back.ToFrozenDictionary();
    }

    public char this[byte value] => characters[value];

    /// <summary>The bytes that this page reads as the text; false when a character is not in it.</summary>
    public bool TryGetBytes(string text, Span<byte> destination)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!bytes.TryGetValue(text[i], out destination[i]))
            {
                return false;
            }
        }

        return true;
    }

    public string GetString(ReadOnlySpan<byte> text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var b in text)
        {
            result.Append(characters[b]);
        }

        return result.ToString();
    }
}
