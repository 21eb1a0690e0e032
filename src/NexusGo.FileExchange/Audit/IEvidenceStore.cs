using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Audit;

/// <summary>What auditors and data protection officers read.</summary>
internal interface IEvidenceStore
{
    /// <summary>The heads of all customers' logs.</summary>
    Task<IReadOnlyList<AuditHead>> HeadsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Goes through a customer's log from its beginning to its head and compares every link. <paramref name="shipped"/>: heads of this
    /// customer written out earlier.
    /// </summary>
    Task<IReadOnlyList<AuditFinding>> VerifyAsync(AuditHead head, IReadOnlyList<ShippedHead> shipped, CancellationToken cancellationToken);

    /// <summary>The log's entries about erasures, each with the entry of the erasure journal that it names, by number.</summary>
    Task<IReadOnlyList<LoggedErasure>> LoggedErasuresAsync(CustomerId customer, CancellationToken cancellationToken);

    /// <summary>Erasures from one moment to before another.</summary>
    Task<IReadOnlyList<ErasureRecord>> ErasuresAsync(CustomerId customer, DateTimeOffset from, DateTimeOffset to,
        CancellationToken cancellationToken);

    /// <summary>Audit entries from one moment to before another.</summary>
    Task<IReadOnlyList<AuditLine>> EntriesAsync(CustomerId customer, DateTimeOffset from, DateTimeOffset to,
        CancellationToken cancellationToken);

    /// <summary>Records that somebody did or read something.</summary>
    Task RecordAsync(CustomerId customer, string action, string subject, string detail, CancellationToken cancellationToken);
}

/// <summary>An erasure as the audit log knows it.</summary>
/// <param name="EntryNo">The log's entry.</param>
/// <param name="Journal">The journal's name.</param>
/// <param name="JournalEntryNo">The journal's entry.</param>
public sealed record LoggedErasure(long EntryNo, string Journal, long JournalEntryNo);

/// <summary>An entry of the audit log.</summary>
public sealed record AuditLine(long EntryNo, DateTimeOffset RecordedAt, string Action, string Subject, string Detail);
