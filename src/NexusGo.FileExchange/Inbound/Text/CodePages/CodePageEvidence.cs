using System.Globalization;
using System.Text;

namespace NexusGo.FileExchange.Inbound.Text.CodePages;

/// <summary>
/// Collects evidence, over a whole file, that its text once went through a wrong code page, so that a card would say "Bjšrn". One word is
/// enough where it cannot be a word of any language and becomes one when the mistake is undone. Words that mix scripts are judged at the
/// end: one code page must explain all of them, else they are only wrong names.
/// </summary>
internal sealed class CodePageEvidence
{
    private const string Usual = "åäöÅÄÖéÉüÜ";
    private const string Slovak = "áčďéíľňóôŕšťúýžÁČĎÉÍĽŇÓÔŔŠŤÚÝŽ";

    /// <summary>Cyrillic and Greek letters that look like Latin ones: copied or typed by mistake, whatever the code page.</summary>
    private const string Lookalikes = "аеорсхуіјѕԁһАВЕКМНОРСТХІЈЅοναρκτυιΑΒΕΖΗΙΚΜΝΟΡΤΥΧ";

    /// <summary>A word of the right one of two scripts has more of them.</summary>
    private const string OtherVowels = "аеёиоуыэюяіїєαεηιουωάέήίόύώ";

    /// <summary>Between these two "š" can be no consonant; in Slavic words it stands beside others (Vršič, pštros).</summary>
    private const string BeforeVowel = "bcdfghjmstxzBCDFGHJMSTXZ";
    private const string AfterVowel = "bdfgjklmnprstv";

    /// <summary>Signs that people do put between letters.</summary>
    private const string SignsInWords = "™®©…–—°";

    /// <summary>What explains every word so far that mixes scripts; null before the first.</summary>
    private List<CodePageMistake>? explainsMixed;
    private (int Row, long Line) firstMixed;
    private (CodePageCause Cause, int Row, long Line)? ringed;
    private bool sawRing;

    /// <summary>The first proof, or null.</summary>
    public (CodePageCause Cause, int Row, long Line)? Found { get; private set; }

    /// <summary>
    /// Whether the line has a letter other than å, ä, ö, é and ü, or one of these in capitals behind a small letter. Most lines have not.
    /// </summary>
    public bool IsUnusual(ReadOnlySpan<byte> line)
    {
        var afterSmall = false;
        while (true)
        {
            var at = line.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            if (at < 0)
            {
                return false;
            }

            if (line[at] != 0xC3 || at + 1 == line.Length)
            {
                return true;
            }

            afterSmall = at == 0 ? afterSmall : char.IsAsciiLetterLower((char)line[at - 1]);
            switch (line[at + 1])
            {
                case 0xA5 or 0xA4 or 0xB6 or 0xA9 or 0xBC:
                    sawRing |= line[at + 1] == 0xA5;
                    afterSmall = true;
                    break;
                case 0x85 or 0x84 or 0x96 or 0x89 or 0x9C when !afterSmall && !IsBetweenCapitalAndSmall(line, at):
                    sawRing |= line[at + 1] == 0x85;
                    break;
                default:
                    return true;
            }

            line = line[(at + 2)..];
        }
    }

    /// <summary>"HÜkan": a capital of two bytes where a small letter is to be expected.</summary>
    private static bool IsBetweenCapitalAndSmall(ReadOnlySpan<byte> line, int at) =>
        at > 0 && char.IsAsciiLetterUpper((char)line[at - 1]) && at + 2 < line.Length && char.IsAsciiLetterLower((char)line[at + 2]);

    /// <summary>Looks at the words of a value as it stands in the file.</summary>
    public void Look(ReadOnlySpan<byte> value, int row, long line)
    {
        if (Found is not null || System.Text.Ascii.IsValid(value))
        {
            return;
        }

        var text = Encoding.UTF8.GetString(value);
        for (var start = 0; start < text.Length; start++)
        {
            var end = start;
            while (end < text.Length && (text[end] >= 0x80 || char.IsAsciiLetter(text[end])))
            {
                end++;
            }

            if (end - start is > 1 and <= 100)
            {
                LookAtWord(text[start..end], row, line);
            }

            start = end;
        }
    }

