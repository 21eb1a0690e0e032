using NexusGo.FileExchange.Audit;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Testing.Stores;

namespace NexusGo.FileExchange.Testing.Retention;

/// <summary>The audit logs of the doubles: chained like the database's, all under one key.</summary>
internal static class InMemoryAuditLog
{
    public static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(number => (byte)number)];

    /// <summary>Appends an entry, under <see cref="InMemoryExchange.Gate"/>.</summary>
    public static void Append(InMemoryExchange exchange, CustomerId customer, string action, string subject, string detail,
        DateTimeOffset now)
    {
        var last = exchange.AuditEntries.FindLast(one => one.Customer == customer);
        var line = new AuditLine((last.Line?.EntryNo ?? 0) + 1, now, action, subject, detail);
        exchange.AuditEntries.Add((customer, line, AuditMac.Of(Key, last.Mac ?? AuditMac.Start, customer.Value, line)));
    }
}
