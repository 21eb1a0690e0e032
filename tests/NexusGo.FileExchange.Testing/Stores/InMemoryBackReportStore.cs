using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Testing.Production;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>
/// The double of <see cref="IBackReportStore"/>. Nobody waits for the series: of two that begin with one number, the second to commit
/// fails.
/// </summary>
internal sealed class InMemoryBackReportStore(InMemoryExchange exchange) : IBackReportStore
{
    public Task<IBackReportTransaction> BeginAsync(CustomerId customer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            return Task.FromResult<IBackReportTransaction>(new Transaction(exchange, customer, now));
        }
    }

    /// <summary>Whether customers are told of an event.</summary>
    internal static bool IsTold(in RecordedEvent one) => one.Step.Effect == EventEffect.Applied
        && one.Kind is not (CardEventKind.Invoiced or CardEventKind.Erased);

    private sealed class Transaction(InMemoryExchange exchange, CustomerId customer, DateTimeOffset now) : IBackReportTransaction
    {
        private readonly (long Sequence, int Position) last = exchange.BackReportSeries.GetValueOrDefault(customer);
        private readonly int until = exchange.Register.Events.Count;
        private readonly List<CardRow> cards = exchange.Cards.FindAll(card => card.Customer == customer
            && !exchange.ToldCards.Contains(card.Card.CardId));

        public long Sequence => last.Sequence + 1;

        public Task ReadAsync(Action<BackReportLine> onLine, CancellationToken cancellationToken)
        {
            lock (exchange.Gate)
            {
                var lines = cards.ConvertAll(card => Line(card, card.Card.CardId, card.OrderedAt, card.Outcome == Inbound.RowOutcome.OnHold
                    ? CardStatus.OnHold : CardStatus.Accepted, CardState.None, card.HoldCode));
                for (var at = last.Position; at < until; at++)
                {
                    var one = exchange.Register.Events[at];
                    if (one.Customer == customer.Value && IsTold(one))
                    {
                        lines.Add(Line(exchange.Cards.Find(card => card.Card.CardId == one.CardId)!, one.EventId, one.Time,
                            one.Step.Facts.Status, one.Step.Facts.State, one.ReasonCode));
                    }
                }

                lines.OrderBy(line => line.EventTime).ThenBy(line => line.EventId).ToList().ForEach(onLine);
            }

            return Task.CompletedTask;
        }

        public async Task CommitAsync(ReportDraft report, long lines, CancellationToken cancellationToken)
        {
            var row = await StoredReport.OfAsync(report, customer, null, now, cancellationToken);
            lock (exchange.Gate)
            {
                if (exchange.BackReportSeries.GetValueOrDefault(customer) != last)
                {
                    throw new FileExchangeException(FailureReason.DatabaseConflict, isTransient: true, "Another report has the number.");
                }

                exchange.BackReportSeries[customer] = (Sequence, until);
                exchange.ToldCards.UnionWith(cards.Select(card => card.Card.CardId));
                exchange.AddToSeries(row);
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private BackReportLine Line(CardRow card, Guid eventId, DateTimeOffset time, CardStatus status, CardState state, string? reason)
        {
            var entry = exchange.Register.Cards[card.Card.CardId];
            return new BackReportLine
            {
                EventId = eventId,
                EventTime = new DateTimeOffset(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero),
                OrderNo = card.OrderNo,
                CardNo = entry.Card.Facts is { IsErased: true, Status: not CardStatus.Cancelled } ? null : card.CardNo,
                ProductCode = card.ProductCode,
                Status = status.ToWireName(),
                CardState = state.ToWireName(),
                ReasonCode = reason,
                ProducedAt = entry.ProducedAt,
                ShippedAt = entry.ShippedAt,
                DeliveredAt = entry.DeliveredAt,
                ReplacesCardNo = card.ReplacesCardNo,
                Card = card.KeptReference ?? card.Card,
            };
        }
    }
}
