-- What operators ask for and what they decide. Health is judged by these tables, so that a verb, a page and every worker give the same answer.

-- Why the last attempt failed, in words: path and the server's own message. last_problem stays the reason by which problems are counted.
alter table exchange.inbound_file add column problem_text text;
alter table exchange.pending_report add column problem_text text;

-- How each kind of job last went for an area. A worker writes what changed every few seconds, all in one statement.
create table exchange.job_state (
    customer_id   text        not null,
    job           text        not null,
    owner         text        not null,
    ended_at      timestamptz,
    -- A run under way; null between runs.
    running_since timestamptz,
    succeeded_at  timestamptz,
    failing_since timestamptz,
    failures      integer     not null,
    reason        text,
    message       text,
    not_before    timestamptz,
    constraint pk_job_state primary key (customer_id, job)
) with (fillfactor = 50);

-- What operators have decided about an area: that it rests, or that what waits is to be tried now.
create table exchange.area_control (
    customer_id  text        not null,
    paused_at    timestamptz,
    -- Null: until somebody resumes.
    paused_until timestamptz,
    pause_reason text,
    paused_by    text,
    retry_at     timestamptz,
    constraint pk_area_control primary key (customer_id),
    constraint ck_area_control_pause check ((paused_at is null) = (pause_reason is null) and (paused_at is null) = (paused_by is null))
);

do $$
declare
    t text;
begin
    foreach t in array array['exchange.job_state', 'exchange.area_control']
    loop
        execute format('alter table %s enable row level security', t);
        execute format('create policy one_customer on %s using (customer_id = current_setting(''nexusgo.customer'', true))', t);
    end loop;
end $$;
grant select, insert, update, delete on exchange.job_state, exchange.area_control to nexusgo_worker;

-- Writes how jobs went, and returns what operators have decided, in one round trip. An older outcome never replaces a newer one: an area may have moved.
create function exchange.note_jobs(of_owner text, areas text[], jobs text[], ended timestamptz[], running timestamptz[], succeeded timestamptz[],
    failing timestamptz[], failed integer[], reasons text[], messages text[], resting timestamptz[])
    returns table (area text, paused_at timestamptz, paused_until timestamptz, retry_at timestamptz)
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform exchange.demand_everybody();
    insert into exchange.job_state as s (customer_id, job, owner, ended_at, running_since, succeeded_at, failing_since, failures, reason, message, not_before)
    select n.area, n.job, of_owner, n.ended, n.running, n.succeeded, n.failing, n.failed, n.reason, n.message, n.resting
    from unnest(areas, jobs, ended, running, succeeded, failing, failed, reasons, messages, resting)
        as n (area, job, ended, running, succeeded, failing, failed, reason, message, resting)
    on conflict (customer_id, job) do update set
        owner = excluded.owner,
        ended_at = coalesce(excluded.ended_at, s.ended_at),
        running_since = excluded.running_since,
        succeeded_at = coalesce(excluded.succeeded_at, s.succeeded_at),
        -- The failures of a worker that took over go on where those of the other ended.
        failing_since = case when excluded.ended_at is null then s.failing_since when excluded.failing_since is null then null
            else least(excluded.failing_since, s.failing_since) end,
        -- A first run under way says nothing of how the last one went.
        failures = case when excluded.ended_at is null then s.failures else excluded.failures end,
        reason = case when excluded.ended_at is null then s.reason else excluded.reason end,
        message = case when excluded.ended_at is null then s.message else excluded.message end,
        not_before = case when excluded.ended_at is null then s.not_before else excluded.not_before end
    where s.owner = excluded.owner or s.ended_at is null or greatest(excluded.ended_at, excluded.running_since) >= s.ended_at;
    return query select c.customer_id, c.paused_at, c.paused_until, c.retry_at from exchange.area_control c;
end $$;

