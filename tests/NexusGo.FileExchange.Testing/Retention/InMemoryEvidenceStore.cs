using System.Globalization;
using System.Text.RegularExpressions;
using NexusGo.FileExchange.Audit;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Testing.Stores;

namespace NexusGo.FileExchange.Testing.Retention;

/// <summary>The double of <see cref="IEvidenceStore"/>. Nothing is ever too old for its logs.</summary>
internal sealed partial class InMemoryEvidenceStore(InMemoryExchange exchange, TimeProvider clock) : IEvidenceStore
{
    public Task<IReadOnlyList<AuditHead>> HeadsAsync(CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            return Task.FromResult<IReadOnlyList<AuditHead>>([.. exchange.AuditEntries.GroupBy(one => one.Customer.Value)
                .OrderBy(log => log.Key, StringComparer.Ordinal)
                .Select(log => new AuditHead(log.Key, log.Last().Line.EntryNo, Convert.ToHexStringLower(log.Last().Mac), 0,
                    Convert.ToHexStringLower(AuditMac.Start)))]);
        }
    }

    public Task<IReadOnlyList<AuditFinding>> VerifyAsync(AuditHead head, IReadOnlyList<ShippedHead> shipped,
        CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            var check = new AuditLogCheck(head, shipped, InMemoryAuditLog.Key, clock.GetUtcNow());
            var entries = exchange.AuditEntries.Where(one => one.Customer.Value == head.Customer && one.Line.EntryNo <= head.EntryNo);
            _ = entries.All(one => check.Add(one.Line, one.Mac));
            return Task.FromResult(check.Finish());
        }
    }

    public Task<IReadOnlyList<LoggedErasure>> LoggedErasuresAsync(CustomerId customer, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            return Task.FromResult<IReadOnlyList<LoggedErasure>>([.. Entries(customer)
                .Where(line => line.Action is "CARDS_ERASED" or "ERASURE_REPEATED")
                .Select(line => (line.EntryNo, Named: JournalEntryName().Match(line.Detail)))
                .Where(line => line.Named.Success)
                .Select(line => new LoggedErasure(line.EntryNo, line.Named.Groups["journal"].Value,
                    long.Parse(line.Named.Groups["entry"].Value, CultureInfo.InvariantCulture)))]);
        }
    }

    public Task<IReadOnlyList<ErasureRecord>> ErasuresAsync(CustomerId customer, DateTimeOffset from, DateTimeOffset to,
        CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            return Task.FromResult<IReadOnlyList<ErasureRecord>>([.. exchange.Erasures
                .Where(one => one.Customer == customer && one.Record.ErasedAt >= from && one.Record.ErasedAt < to)
                .OrderBy(one => one.Record.ErasedAt)
                .Select(one => one.Record with
                {
                    Keys = exchange.KeyDestructions.GetValueOrDefault((customer, one.Record.Journal, one.Record.EntryNo)),
                })]);
        }
    }

    public Task<IReadOnlyList<AuditLine>> EntriesAsync(CustomerId customer, DateTimeOffset from, DateTimeOffset to,
        CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            return Task.FromResult<IReadOnlyList<AuditLine>>([.. Entries(customer)
                .Where(line => line.RecordedAt >= from && line.RecordedAt < to)]);
        }
    }

    public Task RecordAsync(CustomerId customer, string action, string subject, string detail, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            InMemoryAuditLog.Append(exchange, customer, action, subject, detail, clock.GetUtcNow());
        }

        return Task.CompletedTask;
    }

    private IEnumerable<AuditLine> Entries(CustomerId customer) =>
        exchange.AuditEntries.Where(one => one.Customer == customer).Select(one => one.Line);

    [GeneratedRegex("journal=(?<journal>[^;/]+)/(?<entry>[0-9]+)")]
    private static partial Regex JournalEntryName();
}
