-- How many of these cards ($1; $2: whether their number stays) still have anything that belongs to a person, or are still found by theirs ($3: the persons'
-- keyed indexes before the erasure, in the order of $1). Zero, or the erasure is undone.
select (
    select count(*) from orders.card c
    where c.card_id = any($1) and (
        c.erased_at is null or c.sealed is not null or c.ref_index is not null or c.person_index is not null
        or (c.card_no is not null and not $2)
        or (not $2 and exists (select from orders.kept_reference k where k.card_id = c.card_id))
        or exists (select from orders.card_photo p where p.card_id = c.card_id)
        or exists (select from orders.card_chip h where h.card_id = c.card_id)
        or exists (select from orders.card_shipment s where s.card_id = c.card_id))
) + (
    select count(*) from unnest($1, $3) as k (card_id, person_index)
    join lateral (select from orders.card_person p where p.person_index = k.person_index and p.card_id = k.card_id offset 0) p on true
)