-- Everything by which the health of all areas is judged, one row for each that has anything. Counts, times, reasons and paths: no customer's data.
create function exchange.area_facts(at timestamptz, of_area text default null) returns table (
        area text,
        open_files bigint, oldest_open_file timestamptz,
        failing_files bigint, failing_file_since timestamptz, failing_file_problem text, failing_file_text text,
        waiting_reports bigint, oldest_waiting_report timestamptz, waiting_problem text, waiting_text text,
        out_reports bigint, uncollected bigint, oldest_uncollected timestamptz, to_remove bigint, oldest_to_remove timestamptz, remove_problem text,
        remove_text text, changed bigint,
        quarantined bigint, oldest_quarantined timestamptz,
        foreign_entries bigint, oldest_foreign_entry timestamptz,
        unclaimed bigint, oldest_unclaimed timestamptz, unclaimed_path bytea,
        overdue_cards bigint, overdue_status text, overdue_since timestamptz,
        holds bigint, nearest_hold_end timestamptz,
        lease_owner text, lease_until timestamptz,
        paused_at timestamptz, paused_until timestamptz, pause_reason text, paused_by text)
    language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform exchange.demand_everybody();
    return query
    with files as (
        select f.customer_id, count(*) as n, min(f.claimed_at) as oldest, count(*) filter (where f.last_problem is not null) as failing,
            min(f.claimed_at) filter (where f.last_problem is not null) as failing_since,
            (array_agg(f.last_problem order by f.claimed_at) filter (where f.last_problem is not null))[1] as problem,
            (array_agg(f.problem_text order by f.claimed_at) filter (where f.last_problem is not null))[1] as problem_text
        from exchange.inbound_file f where f.state <> 'CLOSED' group by f.customer_id
    ), waiting as (
        select r.customer_id, count(*) as n, min(r.created_at) as oldest,
            (array_agg(r.last_problem order by r.created_at) filter (where r.last_problem is not null))[1] as problem,
            (array_agg(r.problem_text order by r.created_at) filter (where r.last_problem is not null))[1] as problem_text
        from exchange.pending_report r where r.delivered_at is null group by r.customer_id
    ), lying as (
        select r.customer_id, count(*) filter (where r.consumed_at is null) as n,
            count(*) filter (where r.consumed_at is null and r.warned_at is not null) as uncollected,
            min(r.delivered_at) filter (where r.consumed_at is null and r.warned_at is not null) as oldest,
            count(*) filter (where r.consumed_at is not null and r.changed_at is null) as to_remove,
            min(r.consumed_at) filter (where r.consumed_at is not null and r.changed_at is null) as oldest_to_remove,
            (array_agg(r.last_problem order by r.consumed_at) filter (where r.consumed_at is not null and r.last_problem is not null))[1] as problem,
            (array_agg(r.problem_text order by r.consumed_at) filter (where r.consumed_at is not null and r.last_problem is not null))[1]
                as problem_text,
            count(*) filter (where r.changed_at is not null) as changed
        from exchange.pending_report r where r.delivered_at is not null and r.deleted_at is null group by r.customer_id
    ), aside as (
        select q.customer_id, count(*) as n, min(q.quarantined_at) as oldest from exchange.quarantined_file q group by q.customer_id
    ), seen as (
        select s.customer_id, count(*) filter (where s.answered_at is not null) as entries,
            min(s.first_seen_at) filter (where s.answered_at is not null) as oldest_entry,
            count(*) filter (where s.answered_at is null and not exists (select from exchange.inbound_file f
                where f.customer_id = s.customer_id and f.path = s.path and f.version = s.version)) as unclaimed,
            min(s.first_seen_at) filter (where s.answered_at is null and not exists (select from exchange.inbound_file f
                where f.customer_id = s.customer_id and f.path = s.path and f.version = s.version)) as oldest,
            (array_agg(s.path order by s.first_seen_at) filter (where s.answered_at is null and not exists (select from exchange.inbound_file f
                where f.customer_id = s.customer_id and f.path = s.path and f.version = s.version)))[1] as path
        from exchange.sighting s
        -- One that no look has seen for an hour was taken away again.
        where s.last_seen_at > at - interval '1 hour' group by s.customer_id
    ), overdue as (
        select distinct on (o.customer_id) o.customer_id, sum(o.cards) over (partition by o.customer_id) as n, o.status, o.oldest_at
        from orders.overdue_stage o order by o.customer_id, o.oldest_at
    ), held as (
        select h.customer_id, count(*) as n, min(h.until) as nearest from retention.hold h where h.ended_at is null and h.until > at group by h.customer_id
    ), areas as (
        select f.customer_id from files f union select w.customer_id from waiting w union select l.customer_id from lying l
        union select a.customer_id from aside a union select s.customer_id from seen s union select o.customer_id from overdue o
        union select h.customer_id from held h union select l.customer_id from exchange.area_lease l
        union select c.customer_id from exchange.area_control c
    )
    select a.customer_id, coalesce(f.n, 0), f.oldest, coalesce(f.failing, 0), f.failing_since, f.problem, f.problem_text,
        coalesce(w.n, 0), w.oldest, w.problem, w.problem_text,
        coalesce(y.n, 0), coalesce(y.uncollected, 0), y.oldest, coalesce(y.to_remove, 0), y.oldest_to_remove, y.problem, y.problem_text,
        coalesce(y.changed, 0), coalesce(q.n, 0), q.oldest, coalesce(s.entries, 0), s.oldest_entry, coalesce(s.unclaimed, 0), s.oldest, s.path,
        coalesce(o.n, 0)::bigint, o.status, o.oldest_at, coalesce(h.n, 0), h.nearest, l.owner, l.lease_until,
        c.paused_at, c.paused_until, c.pause_reason, c.paused_by
    from areas a
    left join files f using (customer_id) left join waiting w using (customer_id) left join lying y using (customer_id)
    left join aside q using (customer_id) left join seen s using (customer_id) left join overdue o using (customer_id)
    left join held h using (customer_id) left join exchange.area_lease l using (customer_id) left join exchange.area_control c using (customer_id)
    where of_area is null or a.customer_id = of_area;
end $$;

-- How jobs went for all areas, and which workers live.
create function exchange.job_states() returns setof exchange.job_state language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform exchange.demand_everybody();
    return query select * from exchange.job_state;
end $$;

revoke execute on function exchange.note_jobs, exchange.area_facts, exchange.job_states from public;
grant execute on function exchange.note_jobs, exchange.area_facts, exchange.job_states to nexusgo_worker;
