-- What operators permit once more, and how servers were found each day.

-- Until when the content of an answered file may come once more. Who permitted it, and why, is in the audit log.
create table exchange.replay_permit (
    file_id     uuid        not null,
    customer_id text        not null,
    until       timestamptz not null,
    constraint pk_replay_permit primary key (file_id)
);

-- How an area was when an operator last agreed to it, and what the last probe found to be different.
create table exchange.area_probe (
    customer_id text        not null,
    agreed      jsonb       not null,
    agreed_at   timestamptz not null,
    probed_at   timestamptz not null,
    -- In words; null: nothing is different.
    changes     text,
    changed_at  timestamptz,
    constraint pk_area_probe primary key (customer_id),
    constraint ck_area_probe_changes check ((changes is null) = (changed_at is null))
);

do $$
declare
    t text;
begin
    foreach t in array array['exchange.replay_permit', 'exchange.area_probe']
    loop
        execute format('alter table %s enable row level security', t);
        execute format('create policy one_customer on %s using (customer_id = current_setting(''nexusgo.customer'', true))', t);
    end loop;
end $$;
grant select, insert, update, delete on exchange.replay_permit, exchange.area_probe to nexusgo_worker;

-- Whether a file that was claimed then may bring the content of an answered one again. Its cards must all still be there under their references: by them they
-- are known again and not made twice.
create function exchange.may_replay(of_file uuid, claimed timestamptz) returns boolean language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp as $$
begin
    perform exchange.demand_somebody();
    return exists (select from exchange.replay_permit p where p.file_id = of_file and claimed < p.until)
        and not exists (select from orders.card_order o join orders.card c on c.card_id between o.first_card_id and o.last_card_id
            where o.file_id = of_file and c.ref_index is null);
end $$;

-- The areas in which something is different than agreed.
create function exchange.area_changes(of_area text default null) returns table (area text, changes text, changed_at timestamptz)
    language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform exchange.demand_everybody();
    return query select p.customer_id, p.changes, p.changed_at from exchange.area_probe p
        where p.changes is not null and (of_area is null or p.customer_id = of_area);
end $$;
revoke execute on function exchange.may_replay, exchange.area_changes from public;
grant execute on function exchange.may_replay to nexusgo_worker, nexusgo_production;
grant execute on function exchange.area_changes to nexusgo_worker, nexusgo_page;
