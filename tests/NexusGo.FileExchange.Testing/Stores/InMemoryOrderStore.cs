using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>
/// The double of <see cref="IOrderStore"/>. A transaction keeps to itself what it adds and puts it into the ledgers at its commit, where it
/// meets what others committed before: the database tells the same conflicts, some of them earlier.
/// </summary>
internal sealed class InMemoryOrderStore(InMemoryExchange exchange) : IOrderStore
{
    public Task<IFileTransaction> BeginAsync(InboundFile file, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            exchange.EnsureHeld(file);
        }

        return Task.FromResult<IFileTransaction>(new Transaction(exchange, file));
    }

    private sealed class Transaction(InMemoryExchange exchange, InboundFile file) : IFileTransaction
    {
        private readonly List<CardRow> added = [];
        private readonly int cardsAtBegin = exchange.Cards.Count;
        private (string CounterKey, int Uses)? replyName;

        private CustomerId Customer => file.Customer;

        public Task<int> UseReplyNameAsync(string counterKey, CancellationToken cancellationToken)
        {
            lock (exchange.Gate)
            {
                var uses = exchange.ReplyNames.GetValueOrDefault((Customer, counterKey)) + 1;
                replyName = (counterKey, uses);
                return Task.FromResult(uses);
            }
        }

        public Task<long?> LastSequenceAsync(bool alone, CancellationToken cancellationToken)
        {
            lock (exchange.Gate)
            {
                return Task.FromResult<long?>(exchange.Sequences.TryGetValue((Customer, file.Kind), out var last) ? last : null);
            }
        }

        public Task<(Guid FileId, string Name)?> FindContentAsync(ReadOnlyMemory<byte> contentMac, DateTimeOffset since,
            CancellationToken cancellationToken)
        {
            lock (exchange.Gate)
            {
                return Task.FromResult(exchange.FindContent(Customer, contentMac, since));
            }
        }

        public Task FindKnownAsync(OrderBatch batch, DateTimeOffset personSince, KnownCards known, CancellationToken cancellationToken)
        {
            var (refs, persons, replaced) = (new HashSet<UInt128>(), new HashSet<UInt128>(), new HashSet<long>());
            foreach (ref readonly var row in batch.Rows)
            {
                if (row.Outcome != RowOutcome.Rejected)
                {
                    refs.Add(row.RefIndex);
                    persons.Add(row.PersonIndex);
                    replaced.Add(row.ReplacesCardNo ?? 0);
                }
            }

            lock (exchange.Gate)
            {
                var cards = exchange.Cards.Where(card => card.Customer == Customer).Concat(added).ToList();
                foreach (var card in cards)
                {
                    if (refs.Contains(card.RefIndex))
                    {
                        known.ByRef[card.RefIndex] = new KnownCard(card.Card, card.OrderNo, card.CardNo);
                    }

                    if (card.PersonIndex != 0 && persons.Contains(card.PersonIndex) && card.OrderedAt >= personSince)
                    {
                        known.Persons.Add((card.PersonIndex, card.ProductCode));
                    }

                    // A card is replaced once, unless what was to replace it came to nothing.
                    if (card.CardNo != 0 && replaced.Contains(card.CardNo)
                        && !cards.Exists(other => other.ReplacesCardNo == card.CardNo && !CameToNothing(other)))
                    {
                        known.CardNumbers.Add(card.CardNo);
                    }
                }
            }

            return Task.CompletedTask;
        }

        public Task AddCardsAsync(OrderBatch batch, Guid orderId, DateTimeOffset now, CancellationToken cancellationToken)
        {
            foreach (ref readonly var row in batch.Rows)
            {
                if (row.IsCard)
                {
                    var card = batch.CardOf(row);
                    added.Add(new CardRow
                    {
                        Customer = Customer,
                        Card = new SealedCard(card.CardId, card.Content.ToArray(), card.Key! with { Wrapped = card.Key.Wrapped.ToArray() }),
                        OrderId = orderId,
                        ProductCode = row.ProductCode,
                        Outcome = row.Outcome,
                        HoldCode = row.Outcome == RowOutcome.OnHold ? row.Code : null,
                        AwaitsPhoto = row.AwaitsPhoto,
                        RefIndex = row.RefIndex,
                        PersonIndex = row.PersonIndex,
                        CardNo = row.CardNo,
                        ReplacesCardNo = row.ReplacesCardNo,
                        OrderedAt = now,
                    });
                }
            }

            return Task.CompletedTask;
        }

        public Task AddPhotosAsync(IReadOnlyList<SealedPhoto> photos, DateTimeOffset now, CancellationToken cancellationToken)
        {
            foreach (var photo in photos)
            {
                var place = added.FindIndex(card => card.Card.CardId == photo.CardId);
                added[place] = added[place] with { SealedPhoto = photo.Sealed.ToArray() };
            }

            return Task.CompletedTask;
        }

        public Task<long> TakeNumbersAsync(string series, int count, CancellationToken cancellationToken)
        {
            lock (exchange.Gate)
            {
                var last = exchange.Series.GetValueOrDefault(series, series == "order" ? 1_000_000 : 10_000_000);
                exchange.Series[series] = last + count;
                return Task.FromResult(last + 1);
            }
        }

        public Task UndoRowsAsync(CancellationToken cancellationToken)
        {
            added.Clear();
            return Task.CompletedTask;
        }

        public async Task CommitAsync(FileVerdict verdict, IReadOnlyList<ReportDraft> answers, CancellationToken cancellationToken)
        {
            var reports = await StoredReport.OfAsync(answers, file, verdict, cancellationToken);
            lock (exchange.Gate)
            {
                EnsureNoConflict();
                exchange.StoreFile(file, verdict, reports, replyName);
                foreach (var card in added)
                {
                    exchange.Cards.Add(card with { OrderNo = verdict.Order?.OrderNo ?? 0 });
                    exchange.Register.Begin(card);
                }
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private bool CameToNothing(CardRow card) => exchange.Register.Cards.GetValueOrDefault(card.Card.CardId)?.Card.Facts.Status
            is CardStatus.Cancelled or CardStatus.Rejected or CardStatus.Failed;

        private void EnsureNoConflict()
        {
            var others = exchange.Cards.Skip(cardsAtBegin).Where(card => card.Customer == Customer).ToList();
            var isConflict =
                added.Exists(card => exchange.Cards.Exists(other => other.Customer == Customer && other.RefIndex == card.RefIndex))
                || added.Exists(card => card is { Outcome: RowOutcome.Accepted, ReplacesCardNo: null } && card.PersonIndex != 0
                    && others.Exists(other => other.PersonIndex == card.PersonIndex && other.ProductCode == card.ProductCode));
            if (isConflict)
            {
                throw new FileExchangeException(FailureReason.DatabaseConflict, isTransient: true,
                    $"Another file of {Customer} was stored while {file} was.");
            }
        }
    }
}
