    -- Certain cards ($4). Whoever changes cards holds the customer's event lock, so they stay as they are.
    select card_id, status, status_at, ordered_at, card_state, card_state_at, produced_at, shipped_at, delivered_at, erase_after, awaits_photo, erased_at, kept_until
    from orders.card where customer_id = $1 and card_id = any($4) and (erased_at is null or kept_until is not null)
    order by card_id