    /// <summary>The verdict over the whole file: the proof, or what only the sum of all rows proves.</summary>
    public (CodePageCause Cause, int Row, long Line)? AtEnd()
    {
        Prove(explainsMixed?.FirstOrDefault(), firstMixed.Row, firstMixed.Line);
        return Found ??= sawRing ? null : ringed;
    }

    private void LookAtWord(string word, int row, long line)
    {
        if (word.All(c => c < 0x80 || (Usual.Contains(c, StringComparison.Ordinal) && !char.IsUpper(c))))
        {
            return;
        }

        var isMixed = IsMixed(word);
        var isForeign = word.Any(c => c >= 0x80 && !Usual.Contains(c, StringComparison.Ordinal));
        var explains = new List<(CodePageMistake Mistake, string Undone)>();
        foreach (var mistake in CodePageMistake.All)
        {
            if (mistake.Undo(word) is { } undone && undone != word && IsRight(undone, mistake))
            {
                explains.Add((mistake, undone));
            }
        }

        // What becomes a known word tells the cause best; what cannot be a word tells that there is one.
        bool CannotBe(string undone) => !isMixed && IsImpossible(word, undone);
        bool BecomesKnown(string undone) => !isMixed && NordicWords.Reveals(word, undone) && (isForeign || HasCapitalInside(word));
        Prove(explains.Find(one => one.Mistake.Written is null ? IsProof(word, one.Undone) : BecomesKnown(one.Undone)).Mistake, row, line);
        Prove(explains.Find(one => one.Mistake.Written is not null && CannotBe(one.Undone)).Mistake, row, line);
        if (word.Any(c => c is 'ĺ' or 'Ĺ') && !word.Any(c => Slovak.Contains(c, StringComparison.Ordinal))
            && explains.Find(one => one.Mistake.ReadAs == CodePage.CentralEuropean).Mistake is { } ring)
        {
            ringed ??= (ring.Cause, row, line);
        }

        if (Found is null)
        {
            LookAtWholeWord(word, row, line);
        }

        if (isMixed && !word.All(c => IsLatin(c) || Lookalikes.Contains(c, StringComparison.Ordinal)))
        {
            firstMixed = explainsMixed is null ? (row, line) : firstMixed;
            var here = explains.Select(one => one.Mistake);
            explainsMixed = [.. explainsMixed?.Intersect(here) ?? here];
        }
    }

    private void Prove(CodePageMistake? mistake, int row, long line)
    {
        if (mistake is not null)
        {
            Found ??= (mistake.Cause, row, line);
        }
    }

    /// <summary>
    /// Cyrillic or Greek bytes read as Windows-1252: all letters have accents, and all become letters of the other script.
    /// </summary>
    private void LookAtWholeWord(string word, int row, long line)
    {
        if (word.Length < 3 || !word.All(c => c is >= 'À' and <= 'ÿ') || word.Count(c => !Usual.Contains(c, StringComparison.Ordinal)) < 2)
        {
            return;
        }

        var best = 0.2;
        CodePageMistake? likeliest = null;
        foreach (var mistake in CodePageMistake.WholeWords)
        {
            if (mistake.Undo(word) is { } undone && Scripts.IsOneScript(undone) && HasOneCase(undone)
                && (double)undone.Count(c => OtherVowels.Contains(char.ToLowerInvariant(c), StringComparison.Ordinal)) / undone.Length
                is var vowels && vowels > best)
            {
                (best, likeliest) = (vowels, mistake);
            }
        }

        Prove(likeliest, row, line);
    }

    /// <summary>Text of two or more bytes a letter that is valid UTF-8 by chance alone is short.</summary>
    private static bool IsProof(string word, string undone) => undone.Length > 2 || word.Any(c => !char.IsLetter(c));

