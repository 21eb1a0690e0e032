-- How many cards fall due in which month, by the rules of retention_due.sql. $6: the first day of the month of $2's count, in which what is overdue stands.
insert into retention.forecast (customer_id, due_month, cause, cards, counted_at)
select $1, greatest(date_trunc('month', due.due_on)::date, $6), due.cause, count(*), $7
from ({due}) due
group by 2, 3
