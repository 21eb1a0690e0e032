using System.Text;

namespace NexusGo.FileExchange.Inbound.Text;

/// <summary>How the fields of a file are separated, found by looking at its beginning.</summary>
/// <param name="Delimiter">Semicolon, comma or tab.</param>
/// <param name="SkipBytes">Bytes of a first line "sep=…", which spreadsheets write and which is no data.</param>
/// <param name="SkipLines">1 if there was such a line.</param>
internal readonly record struct Dialect(byte Delimiter, int SkipBytes, int SkipLines)
{
    private static readonly byte[] Candidates = [(byte)';', (byte)',', (byte)'\t'];

    /// <summary>The separator under which most cells of the header row are known columns. A "sep=" line decides at once.</summary>
    /// <returns>False when under no separator any cell is a known column.</returns>
    /// <param name="head">The beginning of the file.</param>
    /// <param name="isKnown">Whether a normalised name is a column.</param>
    /// <param name="dialect">What was found.</param>
    public static bool TryDetect(ReadOnlySpan<byte> head, Func<string, bool> isKnown, out Dialect dialect)
    {
        dialect = default;
        var skip = 0;
        if (head.Length >= 5 && Ascii.EqualsIgnoreCase(head[..4], "sep="u8) && Candidates.AsSpan().Contains(head[4])
            && (head.Length == 5 || head[5] is (byte)'\r' or (byte)'\n'))
        {
            skip = 5 + (head.Length > 5 && head[5] == '\r' ? 1 : 0);
            skip += skip < head.Length && head[skip] == '\n' ? 1 : 0;
        }

        var best = 0;
        foreach (var delimiter in Candidates)
        {
            if (skip > 0 && delimiter != head[4])
            {
                continue;
            }

            var known = FirstRecord(head[skip..], delimiter).Count(c => isKnown(HeaderName.Normalise(c)));
            if (known > best)
            {
                best = known;
                dialect = new Dialect(delimiter, skip, skip > 0 ? 1 : 0);
            }
        }

        return best > 0;
    }

    /// <summary>The cells of the first line that is not blank; a rough reading that is only used to choose.</summary>
    private static List<string> FirstRecord(ReadOnlySpan<byte> head, byte delimiter)
    {
        var cells = new List<string>();
        var start = head.IndexOfAnyExcept((byte)'\r', (byte)'\n', (byte)' ');
        if (start < 0)
        {
            return cells;
        }

        head = head[start..];
        var quoted = false;
        var from = 0;
        for (var i = 0; i <= head.Length; i++)
        {
            if (i < head.Length && head[i] == '"')
            {
                quoted = !quoted;
                continue;
            }

            if (i < head.Length && (quoted || (head[i] != delimiter && head[i] is not ((byte)'\r' or (byte)'\n'))))
            {
                continue;
            }

            cells.Add(Encoding.UTF8.GetString(head[from..i]).Replace("\"", "", StringComparison.Ordinal));
            from = i + 1;
            if (i == head.Length || head[i] != delimiter || cells.Count > 1000)
            {
                break;
            }
        }

        return cells;
    }
}
