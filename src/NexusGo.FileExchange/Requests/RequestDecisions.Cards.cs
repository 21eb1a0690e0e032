using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Production;

namespace NexusGo.FileExchange.Requests;

internal sealed partial class RequestDecisions
{
    /// <summary>Blocking happens in the customer's own systems; every answer that records it says so.</summary>
    private const string BlockItYourself = "W-BLK-01";

    /// <summary>A hold keeps the data of what is cancelled or to be erased; what was asked for is done when it has ended.</summary>
    private const string DataIsHeld = "R-HLD-01";

    /// <summary>
    /// Cancelling, blocking, confirming delivery: one event for each selected card that is not there yet, or none at all.
    /// </summary>
    private (RequestAnswer, long) DecideCards(RequestRow row)
    {
        if (!known.Cards.TryGetValue(row.RowNumber, out var selected))
        {
            return (new RequestAnswer(RequestOutcome.NotFound), 0);
        }

        var kind = row.Action!.Value.Rule().Event!.Value;
        var (orderNo, cardNo) = Numbers(selected.Cards);
        var steps = new List<(CardToChange Card, CardFacts After)>(selected.Cards.Count);
        var toAsk = new List<CardToChange>();
        foreach (var card in selected.Cards)
        {
            if (IsThere(card.Facts, kind) || (card.Facts.IsErased && selected.Cards.Count > 1))
            {
                continue;
            }

            if (kind == CardEventKind.Cancelled && CardLifeCycle.CanAskToCancel(card.Facts))
            {
                if (!partnerTakesCancellations)
                {
                    return (RequestAnswer.Refused("R-CAN-01", orderNo, cardNo), 0);
                }

                toAsk.Add(card);
                continue;
            }

            if (CardLifeCycle.Ask(card.Facts, kind) is not { Effect: EventEffect.Applied, Facts: var after })
            {
                return (RequestAnswer.Refused("R-CRD-01", orderNo, cardNo), 0);
            }

            steps.Add((card, after));
        }

        foreach (var (card, after) in steps)
        {
            card.Facts = after;
            card.IsCancelledHere |= kind == CardEventKind.Cancelled;
            effects.Events.Add((card, kind, row.ReasonCode));
        }

        foreach (var card in toAsk)
        {
            card.Facts = card.Facts with { IsCancelling = true };
            effects.AskedToCancel.Add((row, card));
        }

        var isHeld = known.IsHeld && kind == CardEventKind.Cancelled && steps.Count > 0;
        var code = kind == CardEventKind.Blocked ? BlockItYourself : isHeld ? DataIsHeld : null;
        var outcome = toAsk.Count > 0 || isHeld ? RequestOutcome.Scheduled : steps.Count > 0
            ? RequestOutcome.Done : RequestOutcome.Unchanged;
        return (new RequestAnswer(outcome, code, orderNo, cardNo), steps.Count + toAsk.Count);
    }

    /// <summary>
    /// Produced and invoiced cards go at once; of the others the agreement says whether they are waited for.
    /// More than <see cref="RequestLimits.CardsErasedAtOnce"/> are put on the list of erasures, too.
    /// </summary>
    private (RequestAnswer, long) DecideErase(RequestRow row)
    {
        if (!known.Cards.TryGetValue(row.RowNumber, out var selected))
        {
            return (new RequestAnswer(RequestOutcome.NotFound), 0);
        }

        var isRead = selected.Cards.Count > 0;
        var (open, ready) = isRead
            ? (selected.Cards.Count(card => !card.Facts.IsErased), selected.Cards.Count(card => card.IsReadyToErase))
            : (selected.Open, selected.Ready);
        var (orderNo, _) = row.Selector == RequestSelector.OrderNo ? Numbers(selected.Cards) : default;
        if (open == 0)
        {
            return (new RequestAnswer(RequestOutcome.Unchanged, null, orderNo), 0);
        }

        if (ready < open && profile.Requests.EraseBeforeInvoice == EarlyErase.Refuse)
        {
            return (RequestAnswer.Refused("R-ERA-01", orderNo), 0);
        }

        if (known.IsHeld)
        {
            effects.Scheduled.Add(row);
            return (new RequestAnswer(RequestOutcome.Scheduled, DataIsHeld, orderNo), open);
        }

        foreach (var card in selected.Cards.Where(card => card.IsReadyToErase))
        {
            card.Facts = card.Facts with { IsErased = true };
            effects.Erased.Add((row, card));
        }

        if (isRead && ready == open)
        {
            return (new RequestAnswer(RequestOutcome.Done, null, orderNo), open);
        }

        effects.Scheduled.Add(row);
        return (new RequestAnswer(RequestOutcome.Scheduled, null, orderNo), open);
    }

    private static bool IsThere(in CardFacts facts, CardEventKind kind) => kind switch
    {
        CardEventKind.Cancelled => facts.Status == CardStatus.Cancelled,
        CardEventKind.Delivered => facts.Status == CardStatus.Delivered,
        CardEventKind.Blocked => facts.State == CardState.Blocked,
        CardEventKind.Unblocked => facts.State == CardState.Active,
        CardEventKind.Terminated => facts.State == CardState.Terminated,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The order, where all cards are of one; the card, where there is one.</summary>
    private static (long OrderNo, long CardNo) Numbers(List<CardToChange> cards) => cards.Count == 0 ? default :
        (cards.TrueForAll(card => card.OrderNo == cards[0].OrderNo) ? cards[0].OrderNo : 0, cards.Count == 1 ? cards[0].CardNo ?? 0 : 0);
}
