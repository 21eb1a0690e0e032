using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Requests;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>The double of <see cref="IHistoryStore"/>.</summary>
internal sealed class InMemoryHistoryStore(InMemoryExchange exchange) : IHistoryStore
{
    public Task ReadPersonAsync(CustomerId customer, Guid personIndex, Action<HistoryLine> onLine, string operatorName, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            var cards = exchange.Cards.FindAll(card => card.Customer == customer
                && KeyedIndexColumn.ToUuid(card.PersonIndex) == personIndex);
            cards.ForEach(card => onLine(LineOf(exchange, card, rowNumber: 0)));
            exchange.HistoryReadings.Add((customer, operatorName, cards.Count));
        }

        return Task.CompletedTask;
    }

    public static HistoryLine LineOf(InMemoryExchange exchange, CardRow card, int rowNumber)
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
}
