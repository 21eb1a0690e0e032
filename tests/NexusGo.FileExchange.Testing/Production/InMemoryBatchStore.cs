using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Testing.Stores;

namespace NexusGo.FileExchange.Testing.Production;

/// <summary>
/// The double of <see cref="IBatchStore"/>. Nobody waits for the series: of two that begin with one number, the second to commit fails.
/// </summary>
internal sealed class InMemoryBatchStore(InMemoryExchange exchange) : IBatchStore
{
    public Task<IBatchTransaction?> BeginAsync(CustomerId customer, int attempts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            var waiting = exchange.Cards.Where(card => card.Customer == customer && IsWaiting(exchange.Register.Cards[card.Card.CardId],
                attempts)).ToList();
            return Task.FromResult<IBatchTransaction?>(waiting.Count == 0 ? null : new Transaction(exchange, waiting, now));
        }
    }

    private static bool IsWaiting(InMemoryCardRegister.Entry entry, int attempts) =>
        entry.Card.Facts is { IsErased: false, IsCancelling: false }
        && (entry.Card.Facts.Status == CardStatus.Accepted || (entry.Card.Facts.Status == CardStatus.Failed && entry.Batches < attempts));

    private sealed class Transaction(InMemoryExchange exchange, List<CardRow> waiting, DateTimeOffset now) : IBatchTransaction
    {
        private readonly long lastBatch = exchange.LastBatch;
        private readonly InMemoryCardRegister before = exchange.Register.Copy();
        private readonly InMemoryCardRegister copy = exchange.Register.Copy();
        private int taken;

        public long NextSequence => lastBatch + 1;

        public Task<IReadOnlyList<WaitingCard>> TakeAsync(int count, CancellationToken cancellationToken)
        {
            var next = waiting.Skip(taken).Take(count).Select(card => new WaitingCard(card.Card, card.CardNo, card.ProductCode,
                before.Cards[card.Card.CardId].Card.ReportedAt, IsOrdered: false)).ToList();
            taken += next.Count;
            return Task.FromResult<IReadOnlyList<WaitingCard>>(next);
        }

        public Task<byte[]?> FindPhotoAsync(Guid cardId, CancellationToken cancellationToken) =>
            Task.FromResult(waiting.Find(card => card.Card.CardId == cardId)?.SealedPhoto);

        public Task OrderAsync(long sequence, IReadOnlyList<BatchedCard> cards, CancellationToken cancellationToken)
        {
            foreach (var card in cards)
            {
                var entry = copy.Cards[card.CardId];
                var facts = entry.Card.Facts with { Status = CardStatus.Ordered, Expected = card.Expected };
                copy.Cards[card.CardId] = entry with
                {
                    Card = entry.Card with { Facts = facts, ReportedAt = card.At },
                    Batches = entry.Batches + 1,
                };
                copy.Events.Add(new RecordedEvent
                {
                    EventId = exchange.NextId(),
                    Customer = entry.Card.Customer,
                    CardId = card.CardId,
                    Kind = CardEventKind.Ordered,
                    Time = card.At,
                    Step = new LifeCycleStep(EventEffect.Applied, null, facts),
                });
            }

            return Task.CompletedTask;
        }

        public async Task CommitAsync(IReadOnlyList<MadeBatch> batches, CancellationToken cancellationToken)
        {
            var reports = new List<ReportRow>();
            foreach (var batch in batches)
            {
                reports.Add(await StoredReport.OfAsync(batch.Draft, CustomerId.Production, null, now, cancellationToken));
            }

            lock (exchange.Gate)
            {
                if (exchange.LastBatch != lastBatch)
                {
                    throw new FileExchangeException(FailureReason.DatabaseConflict, isTransient: true, "Another batch has the number.");
                }

                exchange.Register.Take(before, copy);
                exchange.LastBatch += batches.Count;
                reports.ForEach(exchange.AddToSeries);
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
