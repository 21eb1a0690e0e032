    -- Cards of orders old enough for the profile's period ($4: the youngest such; a card is delivered after it was ordered), by the order's index.
    select c.* from orders.card_order o
    join lateral (
        select card_id, status, status_at, ordered_at, card_state, card_state_at, produced_at, shipped_at, delivered_at, erase_after, awaits_photo, erased_at, kept_until
        from orders.card c where c.card_id between o.first_card_id and o.last_card_id and (c.erased_at is null or c.kept_until is not null) offset 0) c on true
    where o.customer_id = $1 and o.erased_at is null and o.ordered_at <= $4
    union all
    -- Of younger orders only what can be due sooner: cards with a period of their own, out of use or returned, waiting for a decision, cancelled or rejected.
    select c.* from (
        select card_id, status, status_at, ordered_at, card_state, card_state_at, produced_at, shipped_at, delivered_at, erase_after, awaits_photo, erased_at, kept_until
        from orders.card c where c.card_id in (
            select card_id from orders.card where customer_id = $1 and erase_after is not null
            union select card_id from orders.card where customer_id = $1 and out_of_use_at <= $2 - interval '2160 hours'
            union select card_id from orders.card where customer_id = $1 and hold_code is not null and erased_at is null
            union select card_id from orders.card where customer_id = $1 and kept_until is not null)
        and (c.erased_at is null or c.kept_until is not null)
        and not exists (select from orders.card_order o where o.order_id = c.order_id and o.erased_at is null and o.ordered_at <= $4) offset 0) c
