using System.Text;
using System.Text.Unicode;

namespace NexusGo.FileExchange.Inbound.Text.CodePages;

/// <summary>What a file's bytes really were.</summary>
internal enum CodePageCause
{
    Utf8,
    Western,
    Macintosh,
    Dos,
    CentralEuropean,
    Cyrillic,
    Greek,
    Turkish,
}

/// <summary>One way in which text goes wrong: bytes written in one code page were read as another.</summary>
/// <param name="ReadAs">The page by which the wrong letters came about.</param>
/// <param name="Written">The page of the bytes, or null for UTF-8.</param>
/// <param name="Cause">What <paramref name="Written"/> is.</param>
/// <param name="Letters">Letters outside ASCII that the right text may have.</param>
internal sealed record CodePageMistake(CodePage ReadAs, CodePage? Written, CodePageCause Cause, string Letters)
{
    private const string Northern = "åäöÅÄÖéÉüÜæøÆØ";
    private const string Central = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉÍŇŘŠŤÚŮÝŽőűŐŰöüÖÜäÄľĽ";
    private const string TurkishLetters = "ğışĞİŞçöüÇÖÜ";

    /// <summary>Likelier ones first.</summary>
    public static readonly IReadOnlyList<CodePageMistake> All =
    [
        .. Utf8ReadAs(CodePage.Western, CodePage.Latin1, CodePage.Macintosh, CodePage.Dos850, CodePage.Dos437, CodePage.CentralEuropean,
            CodePage.Cyrillic, CodePage.Greek, CodePage.Turkish),
        new(CodePage.Western, CodePage.Macintosh, CodePageCause.Macintosh, Northern),
        new(CodePage.Western, CodePage.Dos850, CodePageCause.Dos, Northern),
        new(CodePage.Macintosh, CodePage.Western, CodePageCause.Western, Northern),
        new(CodePage.Dos850, CodePage.Western, CodePageCause.Western, Northern),
        new(CodePage.Dos437, CodePage.Western, CodePageCause.Western, Northern),
        new(CodePage.CentralEuropean, CodePage.Western, CodePageCause.Western, Northern),
        new(CodePage.Cyrillic, CodePage.Western, CodePageCause.Western, Northern),
        new(CodePage.Greek, CodePage.Western, CodePageCause.Western, Northern),
        new(CodePage.CentralEuropean, CodePage.Dos850, CodePageCause.Dos, Northern),
        new(CodePage.CentralEuropean, CodePage.Macintosh, CodePageCause.Macintosh, Northern),
        new(CodePage.Cyrillic, CodePage.Macintosh, CodePageCause.Macintosh, Northern),
        new(CodePage.Cyrillic, CodePage.Dos850, CodePageCause.Dos, Northern),
        new(CodePage.Macintosh, CodePage.Dos850, CodePageCause.Dos, Northern),
        new(CodePage.Dos850, CodePage.Macintosh, CodePageCause.Macintosh, Northern),
        new(CodePage.Dos437, CodePage.Macintosh, CodePageCause.Macintosh, Northern),
        new(CodePage.Western, CodePage.CentralEuropean, CodePageCause.CentralEuropean, Central),
        new(CodePage.Western, CodePage.Turkish, CodePageCause.Turkish, TurkishLetters),
    ];

    /// <summary>Bytes of these two read as Windows-1252 are words of nothing but Latin letters with accents.</summary>
    public static readonly IReadOnlyList<CodePageMistake> WholeWords =
    [
        new(CodePage.Western, CodePage.Cyrillic, CodePageCause.Cyrillic, ""),
        new(CodePage.Western, CodePage.Greek, CodePageCause.Greek, ""),
    ];

    /// <summary>What the word was before the mistake, or null when it cannot have come about so.</summary>
    public string? Undo(string word)
    {
        Span<byte> bytes = stackalloc byte[word.Length];
        if (!ReadAs.TryGetBytes(word, bytes))
        {
            return null;
        }

        return Written is not null ? Written.GetString(bytes) : Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : null;
    }

    private static IEnumerable<CodePageMistake> Utf8ReadAs(params CodePage[] pages) =>
        pages.Select(page => new CodePageMistake(page, null, CodePageCause.Utf8, ""));
}
