using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>The double of <see cref="IPhotoStore"/>.</summary>
internal sealed class InMemoryPhotoStore(InMemoryExchange exchange) : IPhotoStore
{
    public Task<IReadOnlyDictionary<UInt128, PhotoCard>> FindAsync(CustomerId customer, IReadOnlyList<UInt128> references,
        CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            return Task.FromResult<IReadOnlyDictionary<UInt128, PhotoCard>>(Find(customer, references, withKeys: true));
        }
    }

    public Task<IPhotoTransaction> BeginAsync(InboundFile file, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            exchange.EnsureHeld(file);
            return Task.FromResult<IPhotoTransaction>(new Transaction(this, exchange, file));
        }
    }

    private Dictionary<UInt128, PhotoCard> Find(CustomerId customer, IReadOnlyList<UInt128> references, bool withKeys) =>
        exchange.Cards.Where(card => card.Customer == customer && references.Contains(card.RefIndex)).ToDictionary(card => card.RefIndex,
            card => new PhotoCard(new SealedCard(card.Card.CardId, default, withKeys ? card.Card.Key : null), card.ProductCode,
                StageOf(card), card.HoldCode != OrderPass.AwaitsPhoto || IsPending(card), card.OrderNo, card.CardNo));

    private PhotoStage StageOf(CardRow card) => exchange.Register.Cards[card.Card.CardId].Card.Facts.Status switch
    {
        CardStatus.OnHold when card.AwaitsPhoto => PhotoStage.Awaited,
        CardStatus.OnHold or CardStatus.Accepted => PhotoStage.Replaceable,
        _ => PhotoStage.TooLate,
    };

    private bool IsPending(CardRow card) => exchange.Files.Exists(row => row.Verdict?.Order is { } order && order.OrderId == card.OrderId
        && exchange.ApprovalOf(order) == OrderApproval.Pending);

    private sealed class Transaction(InMemoryPhotoStore store, InMemoryExchange exchange, InboundFile file) : IPhotoTransaction
    {
        private readonly InMemoryCardChanges changes = new(exchange);
        private (string CounterKey, int Uses)? replyName;

        public Task<int> UseReplyNameAsync(string counterKey, CancellationToken cancellationToken)
        {
            lock (exchange.Gate)
            {
                replyName = (counterKey, exchange.ReplyNames.GetValueOrDefault((file.Customer, counterKey)) + 1);
                return Task.FromResult(replyName.Value.Uses);
            }
        }

        public Task<IReadOnlyDictionary<UInt128, PhotoCard>> LockAsync(IReadOnlyList<UInt128> references,
            CancellationToken cancellationToken)
        {
            lock (exchange.Gate)
            {
                return Task.FromResult<IReadOnlyDictionary<UInt128, PhotoCard>>(
                    store.Find(file.Customer, references, withKeys: false));
            }
        }

        public Task AddAsync(IReadOnlyList<SealedPhoto> photos, DateTimeOffset now, CancellationToken cancellationToken)
        {
            foreach (var photo in photos)
            {
                changes.Then(() => exchange.Change(photo.CardId, card => card with { SealedPhoto = photo.Sealed }));
            }

            return Task.CompletedTask;
        }

        public Task ReleaseAsync(IReadOnlyList<PhotoCard> cards, DateTimeOffset now, CancellationToken cancellationToken)
        {
            var updates = changes.Updates(now);
            foreach (var card in cards)
            {
                // A card that waits for a second person, too, says so from now on.
                changes.Then(() => exchange.Change(card.Card.CardId, row => row with
                {
                    AwaitsPhoto = false,
                    HoldCode = row.HoldCode == OrderPass.AwaitsPhoto && store.IsPending(row) ? OrderPass.AwaitsApproval : row.HoldCode,
                }));
                if (!card.WaitsForMore)
                {
                    updates.Add(changes.CardOf(card.Card.CardId), CardEventKind.Accepted, null);
                }
            }

            return updates.WriteAsync(cancellationToken);
        }

        public async Task CommitAsync(FileVerdict verdict, IReadOnlyList<ReportDraft> answers, CancellationToken cancellationToken)
        {
            var reports = await StoredReport.OfAsync(answers, file, verdict, cancellationToken);
            lock (exchange.Gate)
            {
                exchange.EnsureStorable(file, reports);
                changes.Commit();
                exchange.StoreFile(file, verdict, reports, replyName);
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
