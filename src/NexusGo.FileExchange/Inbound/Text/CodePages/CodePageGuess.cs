namespace NexusGo.FileExchange.Inbound.Text.CodePages;

/// <summary>Tells which code page bytes that are no UTF-8 were most likely written in, for the words of a refusal.</summary>
internal static class CodePageGuess
{
    private const int MostBytes = 16 * 1024;

    private const string Northern = "åäöÅÄÖéÉüÜæøÆØ";

    private static readonly (CodePage Page, CodePageCause Cause)[] Pages =
    [
        (CodePage.Western, CodePageCause.Western), (CodePage.Macintosh, CodePageCause.Macintosh), (CodePage.Dos850, CodePageCause.Dos),
        (CodePage.CentralEuropean, CodePageCause.CentralEuropean), (CodePage.Cyrillic, CodePageCause.Cyrillic),
        (CodePage.Greek, CodePageCause.Greek),
    ];

    /// <param name="text">The bytes from the first bad one's line on.</param>
    /// <returns>The likeliest page, or null when the bytes look like nothing.</returns>
    public static CodePageCause? Of(ReadOnlySpan<byte> text)
    {
        Span<int> scores = stackalloc int[Pages.Length];
        text = text[..Math.Min(text.Length, MostBytes)];
        for (var start = 0; start < text.Length; start++)
        {
            var end = start;
            while (end < text.Length && (text[end] >= 0x80 || char.IsAsciiLetter((char)text[end])))
            {
                end++;
            }

            var word = text[start..end];
            if (word.Length > 1 && word.ContainsAnyInRange((byte)0x80, (byte)0xFF))
            {
                for (var i = 0; i < Pages.Length; i++)
                {
                    scores[i] += Score(Pages[i].Page.GetString(word), Pages[i].Cause);
                }
            }

            start = end;
        }

        var best = 0;
        for (var i = 1; i < scores.Length; i++)
        {
            best = scores[i] > scores[best] ? i : best;
        }

        return scores[best] > 0 ? Pages[best].Cause : null;
    }

    private static int Score(string word, CodePageCause cause)
    {
        var foreign = word.Count(c => c >= 0x80);
        if (cause is CodePageCause.Cyrillic or CodePageCause.Greek)
        {
            return foreign == word.Length && word.Length > 2 && Scripts.IsOneScript(word) ? foreign : -1;
        }

        if (word.Any(c => c >= 0x80 && !char.IsLetter(c)))
        {
            return -2;
        }

        var expected = word.Count(c => Northern.Contains(c, StringComparison.Ordinal));
        var capitals = word.Where((c, i) => i > 0 && c >= 0x80 && char.IsUpper(c) && char.IsLower(word[i - 1])).Count();
        return (cause == CodePageCause.CentralEuropean ? foreign - expected : expected) - (2 * capitals)
            + (NordicWords.Reveals("", word) ? 3 : 0);
    }
}
