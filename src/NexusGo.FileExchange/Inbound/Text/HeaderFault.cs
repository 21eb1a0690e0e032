using System.Text;
using NexusGo.FileExchange.Inbound.Text;

namespace NexusGo.FileExchange.Inbound.Text;

/// <summary>Says why the beginning of a file holds no header row that can be read: every cause in its own words.</summary>
internal static class HeaderFault
{
    private const int MostLines = 30;

    private static readonly byte[] Separators = [(byte)';', (byte)',', (byte)'\t'];

    /// <summary>Other characters that programs put between cells.</summary>
    private static readonly byte[] OtherSeparators = [(byte)'|', (byte)'^', (byte)'~', (byte)'#', (byte)':', (byte)' '];

    /// <param name="head">The beginning of the file, valid UTF-8.</param>
    /// <param name="isKnown">Whether a heading is a column.</param>
    /// <param name="hints">The customer's language.</param>
    public static FileRefusal Explain(ReadOnlySpan<byte> head, Func<string, bool> isKnown, Hints hints)
    {
        var foreign = ForeignContent.Of(head);
        if (foreign != ForeignContentKind.None)
        {
            return Refuse(1, hints.Foreign(foreign));
        }

        var (skip, skipped, named) = Dialect.SeparatorLine(head);
        if (named != 0 && Best(head[skip..], isKnown) is { } other && other != named)
        {
            return Refuse(skipped, hints.SeparatorLineDiffers);
        }

        var (line, number) = FirstLine(head[skip..], skipped);
        foreach (var separator in OtherSeparators)
        {
            if (Dialect.CountKnown(line, separator, isKnown) > 1)
            {
                return Refuse(number, hints.OtherSeparator((char)separator));
            }
        }

        if (line.Length > 2 && line[0] == '"' && line[^1] == '"' && Best(line.AsSpan(1, line.Length - 2), isKnown) is not null)
        {
            return Refuse(number, hints.WholeLinesQuoted);
        }

        if (FindBelow(head, isKnown) is { } below)
        {
            return Refuse(below, hints.LinesAboveHeader(below));
        }

        return Refuse(number, line.ContainsAnyInRange((byte)'0', (byte)'9') ? hints.LooksLikeData : hints.NoColumnKnown);
    }

    private static FileRefusal Refuse(int line, string hint) => new("F-HDR-01", line, "", hint);

    private static byte? Best(ReadOnlySpan<byte> line, Func<string, bool> isKnown)
    {
        foreach (var separator in Separators)
        {
            if (Dialect.CountKnown(line, separator, isKnown) > 1)
            {
                return separator;
            }
        }

        return null;
    }

    private static (byte[] Line, int Number) FirstLine(ReadOnlySpan<byte> text, int linesBefore)
    {
        foreach (var range in Lines(text, out var numbers))
        {
            var line = text[range].Trim(" \t"u8);
            if (line.ContainsAnyExcept(" ;,\t\""u8))
            {
                return (line.ToArray(), linesBefore + numbers[range.Start.Value]);
            }
        }

        return ([], linesBefore + 1);
    }

    /// <summary>The line further down that is the header row, below a title or a date.</summary>
    private static int? FindBelow(ReadOnlySpan<byte> head, Func<string, bool> isKnown)
    {
        foreach (var range in Lines(head, out var numbers))
        {
            if (Best(head[range], isKnown) is not null)
            {
                return numbers[range.Start.Value];
            }
        }

        return null;
    }

    private static List<Range> Lines(ReadOnlySpan<byte> text, out Dictionary<int, int> numbers)
    {
        var lines = new List<Range>();
        numbers = [];
        for (var at = 0; at < text.Length && lines.Count < MostLines;)
        {
            var length = text[at..].IndexOfAny((byte)'\r', (byte)'\n');
            var end = length < 0 ? text.Length : at + length;
            lines.Add(at..end);
            numbers.TryAdd(at, lines.Count);
            at = end + (text[end..].StartsWith("\r\n"u8) ? 2 : 1);
        }

        return lines;
    }
}
