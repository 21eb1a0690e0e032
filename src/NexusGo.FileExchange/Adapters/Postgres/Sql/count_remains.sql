-- How many of these cards ($1; $2: whether their number stays) still have anything that belongs to a person. Zero, or the erasure is undone.
select count(*) from orders.card c
where c.card_id = any($1) and (
    c.erased_at is null or c.sealed is not null or c.ref_index is not null or c.person_index is not null
    or (c.card_no is not null and not $2)
    or exists (select from orders.card_chip h where h.card_id = c.card_id)
    or exists (select from orders.card_shipment s where s.card_id = c.card_id))
