-- Orders none of whose cards holds personal data any more ($1: orders, $2: now) forget who signed and who decided, and so do their files and the requests
-- about them.
with whole as (
update orders.card_order o set erased_at = $2, signed_by = null, decided_by = null, next_expiry = null
where o.order_id = any($1) and o.erased_at is null
    -- From the end: a large order is erased from its beginning, and what is left of it lies there.
    and not exists (
        select from orders.card c where c.card_id between o.first_card_id and o.last_card_id and (c.erased_at is null or c.kept_until is not null)
        order by c.card_id desc limit 1)
    returning o.order_no, o.file_id
), files as (
    update exchange.inbound_file f set signed_by = null from whole where f.file_id = whole.file_id
)
update exchange.request q set signed_by = null from whole where q.order_no = whole.order_no
