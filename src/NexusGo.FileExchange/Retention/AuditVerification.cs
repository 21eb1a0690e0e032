using NexusGo.FileExchange.Audit;

namespace NexusGo.FileExchange.Retention;

/// <summary>What a verification found, and how much it went through.</summary>
internal sealed record AuditVerificationResult(IReadOnlyList<AuditFinding> Findings, long Entries, int Customers);

/// <summary>
/// Verifies the audit logs of all customers that have one, or had one when a head was shipped, and the erasure journal against them.
/// </summary>
internal sealed class AuditVerification(IEvidenceStore evidence, AuditHeadExporter exporter, JournalComparison journal)
{
    /// <param name="shippedTo">Folder with head files kept elsewhere; null: this machine's own.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<AuditVerificationResult> RunAsync(string? shippedTo, CancellationToken cancellationToken)
    {
        var shipped = exporter.Shipped(shippedTo);
        var heads = await evidence.HeadsAsync(cancellationToken).ConfigureAwait(false);
        var findings = new List<AuditFinding>();
        foreach (var head in heads)
        {
            findings.AddRange(await evidence.VerifyAsync(head, shipped.GetValueOrDefault(head.Customer, []), cancellationToken)
                .ConfigureAwait(false));
        }

        // The database never removes a head. So a customer with shipped heads and none in the database has lost its whole log.
        findings.AddRange(shipped.Where(one => !one.Key.StartsWith(AuditHeadExporter.JournalPrefix, StringComparison.Ordinal)
            && !heads.Any(head => head.Customer == one.Key))
            .Select(one => new AuditFinding(one.Key, one.Value.Max(head => head.EntryNo), "MISSING")));
        findings.AddRange(await journal.RunAsync(shipped, cancellationToken).ConfigureAwait(false));
        return new AuditVerificationResult(findings, heads.Sum(head => head.EntryNo - head.BaseEntryNo), heads.Count);
    }
}
