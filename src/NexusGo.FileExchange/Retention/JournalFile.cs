using System.Security.Cryptography;
using System.Text;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Retention;

/// <summary>A file of the journal read from its start, every line checked against the one before.</summary>
internal static class JournalFile
{
    public const string Extension = ".journal";

    public static byte[] Start => new byte[SHA256.HashSizeInBytes];

    /// <summary>
    /// The entries in order. A last line without an end was being written when its worker died; its cards were never erased, so it counts
    /// as not there.
    /// </summary>
    /// <exception cref="FileExchangeException"><see cref="FailureReason.JournalDamaged"/>: a line was changed, removed or
    /// moved.</exception>
    public static IEnumerable<JournalEntry> Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file, Encoding.UTF8);
        var (previous, number) = (Start, 0L);
        while (ReadLine(reader) is { } line)
        {
            var entry = JournalEntry.Read(line, previous, ++number)
                ?? throw new FileExchangeException(FailureReason.JournalDamaged, isTransient: false,
                $"Line {number} of the erasure journal {path} does not follow the line before: the file was changed. Restore it from a "
                + $"copy.");
            previous = entry.Hash;
            yield return entry;
        }
    }

    /// <summary>The last entry; null: the file has none.</summary>
    public static JournalHead? HeadOf(string path) =>
        Read(path).LastOrDefault() is { } last
            ? new JournalHead(Path.GetFileNameWithoutExtension(path), last.Number, Convert.ToHexStringLower(last.Hash)) : null;

    /// <summary>A line that ends; null at the end of the file or inside an unfinished line.</summary>
    private static string? ReadLine(StreamReader reader)
    {
        var line = new StringBuilder();
        for (int c; (c = reader.Read()) >= 0; line.Append((char)c))
        {
            if (c == '\n')
            {
                return line.ToString();
            }
        }

        return null;
    }
}
