-- Destroys the keys of cards that are being erased ($1: customer, $2: the cards, $3 and $4: the entry of the erasure journal, $5: now). Without its key a
-- card's content opens nowhere again, neither in the database nor in its log or an older copy. The row says so without naming a card; what is left of the
-- keys' bytes in the files of this database is removed in the night (rewritten_at, log_discarded_at).
with gone as (
    delete from vault.card_key where customer_id = $1 and card_id = any($2)
    returning card_id
)
insert into vault.key_destruction (customer_id, cause, journal, entry_no, keys, destroyed_at)
select $1, 'ERASURE', $3, $4, (select count(*) from gone), $5
on conflict (journal, entry_no) do nothing
