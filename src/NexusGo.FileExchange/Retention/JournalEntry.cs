using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NexusGo.FileExchange.Retention;

/// <summary>What a line of the journal says.</summary>
internal enum JournalEntryKind
{
    /// <summary>These cards are about to be erased.</summary>
    Erase,
    /// <summary>An earlier entry was carried out.</summary>
    Done,
    /// <summary>An earlier entry was given up; nothing was erased.</summary>
    Undone,
    /// <summary>The first line of a file whose writer had a file before: which entry that one ended with.</summary>
    Follows,
}

/// <summary>
/// One line: number, instant, kind, customer, cause, content and the SHA-256 of all this and the line before, separated by tabs. No
/// personal data: cards are told by their internal ids.
/// </summary>
internal sealed record JournalEntry
{
    public required long Number { get; init; }
    public required DateTimeOffset At { get; init; }
    public required JournalEntryKind Kind { get; init; }
    public required string Customer { get; init; }
    /// <summary>Of an erasure; of the others null.</summary>
    public ErasureCause? Cause { get; init; }
    public IReadOnlyList<Guid> Cards { get; init; } = [];
    /// <summary>The entry that is done or undone.</summary>
    public long About { get; init; }
    /// <summary>
    /// Of <see cref="JournalEntryKind.Follows"/>: the last entry of the writer's file before this one. Of the others null.
    /// </summary>
    public JournalHead? Former { get; init; }
    public byte[] Hash { get; private init; } = [];

    /// <summary>The line with its hash; its own <see cref="Hash"/> is the next one's <paramref name="previous"/>.</summary>
    public (string Line, byte[] Hash) Seal(byte[] previous)
    {
        var text = string.Join('\t', Number.ToString(CultureInfo.InvariantCulture),
            At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), Kind.ToString(), Customer,
            Cause?.ToWireName() ?? "-", Content());
        var hash = HashOf(previous, text);
        return ($"{text}\t{Convert.ToHexStringLower(hash)}\n", hash);
    }

    /// <summary>Reads a line; null when it is not one, or does not follow the line before.</summary>
    public static JournalEntry? Read(string line, byte[] previous, long number)
    {
        var end = line.LastIndexOf('\t');
        if (end < 0 || line.Length - end - 1 != SHA256.HashSizeInBytes * 2)
        {
            return null;
        }

        var hash = HashOf(previous, line[..end]);
        var fields = line[..end].Split('\t');
        if (!line.AsSpan(end + 1).SequenceEqual(Convert.ToHexStringLower(hash)) || fields.Length != 6
            || !Enum.TryParse(fields[2], out JournalEntryKind kind)
            || !long.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var own) || own != number)
        {
            return null;
        }

        return new JournalEntry
        {
            Number = number,
            At = DateTimeOffset.Parse(fields[1], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
            Kind = kind,
            Customer = fields[3],
            Cause = fields[4] == "-" ? null : ErasureCauses.Parse(fields[4]),
            Cards = kind == JournalEntryKind.Erase ? [.. fields[5].Split(',').Select(id => Guid.ParseExact(id, "N"))] : [],
            About = kind is JournalEntryKind.Done or JournalEntryKind.Undone ? long.Parse(fields[5], CultureInfo.InvariantCulture) : 0,
            Former = kind == JournalEntryKind.Follows ? JournalHead.Parse(fields[5]) : null,
            Hash = hash,
        };
    }

    private string Content() => Kind switch
    {
        JournalEntryKind.Erase => string.Join(',', Cards.Select(card => card.ToString("N"))),
        JournalEntryKind.Follows => Former!.ToString(),
        _ => About.ToString(CultureInfo.InvariantCulture),
    };

    private static byte[] HashOf(byte[] previous, string text) => SHA256.HashData([.. previous, .. Encoding.UTF8.GetBytes(text)]);
}
