using System.Text;

namespace NexusGo.FileExchange.Inbound.Text;

/// <summary>How the fields of a file are separated, found by looking at its beginning.</summary>
/// <param name="Delimiter">Semicolon, comma or tab.</param>
/// <param name="SkipBytes">Bytes of a first line "sep=…", which spreadsheets write and which is no data.</param>
/// <param name="SkipLines">Lines in <paramref name="SkipBytes"/>.</param>
internal readonly record struct Dialect(byte Delimiter, int SkipBytes, int SkipLines)
{
    private static readonly byte[] Candidates = [(byte)';', (byte)',', (byte)'\t'];

    /// <summary>The separator under which most cells of the header row are known columns. A "sep=" line decides at once.</summary>
    /// <param name="head">The beginning of the file.</param>
    /// <param name="isKnown">Whether a heading is a column.</param>
    /// <param name="dialect">What was found.</param>
    /// <returns>False when under no separator any cell is a known column.</returns>
    public static bool TryDetect(ReadOnlySpan<byte> head, Func<string, bool> isKnown, out Dialect dialect)
    {
        dialect = default;
        var (skip, lines, named) = SeparatorLine(head);
        var best = 0;
        foreach (var delimiter in Candidates)
        {
            if (named != 0 && delimiter != named)
            {
                continue;
            }

            var known = CountKnown(head[skip..], delimiter, isKnown);
            if (known > best)
            {
                best = known;
                dialect = new Dialect(delimiter, skip, lines);
            }
        }

        return best > 0;
    }

    /// <summary>How many cells of the first line with any content are known columns.</summary>
    public static int CountKnown(ReadOnlySpan<byte> head, byte delimiter, Func<string, bool> isKnown) =>
        FirstRecord(head, delimiter).Count(isKnown);

    /// <summary>
    /// A first line <c>sep=;</c>, also in quotation marks, with more separators behind it, or below lines without content: how much to
    /// skip, and the separator it names (0: there is no such line).
    /// </summary>
    public static (int Bytes, int Lines, byte Separator) SeparatorLine(ReadOnlySpan<byte> head)
    {
        var at = 0;
        var lines = 0;
        while (at < head.Length)
        {
            var length = head[at..].IndexOfAny((byte)'\r', (byte)'\n');
            var line = length < 0 ? head[at..] : head.Slice(at, length);
            at += line.Length;
            at += head[at..].StartsWith("\r\n"u8) ? 2 : at < head.Length ? 1 : 0;
            lines++;
            if (HasContent(line))
            {
                var text = line[line.IndexOfAnyExcept(" ;,\t\""u8)..];
                return text.Length >= 5 && Ascii.EqualsIgnoreCase(text[..4], "sep="u8) && text[4..].Trim(" \""u8) is { IsEmpty: false } rest
                    && rest.IndexOfAnyExcept(rest[0], (byte)' ', (byte)'"') < 0 && !char.IsAsciiLetterOrDigit((char)rest[0])
                    ? (at, lines, rest[0]) : (0, 0, (byte)0);
            }
        }

        return (0, 0, (byte)0);
    }

    private static bool HasContent(ReadOnlySpan<byte> line)
    {
        while (!line.IsEmpty)
        {
            if (!TextValue.IsBlank(line, out var used) && line[0] is not ((byte)';' or (byte)',' or (byte)'\t' or (byte)'"'))
            {
                return true;
            }

            line = line[used..];
        }

        return false;
    }

    /// <summary>The cells of the first line that has content; a rough reading that is only used to choose.</summary>
    private static List<string> FirstRecord(ReadOnlySpan<byte> head, byte delimiter)
    {
        while (true)
        {
            var end = head.IndexOfAny((byte)'\r', (byte)'\n');
            if (end < 0 || HasContent(head[..end]))
            {
                return Cells(head, delimiter);
            }

            head = head[(end + 1)..];
        }
    }

    private static List<string> Cells(ReadOnlySpan<byte> head, byte delimiter)
    {
        var cells = new List<string>();
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
