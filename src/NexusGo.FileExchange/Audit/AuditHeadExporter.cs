using System.Globalization;
using System.Text;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Audit;

/// <summary>Where heads are written, and by whom.</summary>
/// <param name="Directory">A folder that an operator can ship away from this machine.</param>
/// <param name="Writer">This worker's name.</param>
public sealed record AuditHeadExportOptions(string Directory, string Writer);

/// <summary>
/// Heads of the audit logs, written out once a day for each customer: one line <c>customer;entry_no;hash;instant</c>. Whoever keeps these files elsewhere can tell
/// later that a log was cut off or written anew, which the log itself cannot show.
/// </summary>
internal sealed class AuditHeadExporter(AuditHeadExportOptions options, TimeProvider clock)
{
    private const string Extension = ".heads";
    private readonly Lock gate = new();

    /// <summary>Writes a customer's head unless today's file has one.</summary>
    public void Write(AuditHead head)
    {
        var now = clock.GetUtcNow();
        var path = Path.Combine(options.Directory, string.Create(CultureInfo.InvariantCulture, $"audit-{SwedishTime.DateOf(now):yyyy-MM-dd}-{options.Writer}{Extension}"));
        lock (gate)
        {
            Directory.CreateDirectory(options.Directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            if (!Read(path).Any(line => line.Customer == head.Customer))
            {
                File.AppendAllText(path, string.Create(CultureInfo.InvariantCulture, $"{head.Customer};{head.EntryNo};{head.Hash};{now.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}\n"), Encoding.UTF8);
            }
        }
    }

    /// <summary>What the files here, or in a folder they were shipped to, say of a customer.</summary>
    public IReadOnlyDictionary<long, string> Shipped(string customer, string? directory = null)
    {
        var heads = new Dictionary<long, string>();
        var folder = directory ?? options.Directory;
        foreach (var line in (Directory.Exists(folder) ? Directory.GetFiles(folder, "*" + Extension) : []).Order(StringComparer.Ordinal).SelectMany(Read).Where(line => line.Customer == customer))
        {
            heads.TryAdd(line.EntryNo, line.Hash);
        }

        return heads;
    }

    private static IEnumerable<(string Customer, long EntryNo, string Hash)> Read(string path) => !File.Exists(path) ? [] :
        File.ReadLines(path).Select(line => line.Split(';')).Where(fields => fields.Length == 4 && long.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(fields => (fields[0].TrimStart('\uFEFF'), long.Parse(fields[1], CultureInfo.InvariantCulture), fields[2]));
}
