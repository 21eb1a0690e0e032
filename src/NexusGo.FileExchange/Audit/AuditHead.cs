namespace NexusGo.FileExchange.Audit;

/// <summary>Where a customer's audit log ends, and where it begins after what has had its time was removed.</summary>
public sealed record AuditHead(string Customer, long EntryNo, string Hash, long BaseEntryNo, string BaseHash);

/// <summary>A head as it stands in a file outside the database.</summary>
public sealed record ShippedHead(long EntryNo, string Hash, DateTimeOffset ShippedAt);

/// <summary>Something wrong with an audit log or the erasure journal.</summary>
/// <param name="Customer">Whose; or <c>journal/</c> and a journal's name.</param>
/// <param name="EntryNo">The first entry that does not fit.</param>
/// <param name="What">
/// CHANGED, MISSING, HEAD (the log ends elsewhere than its head says), SHIPPED_HEAD (another hash than in a head file), BASE (entries were
/// removed and no entry records it), NOT_IN_LOG (the journal's erasure has no entry in the log), NOT_IN_JOURNAL (the log's erasure has no
/// entry in the journal).
/// </param>
public sealed record AuditFinding(string Customer, long EntryNo, string What);
