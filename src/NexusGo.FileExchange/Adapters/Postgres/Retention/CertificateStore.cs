using System.Globalization;
using NexusGo.FileExchange.Audit;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Retention;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Certificates: the erasures they tell of, and the series of their numbers.</summary>
internal sealed class CertificateStore(ExchangeDatabase database) : ICertificateStore
{
    /// <summary>Lines of one certificate; what is more goes into the next.</summary>
    private const int Most = 10_000;

    public async Task<ICertificateTransaction> BeginAsync(CustomerId customer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var session = await database.OpenForCustomerAsync(customer, cancellationToken).ConfigureAwait(false);
        try
        {
            return await ExchangeDatabase.GuardAsync(async () =>
            {
                var (last, _) = await ReportRows.LockSeriesAsync(session, customer, ReportKind.Certificate, now, cancellationToken)
                    .ConfigureAwait(false);
                var records = await ErasureRows.ReadAsync(session, "e.customer_id = $1 and e.certificate_id is null and e.cards > 0",
                    [customer.Value], cancellationToken).ConfigureAwait(false);
                return new CertificateTransaction(session, customer, last + 1, [.. records.Take(Most)], now);
            }).ConfigureAwait(false);
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}

internal sealed class CertificateTransaction(CustomerSession session, CustomerId customer, long sequence,
    IReadOnlyList<ErasureRecord> records, DateTimeOffset now) : ICertificateTransaction
{
    public long Sequence => sequence;

    public IReadOnlyList<ErasureRecord> Records => records;

    public Task CommitAsync(ReportDraft report, CancellationToken cancellationToken) => ExchangeDatabase.GuardAsync(async () =>
    {
        await ReportRows.WriteAsync(session, customer, report, now, cancellationToken).ConfigureAwait(false);
        await ReportRows.MoveSeriesAsync(session, customer, ReportKind.Certificate, sequence, 0, now, cancellationToken)
            .ConfigureAwait(false);
        await session.ExecuteAsync("update retention.erasure set certificate_id = $1 where customer_id = $2 and evidence_id = any($3)",
            [report.ReportId, customer.Value, records.Select(record => record.EvidenceId).ToArray()], cancellationToken)
            .ConfigureAwait(false);
        await AuditChain.AppendAsync(session, customer.Value, "CERTIFICATE_STORED", report.ReportId.ToString(),
            string.Create(CultureInfo.InvariantCulture,
            $"seq={sequence};lines={records.Count};cards={records.Sum(record => (long)record.Cards)}"), cancellationToken)
            .ConfigureAwait(false);
        await session.CommitAsync().ConfigureAwait(false);
        return true;
    });

    public ValueTask DisposeAsync() => session.DisposeAsync();
}