    /// <summary>
    /// Whether the word without the mistake is a word: letters that are to be expected, and capitals where they may stand.
    /// </summary>
    private static bool IsRight(string undone, CodePageMistake mistake)
    {
        if (mistake.Written is null)
        {
            return Scripts.IsOneScript(undone) && undone.All(IsCommonLetter) && HasOneCase(undone);
        }

        return undone.All(c => char.IsAsciiLetter(c) || mistake.Letters.Contains(c, StringComparison.Ordinal)) && HasOneCase(undone);
    }

    private static bool IsCommonLetter(char c) => char.IsAsciiLetter(c)
        || c is (>= 'À' and <= 'ž') or 'Ș' or 'ș' or 'Ț' or 'ț' or 'ơ' or 'Ơ' or 'ư' or 'Ư' or (>= 'Ạ' and <= 'ỹ')
        || c is (>= 'Ά' and <= 'ώ') or (>= 'Ѐ' and <= 'џ') or 'ґ' or 'Ґ' or (>= '\u05D0' and <= '\u05EA') or (>= '\u0621' and <= '\u064A')
        || c is >= '\u4E00' and <= '\u9FFF';

    /// <summary>No capital outside ASCII behind a small letter, and no small one between capitals.</summary>
    private static bool HasOneCase(string word)
    {
        for (var i = 1; i < word.Length; i++)
        {
            if (word[i] >= 0x80 && ((char.IsUpper(word[i]) && char.IsLower(word[i - 1]))
                || (char.IsLower(word[i]) && char.IsUpper(word[i - 1]) && i + 1 < word.Length && char.IsUpper(word[i + 1]))))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Whether the word cannot be one as it is: a sign among its letters, a capital inside, or "š" where only a vowel can stand.
    /// </summary>
    private static bool IsImpossible(string word, string undone)
    {
        for (var i = 0; i < word.Length; i++)
        {
            var c = word[i];
            if (c < 0x80 || i >= undone.Length || undone[i] == c)
            {
                continue;
            }

            var next = i + 1 < word.Length ? word[i + 1] : '\0';
            var before = i > 0 ? word[i - 1] : '\0';
            if (IsSign(c))
            {
                if (!SignsInWords.Contains(c, StringComparison.Ordinal) && IsWordPart(next)
                    && (before == '\0' ? !IsQuote(c) && char.IsLower(next) : IsWordPart(before)))
                {
                    return true;
                }
            }
            else if (char.IsUpper(c) && char.IsLower(before) && char.IsLower(undone[i]))
            {
                return true;
            }
            else if (c is 'š' && BeforeVowel.Contains(before, StringComparison.Ordinal)
                && AfterVowel.Contains(next, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasCapitalInside(string word)
    {
        for (var i = 1; i < word.Length; i++)
        {
            if (word[i] >= 0x80 && char.IsUpper(word[i])
                && (char.IsLower(word[i - 1]) || (i + 1 < word.Length && char.IsLower(word[i + 1]))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWordPart(char c) => c != '\0' && (char.IsLetter(c) || IsSign(c));

    /// <summary>
    /// A character that no word has inside: not a letter, mark, apostrophe, hyphen, middle dot or joiner. A circumflex by itself is a sign.
    /// </summary>
    private static bool IsSign(char c) => c is >= '\u02B0' and <= '\u02FF' ? !TextFolding.IsApostrophe(c) && !TextFolding.IsHyphen(c)
        : !char.IsLetter(c) && !TextFolding.IsApostrophe(c) && !TextFolding.IsHyphen(c)
            && c is not ('\u00B7' or '\u00AD' or '\u00A0' or '\u2027' or '\u30FB')
            && CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator or UnicodeCategory.Surrogate);

    private static bool IsQuote(char c) =>
        CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation
        || c is '„' or '‚';

    private static bool IsMixed(string word) => Scripts.FindMixed(Encoding.UTF8.GetBytes(word)) > 0;

    private static bool IsLatin(char c) => char.IsAsciiLetter(c) || c is >= 'À' and <= '\u024F';
}
