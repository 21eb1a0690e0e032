using NexusGo.FileExchange.Audit;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Stores;

namespace NexusGo.FileExchange.Testing.Retention;

/// <summary>
/// The double of <see cref="ICertificateStore"/>. Nobody waits for the series: of two that begin with one number, the second to commit
/// fails.
/// </summary>
internal sealed class InMemoryCertificateStore(InMemoryExchange exchange) : ICertificateStore
{
    public Task<ICertificateTransaction> BeginAsync(CustomerId customer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            return Task.FromResult<ICertificateTransaction>(new Transaction(exchange, customer, now));
        }
    }

    private sealed class Transaction(InMemoryExchange exchange, CustomerId customer, DateTimeOffset now) : ICertificateTransaction
    {
        private readonly long last = exchange.CertificateSeries.GetValueOrDefault(customer);

        public long Sequence => last + 1;

        public IReadOnlyList<ErasureRecord> Records { get; } = [.. exchange.Erasures
            .Where(one => one.Customer == customer && one.Record is { Certificate: null, Cards: > 0 })
            .Select(one => one.Record).OrderBy(record => record.ErasedAt)];

        public async Task CommitAsync(ReportDraft report, CancellationToken cancellationToken)
        {
            var row = await StoredReport.OfAsync(report, customer, null, now, cancellationToken);
            lock (exchange.Gate)
            {
                if (exchange.CertificateSeries.GetValueOrDefault(customer) != last)
                {
                    throw new FileExchangeException(FailureReason.DatabaseConflict, isTransient: true, "Another report has the number.");
                }

                exchange.CertificateSeries[customer] = Sequence;
                exchange.ChangeErasures(one => Records.Any(record => record.EvidenceId == one.EvidenceId)
                    ? one with { Certificate = report.Name } : one);
                exchange.AddToSeries(row);
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
