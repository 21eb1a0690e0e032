using System.Globalization;
using System.Text;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Audit;

/// <summary>Where heads are written, and by whom.</summary>
/// <param name="Directory">A folder that an operator can ship away from this machine.</param>
/// <param name="Writer">This worker's name.</param>
public sealed record AuditHeadExportOptions(string Directory, string Writer);

/// <summary>
/// Heads of the audit logs and of the erasure journal, written out once a day for each: one line <c>name;entry_no;hash;instant</c>, where
/// the name is a customer or <c>journal/</c> and a journal's name. Whoever keeps these files elsewhere can tell later that a log was cut
/// off or written anew, which the log itself cannot show.
/// </summary>
internal sealed class AuditHeadExporter(AuditHeadExportOptions options, TimeProvider clock)
{
    /// <summary>In front of a journal's name.</summary>
    public const string JournalPrefix = "journal/";

    private const string Extension = ".heads";
    private readonly Lock gate = new();

    /// <summary>Writes a customer's head unless today's file has one.</summary>
    public void Write(AuditHead head) => Write(head.Customer, () => (head.EntryNo, head.Hash));

    /// <summary>
    /// Writes the head of what bears this name unless today's file has one; only then it is asked for. Null: nothing to write yet.
    /// </summary>
    public void Write(string name, Func<(long EntryNo, string Hash)?> head)
    {
        var now = clock.GetUtcNow();
        var path = Path.Combine(options.Directory,
            string.Create(CultureInfo.InvariantCulture, $"audit-{SwedishTime.DateOf(now):yyyy-MM-dd}-{options.Writer}{Extension}"));
        lock (gate)
        {
            Directory.CreateDirectory(options.Directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            if (!Read(path).Any(line => line.Name == name) && head() is var (number, hash))
            {
                File.AppendAllText(path, string.Create(CultureInfo.InvariantCulture,
                    $"{name};{number};{hash};{now.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}\n"), Encoding.UTF8);
            }
        }
    }

    /// <summary>What the files here, or in a folder they were shipped to, say; by name, in the order of days.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<ShippedHead>> Shipped(string? directory = null)
    {
        var folder = directory ?? options.Directory;
        return (Directory.Exists(folder) ? Directory.GetFiles(folder, "*" + Extension) : []).Order(StringComparer.Ordinal).SelectMany(Read)
            .GroupBy(line => line.Name, line => line.Head, StringComparer.Ordinal)
            .ToDictionary(one => one.Key, IReadOnlyList<ShippedHead> (one) => [.. one], StringComparer.Ordinal);
    }

    private static IEnumerable<(string Name, ShippedHead Head)> Read(string path)
    {
        foreach (var fields in File.Exists(path) ? File.ReadLines(path).Select(line => line.Split(';')) : [])
        {
            if (fields.Length == 4 && long.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && DateTimeOffset.TryParse(fields[3], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
            {
                yield return (fields[0].TrimStart('\uFEFF'), new ShippedHead(number, fields[2], at));
            }
        }
    }
}
