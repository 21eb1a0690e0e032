namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>A place in a customer's audit log. A number alone is given again when a standby takes over that had not got everything; the hash covers all before it.</summary>
/// <param name="EntryNo">From 1; 0 = before the first.</param>
/// <param name="Hash">The entry's SHA-256; empty before the first.</param>
internal readonly record struct AuditMark(long EntryNo, ReadOnlyMemory<byte> Hash);
