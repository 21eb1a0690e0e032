using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Requests;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>
/// What the rows of a request file select among the ledgers in memory, within the limits of <see cref="RequestLimits"/>.
/// </summary>
internal sealed class InMemoryRequestSelection(InMemoryExchange exchange, CustomerId customer)
{
    public KnownRequests Run(IReadOnlyList<RequestRow> rows)
    {
        var known = new KnownRequests { IsHeld = exchange.IsHeld(customer) };
        var about = rows.ToLookup(row => row.Action!.Value.Rule().Subject);
        known.Orders.AddRange(OrdersFor([.. about[RequestSubject.OrderToDecide]]));
        FindDelivered(about[RequestSubject.DeliveredReport], known);
        FindRepeatable(about[RequestSubject.EventsToRepeat], known);
        SelectCards([.. about[RequestSubject.Cards]], known);
        return known;
    }

    /// <summary>The cards that a row selects.</summary>
    public IEnumerable<CardRow> CardsOf(RequestRow row) => exchange.Cards
        .Where(card => card.Customer == customer && row.Selector switch
        {
            RequestSelector.CardNo => card.CardNo == row.Number,
            RequestSelector.OrderNo => card.OrderNo == row.Number,
            RequestSelector.CustomerRef => KeyedIndexColumn.ToUuid(card.RefIndex) == row.Index,
            RequestSelector.Person => KeyedIndexColumn.ToUuid(card.PersonIndex) == row.Index,
            RequestSelector.AllBefore or RequestSelector.Period => card.OrderedAt < row.Until
                && (row.From is null || card.OrderedAt >= row.From),
            _ => false,
        })
        .OrderBy(card => card.Card.CardId);

    /// <summary>The cards of an order that wait; null: for whatever.</summary>
    public IEnumerable<CardRow> Waiting(OrderToDecide order, string? holdCode) => exchange.Cards.Where(card => card.OrderId == order.OrderId
        && StatusOf(card) == CardStatus.OnHold && (holdCode is null || card.HoldCode == holdCode));

    private CardStatus StatusOf(CardRow card) => exchange.Register.Cards[card.Card.CardId].Card.Facts.Status;

    private IEnumerable<OrderToDecide> OrdersFor(IReadOnlyList<RequestRow> rows)
    {
        foreach (var file in exchange.Files.Where(file => file.Claimed.Customer == customer))
        {
            if (file.Verdict is { Order: { } order } verdict
                && rows.Any(row => row.Number == order.OrderNo || row.FileName == file.StoredName))
            {
                var decided = new OrderToDecide
                {
                    OrderId = order.OrderId,
                    OrderNo = order.OrderNo,
                    FileName = file.StoredName,
                    FileHash = Convert.ToHexStringLower(verdict.Sha256.Span),
                    SignedBy = verdict.SignedBy,
                    Approval = exchange.ApprovalOf(order),
                    HasRepeatedPersons = false,
                };
                decided.HasRepeatedPersons = Waiting(decided, OrderPass.PersonHadProduct).Any();
                yield return decided;
            }
        }
    }

    private void FindDelivered(IEnumerable<RequestRow> rows, KnownRequests known)
    {
        var names = rows.Select(row => row.FileName).ToHashSet();
        foreach (var report in exchange.ReportRows.Where(one => one.Report.Customer == customer && one.DeliveredAt is not null
            && names.Contains(one.Report.Name)))
        {
            known.Delivered.TryAdd(report.Report.Name, new ReportToConsume { ReportId = report.Report.ReportId,
                IsConsumed = report.ConsumedAt is not null || report.DeletedAt is not null });
        }
    }

    /// <summary>The double knows how many back-reports there were, and not when the cards of each were ordered.</summary>
    private void FindRepeatable(IEnumerable<RequestRow> rows, KnownRequests known)
    {
        foreach (var (place, row) in rows.Index())
        {
            var isTold = exchange.BackReportSeries.TryGetValue(customer, out var last) && last.Sequence >= (row.Number ?? 1);
            if (place >= RequestLimits.Reports)
            {
                known.TooMany.Add(row.RowNumber);
            }
            else if (isTold)
            {
                known.Repeatable.Add(row.RowNumber);
            }
        }
    }

    private void SelectCards(IReadOnlyList<RequestRow> rows, KnownRequests known)
    {
        var bounded = RequestLimits.LookedUp(rows, known.TooMany);
        var estimates = bounded.Where(row => row.Selector is RequestSelector.OrderNo or RequestSelector.AllBefore or RequestSelector.Period)
            .ToDictionary(row => row.RowNumber, row => CardsOf(row).LongCount());
        var read = RequestLimits.Read(bounded, estimates, known.TooMany);
        var shared = new Dictionary<Guid, CardToChange>();
        foreach (var row in bounded.Where(row => !known.TooMany.Contains(row.RowNumber)))
        {
            var cards = CardsOf(row).Select(card => (Row: card, exchange.Register.Cards[card.Card.CardId].Card)).ToList();
            if (cards.Count == 0)
            {
                continue;
            }

            var selected = new SelectedCards
            {
                Count = cards.Count,
                Open = cards.Count(card => !card.Card.Facts.IsErased),
                Ready = cards.Count(card => card.Card.Facts is { IsErased: false, IsInvoiced: true, State: not CardState.None }),
            };
            known.Cards.Add(row.RowNumber, selected);
            foreach (var (card, registered) in cards.Where(_ => read.Contains(row.RowNumber)))
            {
                if (!shared.TryGetValue(registered.CardId, out var change))
                {
                    shared.Add(registered.CardId,
                        change = new CardToChange(registered, card.OrderNo, card.CardNo == 0 ? null : card.CardNo));
                }

                selected.Cards.Add(change);
            }
        }
    }
}
