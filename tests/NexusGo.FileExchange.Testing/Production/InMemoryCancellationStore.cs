using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Testing.Stores;

namespace NexusGo.FileExchange.Testing.Production;

/// <summary>The double of <see cref="ICancellationStore"/>. Nobody waits for the series of files.</summary>
internal sealed class InMemoryCancellationStore(InMemoryExchange exchange) : ICancellationStore
{
    private static readonly TimeSpan KeptForReissue = TimeSpan.FromDays(30);

    public async Task<int> SendAsync(CustomerId customer, int most, DateTimeOffset now,
        Func<long, IReadOnlyList<AskedCancellation>, Task<MadeBatch>> write, CancellationToken cancellationToken)
    {
        List<CancellationRow> asked;
        lock (exchange.Gate)
        {
            asked = [.. exchange.Cancellations.Where(row => row.Customer == customer && row.Sequence is null)
                .OrderBy(row => row.Asked.CardId).Take(most)];
        }

        if (asked.Count == 0)
        {
            return 0;
        }

        var file = await write(exchange.LastCancellationFile + 1, [.. asked.Select(row => row.Asked)]);
        await using var draft = file.Draft;
        var report = await StoredReport.OfAsync(draft, CustomerId.Production, null, now, cancellationToken);
        lock (exchange.Gate)
        {
            exchange.LastCancellationFile = file.Sequence;
            exchange.AddToSeries(report);
            asked.ForEach(row => row.Sequence = file.Sequence);
        }

        return asked.Count;
    }

    public async Task<IReadOnlyList<Guid>> SettleAsync(CustomerId customer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<CancellationRow> listed;
        InMemoryCardChanges changes;
        lock (exchange.Gate)
        {
            listed = exchange.Cancellations.FindAll(row => row.Customer == customer);
            changes = new InMemoryCardChanges(exchange);
        }

        var updates = changes.Updates(now);
        foreach (var card in listed.Select(row => changes.CardOf(row.Asked.CardId)))
        {
            if (card.Facts is { IsCancelling: true, Status: CardStatus.Failed })
            {
                updates.Add(card, CardEventKind.Cancelled, null);
            }
        }

        await updates.WriteAsync(cancellationToken);
        lock (exchange.Gate)
        {
            changes.Commit();
            exchange.Cancellations.RemoveAll(row => row.Customer == customer && !FactsOf(row).IsCancelling
                && (row.Asked.ReasonCode != TimedCardTransitions.Stale || (row.Sequence is not null
                    && row.AskedAt < now - KeptForReissue)));
            return [.. listed.Where(row => FactsOf(row) is { Status: CardStatus.Cancelled, IsErased: false })
                .Select(row => row.Asked.CardId).Order()];
        }
    }

    private CardFacts FactsOf(CancellationRow row) => exchange.Register.Cards[row.Asked.CardId].Card.Facts;
}

/// <summary>A card that the partner is asked not to make, until that is settled.</summary>
internal sealed class CancellationRow(CustomerId customer, AskedCancellation asked, DateTimeOffset askedAt)
{
    public CustomerId Customer => customer;

    public AskedCancellation Asked => asked;

    public DateTimeOffset AskedAt => askedAt;

    /// <summary>The number of the file that asked the partner; null: not yet asked.</summary>
    public long? Sequence { get; set; }
}
