using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Steps in a card's life that time alone brings about. Each writes its event; the caller holds, or gets here, the customer's event lock.
/// </summary>
internal static class CardSteps
{
    /// <summary>Stands in the back-report as the reason.</summary>
    public const string HoldTimeout = "HOLD_TIMEOUT";

    private const int OrdersAtOnce = 200;
    private const int DaysUntilNextLook = 7;

    /// <summary>Rows that nobody decided about in time. They are locked and known to be on hold.</summary>
    public static async Task CancelOverdueAsync(CustomerSession session, CustomerId customer, IReadOnlyList<Guid> cards, Uuid7Sequence ids,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        Require(CardLifeCycle.Allows(CardStatus.OnHold, CardStatus.Cancelled));
        await session.ExecuteAsync("""
            with n as (select * from unnest($1::uuid[], $2::uuid[]) as n (card_id, event_id)),
            moved as (
                update orders.card c set status = 'CANCELLED', status_at = greatest($3, c.status_at)
                from n where c.card_id = n.card_id and c.status = 'ON_HOLD'
                returning n.event_id, c.card_id, c.status_at, c.card_state)
            insert into orders.card_event (customer_id, event_id, card_id, event_time, recorded_at, kind, effect, reason_code, status,
                card_state)
            select $4, event_id, card_id, status_at, $3, 'CANCELLED', 'APPLIED', $5, 'CANCELLED', card_state from moved order by event_id
            """, [cards.ToArray(), EventIds(ids, cards.Count), now, customer.Value, HoldTimeout], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Active cards whose last day of validity is before <paramref name="today"/>. Orders say on which day they are to be looked at next,
    /// so that a night looks at few cards.
    /// </summary>
    public static async Task<(int Expired, bool More)> ExpireAsync(CustomerSession session, CustomerId customer, DateOnly today,
        Uuid7Sequence ids, DateTimeOffset now, int most, CancellationToken cancellationToken)
    {
        Require(CardLifeCycle.Allows(CardState.Active, CardState.Expired));
        await EventLock.TakeAsync(session, customer.Value, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(PlannerHints.ByIndex, [], cancellationToken).ConfigureAwait(false);
        var orders = await session.IdsAsync("""
            select order_id from orders.card_order where customer_id = $1 and erased_at is null
                and (next_expiry is null or next_expiry <= $2)
            order by next_expiry nulls first limit $3 for update skip locked
            """, [customer.Value, today, OrdersAtOnce], cancellationToken).ConfigureAwait(false);
        var cards = await session.IdsAsync("""
            select c.card_id from orders.card_order o join orders.card c on c.card_id between o.first_card_id and o.last_card_id
            where o.order_id = any($1) and c.card_state = 'ACTIVE' and c.valid_until < $2 order by c.card_id limit $3 for update of c
            """, [orders.ToArray(), today, most], cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync("""
            with n as (select * from unnest($1::uuid[], $2::uuid[]) as n (card_id, event_id)),
            moved as (
                update orders.card c set card_state = 'EXPIRED', card_state_at = greatest($3, c.status_at, c.card_state_at)
                from n where c.card_id = n.card_id and c.card_state = 'ACTIVE'
                returning n.event_id, c.card_id, c.card_state_at, c.status)
            insert into orders.card_event (customer_id, event_id, card_id, event_time, recorded_at, kind, effect, status, card_state)
            select $4, event_id, card_id, card_state_at, $3, 'EXPIRED', 'APPLIED', status, 'EXPIRED' from moved order by event_id
            """, [cards.ToArray(), EventIds(ids, cards.Count), now, customer.Value], cancellationToken).ConfigureAwait(false);
        if (cards.Count == most)
        {
            return (cards.Count, true);
        }

        // A card past its day that is not in use now may come into use: such an order is looked at again soon.
        await session.ExecuteAsync("""
            update orders.card_order o set next_expiry = coalesce((
                select min(case when c.valid_until < $2 then $2 + $3 else c.valid_until + 1 end) from orders.card c
                where c.card_id between o.first_card_id and o.last_card_id and c.valid_until is not null and c.erased_at is null
                    and c.card_state not in ('TERMINATED', 'EXPIRED')), 'infinity')
            where o.order_id = any($1)
            """, [orders.ToArray(), today, DaysUntilNextLook], cancellationToken).ConfigureAwait(false);
        return (cards.Count, orders.Count == OrdersAtOnce);
    }

    private static Guid[] EventIds(Uuid7Sequence ids, int count)
    {
        var events = new Guid[count];
        ids.Fill(events);
        return events;
    }

    private static void Require(bool allowed)
    {
        if (!allowed)
        {
            throw new InvalidOperationException("The life cycle does not know this step.");
        }
    }
}
