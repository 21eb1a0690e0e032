using System.Text;

namespace NexusGo.FileExchange.Inbound.Text;

/// <summary>Makes the many spellings of a column name one.</summary>
internal static class HeaderName
{
    /// <summary>
    /// NFC, lower case, no byte order mark, no outer blanks (no-break spaces and line breaks count as blanks); every inner run of blanks,
    /// hyphens and underscores becomes one underscore. "E-post", "e post" and "E_POST" are the same.
    /// </summary>
    public static string Normalise(string header)
    {
        var result = new StringBuilder(header.Length);
        var gap = false;
        foreach (var c in header.Normalize(NormalizationForm.FormC))
        {
            if (c is '\uFEFF' or '\u200B')
            {
                continue;
            }

            if (char.IsWhiteSpace(c) || c is '_' or '-' or '\u2010' or '\u2011' or '\u2013')
            {
                gap = true;
                continue;
            }

            if (gap && result.Length > 0)
            {
                result.Append('_');
            }

            gap = false;
            result.Append(char.ToLowerInvariant(c));
        }

        return result.ToString();
    }
}
