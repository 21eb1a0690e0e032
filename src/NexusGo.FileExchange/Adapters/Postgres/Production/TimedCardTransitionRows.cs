using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Finds the cards that <see cref="TimedCardTransitions"/> is about, and writes what became of them.</summary>
internal static class TimedCardTransitionRows
{
    private const int OrdersAtOnce = 200;

    /// <summary>Rows that nobody decided about in time. They are locked and known to be on hold.</summary>
    public static async Task CancelOverdueAsync(
        CustomerSession session, CustomerId customer, IReadOnlyList<Guid> cards, Uuid7Sequence ids, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var updates = new CustomerCardUpdates(new CardEventWriter(session, customer, now), ids, now);
        foreach (var card in await RegisteredCardRows.ReadAsync(session, customer, cards, cancellationToken).ConfigureAwait(false))
        {
            if (card.Facts.Status == CardStatus.OnHold)
            {
                TimedCardTransitions.CancelOverdue(updates, card);
            }
        }

        await updates.WriteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Cards that were never finished: reports that wait on them get a last word, the partner is asked to stop, the cards are cancelled.
    /// </summary>
    public static async Task CloseUnfinishedAsync(
        CustomerSession session, CustomerId customer, IReadOnlyList<Guid> due, Uuid7Sequence ids, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var writer = new CardEventWriter(session, customer, now);
        var cards = await RegisteredCardRows.ReadAsync(session, customer, due, cancellationToken).ConfigureAwait(false);
        foreach (var held in cards.Where(card => card.Facts.IsHeld))
        {
            var waiting = await writer.ReadWaitingAsync(customer, [held.CardId], cancellationToken).ConfigureAwait(false);
            var report = waiting.First(one => one.Event.Kind == CardEventKind.Produced).Event.EventId;
            await new HeldEventSettlement(writer, ids, now).RunAsync(customer, [held.CardId], HeldDecision.SendBack, report,
                cancellationToken).ConfigureAwait(false);
        }

        await CancellationRows.AskAsync(session, customer,
            [.. cards.Where(card => card.Facts.Status is CardStatus.Ordered or CardStatus.InProduction)
            .Select(card => card.CardId)], TimedCardTransitions.Stale, now, cancellationToken).ConfigureAwait(false);
        var updates = new CustomerCardUpdates(writer, ids, now);
        foreach (var card in await RegisteredCardRows.ReadAsync(session, customer, due, cancellationToken).ConfigureAwait(false))
        {
            TimedCardTransitions.CloseUnfinished(updates, card);
        }

        await updates.WriteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Active cards whose last day of validity is before <paramref name="today"/>. Orders say on which day they are to be looked at next,
    /// so that a night looks at few cards.
    /// </summary>
    public static async Task<(int Expired, bool More)> ExpireAsync(
        CustomerSession session, CustomerId customer, DateOnly today, Uuid7Sequence ids, DateTimeOffset now, int most,
        CancellationToken cancellationToken)
    {
        await EventLock.TakeAsync(session, customer.Value, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(PlannerHints.ByIndex, [], cancellationToken).ConfigureAwait(false);
        var orders = await session.IdsAsync("""
            select order_id from orders.card_order where customer_id = $1 and erased_at is null
                and (next_expiry is null or next_expiry <= $2)
            order by next_expiry nulls first limit $3 for update skip locked
            """, [customer.Value, today, OrdersAtOnce], cancellationToken).ConfigureAwait(false);
        var due = await session.IdsAsync("""
            select c.card_id from orders.card_order o join orders.card c on c.card_id between o.first_card_id and o.last_card_id
            where o.order_id = any($1) and c.card_state = 'ACTIVE' and c.valid_until < $2 order by c.card_id limit $3
            """, [orders.ToArray(), today, most], cancellationToken).ConfigureAwait(false);
        var updates = new CustomerCardUpdates(new CardEventWriter(session, customer, now), ids, now);
        foreach (var card in await RegisteredCardRows.ReadAsync(session, customer, due, cancellationToken).ConfigureAwait(false))
        {
            TimedCardTransitions.Expire(updates, card);
        }

        await updates.WriteAsync(cancellationToken).ConfigureAwait(false);
        if (due.Count == most)
        {
            return (due.Count, true);
        }

        // An order with a card past its day that is not in use now is looked at again soon, because the card may come into use.
        await session.ExecuteAsync(PlannerHints.ByIndex, [], cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync("""
            update orders.card_order o set next_expiry = coalesce((
                select min(case when c.valid_until < $2 then $2 + $3 else c.valid_until + 1 end) from orders.card c
                where c.card_id between o.first_card_id and o.last_card_id and c.valid_until is not null and c.erased_at is null
                    and c.card_state not in ('TERMINATED', 'EXPIRED')), 'infinity')
            where o.order_id = any($1)
            """, [orders.ToArray(), today, TimedCardTransitions.DaysUntilNextLook], cancellationToken).ConfigureAwait(false);
        return (due.Count, orders.Count == OrdersAtOnce);
    }
}
