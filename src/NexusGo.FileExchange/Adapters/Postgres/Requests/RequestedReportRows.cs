using System.Globalization;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Requests;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Histories and repeated reports inside the transaction of a request file.</summary>
internal sealed class RequestedReportRows(CustomerSession session, CardKeyStore keys, InboundFile file) : IRequestedReports
{
    public Task<long> NextSequenceAsync(ReportKind kind, CancellationToken cancellationToken) => ExchangeDatabase.GuardAsync(async () =>
        (await ReportRows.LockSeriesAsync(session, file.Customer, kind, file.FirstSeenAt, cancellationToken).ConfigureAwait(false)).Sequence
            + 1);

    public Task ReadHistoryAsync(IReadOnlyList<RequestRow> rows, Action<HistoryLine> onLine, CancellationToken cancellationToken) =>
        ExchangeDatabase.GuardAsync(async () =>
        {
            await HistoryRows.ReadAsync(session, keys, file.Customer,
                "select row_no, card_id from asked_card where row_no = any($1) order by row_no, card_id",
                [rows.Select(row => row.RowNumber).ToArray()], onLine, cancellationToken).ConfigureAwait(false);
            return true;
        });

    public Task AddHistoryAsync(ReportDraft report, long sequence, IReadOnlyList<RequestRow> rows, long lines, RequestEffects effects,
        CancellationToken cancellationToken) =>
        ExchangeDatabase.GuardAsync(async () =>
        {
            await AddAsync(report, sequence, effects.Now, cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync("""
                insert into exchange.history_card (customer_id, report_id, card_id)
                select distinct $1, $2, a.card_id from asked_card a join orders.card c using (card_id) where a.row_no = any($3)
                    and c.erased_at is null
                """, [file.Customer.Value, report.ReportId, rows.Select(row => row.RowNumber).ToArray()], cancellationToken)
                .ConfigureAwait(false);
            await AuditChain.AppendAsync(session, file.Customer.Value, "HISTORY_READ", report.ReportId.ToString(),
                string.Create(CultureInfo.InvariantCulture,
                $"file={file.FileId};cards={lines};signed_by={effects.SignedBy}"), cancellationToken).ConfigureAwait(false);
            return true;
        });

    public Task ReadRepeatAsync(RequestRow row, Action<BackReportLine> onLine, CancellationToken cancellationToken) =>
        ExchangeDatabase.GuardAsync(async () =>
        {
            await RepeatedLines.ReadAsync(session, keys, file.Customer, row, onLine, cancellationToken).ConfigureAwait(false);
            return true;
        });

    public Task AddRepeatAsync(ReportDraft report, long sequence, long lines, RequestEffects effects,
        CancellationToken cancellationToken) => ExchangeDatabase.GuardAsync(async () =>
        {
            await AddAsync(report, sequence, effects.Now, cancellationToken).ConfigureAwait(false);
            await AuditChain.AppendAsync(session, file.Customer.Value, "BACK_REPORT_REPEATED", report.ReportId.ToString(),
                string.Create(CultureInfo.InvariantCulture,
                $"seq={sequence};lines={lines};file={file.FileId};signed_by={effects.SignedBy}"), cancellationToken).ConfigureAwait(false);
            return true;
        });

    private async Task AddAsync(ReportDraft report, long sequence, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await ReportRows.WriteAsync(session, file.Customer, report, now, cancellationToken).ConfigureAwait(false);
        await ReportRows.MoveSeriesAsync(session, file.Customer, report.Kind, sequence, 0, now, cancellationToken).ConfigureAwait(false);
    }
}
