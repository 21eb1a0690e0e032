-- Erases cards. $1: their ids, $2: now, $3: whether the card's number stays for a while (cancelled and rejected cards), $4: their numbers, in the order of $1,
-- $5: their orders.
-- What stays is the accounting skeleton: internal id, order, product, dates, invoice number. Statements are separated by a line with -- alone.

-- Answers to the card's order file, and to requests that named it, hold its reference and number. A cancelled card's stay for their own time.
update exchange.pending_report set purge_wanted_at = $2
where not $3 and purge_wanted_at is null and purged_at is null and kind in ('RES', 'ERR') and file_id in (
    select o.file_id from orders.card_order o where o.order_id = any($5)
    union
    select q.file_id from exchange.request q where q.card_no = any($4))
--
-- Requests that name the card, and cards that replaced it.
update exchange.request set card_no = null
where not $3 and card_no = any($4)
--
update orders.card set replaces_card_no = null
where not $3 and replaces_card_no = any($4)
--
-- Back-reports that told of the card: that it was ordered, or what happened to it. Events older than every report that still has its bytes are in none.
update exchange.pending_report set purge_wanted_at = $2
where not $3 and purge_wanted_at is null and purged_at is null and report_id = any (array(
    select b.report_id from exchange.back_report b
    where b.seq in (select o.reported_seq from orders.card_order o where o.order_id = any($5))
    union
    select b.report_id from orders.card_event e
    join lateral (
        select b.report_id from exchange.back_report b where b.customer_id = e.customer_id and b.until_position >= e.position order by b.until_position limit 1) b on true
    where e.card_id = any($1) and e.position > (
        select coalesce(min(b.after_position), 9223372036854775807)
        from (
            select r.report_id from exchange.pending_report r
            where r.customer_id = current_setting('nexusgo.customer', true) and r.kind = 'BRP' and r.delivered_at is not null and r.purged_at is null and r.purge_wanted_at is null
            union all
            select r.report_id from exchange.pending_report r where r.customer_id = current_setting('nexusgo.customer', true) and r.kind = 'BRP' and r.delivered_at is null) r
        join lateral (select b.after_position from exchange.back_report b where b.report_id = r.report_id offset 0) b on true)))
--
-- Those that told something again, whatever it was.
update exchange.pending_report set purge_wanted_at = $2
where not $3 and purge_wanted_at is null and purged_at is null and kind = 'BRR'
--
-- Histories with the card in it are withdrawn from the customer's area, and not delivered if they have not been.
update exchange.pending_report
set purge_wanted_at = coalesce(purge_wanted_at, $2), consumed_at = coalesce(consumed_at, $2), consumed_signal = coalesce(consumed_signal, 'ERASED'),
    delivered_at = coalesce(delivered_at, $2)
where report_id in (select report_id from exchange.history_card where card_id = any($1))
--
delete from exchange.history_card where card_id = any($1)
--
-- Where the partner's own event id, the carrier and the chips could lead back to a person.
update orders.card_event e set source_id = null
from unnest($1, $4) as c (card_id, card_no)
where not $3 and e.card_id = c.card_id and position(c.card_no::text in e.source_id) > 0
--
delete from orders.card_shipment where card_id = any($1)
--
delete from orders.card_chip where card_id = any($1)
--
delete from orders.card_photo where card_id = any($1)
--
delete from orders.kept_reference where not $3 and card_id = any($1)
--
update orders.card
set sealed = null, ref_index = null, person_index = null, card_no = case when $3 then card_no end,
    replaces_card_no = null, replace_reason = null, valid_until = null, delivery_method = null, erase_after = null,
    out_of_use_at = null, awaits_photo = false, kept_until = case when $3 then kept_until end, erased_at = coalesce(erased_at, $2)
where card_id = any($1)
--
delete from exchange.scheduled_erasure where card_id = any($1)
--
-- Stored bytes that nobody waits for any more. What is still to be delivered goes when it has been.
delete from exchange.sealed_block
where owner_id in (select report_id from exchange.pending_report where purge_wanted_at is not null and purged_at is null and delivered_at is not null)
--
update exchange.pending_report set purged_at = $2, wrapped_key = ''
where purge_wanted_at is not null and purged_at is null and delivered_at is not null
