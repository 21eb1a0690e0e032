-- Our own sealed copies of files delivered before $2 ($1: the customer, $3: how many at once, $4: now): the blocks go, and with them the key that opened
-- them. The ledger's row stays: what was delivered, when, and what became of it.
with old as (
    select report_id from exchange.pending_report
    where customer_id = $1 and delivered_at < $2 and purged_at is null
    order by delivered_at
    limit $3
    for update skip locked
), purged as (
    update exchange.pending_report set purged_at = $4, wrapped_key = '' where report_id in (select report_id from old)
    returning report_id
), gone as (
    delete from exchange.sealed_block where owner_id in (select report_id from purged)
)
select count(*) from purged
