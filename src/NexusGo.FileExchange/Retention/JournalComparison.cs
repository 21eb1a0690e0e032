using NexusGo.FileExchange.Audit;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Retention;

/// <summary>
/// Compares the erasure journal with the audit logs, both ways, and with what was shipped of it. Entries older than the time for which
/// evidence is kept are not expected.
/// </summary>
internal sealed class JournalComparison(ErasureJournal journal, IEvidenceStore evidence, TimeProvider clock)
{
    private const string Missing = "MISSING";

    /// <param name="shipped">Heads that were written out, by name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<AuditFinding>> RunAsync(IReadOnlyDictionary<string, IReadOnlyList<ShippedHead>> shipped,
        CancellationToken cancellationToken)
    {
        var oldest = SwedishTime.AddMonths(clock.GetUtcNow(), -AuditLogCheck.KeptMonths);
        var files = journal.Files().ToDictionary(one => one.Journal, one => JournalFile.Read(one.Path).ToList(), StringComparer.Ordinal);
        List<AuditFinding> findings = [.. FindCutFiles(files, shipped, oldest)];
        var erasures = files.ToDictionary(one => one.Key, one => ErasuresOf(one.Value, oldest), StringComparer.Ordinal);
        var announced = files.SelectMany(one => one.Value.Where(entry => entry.Kind == JournalEntryKind.Erase)
            .Select(entry => (one.Key, entry.Number))).ToHashSet();
        var customers = erasures.Values.SelectMany(one => one).Select(entry => entry.Customer)
            .Concat((await evidence.HeadsAsync(cancellationToken).ConfigureAwait(false)).Select(head => head.Customer))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var customer in customers.Order(StringComparer.Ordinal))
        {
            var logged = await evidence.LoggedErasuresAsync(new CustomerId(customer), cancellationToken).ConfigureAwait(false);
            var known = logged.Select(one => (one.Journal, one.JournalEntryNo)).ToHashSet();
            findings.AddRange(erasures.SelectMany(one =>
                one.Value.Where(entry => entry.Customer == customer && !known.Contains((one.Key, entry.Number)))
                .Select(entry => new AuditFinding(AuditHeadExporter.JournalPrefix + one.Key, entry.Number, "NOT_IN_LOG"))));
            findings.AddRange(logged.Where(one => !announced.Contains((one.Journal, one.JournalEntryNo)))
                .Select(one => new AuditFinding(customer, one.EntryNo, "NOT_IN_JOURNAL")));
        }

        return findings;
    }

    /// <summary>Erasures that were concluded and are young enough to be in the log still.</summary>
    private static List<JournalEntry> ErasuresOf(List<JournalEntry> entries, DateTimeOffset oldest)
    {
        var done = entries.Where(entry => entry.Kind == JournalEntryKind.Done).Select(entry => entry.About).ToHashSet();
        return [.. entries.Where(entry => entry.Kind == JournalEntryKind.Erase && entry.At > oldest && done.Contains(entry.Number))];
    }

    /// <summary>
    /// A file must have what a later file or a shipped head names of it; a file that is gone must be as old as what is removed for age.
    /// </summary>
    private static IEnumerable<AuditFinding> FindCutFiles(Dictionary<string, List<JournalEntry>> files,
        IReadOnlyDictionary<string, IReadOnlyList<ShippedHead>> shipped, DateTimeOffset oldest)
    {
        var followed = files.Values.SelectMany(entries => entries).Select(entry => entry.Former).OfType<JournalHead>();
        var told = shipped.Where(one => one.Key.StartsWith(AuditHeadExporter.JournalPrefix, StringComparison.Ordinal))
            .SelectMany(one =>
            one.Value.Select(head => new JournalHead(one.Key[AuditHeadExporter.JournalPrefix.Length..], head.EntryNo, head.Hash)));
        foreach (var head in followed.Concat(told).Distinct())
        {
            if (!files.TryGetValue(head.Journal, out var entries))
            {
                if (string.CompareOrdinal(ErasureJournal.MonthOf(head.Journal), ErasureJournal.MonthOf(oldest)) >= 0)
                {
                    yield return new AuditFinding(AuditHeadExporter.JournalPrefix + head.Journal, head.Number, Missing);
                }
            }
            else if (entries.Count < head.Number || Convert.ToHexStringLower(entries[(int)head.Number - 1].Hash) != head.Hash)
            {
                yield return new AuditFinding(AuditHeadExporter.JournalPrefix + head.Journal, head.Number, entries.Count < head.Number
                    ? Missing : "SHIPPED_HEAD");
            }
        }
    }
}
