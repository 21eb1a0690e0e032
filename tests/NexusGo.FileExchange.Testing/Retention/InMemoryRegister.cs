using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Stores;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Testing.Retention;

/// <summary>The double of <see cref="IRegister"/>. No double sets files aside, so there are none to remove.</summary>
internal sealed class InMemoryRegister(InMemoryExchange exchange, TimeProvider clock) : IRegister
{
    private const string Journal = "memory";

    public Task<IncidentReport> IncidentAsync(CustomerId customer, DateTimeOffset from, DateTimeOffset to,
        CancellationToken cancellationToken)
    {
        bool IsWithin(DateTimeOffset? at) => at >= from && at < to;
        lock (exchange.Gate)
        {
            var moved = exchange.Register.Events.Where(one => IsWithin(one.Time)).Select(one => one.CardId).ToHashSet();
            var cards = exchange.Cards.FindAll(card => card.Customer == customer
                && (IsWithin(card.OrderedAt) || moved.Contains(card.Card.CardId)));
            return Task.FromResult(new IncidentReport
            {
                Customer = customer.Value,
                Files = [.. exchange.Files.Where(file => file.Claimed.Customer == customer && file.ClaimedAt < to
                    && (file.ClosedAt ?? file.ClaimedAt) >= from).OrderBy(file => file.ClaimedAt).Select(file => new IncidentFile(
                    file.Claimed.FileId, file.StoredName, InboundFileRow.KindWord(file.Claimed.Kind), file.ClaimedAt,
                    file.Verdict?.FileStatus, file.Verdict?.Rows.Total))],
                Reports = [.. exchange.ReportRows.Where(report => report.Report.Customer == customer && IsWithin(report.DeliveredAt))
                    .OrderBy(report => report.DeliveredAt).ThenBy(report => report.Report.Name, StringComparer.Ordinal)
                    .Select(report => report.Report.Name)],
                Cards = cards.Count,
                CardNumbers = [.. cards.Where(card => card.CardNo != 0).Select(card => card.CardNo).Order()
                    .Take(IncidentReport.MostNumbers)],
                Persons = cards.Where(card => card.PersonIndex != 0).Select(card => card.PersonIndex).Distinct().Count(),
                CardsWithoutPerson = cards.Count(card => card.PersonIndex == 0 && !FactsOf(card).IsErased),
                Erased = cards.Count(card => FactsOf(card).IsErased),
            });
        }
    }

    public Task<IReadOnlyList<ErasableCard>> CardsAsync(CustomerId customer, long? cardNo, long? orderNo,
        CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            return Task.FromResult<IReadOnlyList<ErasableCard>>([.. exchange.Cards
                .Where(card => card.Customer == customer && InMemoryErasure.HoldsSomething(exchange, card)
                    && (cardNo is null || card.CardNo == cardNo) && (orderNo is null || card.OrderNo == orderNo))
                .Select(card => new ErasableCard(card.Card.CardId, FactsOf(card).State != CardState.None, FactsOf(card).IsInvoiced))]);
        }
    }

    public Task<int> EraseAsync(CustomerId customer, ErasureOrder order, IReadOnlyList<Guid> cards, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            return Task.FromResult(InMemoryErasure.Erase(exchange, customer, order, (Journal, ++exchange.LastJournalEntry), cards,
                clock.GetUtcNow()));
        }
    }

    public Task RemoveSetAsideAsync(CustomerId customer, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<long> CountUndeliveredAsync(CustomerId customer, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            return Task.FromResult(exchange.ReportRows.LongCount(report => report.Report.Customer == customer
                && report.DeliveredAt is null));
        }
    }

    public Task ReadSealedAsync(CustomerId customer, Action<SealedCard> onCard, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            exchange.Cards.Where(card => card.Customer == customer && !card.Card.Content.IsEmpty).Select(card => card.Card)
                .OrderBy(card => card.CardId).ToList().ForEach(onCard);
        }

        return Task.CompletedTask;
    }

    private CardFacts FactsOf(CardRow card) => exchange.Register.Cards[card.Card.CardId].Card.Facts;
}
