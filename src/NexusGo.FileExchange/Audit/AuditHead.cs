namespace NexusGo.FileExchange.Audit;

/// <summary>Where a customer's audit log ends, and where it begins after what has had its time was removed.</summary>
public sealed record AuditHead(string Customer, long EntryNo, string Hash, long BaseEntryNo, string BaseHash);

/// <summary>Something wrong with an audit log.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="EntryNo">The first entry that does not fit.</param>
/// <param name="What">CHANGED, MISSING, HEAD (the log ends elsewhere than its head says) or SHIPPED_HEAD (another hash than in a head file).</param>
public sealed record AuditFinding(string Customer, long EntryNo, string What);
