-- Declined orders ($1: their ids, $2: now): every card that still waits is cancelled and its personal data goes at once.
-- What stays is the card's number, product, dates and status. Without its key a sealed value that survives in a backup cannot be opened.
with declined as (
    update orders.card
    set status = 'CANCELLED', hold_code = null, status_at = $2, erased_at = $2,
        sealed = null, ref_index = null, content_index = null, person_index = null
    where order_id = any($1) and status = 'ON_HOLD'
    returning card_id
)
delete from vault.card_key where card_id in (select card_id from declined)
