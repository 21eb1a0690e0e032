using System.Collections.Frozen;
using System.Text;

namespace NexusGo.FileExchange.Orders.Rules;

/// <summary>
/// The forms of postal codes by country, after the Universal Postal Union's addressing sheets. N is a digit, A a letter, X either. Blanks
/// and hyphens do not count, nor does the country's own letter code in front ("SE-123 45", "D-10115"). A country that is not listed takes
/// any code.
/// </summary>
internal static class PostalCodes
{
    private const string Forms =
        "SE NNNNN;NO NNNN;DK NNNN;FI NNNNN;AX NNNNN;IS NNN;FO NNN;GL NNNN;DE NNNNN;AT NNNN;CH NNNN;LI NNNN;NL NNNNAA;BE NNNN;LU NNNN;FR "
        + "NNNNN;MC NNNNN;" +
        "ES NNNNN;AD NNN;PT NNNNNNN NNNN;IT NNNNN;SM NNNNN;VA NNNNN;MT AAANNNN;GR NNNNN;CY NNNN;PL NNNNN;CZ NNNNN;SK NNNNN;HU NNNN;SI "
            + "NNNN;HR NNNNN;BA NNNNN;" +
        "RS NNNNN NNNNNN;ME NNNNN;MK NNNN;AL NNNN;XK NNNNN;BG NNNN;RO NNNNNN;MD NNNN;UA NNNNN;BY NNNNNN;RU NNNNNN;EE NNNNN;LV NNNN;LT "
            + "NNNNN;TR NNNNN;GE NNNN;" +
        "AM NNNN NNNNNN;AZ NNNN;KZ NNNNNN ANNANAN;KG NNNNNN;UZ NNNNNN;TJ NNNNNN;TM NNNNNN;IR NNNNNNNNNN;IQ NNNNN;IL NNNNN NNNNNNN;JO "
            + "NNNNN;LB NNNN NNNNNNNN;" +
        "SA NNNNN NNNNNNNNN;KW NNNNN;BH NNN NNNN;OM NNN;PK NNNNN;IN NNNNNN;BD NNNN;LK NNNNN;NP NNNNN;AF NNNN;CN NNNNNN;TW NNN NNNNN "
            + "NNNNNN;JP NNNNNNN;" +
        "KR NNNNN NNNNNN;MN NNNNN NNNNNN;VN NNNNN NNNNNN;TH NNNNN;MY NNNNN;SG NNNNNN;ID NNNNN;PH NNNN;KH NNNNN NNNNNN;LA NNNNN;MM "
            + "NNNNN;AU NNNN;NZ NNNN;" +
        "US NNNNN NNNNNNNNN;PR NNNNN NNNNNNNNN;CA ANANAN;MX NNNNN;BR NNNNNNNN;AR NNNN ANNNNAAA;CL NNNNNNN;CO NNNNNN;PE NNNNN;VE NNNN;EC "
            + "NNNNNN;UY NNNNN;" +
        "PY NNNN NNNNNN;CR NNNNN;CU NNNNN;DO NNNNN;GT NNNNN;SV NNNN;HN NNNNN;NI NNNNN;ZA NNNN;EG NNNNN NNNNNNN;MA NNNNN;TN NNNN;DZ "
            + "NNNNN;ET NNNN;KE NNNNN;" +
        "NG NNNNNN;SN NNNNN;SD NNNNN;MZ NNNN;ZM NNNNN;TZ NNNNN;MG NNN;MU NNNNN;IE ANXXXXX AXXXXXX;" +
        "GB ANNAA ANNNAA ANANAA AANNAA AANNNAA AANANAA AAANAA;JE AANNAA AANNNAA;GG AANNAA AANNNAA;IM AANNAA AANNNAA;GI AANNNAA;BM AANN "
            + "AAAA";

    private const string Without =
        "AE AG AO AW BF BI BJ BO BS BW BZ CD CF CG CI CK CM DJ DM ER FJ GA GD GM GQ GY HK JM KI KM KN KP LC LY ML MO MR MW NR NU QA RW SB "
        + "SC SL SR SS ST SY TD TG TK TL TO TV UG VU WS YE ZW";

    /// <summary>Letters that stand in front of codes and are not the country's two.</summary>
    private const string OtherPrefixes = "SE S;DE D;AT A;FI SF;NO N;FR F;BE B;LU L;IT I;ES E;PT P;HU H;DK DK;MC F";

    private static readonly FrozenDictionary<string, string[]> ByCountry = Split(Forms);

    private static readonly FrozenDictionary<string, string[]> Prefixes = Split(OtherPrefixes);

    private static readonly FrozenSet<string> CountriesWithout = Without.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a country has no postal codes, so that the column may be empty.</summary>
    /// <param name="country">Two letters, or empty.</param>
    public static bool HasNone(ReadOnlySpan<byte> country) => country.Length == 2
        && CountriesWithout.Contains(Encoding.UTF8.GetString(country));

    /// <summary>
    /// Whether the code has a form of the country; <paramref name="stripped"/> is it without blanks, hyphens and prefix, in capitals.
    /// </summary>
    /// <param name="country">Two letters.</param>
    /// <param name="code">Letters, digits, blanks and hyphens.</param>
    /// <param name="stripped">The letters and digits alone.</param>
    /// <param name="isKnown">Whether the country's forms are known.</param>
    public static bool Fits(string country, string code, out string stripped, out bool isKnown)
    {
        stripped = Strip(code);
        isKnown = ByCountry.TryGetValue(country, out var forms);
        if (!isKnown)
        {
            return true;
        }

        if (Array.Exists(forms!, Matches(stripped)))
        {
            return true;
        }

        foreach (var prefix in Prefixes.TryGetValue(country, out var others) ? [country, .. others] : new[] { country })
        {
            if (stripped.StartsWith(prefix, StringComparison.Ordinal) && Array.Exists(forms!, Matches(stripped[prefix.Length..])))
            {
                stripped = stripped[prefix.Length..];
                return true;
            }
        }

        return false;
    }

    private static Predicate<string> Matches(string code) => form =>
    {
        for (var i = 0; i < form.Length; i++)
        {
            if (form.Length != code.Length
                || !(form[i] switch { 'N' => char.IsAsciiDigit(code[i]), 'A' => char.IsAsciiLetter(code[i]), _ => true }))
            {
                return false;
            }
        }

        return true;
    };

    private static string Strip(string code) => string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();

    private static FrozenDictionary<string, string[]> Split(string table) =>
        table.Split(';').Select(line => line.Split(' ')).ToFrozenDictionary(words => words[0], words => words[1..], StringComparer.Ordinal);
}
