using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Requests;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>
/// The double of <see cref="IRequestedReports"/>. Of a report that repeats others it knows that it was made, not its lines.
/// </summary>
internal sealed class InMemoryRequestedReports(InMemoryExchange exchange, InboundFile file, InMemoryCardChanges changes,
    InMemoryRequestSelection selection) : IRequestedReports
{
    public Task<long> NextSequenceAsync(ReportKind kind, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            return Task.FromResult(exchange.RequestedSeries.GetValueOrDefault((file.Customer, kind)) + 1);
        }
    }

    public Task ReadHistoryAsync(IReadOnlyList<RequestRow> rows, Action<HistoryLine> onLine, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            foreach (var row in rows)
            {
                foreach (var card in selection.CardsOf(row))
                {
                    onLine(LineOf(card, row.RowNumber));
                }
            }
        }

        return Task.CompletedTask;
    }

    public Task AddHistoryAsync(ReportDraft report, long sequence, IReadOnlyList<RequestRow> rows, long lines, RequestEffects effects,
        CancellationToken cancellationToken) => AddAsync(report, sequence, effects.Now, cancellationToken);

    public Task ReadRepeatAsync(RequestRow row, Action<BackReportLine> onLine, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task AddRepeatAsync(ReportDraft report, long sequence, long lines, RequestEffects effects,
        CancellationToken cancellationToken) => AddAsync(report, sequence, effects.Now, cancellationToken);

    private HistoryLine LineOf(CardRow card, int rowNumber)
    {
        var entry = exchange.Register.Cards[card.Card.CardId];
        return new HistoryLine
        {
            RowNumber = rowNumber,
            OrderNo = card.OrderNo,
            CardNo = card.CardNo == 0 ? null : card.CardNo,
            ProductCode = card.ProductCode,
            Status = entry.Card.Facts.Status.ToWireName(),
            CardState = entry.Card.Facts.State.ToWireName(),
            OrderedAt = card.OrderedAt,
            ProducedAt = entry.ProducedAt,
            ShippedAt = entry.ShippedAt,
            DeliveredAt = entry.DeliveredAt,
            InvoicedAt = entry.InvoicedAt,
            Card = card.Card,
        };
    }

    private async Task AddAsync(ReportDraft report, long sequence, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // The caller disposes of the draft before the commit.
        var row = await StoredReport.OfAsync(report, file.Customer, null, now, cancellationToken);
        changes.Then(() =>
        {
            exchange.RequestedSeries[(file.Customer, report.Kind)] = sequence;
            exchange.AddToSeries(row);
        });
    }
}
