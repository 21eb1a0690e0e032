using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Requests;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Production;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>
/// The double of <see cref="IRequestStore"/>. A transaction keeps to itself what it changes and puts it into the ledgers at its commit.
/// </summary>
/// <param name="exchange">The ledgers.</param>
/// <param name="waits">
/// Whether a customer's request files wait for each other. False where workers die, because whoever is dead never lets the next one go on:
/// of two at once the second to commit fails.
/// </param>
internal sealed class InMemoryRequestStore(InMemoryExchange exchange, bool waits = true) : IRequestStore
{
    public async Task<IRequestTransaction> BeginAsync(InboundFile file, CancellationToken cancellationToken)
    {
        SemaphoreSlim? turn = null;
        lock (exchange.Gate)
        {
            exchange.EnsureHeld(file);
            if (waits && !exchange.RequestLocks.TryGetValue(file.Customer, out turn))
            {
                exchange.RequestLocks.Add(file.Customer, turn = new SemaphoreSlim(1));
            }
        }

        await (turn?.WaitAsync(cancellationToken) ?? Task.CompletedTask);
        lock (exchange.Gate)
        {
            return new Transaction(exchange, file, turn);
        }
    }

    private sealed class Transaction(InMemoryExchange exchange, InboundFile file, SemaphoreSlim? turn) : IRequestTransaction
    {
        private readonly int answeredAtBegin = CountAnswered(exchange, file.Customer);
        private readonly bool wasHeld = exchange.IsHeld(file.Customer);
        private readonly InMemoryCardChanges changes = new(exchange);
        private readonly InMemoryRequestSelection selection = new(exchange, file.Customer);
        private (string CounterKey, int Uses)? replyName;
        private bool isDisposed;

        public IRequestedReports Reports => new InMemoryRequestedReports(exchange, file, changes, selection);

        private CustomerId Customer => file.Customer;

        public Task<int> UseReplyNameAsync(string counterKey, CancellationToken cancellationToken)
        {
            lock (exchange.Gate)
            {
                replyName = (counterKey, exchange.ReplyNames.GetValueOrDefault((Customer, counterKey)) + 1);
                return Task.FromResult(replyName.Value.Uses);
            }
        }

        public Task<Dictionary<string, AnsweredRequest>> FindAnsweredAsync(IReadOnlyList<RequestRow> rows,
            CancellationToken cancellationToken)
        {
            lock (exchange.Gate)
            {
                return Task.FromResult(rows.Select(row => row.RequestRef).Distinct()
                    .Where(reference => exchange.AnsweredRequests.ContainsKey((Customer, reference)))
                    .ToDictionary(reference => reference, reference => exchange.AnsweredRequests[(Customer, reference)]));
            }
        }

        public Task<KnownRequests> SelectAsync(IReadOnlyList<RequestRow> rows, CancellationToken cancellationToken)
        {
            lock (exchange.Gate)
            {
                return Task.FromResult(selection.Run(rows));
            }
        }

        public async Task ApplyAsync(RequestEffects effects, CancellationToken cancellationToken)
        {
            Keep(effects);
            var updates = changes.Updates(effects.Now);
            Mark(effects.Approved, OrderApproval.Approved);
            Mark(effects.Declined, OrderApproval.Declined);
            Accept(effects.Approved, OrderPass.AwaitsApproval, updates);
            Accept(effects.Confirmed, OrderPass.PersonHadProduct, updates);
            List<Guid> declined = [.. Cancel(effects.Declined, null, updates),
                .. Cancel(effects.NotConfirmed, OrderPass.PersonHadProduct, updates)];
            foreach (var (card, kind, reason) in effects.Events)
            {
                updates.Add(card.Registered, kind, reason);
            }

            foreach (var (row, card) in effects.AskedToCancel)
            {
                updates.AskToCancel(card.Registered);
                var asked = new AskedCancellation(card.CardId, card.CardNo!.Value, row.ReasonCode);
                changes.Then(() => exchange.Cancellations.Add(new CancellationRow(Customer, asked, effects.Now)));
            }

            await updates.WriteAsync(cancellationToken);
            if (!effects.IsErasureHeld)
            {
                EraseCancelled([.. effects.Events.Where(one => one.Card.IsCancelledHere).Select(one => one.Card.CardId), .. declined]);
            }

            foreach (var (_, card) in effects.Erased)
            {
                changes.Erase(card.CardId, keepsNumber: false);
            }

            Schedule(effects);
            foreach (var consumed in effects.Consumed)
            {
                changes.Then(() =>
                {
                    var report = exchange.ReportRows.Find(one => one.Report.ReportId == consumed.ReportId)!;
                    (report.ConsumedAt, report.Signal) = (report.ConsumedAt ?? effects.Now, report.Signal ?? "REQUEST");
                });
            }
        }

