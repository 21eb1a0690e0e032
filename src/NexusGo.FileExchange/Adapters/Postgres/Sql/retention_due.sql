-- When each candidate is due, and by which rule: the earliest one. The same as RetentionRules in C#; a test compares the two.
-- $1: customer, $2: now, $3: the profile's period in months (0: at once), $5: its period for cards that are never finished. Which cards are looked at, the first part of the query, stands in retention_all.sql and retention_some.sql.
with candidate as materialized (
{candidates}
), moment as (
    select card_id, status, card_state, erased_at, case when status <> 'RETURNED' then coalesce(delivered_at, case when status = 'DESTROYED' then status_at end,
            shipped_at + interval '336 hours', produced_at + interval '720 hours') end as delivery,
        case when status in ('ACCEPTED', 'ORDERED', 'IN_PRODUCTION', 'FAILED') then ordered_at end as unfinished_since,
        case when status = 'RETURNED' then status_at + interval '2160 hours' end as returned_due,
        least($3, case erase_after when 'IMMEDIATE' then 0 else left(erase_after, -1)::integer end) as months,
        case when card_state in ('BLOCKED', 'TERMINATED', 'EXPIRED') then card_state_at + interval '2160 hours' end as state_due,
        case when status = 'ON_HOLD' then status_at + case when awaits_photo then interval '336 hours' else interval '720 hours' end end as hold_due,
        case when status in ('CANCELLED', 'REJECTED') then case when erased_at is null then status_at else kept_until end end as ended_due
    from candidate
), period as (
    select *, case when months = 0 then delivery
        else (delivery at time zone 'Europe/Stockholm' + make_interval(months => months)) at time zone 'Europe/Stockholm' end as period_due,
        (unfinished_since at time zone 'Europe/Stockholm' + make_interval(months => case when months = 0 then least($5, 6) else $5 end)) at time zone 'Europe/Stockholm' as unfinished_due
    from moment
), due as (
    select *, least(period_due, state_due, hold_due, ended_due, returned_due, unfinished_due) as due_at from period
)
select card_id,
    case when due_at = period_due then 'PERIOD_ENDED'
        when due_at = state_due then case card_state when 'BLOCKED' then 'BLOCKED' else 'OUT_OF_USE' end
        when due_at = hold_due then 'HOLD_TIMEOUT'
        when due_at = ended_due then case when erased_at is null then 'CANCELLED' else 'KEPT_NUMBER' end
        when due_at = returned_due then 'RETURNED'
        else 'UNFINISHED' end as cause,
    (due_at at time zone 'Europe/Stockholm')::date as due_on
from due
where due_at <= $2
