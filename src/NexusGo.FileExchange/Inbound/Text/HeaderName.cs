using System.Buffers;
using System.Text;

namespace NexusGo.FileExchange.Inbound.Text;

/// <summary>Makes the many spellings of a column name one.</summary>
internal static class HeaderName
{
    private static readonly SearchValues<char> Remarks = SearchValues.Create("([{:*");

    /// <summary>
    /// Small letters and digits alone: "E-post", "e post", "E_POST" and "E-\npost" are the same, "Kundref." is "kundref". Soft hyphens,
    /// byte order marks, asterisks and whatever else stands around letters do not count.
    /// </summary>
    public static string Normalise(string header)
    {
        var result = new StringBuilder(header.Length);
        foreach (var rune in header.Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                result.Append(Rune.ToLowerInvariant(rune).ToString());
            }
        }

        return result.ToString();
    }

    /// <summary>The name itself, and without the remark or unit behind it: "Titel (högst 40 tecken)", "Personnummer: 12 siffror".</summary>
    public static IEnumerable<string> Readings(string header)
    {
        var whole = Normalise(header);
        yield return whole;
        var remark = header.AsSpan().IndexOfAny(Remarks);
        if (remark > 0 && Normalise(header[..remark]) is { Length: > 0 } part && part != whole)
        {
            yield return part;
        }
    }
}
