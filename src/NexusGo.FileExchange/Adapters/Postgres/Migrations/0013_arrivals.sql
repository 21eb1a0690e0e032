-- When order files were expected and did not come.

-- Until when operators expect nothing of a customer, why, and who said so.
create table exchange.forgiven_arrival (
    customer_id text        not null,
    until       timestamptz not null,
    reason      text        not null,
    forgiven_by text        not null,
    forgiven_at timestamptz not null,
    constraint pk_forgiven_arrival primary key (customer_id)
);
alter table exchange.forgiven_arrival enable row level security;
create policy one_customer on exchange.forgiven_arrival using (customer_id = current_setting('nexusgo.customer', true));
grant select, insert, update, delete on exchange.forgiven_arrival to nexusgo_worker;

-- Of each of these customers: its last order file, a sequence number that is missing among those of the last 30 days, and what is forgiven.
create function exchange.arrivals(customers text[], at timestamptz) returns table (customer text, last_order_at timestamptz, missing bigint,
    forgiven_until timestamptz) language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform exchange.demand_everybody();
    return query
    select c.id, l.last_at, g.missing, f.until
    from unnest(customers) c(id)
    cross join lateral (select max(i.claimed_at) as last_at from exchange.inbound_file i
        where i.customer_id = c.id and i.claimed_at > at - interval '400 days' and i.kind = 'ORD' and not i.is_test) l
    cross join lateral (
        select min(n.number + 1) as missing from (
            select s.sequence_no as number, lead(s.sequence_no) over (order by s.sequence_no) as next from (
                select distinct i.sequence_no from exchange.inbound_file i
                where i.customer_id = c.id and i.claimed_at > at - interval '30 days' and i.kind = 'ORD' and not i.is_test and i.sequence_no is not null) s) n
        where n.next > n.number + 1) g
    left join exchange.forgiven_arrival f on f.customer_id = c.id;
end $$;
revoke execute on function exchange.arrivals from public;
grant execute on function exchange.arrivals to nexusgo_worker, nexusgo_page;
