using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Requests;
using NexusGo.FileExchange.Testing.Production;
using NexusGo.FileExchange.Testing.Stores;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Testing.Simulation;

/// <summary>
/// The double of <see cref="IRequestStore"/> for what customers ask about cards by reference or number, where workers die: nobody waits for
/// another's request file, because whoever is dead never lets the next one go on. Of two at once, the second to commit fails.
/// </summary>
internal sealed class SimulatedRequestStore(InMemoryExchange exchange) : IRequestStore
{
    public Task<IRequestTransaction> BeginAsync(InboundFile file, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            exchange.EnsureHeld(file);
            return Task.FromResult<IRequestTransaction>(new Transaction(exchange, file));
        }
    }

    private sealed class Transaction(InMemoryExchange exchange, InboundFile file) : IRequestTransaction
    {
        private readonly InMemoryCardRegister before = exchange.Register.Copy();
        private readonly InMemoryCardRegister copy = exchange.Register.Copy();
        private readonly int answeredAtBegin = exchange.AnsweredRequests.Count;
        private readonly bool isHeld = exchange.HoldsInForce.Contains(file.Customer);
        private (string CounterKey, int Uses)? replyName;
        private RequestEffects? effects;

        private CustomerId Customer => file.Customer;

        /// <summary>Handed on and never asked: no row that the double finds asks for a report.</summary>
        public IRequestedReports Reports => null!;

        public Task<int> UseReplyNameAsync(string counterKey, CancellationToken cancellationToken)
        {
            lock (exchange.Gate)
            {
                var uses = exchange.ReplyNames.GetValueOrDefault((Customer, counterKey)) + 1;
                replyName = (counterKey, uses);
                return Task.FromResult(uses);
            }
        }

        public Task<Dictionary<string, AnsweredRequest>> FindAnsweredAsync(IReadOnlyList<RequestRow> rows,
            CancellationToken cancellationToken)
        {
            lock (exchange.Gate)
            {
                return Task.FromResult(rows.Select(row => row.RequestRef).Distinct()
                    .Where(reference => exchange.AnsweredRequests.ContainsKey((Customer, reference)))
                    .ToDictionary(reference => reference, reference => exchange.AnsweredRequests[(Customer, reference)],
                        StringComparer.Ordinal));
            }
        }

        public Task<KnownRequests> SelectAsync(IReadOnlyList<RequestRow> rows, CancellationToken cancellationToken)
        {
            var (known, changed) = (new KnownRequests { IsHeld = isHeld }, new Dictionary<Guid, CardToChange>());
            lock (exchange.Gate)
            {
                foreach (var row in rows)
                {
                    var selected = exchange.Cards.FindAll(card => card.Customer == Customer && (row.Selector == RequestSelector.CustomerRef
                        ? card.RefIndex != 0 && KeyedIndexColumn.ToUuid(card.RefIndex) == row.Index : card.CardNo == row.Number))
                        .ConvertAll(card => changed.TryGetValue(card.Card.CardId, out var one) ? one : changed[card.Card.CardId] =
                            new CardToChange(before.Cards[card.Card.CardId].Card, card.OrderNo, card.CardNo));
                    if (selected.Count > 0)
                    {
                        known.Cards[row.RowNumber] = new SelectedCards
                        {
                            Count = selected.Count,
                            Open = selected.Count(card => !card.Facts.IsErased),
                            Ready = selected.Count(card => card.IsReadyToErase),
                        };
                        known.Cards[row.RowNumber].Cards.AddRange(selected);
                    }
                }
            }

            return Task.FromResult(known);
        }

        public async Task ApplyAsync(RequestEffects asked, CancellationToken cancellationToken)
        {
            effects = asked;
            var updates = new CustomerCardUpdates(new InMemoryCardEventWriter(copy, exchange.Register),
                new Uuid7Sequence(new FakeTimeProvider(asked.Now)),
                asked.Now);
            foreach (var (card, kind, reason) in asked.Events)
            {
                updates.Add(card.Registered, kind, reason);
            }

            await updates.WriteAsync(cancellationToken);
            foreach (var cardId in Erased(asked))
            {
                copy.Erase(cardId);
            }
        }

        public async Task CommitAsync(FileVerdict verdict, IReadOnlyList<ReportDraft> answers, CancellationToken cancellationToken)
        {
            var reports = new List<ReportRow>();
            foreach (var answer in answers)
            {
                reports.Add(await StoredReport.OfAsync(answer, Customer, file.FileId, verdict.StoredAt, cancellationToken));
            }

            lock (exchange.Gate)
            {
                if (exchange.AnsweredRequests.Count != answeredAtBegin || exchange.HoldsInForce.Contains(Customer) != isHeld)
                {
                    throw new FileExchangeException(FailureReason.DatabaseConflict, isTransient: true, "Others came in between.");
                }

                exchange.EnsureHeld(file);
                exchange.Register.Take(before, copy);
                exchange.StoreFile(file, verdict, reports, replyName);
                if (effects is not null)
                {
                    Store(effects);
                }
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private void Store(RequestEffects stored)
        {
            foreach (var (row, answer, _) in stored.Kept)
            {
                exchange.AnsweredRequests.Add((Customer, row.RequestRef), new AnsweredRequest(row.ContentIndex.ToArray(), null, answer));
            }

            exchange.EraseContent(Erased(stored));
            foreach (var row in stored.Scheduled)
            {
                exchange.ScheduledErasures.UnionWith(exchange.Cards.Where(card => card.Customer == Customer
                    && KeyedIndexColumn.ToUuid(card.RefIndex) == row.Index).Select(card => (Customer, row.RequestRef, card.Card.CardId)));
            }
        }

        private static HashSet<Guid> Erased(RequestEffects asked) =>
        [
            .. asked.IsErasureHeld ? [] : asked.Events.Where(one => one.Card.IsCancelledHere).Select(one => one.Card.CardId),
            .. asked.Erased.Select(one => one.Card.CardId),
        ];
    }
}
