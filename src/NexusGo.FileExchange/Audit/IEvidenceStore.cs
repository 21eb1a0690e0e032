using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Audit;

/// <summary>What auditors and data protection officers read.</summary>
internal interface IEvidenceStore
{
    /// <summary>The heads of all customers' logs.</summary>
    Task<IReadOnlyList<AuditHead>> HeadsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Goes through a customer's log from its beginning to its head and compares every link. <paramref name="shipped"/>: heads written out earlier, by number.
    /// </summary>
    Task<IReadOnlyList<AuditFinding>> VerifyAsync(AuditHead head, IReadOnlyDictionary<long, string> shipped, CancellationToken cancellationToken);

    /// <summary>Erasures from one moment to before another.</summary>
    Task<IReadOnlyList<ErasureRecord>> ErasuresAsync(CustomerId customer, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>Audit entries from one moment to before another.</summary>
    Task<IReadOnlyList<AuditLine>> EntriesAsync(CustomerId customer, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>Records that somebody did or read something.</summary>
    Task RecordAsync(CustomerId customer, string action, string subject, string detail, CancellationToken cancellationToken);
}

/// <summary>An entry of the audit log.</summary>
public sealed record AuditLine(long EntryNo, DateTimeOffset RecordedAt, string Action, string Subject, string Detail);