        public async Task CommitAsync(FileVerdict verdict, IReadOnlyList<ReportDraft> answers, CancellationToken cancellationToken)
        {
            var reports = await StoredReport.OfAsync(answers, file, verdict, cancellationToken);
            lock (exchange.Gate)
            {
                if (CountAnswered(exchange, Customer) != answeredAtBegin || exchange.IsHeld(Customer) != wasHeld)
                {
                    throw new FileExchangeException(FailureReason.DatabaseConflict, isTransient: true, "Others came in between.");
                }

                exchange.EnsureStorable(file, reports);
                changes.Commit();
                exchange.StoreFile(file, verdict, reports, replyName);
            }
        }

        public ValueTask DisposeAsync()
        {
            if (!isDisposed)
            {
                isDisposed = true;
                turn?.Release();
            }

            return ValueTask.CompletedTask;
        }

        private static int CountAnswered(InMemoryExchange exchange, CustomerId customer) =>
            exchange.AnsweredRequests.Keys.Count(request => request.Customer == customer);

        /// <summary>The person that a request named stays only while the request is open.</summary>
        private void Keep(RequestEffects effects)
        {
            foreach (var (row, answer, _) in effects.Kept)
            {
                var person = answer.Outcome == RequestOutcome.Scheduled ? row.PersonIndex : null;
                changes.Then(() => exchange.AnsweredRequests.Add((Customer, row.RequestRef),
                    new AnsweredRequest(row.ContentIndex.ToArray(), person, answer)));
            }
        }

        private void Mark(List<OrderToDecide> orders, string word) =>
            orders.ForEach(order => changes.Then(() => exchange.DecidedOrders[order.OrderId] = word));

        private void Accept(List<OrderToDecide> orders, string holdCode, CustomerCardUpdates updates)
        {
            foreach (var card in orders.SelectMany(order => selection.Waiting(order, holdCode)))
            {
                if (card.AwaitsPhoto)
                {
                    // It waits on, for its photo alone.
                    changes.Then(() => exchange.Change(card.Card.CardId, row => row with { HoldCode = OrderPass.AwaitsPhoto }));
                }
                else
                {
                    updates.Add(changes.CardOf(card.Card.CardId), CardEventKind.Accepted, null);
                }
            }
        }

        private List<Guid> Cancel(List<OrderToDecide> orders, string? holdCode, CustomerCardUpdates updates)
        {
            var cards = orders.SelectMany(order => selection.Waiting(order, holdCode)).Select(card => card.Card.CardId).ToList();
            cards.ForEach(card => updates.Add(changes.CardOf(card), CardEventKind.Cancelled, null));
            return cards;
        }

        /// <summary>A file of which nothing is left may be sent again.</summary>
        private void EraseCancelled(IReadOnlyList<Guid> cards)
        {
            foreach (var card in cards.Distinct())
            {
                changes.Erase(card, keepsNumber: true);
            }

            changes.Then(() =>
            {
                foreach (var stored in exchange.Files.Where(one => one.Verdict?.Order is not null && one.Claimed.Customer == Customer))
                {
                    var left = exchange.Cards.Where(card => card.OrderId == stored.Verdict!.Order!.OrderId);
                    if (left.All(card => exchange.Register.Cards[card.Card.CardId].Card.Facts.Status
                        is CardStatus.Cancelled or CardStatus.Rejected))
                    {
                        exchange.ForgottenContents.Add(stored.Claimed.FileId);
                    }
                }
            });
        }

        private void Schedule(RequestEffects effects)
        {
            foreach (var row in effects.Scheduled)
            {
                foreach (var card in selection.CardsOf(row).Where(card => !changes.CardOf(card.Card.CardId).Facts.IsErased).ToList())
                {
                    changes.Then(() => exchange.ScheduledErasures.Add((Customer, row.RequestRef, card.Card.CardId)));
                }
            }
        }
    }
}
