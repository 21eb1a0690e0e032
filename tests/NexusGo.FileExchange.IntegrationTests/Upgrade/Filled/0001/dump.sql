--
-- PostgreSQL database dump
--


-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: audit; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA audit;


--
-- Name: exchange; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA exchange;


--
-- Name: nexusgo_migration; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA nexusgo_migration;


--
-- Name: orders; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA orders;


--
-- Name: quartz; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA quartz;


--
-- Name: retention; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA retention;


--
-- Name: vault; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA vault;


--
-- Name: append(text, bigint, text[], text[], text[], bytea[]); Type: FUNCTION; Schema: audit; Owner: -
--

CREATE FUNCTION audit.append(of_customer text, after_no bigint, actions text[], subjects text[], details text[], hashes bytea[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    perform exchange.demand_customer(of_customer);
    update audit.head h set entry_no = after_no + cardinality(hashes), hash = hashes[cardinality(hashes)]
    where h.customer_id = of_customer and h.entry_no = after_no and cardinality(hashes) > 0;
    if not found then
        raise exception 'the audit log does not end there' using errcode = 'serialization_failure';
    end if;
    insert into audit.entry (customer_id, entry_no, recorded_at, action, subject, detail, hash)
    select of_customer, after_no + e.n, audit.clock(), e.action, e.subject, e.detail, e.hash
    from unnest(actions, subjects, details, hashes) with ordinality as e (action, subject, detail, hash, n);
end $$;


--
-- Name: clock(); Type: FUNCTION; Schema: audit; Owner: -
--

CREATE FUNCTION audit.clock() RETURNS timestamp with time zone
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$select transaction_timestamp()$$;


--
-- Name: forget(text); Type: FUNCTION; Schema: audit; Owner: -
--

CREATE FUNCTION audit.forget(of_customer text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    last_no bigint := audit.forgettable(of_customer);
    removed bigint;
begin
    perform exchange.demand_customer(of_customer);
    update audit.head h set base_entry_no = e.entry_no, base_hash = e.hash
    from audit.entry e where h.customer_id = of_customer and e.customer_id = of_customer and e.entry_no = last_no;
    delete from audit.entry where customer_id = of_customer and entry_no <= last_no;
    get diagnostics removed = row_count;
    return removed;
end $$;


--
-- Name: forgettable(text); Type: FUNCTION; Schema: audit; Owner: -
--

CREATE FUNCTION audit.forgettable(of_customer text) RETURNS bigint
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    select coalesce(min(e.entry_no) filter (where e.recorded_at >= audit.clock() - interval '24 months') - 1, max(e.entry_no))
    from audit.entry e where e.customer_id = of_customer having min(e.recorded_at) < audit.clock() - interval '24 months'
        and coalesce(min(e.entry_no) filter (where e.recorded_at >= audit.clock() - interval '24 months') - 1, max(e.entry_no))
            >= min(e.entry_no)
$$;


--
-- Name: lock_head(text); Type: FUNCTION; Schema: audit; Owner: -
--

CREATE FUNCTION audit.lock_head(of_customer text, OUT last_no bigint, OUT last_hash bytea, OUT at timestamp with time zone) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    perform exchange.demand_customer(of_customer);
    insert into audit.head as h (customer_id, entry_no, hash) values (of_customer, 0, decode(repeat('00', 32), 'hex'))
    on conflict (customer_id) do update set entry_no = h.entry_no
    returning h.entry_no, h.hash into last_no, last_hash;
    at := audit.clock();
end $$;


--
-- Name: area_changes(text); Type: FUNCTION; Schema: exchange; Owner: -
--

CREATE FUNCTION exchange.area_changes(of_area text DEFAULT NULL::text) RETURNS TABLE(area text, changes text, changed_at timestamp with time zone)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    perform exchange.demand_everybody();
    return query select p.customer_id, p.changes, p.changed_at from exchange.area_probe p
        where p.changes is not null and (of_area is null or p.customer_id = of_area);
end $$;


--
-- Name: area_facts(timestamp with time zone, text); Type: FUNCTION; Schema: exchange; Owner: -
--

CREATE FUNCTION exchange.area_facts(at timestamp with time zone, of_area text DEFAULT NULL::text) RETURNS TABLE(area text, open_files bigint, oldest_open_file timestamp with time zone, failing_files bigint, failing_file_since timestamp with time zone, failing_file_problem text, failing_file_text text, waiting_reports bigint, oldest_waiting_report timestamp with time zone, waiting_problem text, waiting_text text, out_reports bigint, uncollected bigint, oldest_uncollected timestamp with time zone, to_remove bigint, oldest_to_remove timestamp with time zone, remove_problem text, remove_text text, changed bigint, quarantined bigint, oldest_quarantined timestamp with time zone, foreign_entries bigint, oldest_foreign_entry timestamp with time zone, unclaimed bigint, oldest_unclaimed timestamp with time zone, unclaimed_path bytea, overdue_cards bigint, overdue_status text, overdue_since timestamp with time zone, holds bigint, nearest_hold_end timestamp with time zone, lease_owner text, lease_until timestamp with time zone, paused_at timestamp with time zone, paused_until timestamp with time zone, pause_reason text, paused_by text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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
            (array_agg(r.last_problem order by r.consumed_at) filter (where r.consumed_at is not null and r.last_problem is not null))[1]
                as problem,
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
            (array_agg(s.path order by s.first_seen_at) filter (where s.answered_at is null and not exists (select
                from exchange.inbound_file f
                where f.customer_id = s.customer_id and f.path = s.path and f.version = s.version)))[1] as path
        from exchange.sighting s
        -- One that no look has seen for an hour was taken away again.
        where s.last_seen_at > at - interval '1 hour' group by s.customer_id
    ), overdue as (
        select distinct on (o.customer_id) o.customer_id, sum(o.cards) over (partition by o.customer_id) as n, o.status, o.oldest_at
        from orders.overdue_stage o order by o.customer_id, o.oldest_at
    ), held as (
        select h.customer_id, count(*) as n, min(h.until) as nearest from retention.hold h where h.ended_at is null and h.until > at
        group by h.customer_id
    ), areas as (
        select f.customer_id from files f union select w.customer_id from waiting w union select l.customer_id from lying l
        union select a.customer_id from aside a union select s.customer_id from seen s union select o.customer_id from overdue o
        union select h.customer_id from held h union select l.customer_id from exchange.area_lease l
        union select c.customer_id from exchange.area_control c
    )
    select a.customer_id, coalesce(f.n, 0), f.oldest, coalesce(f.failing, 0), f.failing_since, f.problem, f.problem_text,
        coalesce(w.n, 0), w.oldest, w.problem, w.problem_text,
        coalesce(y.n, 0), coalesce(y.uncollected, 0), y.oldest, coalesce(y.to_remove, 0), y.oldest_to_remove, y.problem, y.problem_text,
        coalesce(y.changed, 0), coalesce(q.n, 0), q.oldest, coalesce(s.entries, 0), s.oldest_entry, coalesce(s.unclaimed, 0), s.oldest,
        s.path,
        coalesce(o.n, 0)::bigint, o.status, o.oldest_at, coalesce(h.n, 0), h.nearest, l.owner, l.lease_until,
        c.paused_at, c.paused_until, c.pause_reason, c.paused_by
    from areas a
    left join files f using (customer_id) left join waiting w using (customer_id) left join lying y using (customer_id)
    left join aside q using (customer_id) left join seen s using (customer_id) left join overdue o using (customer_id)
    left join held h using (customer_id) left join exchange.area_lease l using (customer_id)
    left join exchange.area_control c using (customer_id)
    where of_area is null or a.customer_id = of_area;
end $$;


--
-- Name: arrivals(text[], timestamp with time zone); Type: FUNCTION; Schema: exchange; Owner: -
--

CREATE FUNCTION exchange.arrivals(customers text[], at timestamp with time zone) RETURNS TABLE(customer text, last_order_at timestamp with time zone, missing bigint, forgiven_until timestamp with time zone)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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
                where i.customer_id = c.id and i.claimed_at > at - interval '30 days' and i.kind = 'ORD' and not i.is_test
                    and i.sequence_no is not null) s) n
        where n.next > n.number + 1) g
    left join exchange.forgiven_arrival f on f.customer_id = c.id;
end $$;


--
-- Name: demand_customer(text); Type: FUNCTION; Schema: exchange; Owner: -
--

CREATE FUNCTION exchange.demand_customer(named text) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    if coalesce(named, '') in ('', '*') or named is distinct from current_setting('nexusgo.customer', true) then
        raise exception 'this transaction does not work for that customer' using errcode = 'insufficient_privilege';
    end if;
end $$;


--
-- Name: demand_everybody(); Type: FUNCTION; Schema: exchange; Owner: -
--

CREATE FUNCTION exchange.demand_everybody() RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    if current_setting('nexusgo.customer', true) is distinct from '*' then
        raise exception 'this transaction has not said that it works for the whole database' using errcode = 'insufficient_privilege';
    end if;
end $$;


--
-- Name: demand_somebody(); Type: FUNCTION; Schema: exchange; Owner: -
--

CREATE FUNCTION exchange.demand_somebody() RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    if coalesce(current_setting('nexusgo.customer', true), '') = '' then
        raise exception 'this transaction has not said for whom it works' using errcode = 'insufficient_privilege';
    end if;
end $$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: job_state; Type: TABLE; Schema: exchange; Owner: -
--

CREATE TABLE exchange.job_state (
    customer_id text NOT NULL,
    job text NOT NULL,
    owner text NOT NULL,
    ended_at timestamp with time zone,
    running_since timestamp with time zone,
    succeeded_at timestamp with time zone,
    failing_since timestamp with time zone,
    failures integer NOT NULL,
    reason text,
    message text,
    not_before timestamp with time zone
)
WITH (fillfactor='50');


--
-- Name: job_states(); Type: FUNCTION; Schema: exchange; Owner: -
--

CREATE FUNCTION exchange.job_states() RETURNS SETOF exchange.job_state
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    perform exchange.demand_everybody();
    return query select * from exchange.job_state;
end $$;


--
-- Name: lock_number(text); Type: FUNCTION; Schema: exchange; Owner: -
--

CREATE FUNCTION exchange.lock_number(of_customer text) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'exchange', 'pg_temp'
    AS $$
declare
    found_number integer;
begin
    perform exchange.demand_somebody();
    select number into found_number from exchange.customer_number where customer_id = of_customer;
    if found_number is null then
        insert into exchange.customer_number (customer_id) values (of_customer) on conflict do nothing;
        select number into found_number from exchange.customer_number where customer_id = of_customer;
    end if;
    return found_number;
end $$;


--
-- Name: may_replay(uuid, timestamp with time zone); Type: FUNCTION; Schema: exchange; Owner: -
--

CREATE FUNCTION exchange.may_replay(of_file uuid, claimed timestamp with time zone) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    perform exchange.demand_somebody();
    return exists (select from exchange.replay_permit p where p.file_id = of_file and claimed < p.until)
        and not exists (select from orders.card_order o join orders.card c on c.card_id between o.first_card_id and o.last_card_id
            where o.file_id = of_file and c.ref_index is null);
end $$;


--
-- Name: note_jobs(text, text[], text[], timestamp with time zone[], timestamp with time zone[], timestamp with time zone[], timestamp with time zone[], integer[], text[], text[], timestamp with time zone[]); Type: FUNCTION; Schema: exchange; Owner: -
--

CREATE FUNCTION exchange.note_jobs(of_owner text, areas text[], jobs text[], ended timestamp with time zone[], running timestamp with time zone[], succeeded timestamp with time zone[], failing timestamp with time zone[], failed integer[], reasons text[], messages text[], resting timestamp with time zone[]) RETURNS TABLE(area text, paused_at timestamp with time zone, paused_until timestamp with time zone, retry_at timestamp with time zone)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    perform exchange.demand_everybody();
    insert into exchange.job_state as s (customer_id, job, owner, ended_at, running_since, succeeded_at, failing_since, failures,
        reason, message, not_before)
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


--
-- Name: renew_leases(text, interval); Type: FUNCTION; Schema: exchange; Owner: -
--

CREATE FUNCTION exchange.renew_leases(of_owner text, duration interval) RETURNS TABLE(area text, is_ours boolean, workers integer)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    at timestamptz := clock_timestamp();
begin
    perform exchange.demand_everybody();
    insert into exchange.worker_presence (owner, alive_until) values (of_owner, at + duration)
    on conflict (owner) do update set alive_until = excluded.alive_until;
    delete from exchange.worker_presence p where p.alive_until < at - interval '1 day';
    -- One that is over was given back, or lapsed: it is taken anew, or by another.
    update exchange.area_lease l set lease_until = at + duration where l.owner = of_owner and l.lease_until > at;
    return query
        select l.customer_id, l.owner = of_owner, w.living
        from (select count(*)::integer as living from exchange.worker_presence p where p.alive_until > at) w
        left join exchange.area_lease l on l.lease_until > at;
end $$;


--
-- Name: sign_off(text); Type: FUNCTION; Schema: exchange; Owner: -
--

CREATE FUNCTION exchange.sign_off(of_owner text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    perform exchange.demand_everybody();
    update exchange.area_lease l set lease_until = clock_timestamp(), owner = '' where l.owner = of_owner;
    delete from exchange.worker_presence p where p.owner = of_owner;
end $$;


--
-- Name: drop_person(); Type: FUNCTION; Schema: orders; Owner: -
--

CREATE FUNCTION orders.drop_person() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'orders', 'pg_temp'
    AS $$
begin
    delete from orders.card_person p where p.person_index = old.person_index and p.card_id = old.card_id;
    return null;
end $$;


--
-- Name: drop_photo(); Type: FUNCTION; Schema: orders; Owner: -
--

CREATE FUNCTION orders.drop_photo() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'orders', 'pg_temp'
    AS $$
begin
    delete from orders.card_photo p where p.card_id = new.card_id and (not p.kept or new.status <> 'DELIVERED');
    return null;
end $$;


--
-- Name: note_retention(); Type: FUNCTION; Schema: orders; Owner: -
--

CREATE FUNCTION orders.note_retention() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'orders', 'pg_temp'
    AS $$
begin
    new.out_of_use_at := least(case when new.card_state in ('BLOCKED', 'TERMINATED', 'EXPIRED') then new.card_state_at end,
        case when new.status = 'RETURNED' then new.status_at end);
    if new.status in ('CANCELLED', 'REJECTED') and new.kept_until is null then
        new.kept_until := new.status_at + interval '720 hours';
    end if;
    return new;
end $$;


--
-- Name: note_waiting(); Type: FUNCTION; Schema: orders; Owner: -
--

CREATE FUNCTION orders.note_waiting() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'orders', 'pg_temp'
    AS $$
begin
    update orders.card_order set to_produce = true where order_id = new.order_id and not to_produce;
    return null;
end $$;


--
-- Name: discard_log(timestamp with time zone); Type: FUNCTION; Schema: vault; Owner: -
--

CREATE FUNCTION vault.discard_log(at timestamp with time zone) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    perform exchange.demand_everybody();
    perform pg_switch_wal();
    checkpoint;
    if current_setting('wal_recycle')::boolean or current_setting('archive_mode') <> 'off' or current_setting('wal_keep_size') <> '0'
        or exists (select from pg_replication_slots) then
        return false;
    end if;
    update vault.key_destruction set log_discarded_at = at where log_discarded_at is null and rewritten_at is not null;
    update retention.erasure set log_discarded_at = at where log_discarded_at is null and rewritten_at is not null;
    return true;
exception when insufficient_privilege then
    perform exchange.demand_everybody();
    return false;
end $$;


--
-- Name: rewrite_table(regclass, timestamp with time zone, timestamp with time zone); Type: FUNCTION; Schema: vault; Owner: -
--

CREATE FUNCTION vault.rewrite_table(of_table regclass, at timestamp with time zone, not_after timestamp with time zone) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET lock_timeout TO '2s'
    AS $_$
declare
    -- Where it is noted what was deleted from the table, and when its bytes were gone.
    noted_in regclass := case of_table when 'vault.card_key'::regclass then 'vault.key_destruction'
        when 'orders.card'::regclass then 'retention.erasure' end;
    by_index regclass := (select i.indexrelid from pg_index i where i.indrelid = of_table and i.indisprimary);
    is_due   boolean;
    copied   real;
    visible  real;
begin
    perform exchange.demand_everybody();
    if noted_in is null then
        raise exception 'this table is never written anew' using errcode = 'invalid_parameter_value';
    end if;
    if not pg_try_advisory_xact_lock(hashtextextended('nexusgo.rewrite_table', of_table::oid::bigint)) then
        return null;
    end if;
    execute format('select exists (select from %1$s where rewritten_at is null)
        and not exists (select from %1$s where rewritten_at > $1)', noted_in)
        into is_due using not_after;
    if not is_due then
        return null;
    end if;
    execute format('cluster %s using %I', of_table, (select c.relname from pg_class c where c.oid = by_index));
    -- The index just built counts what was copied (-1: nothing); what is visible is what should have been.
    select greatest(c.reltuples, 0) into copied from pg_class c where c.oid = by_index;
    execute format('select count(*)::real from %s', of_table) into visible;
    if copied <> visible then
        return false;
    end if;
    execute format('update %s set rewritten_at = $1 where rewritten_at is null', noted_in) using at;
    return true;
exception when lock_not_available then
    return false;
end $_$;


--
-- Name: wrapped_by(); Type: FUNCTION; Schema: vault; Owner: -
--

CREATE FUNCTION vault.wrapped_by() RETURNS TABLE(master_key_check text, customer_id text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    perform exchange.demand_everybody();
    return query select distinct k.master_key_check, k.customer_id from vault.customer_key k order by 2, 1;
end $$;


--
-- Name: entry; Type: TABLE; Schema: audit; Owner: -
--

CREATE TABLE audit.entry (
    customer_id text NOT NULL,
    entry_no bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    detail text NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT ck_entry_hash CHECK ((octet_length(hash) = 32))
);


--
-- Name: head; Type: TABLE; Schema: audit; Owner: -
--

CREATE TABLE audit.head (
    customer_id text NOT NULL,
    entry_no bigint NOT NULL,
    hash bytea NOT NULL,
    base_entry_no bigint DEFAULT 0 NOT NULL,
    base_hash bytea DEFAULT decode(repeat('00'::text, 32), 'hex'::text) NOT NULL
);


--
-- Name: accepted_content; Type: TABLE; Schema: exchange; Owner: -
--

CREATE TABLE exchange.accepted_content (
    customer_id text NOT NULL,
    content_mac bytea NOT NULL,
    file_id uuid NOT NULL,
    accepted_at timestamp with time zone NOT NULL
);


--
-- Name: accepted_sequence; Type: TABLE; Schema: exchange; Owner: -
--

CREATE TABLE exchange.accepted_sequence (
    customer_id text NOT NULL,
    kind text NOT NULL,
    sequence_no bigint NOT NULL
);


--
-- Name: alarm; Type: TABLE; Schema: exchange; Owner: -
--

CREATE TABLE exchange.alarm (
    area text NOT NULL,
    rule text NOT NULL,
    level text NOT NULL,
    began_at timestamp with time zone NOT NULL
);


--
-- Name: area_control; Type: TABLE; Schema: exchange; Owner: -
--

CREATE TABLE exchange.area_control (
    customer_id text NOT NULL,
    paused_at timestamp with time zone,
    paused_until timestamp with time zone,
    pause_reason text,
    paused_by text,
    retry_at timestamp with time zone,
    CONSTRAINT ck_area_control_pause CHECK ((((paused_at IS NULL) = (pause_reason IS NULL)) AND ((paused_at IS NULL) = (paused_by IS NULL))))
);


--
-- Name: area_lease; Type: TABLE; Schema: exchange; Owner: -
--

CREATE TABLE exchange.area_lease (
    customer_id text NOT NULL,
    owner text NOT NULL,
    token bigint NOT NULL,
    lease_until timestamp with time zone NOT NULL
);


--
-- Name: area_probe; Type: TABLE; Schema: exchange; Owner: -
--

CREATE TABLE exchange.area_probe (
    customer_id text NOT NULL,
    agreed jsonb NOT NULL,
    agreed_at timestamp with time zone NOT NULL,
    probed_at timestamp with time zone NOT NULL,
    changes text,
    changed_at timestamp with time zone,
    CONSTRAINT ck_area_probe_changes CHECK (((changes IS NULL) = (changed_at IS NULL)))
);


--
-- Name: back_report; Type: TABLE; Schema: exchange; Owner: -
--

CREATE TABLE exchange.back_report (
    customer_id text NOT NULL,
    seq bigint NOT NULL,
    report_id uuid NOT NULL,
    after_position bigint NOT NULL,
    until_position bigint NOT NULL,
    lines bigint NOT NULL,
    made_at timestamp with time zone NOT NULL
);


--
-- Name: customer_number; Type: TABLE; Schema: exchange; Owner: -
--

CREATE TABLE exchange.customer_number (
    customer_id text NOT NULL,
    number integer NOT NULL
);


--
-- Name: customer_number_number_seq; Type: SEQUENCE; Schema: exchange; Owner: -
--

ALTER TABLE exchange.customer_number ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME exchange.customer_number_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: file_finding; Type: TABLE; Schema: exchange; Owner: -
--

CREATE TABLE exchange.file_finding (
    file_id uuid NOT NULL,
    customer_id text NOT NULL,
    code text NOT NULL,
    findings integer NOT NULL
);


--
-- Name: forgiven_arrival; Type: TABLE; Schema: exchange; Owner: -
--

CREATE TABLE exchange.forgiven_arrival (
    customer_id text NOT NULL,
    until timestamp with time zone NOT NULL,
    reason text NOT NULL,
    forgiven_by text NOT NULL,
    forgiven_at timestamp with time zone NOT NULL
);


--
-- Name: history_card; Type: TABLE; Schema: exchange; Owner: -
--

CREATE TABLE exchange.history_card (
    customer_id text NOT NULL,
    report_id uuid NOT NULL,
    card_id uuid NOT NULL
);


--
-- Name: inbound_file; Type: TABLE; Schema: exchange; Owner: -
--

CREATE TABLE exchange.inbound_file (
    file_id uuid NOT NULL,
    customer_id text NOT NULL,
    path bytea NOT NULL,
    version bigint NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    is_test boolean NOT NULL,
    state text NOT NULL,
    lease_token bigint NOT NULL,
    attempts integer NOT NULL,
    next_attempt_at timestamp with time zone NOT NULL,
    last_problem text,
    problem_text text,
    size_bytes bigint NOT NULL,
    modified_seconds bigint NOT NULL,
    first_seen_at timestamp with time zone NOT NULL,
    same_since timestamp with time zone,
    same_polls integer,
    claimed_at timestamp with time zone NOT NULL,
    local_id text,
    sha256 bytea,
    content_mac bytea,
    signed_by text,
    sequence_no bigint,
    file_status text,
    error_code text,
    first_file_id uuid,
    rows_total integer,
    rows_accepted integer,
    rows_rejected integer,
    rows_on_hold integer,
    rows_unchanged integer,
    profile_version text,
    stored_at timestamp with time zone,
    closed_at timestamp with time zone,
    companions bytea[] DEFAULT '{}'::bytea[] NOT NULL,
    CONSTRAINT ck_inbound_file_rows CHECK (((rows_total IS NULL) OR (rows_total = (((rows_accepted + rows_rejected) + rows_on_hold) + rows_unchanged)))),
    CONSTRAINT ck_inbound_file_state CHECK ((state = ANY (ARRAY['CLAIMED'::text, 'STORED'::text, 'CLOSED'::text]))),
    CONSTRAINT ck_inbound_file_status CHECK ((file_status = ANY (ARRAY['ACCEPTED'::text, 'PARTIAL'::text, 'REJECTED'::text, 'DUPLICATE'::text, 'PENDING_APPROVAL'::text])))
);


--
-- Name: message_mark; Type: TABLE; Schema: exchange; Owner: -
--

CREATE TABLE exchange.message_mark (
    customer_id text NOT NULL,
    mark bytea NOT NULL,
    file_id uuid NOT NULL,
    is_test boolean NOT NULL,
    marked_at timestamp with time zone NOT NULL
);


--
-- Name: notice; Type: TABLE; Schema: exchange; Owner: -
--

CREATE TABLE exchange.notice (
    notice_no bigint NOT NULL,
    channel text NOT NULL,
    area text NOT NULL,
    kind text NOT NULL,
    event text NOT NULL,
    text_sv text NOT NULL,
    text_en text NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    next_attempt_at timestamp with time zone NOT NULL,
    last_problem text,
    sent_at timestamp with time zone
);


--
-- Name: notice_notice_no_seq; Type: SEQUENCE; Schema: exchange; Owner: -
--

ALTER TABLE exchange.notice ALTER COLUMN notice_no ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME exchange.notice_notice_no_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: number_series; Type: TABLE; Schema: exchange; Owner: -
--

CREATE TABLE exchange.number_series (
    series text NOT NULL,
    last_value bigint NOT NULL
);


--
-- Name: pending_report; Type: TABLE; Schema: exchange; Owner: -
--

CREATE TABLE exchange.pending_report (
    report_id uuid NOT NULL,
    customer_id text NOT NULL,
    file_id uuid,
    kind text NOT NULL,
    "position" smallint NOT NULL,
    folder text NOT NULL,
    name text NOT NULL,
    size_bytes bigint NOT NULL,
    sha256 bytea NOT NULL,
    wrapped_key bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    queued_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    next_attempt_at timestamp with time zone NOT NULL,
    last_problem text,
    problem_text text,
    delivered_at timestamp with time zone,
    seen_at timestamp with time zone,
    missing_since timestamp with time zone,
    missing_looks smallint DEFAULT 0 NOT NULL,
    warned_at timestamp with time zone,
    consumed_at timestamp with time zone,
    consumed_signal text,
    delete_intended_at timestamp with time zone,
    deleted_at timestamp with time zone,
    changed_at timestamp with time zone,
    changed_size_bytes bigint,
    changed_modified_seconds bigint,
    purged_at timestamp with time zone,
    purge_wanted_at timestamp with time zone,
    CONSTRAINT ck_pending_report_consumed CHECK (((consumed_at IS NULL) = (consumed_signal IS NULL))),
    CONSTRAINT ck_pending_report_deleted CHECK (((deleted_at IS NULL) OR ((delivered_at IS NOT NULL) AND (consumed_at IS NOT NULL)))),
    CONSTRAINT ck_pending_report_signal CHECK ((consumed_signal = ANY (ARRAY['DELETED'::text, 'MOVED'::text, 'DONE_FILE'::text, 'REQUEST'::text, 'MAX_AGE'::text, 'ERASED'::text, 'REISSUED'::text])))
);
ALTER TABLE ONLY exchange.pending_report ALTER COLUMN wrapped_key SET STATISTICS 0;


--
-- Name: production_file; Type: TABLE; Schema: exchange; Owner: -
--

CREATE TABLE exchange.production_file (
    kind text NOT NULL,
    seq bigint NOT NULL,
    customer_id text NOT NULL,
    report_id uuid NOT NULL,
    orders uuid[] NOT NULL,
    cards integer NOT NULL,
    made_at timestamp with time zone NOT NULL,
    reissued_at timestamp with time zone
);


--
-- Name: quarantined_file; Type: TABLE; Schema: exchange; Owner: -
--

CREATE TABLE exchange.quarantined_file (
    file_id uuid NOT NULL,
    customer_id text NOT NULL,
    wrapped_key bytea NOT NULL,
    size_bytes bigint NOT NULL,
    quarantined_at timestamp with time zone NOT NULL
);
ALTER TABLE ONLY exchange.quarantined_file ALTER COLUMN wrapped_key SET STATISTICS 0;


--
-- Name: replay_permit; Type: TABLE; Schema: exchange; Owner: -
--

CREATE TABLE exchange.replay_permit (
    file_id uuid NOT NULL,
    customer_id text NOT NULL,
    until timestamp with time zone NOT NULL
);


--
-- Name: reply_name; Type: TABLE; Schema: exchange; Owner: -
--

CREATE TABLE exchange.reply_name (
    customer_id text NOT NULL,
    base_name text NOT NULL,
    uses integer NOT NULL
);


--
-- Name: report_series; Type: TABLE; Schema: exchange; Owner: -
--

CREATE TABLE exchange.report_series (
    customer_id text NOT NULL,
    kind text NOT NULL,
    last_seq bigint NOT NULL,
    last_position bigint NOT NULL,
    last_at timestamp with time zone NOT NULL
);


--
-- Name: request; Type: TABLE; Schema: exchange; Owner: -
--

CREATE TABLE exchange.request (
    customer_id text NOT NULL,
    request_ref text NOT NULL,
    content_index bytea NOT NULL,
    file_id uuid NOT NULL,
    outcome text NOT NULL,
    code text,
    order_no bigint,
    card_no bigint,
    signed_by text,
    answered_at timestamp with time zone NOT NULL,
    action text,
    person_index uuid,
    done_at timestamp with time zone,
    CONSTRAINT ck_request_outcome CHECK ((outcome = ANY (ARRAY['DONE'::text, 'SCHEDULED'::text, 'REFUSED'::text, 'NOT_FOUND'::text, 'UNCHANGED'::text])))
);


--
-- Name: scheduled_erasure; Type: TABLE; Schema: exchange; Owner: -
--

CREATE TABLE exchange.scheduled_erasure (
    customer_id text NOT NULL,
    request_ref text NOT NULL,
    card_id uuid NOT NULL,
    file_id uuid NOT NULL,
    scheduled_at timestamp with time zone NOT NULL,
    profile_version text NOT NULL,
    signed_by text
);


--
-- Name: sealed_block; Type: TABLE; Schema: exchange; Owner: -
--

CREATE TABLE exchange.sealed_block (
    owner_id uuid NOT NULL,
    block_no integer NOT NULL,
    customer_id text NOT NULL,
    sealed bytea NOT NULL
);
ALTER TABLE ONLY exchange.sealed_block ALTER COLUMN sealed SET STATISTICS 0;
ALTER TABLE ONLY exchange.sealed_block ALTER COLUMN sealed SET STORAGE EXTERNAL;


--
-- Name: sighting; Type: TABLE; Schema: exchange; Owner: -
--

CREATE TABLE exchange.sighting (
    customer_id text NOT NULL,
    path bytea NOT NULL,
    version bigint NOT NULL,
    size_bytes bigint NOT NULL,
    modified_seconds bigint NOT NULL,
    first_seen_at timestamp with time zone NOT NULL,
    same_since timestamp with time zone NOT NULL,
    same_polls integer NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    told_at timestamp with time zone,
    answered_at timestamp with time zone
);


--
-- Name: sighting_version; Type: SEQUENCE; Schema: exchange; Owner: -
--

CREATE SEQUENCE exchange.sighting_version
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: worker_presence; Type: TABLE; Schema: exchange; Owner: -
--

CREATE TABLE exchange.worker_presence (
    owner text NOT NULL,
    alive_until timestamp with time zone NOT NULL
);


--
-- Name: applied; Type: TABLE; Schema: nexusgo_migration; Owner: -
--

CREATE TABLE nexusgo_migration.applied (
    number integer NOT NULL,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamp with time zone NOT NULL
);


--
-- Name: cancellation; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.cancellation (
    card_id uuid NOT NULL,
    customer_id text NOT NULL,
    card_no bigint NOT NULL,
    reason_code text,
    request_ref text,
    asked_at timestamp with time zone NOT NULL,
    seq bigint
);


--
-- Name: card; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.card (
    card_id uuid NOT NULL,
    customer_id text NOT NULL,
    order_id uuid NOT NULL,
    row_no integer NOT NULL,
    card_no bigint,
    product_code text NOT NULL,
    status text NOT NULL,
    hold_code text,
    card_state text DEFAULT 'NONE'::text NOT NULL,
    ref_index uuid,
    person_index uuid,
    sealed bytea,
    erase_after text,
    valid_until date,
    replaces_card_no bigint,
    replace_reason text,
    delivery_method text,
    ordered_at timestamp with time zone NOT NULL,
    status_at timestamp with time zone NOT NULL,
    card_state_at timestamp with time zone,
    produced_at timestamp with time zone,
    shipped_at timestamp with time zone,
    delivered_at timestamp with time zone,
    invoiced_at timestamp with time zone,
    erased_at timestamp with time zone,
    expected_fields smallint DEFAULT 0 NOT NULL,
    last_event_at timestamp with time zone,
    held_at timestamp with time zone,
    batches smallint DEFAULT 0 NOT NULL,
    batch_no bigint,
    cancel_asked_at timestamp with time zone,
    replaced_settled_at timestamp with time zone,
    out_of_use_at timestamp with time zone,
    kept_until timestamp with time zone,
    awaits_photo boolean DEFAULT false NOT NULL,
    CONSTRAINT ck_card_state CHECK ((card_state = ANY (ARRAY['NONE'::text, 'ACTIVE'::text, 'BLOCKED'::text, 'TERMINATED'::text, 'EXPIRED'::text]))),
    CONSTRAINT ck_card_status CHECK ((status = ANY (ARRAY['ON_HOLD'::text, 'ACCEPTED'::text, 'ORDERED'::text, 'IN_PRODUCTION'::text, 'PRODUCED'::text, 'SHIPPED'::text, 'DELIVERED'::text, 'RETURNED'::text, 'DESTROYED'::text, 'FAILED'::text, 'CANCELLED'::text, 'REJECTED'::text])))
)
WITH (fillfactor='85');
ALTER TABLE ONLY orders.card ALTER COLUMN sealed SET STATISTICS 0;


--
-- Name: card_chip; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.card_chip (
    event_id uuid NOT NULL,
    chip_no smallint NOT NULL,
    customer_id text NOT NULL,
    card_id uuid NOT NULL,
    chip_type text,
    hid_format text,
    fields smallint NOT NULL,
    sealed bytea NOT NULL
);
ALTER TABLE ONLY orders.card_chip ALTER COLUMN sealed SET STATISTICS 0;


--
-- Name: card_event_position; Type: SEQUENCE; Schema: orders; Owner: -
--

CREATE SEQUENCE orders.card_event_position
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: card_event; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.card_event (
    customer_id text NOT NULL,
    "position" bigint DEFAULT nextval('orders.card_event_position'::regclass) NOT NULL,
    event_id uuid NOT NULL,
    card_id uuid NOT NULL,
    source_id text,
    event_time timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    effect text NOT NULL,
    code text,
    status text NOT NULL,
    card_state text NOT NULL,
    reason_code text,
    invoice_no text,
    settles uuid,
    CONSTRAINT ck_card_event_effect CHECK ((effect = ANY (ARRAY['APPLIED'::text, 'LATE'::text, 'HELD'::text, 'REFUSED'::text])))
);


--
-- Name: card_order; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.card_order (
    order_id uuid NOT NULL,
    customer_id text NOT NULL,
    order_no bigint NOT NULL,
    file_id uuid NOT NULL,
    ordered_at timestamp with time zone NOT NULL,
    signed_by text,
    cards integer NOT NULL,
    first_card_id uuid NOT NULL,
    last_card_id uuid NOT NULL,
    approval text,
    decided_by text,
    decided_at timestamp with time zone,
    to_produce boolean DEFAULT true NOT NULL,
    reported_seq bigint,
    erased_at timestamp with time zone,
    next_expiry date,
    CONSTRAINT ck_card_order_approval CHECK ((approval = ANY (ARRAY['PENDING'::text, 'APPROVED'::text, 'DECLINED'::text])))
);


--
-- Name: card_person; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.card_person (
    person_index uuid NOT NULL,
    card_id uuid NOT NULL,
    customer_id text NOT NULL
);


--
-- Name: card_photo; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.card_photo (
    card_id uuid NOT NULL,
    customer_id text NOT NULL,
    sealed bytea NOT NULL,
    kept boolean NOT NULL,
    stored_at timestamp with time zone NOT NULL
);
ALTER TABLE ONLY orders.card_photo ALTER COLUMN sealed SET STATISTICS 0;
ALTER TABLE ONLY orders.card_photo ALTER COLUMN sealed SET STORAGE EXTERNAL;


--
-- Name: card_shipment; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.card_shipment (
    event_id uuid NOT NULL,
    customer_id text NOT NULL,
    card_id uuid NOT NULL,
    sealed bytea NOT NULL
);
ALTER TABLE ONLY orders.card_shipment ALTER COLUMN sealed SET STATISTICS 0;


--
-- Name: kept_reference; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.kept_reference (
    card_id uuid NOT NULL,
    customer_id text NOT NULL,
    wrapped_key bytea NOT NULL,
    sealed bytea NOT NULL
);


--
-- Name: overdue_stage; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.overdue_stage (
    customer_id text NOT NULL,
    status text NOT NULL,
    cards bigint NOT NULL,
    oldest_at timestamp with time zone NOT NULL,
    noted_at timestamp with time zone NOT NULL
);


--
-- Name: uninvoiced_card; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.uninvoiced_card (
    number_mark bytea NOT NULL,
    card_id uuid NOT NULL,
    customer_id text NOT NULL,
    until timestamp with time zone NOT NULL
);


--
-- Name: qrtz_blob_triggers; Type: TABLE; Schema: quartz; Owner: -
--

CREATE TABLE quartz.qrtz_blob_triggers (
    sched_name text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    blob_data bytea
);


--
-- Name: qrtz_calendars; Type: TABLE; Schema: quartz; Owner: -
--

CREATE TABLE quartz.qrtz_calendars (
    sched_name text NOT NULL,
    calendar_name text NOT NULL,
    calendar bytea NOT NULL
);


--
-- Name: qrtz_cron_triggers; Type: TABLE; Schema: quartz; Owner: -
--

CREATE TABLE quartz.qrtz_cron_triggers (
    sched_name text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    cron_expression text NOT NULL,
    time_zone_id text
);


--
-- Name: qrtz_execution_history; Type: TABLE; Schema: quartz; Owner: -
--

CREATE TABLE quartz.qrtz_execution_history (
    sched_name text NOT NULL,
    entry_id text NOT NULL,
    instance_name text NOT NULL,
    job_name text NOT NULL,
    job_group text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    fired_time bigint NOT NULL,
    run_time bigint NOT NULL,
    succeeded boolean NOT NULL,
    error_message text,
    retry_attempt integer DEFAULT 0 NOT NULL,
    retry_scheduled boolean DEFAULT false NOT NULL,
    execution_log text,
    result integer,
    summary text,
    metrics text,
    manual boolean,
    fire_instance_id text,
    job_input text,
    job_input_too_large boolean
);


--
-- Name: qrtz_fired_triggers; Type: TABLE; Schema: quartz; Owner: -
--

CREATE TABLE quartz.qrtz_fired_triggers (
    sched_name text NOT NULL,
    entry_id text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    instance_name text NOT NULL,
    fired_time bigint NOT NULL,
    sched_time bigint NOT NULL,
    priority integer NOT NULL,
    state text NOT NULL,
    job_name text,
    job_group text,
    is_nonconcurrent boolean NOT NULL,
    requests_recovery boolean,
    execution_group character varying(200),
    progress integer,
    progress_message character varying(250),
    interrupt_requested_time bigint
);


--
-- Name: qrtz_job_details; Type: TABLE; Schema: quartz; Owner: -
--

CREATE TABLE quartz.qrtz_job_details (
    sched_name text NOT NULL,
    job_name text NOT NULL,
    job_group text NOT NULL,
    description text,
    job_class_name text NOT NULL,
    is_durable boolean NOT NULL,
    is_nonconcurrent boolean NOT NULL,
    is_update_data boolean NOT NULL,
    requests_recovery boolean NOT NULL,
    job_data bytea
);


--
-- Name: qrtz_job_status; Type: TABLE; Schema: quartz; Owner: -
--

CREATE TABLE quartz.qrtz_job_status (
    sched_name text NOT NULL,
    job_group text NOT NULL,
    job_name text NOT NULL,
    first_fired_time bigint NOT NULL,
    last_fired_time bigint NOT NULL,
    last_result integer NOT NULL,
    last_run_time bigint NOT NULL,
    last_instance_name text NOT NULL,
    last_entry_id text,
    last_summary text,
    last_success_time bigint,
    last_failure_time bigint,
    last_failure_message text,
    consecutive_failures integer DEFAULT 0 NOT NULL,
    run_count bigint DEFAULT 0 NOT NULL,
    failure_count bigint DEFAULT 0 NOT NULL
);


--
-- Name: qrtz_locks; Type: TABLE; Schema: quartz; Owner: -
--

CREATE TABLE quartz.qrtz_locks (
    sched_name text NOT NULL,
    lock_name text NOT NULL
);


--
-- Name: qrtz_misfire_history; Type: TABLE; Schema: quartz; Owner: -
--

CREATE TABLE quartz.qrtz_misfire_history (
    sched_name text NOT NULL,
    entry_id text NOT NULL,
    instance_name text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    job_name text,
    job_group text,
    misfire_time bigint NOT NULL,
    sched_time bigint,
    reason integer
);


--
-- Name: qrtz_paused_job_grps; Type: TABLE; Schema: quartz; Owner: -
--

CREATE TABLE quartz.qrtz_paused_job_grps (
    sched_name text NOT NULL,
    job_group text NOT NULL,
    pause_reason character varying(250),
    paused_by character varying(200),
    paused_at bigint
);


--
-- Name: qrtz_paused_trigger_grps; Type: TABLE; Schema: quartz; Owner: -
--

CREATE TABLE quartz.qrtz_paused_trigger_grps (
    sched_name text NOT NULL,
    trigger_group text NOT NULL,
    pause_reason character varying(250),
    paused_by character varying(200),
    paused_at bigint
);


--
-- Name: qrtz_scheduler_state; Type: TABLE; Schema: quartz; Owner: -
--

CREATE TABLE quartz.qrtz_scheduler_state (
    sched_name text NOT NULL,
    instance_name text NOT NULL,
    last_checkin_time bigint NOT NULL,
    checkin_interval bigint NOT NULL,
    quartz_version character varying(20)
);


--
-- Name: qrtz_simple_triggers; Type: TABLE; Schema: quartz; Owner: -
--

CREATE TABLE quartz.qrtz_simple_triggers (
    sched_name text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    repeat_count bigint NOT NULL,
    repeat_interval bigint NOT NULL,
    times_triggered bigint NOT NULL
);


--
-- Name: qrtz_simprop_triggers; Type: TABLE; Schema: quartz; Owner: -
--

CREATE TABLE quartz.qrtz_simprop_triggers (
    sched_name text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    str_prop_1 text,
    str_prop_2 text,
    str_prop_3 text,
    int_prop_1 integer,
    int_prop_2 integer,
    long_prop_1 bigint,
    long_prop_2 bigint,
    dec_prop_1 numeric,
    dec_prop_2 numeric,
    bool_prop_1 boolean,
    bool_prop_2 boolean,
    time_zone_id text
);


--
-- Name: qrtz_triggers; Type: TABLE; Schema: quartz; Owner: -
--

CREATE TABLE quartz.qrtz_triggers (
    sched_name text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    job_name text NOT NULL,
    job_group text NOT NULL,
    description text,
    next_fire_time bigint,
    prev_fire_time bigint,
    priority integer,
    trigger_state text NOT NULL,
    trigger_type text NOT NULL,
    start_time bigint NOT NULL,
    end_time bigint,
    calendar_name text,
    misfire_instr smallint,
    misfire_orig_fire_time bigint,
    execution_group character varying(200),
    preferred_node character varying(200),
    preferred_node_auto boolean DEFAULT false NOT NULL,
    retry_policy character varying(250),
    retry_attempt integer,
    continues_trigger_name text,
    continues_trigger_group text,
    continuation_condition integer,
    overlap_policy integer,
    pause_reason character varying(250),
    paused_by character varying(200),
    paused_at bigint,
    misfire_threshold bigint,
    fixed_delay boolean,
    job_data bytea
);


--
-- Name: awaited_command; Type: TABLE; Schema: retention; Owner: -
--

CREATE TABLE retention.awaited_command (
    customer_id text NOT NULL,
    command text NOT NULL,
    asked_by text NOT NULL,
    asked_at timestamp with time zone NOT NULL
);


--
-- Name: erasure; Type: TABLE; Schema: retention; Owner: -
--

CREATE TABLE retention.erasure (
    journal text NOT NULL,
    entry_no bigint NOT NULL,
    customer_id text NOT NULL,
    evidence_id uuid NOT NULL,
    cause text NOT NULL,
    subject text,
    run_id uuid,
    profile_version text NOT NULL,
    cards integer NOT NULL,
    keeps_reference boolean NOT NULL,
    erased_at timestamp with time zone NOT NULL,
    replayed_at timestamp with time zone,
    certificate_id uuid,
    rewritten_at timestamp with time zone,
    log_discarded_at timestamp with time zone
);


--
-- Name: forecast; Type: TABLE; Schema: retention; Owner: -
--

CREATE TABLE retention.forecast (
    customer_id text NOT NULL,
    due_month date NOT NULL,
    cause text NOT NULL,
    cards bigint NOT NULL,
    counted_at timestamp with time zone NOT NULL
);


--
-- Name: hold; Type: TABLE; Schema: retention; Owner: -
--

CREATE TABLE retention.hold (
    hold_id uuid NOT NULL,
    customer_id text NOT NULL,
    reason text NOT NULL,
    set_at timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    ended_at timestamp with time zone
);


--
-- Name: card_key; Type: TABLE; Schema: vault; Owner: -
--

CREATE TABLE vault.card_key (
    card_id uuid NOT NULL,
    customer_id text NOT NULL,
    key_id uuid NOT NULL,
    wrapped bytea NOT NULL
);
ALTER TABLE ONLY vault.card_key ALTER COLUMN wrapped SET STATISTICS 0;


--
-- Name: customer_key; Type: TABLE; Schema: vault; Owner: -
--

CREATE TABLE vault.customer_key (
    key_id uuid NOT NULL,
    customer_id text NOT NULL,
    purpose text NOT NULL,
    wrapped bytea NOT NULL,
    master_key_check text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    retired_at timestamp with time zone
);
ALTER TABLE ONLY vault.customer_key ALTER COLUMN wrapped SET STATISTICS 0;


--
-- Name: key_destruction; Type: TABLE; Schema: vault; Owner: -
--

CREATE TABLE vault.key_destruction (
    destruction_id bigint NOT NULL,
    customer_id text NOT NULL,
    cause text NOT NULL,
    journal text,
    entry_no bigint,
    keys bigint NOT NULL,
    destroyed_at timestamp with time zone NOT NULL,
    rewritten_at timestamp with time zone,
    log_discarded_at timestamp with time zone,
    CONSTRAINT ck_key_destruction_cause CHECK ((cause = ANY (ARRAY['ERASURE'::text, 'ORPHAN'::text, 'ROTATION'::text])))
);


--
-- Name: key_destruction_destruction_id_seq; Type: SEQUENCE; Schema: vault; Owner: -
--

ALTER TABLE vault.key_destruction ALTER COLUMN destruction_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME vault.key_destruction_destruction_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: pending_order; Type: TABLE; Schema: vault; Owner: -
--

CREATE TABLE vault.pending_order (
    order_id uuid NOT NULL,
    customer_id text NOT NULL,
    first_card_id uuid NOT NULL,
    last_card_id uuid NOT NULL,
    keys integer NOT NULL,
    written_at timestamp with time zone NOT NULL
);


--
-- Data for Name: entry; Type: TABLE DATA; Schema: audit; Owner: -
--

COPY audit.entry (customer_id, entry_no, recorded_at, action, subject, detail, hash) FROM stdin;
FILLED	1	2026-12-01 06:44:45.581231+00	FILE_STORED	01a23059-40e9-792c-8577-cbbc14709fff	status=PARTIAL;code=;rows=6;accepted=5;rejected=1;on_hold=0;unchanged=0;profile=2026-11;signed_by=	\\x04d212787cfcef35c26b7eccd19f88d4751ab1e651e95c97a2c353dc028e2991
FILLED	2	2026-12-01 06:44:46.76519+00	CARDS_ORDERED	01a23059-462c-74cb-bfa0-c769d78c8423	first=1;batches=1;cards=5	\\x257b4be36ddb5524298fd8a0bbf35bcdb3315a07dab73168634e291469204715
FILLED	3	2026-12-01 06:44:46.831105+00	BACK_REPORT_STORED	01a23059-466e-7863-ad4e-efafb1226308	seq=1;lines=10	\\xb3879fe2d9d5df2ef7383225bb781dfc1d906b9494f53a47d23ba66bf74c1c4e
PRODUCTION	1	2026-12-01 06:44:47.178139+00	FILE_STORED	01a23059-47bf-70c2-b930-15442c8136c0	status=ACCEPTED;code=;rows=12;accepted=12;rejected=0;on_hold=0;unchanged=0;profile=1;signed_by=	\\x6b2919580034cbd3ad5e2ccbc2d5248bb0cf7f23c73cab6465e9edbd38861ea1
FILLED	4	2026-12-01 06:44:47.55077+00	REQUEST_CANCEL	01a23059-491a-7ba8-bcb2-21aa2356d561 row 1	selector=CUSTOMER_REF;outcome=SCHEDULED;cards=1;profile=2026-11;signed_by=	\\x61abd881ccac6fe0e5e6af6fd70746c9424d78d64f29e5fee3c4932d927b9ef5
FILLED	5	2026-12-01 06:44:47.55077+00	REQUEST_BLOCK	01a23059-491a-7ba8-bcb2-21aa2356d561 row 2	selector=CUSTOMER_REF;outcome=DONE;cards=1;profile=2026-11;signed_by=	\\x71a741fb65f9ca705b2d1e5512baa2541f80a1cc7b96bbcfa9853bfb646c6ce8
FILLED	6	2026-12-01 06:44:47.55077+00	FILE_STORED	01a23059-491a-7ba8-bcb2-21aa2356d561	status=ACCEPTED;code=;rows=2;accepted=1;rejected=0;on_hold=1;unchanged=0;profile=2026-11;signed_by=	\\xea405d5aedcffd9bc55a5fcd2718e29fb85eccc2a142d7cb86e6aa39a2fa7323
FILLED	7	2026-12-01 06:44:47.857844+00	CANCELLATIONS_SENT	01a23059-4a71-701c-a476-21a14d0b1138	seq=1;cards=1	\\x14d958cb73938fab9d37da78e66ea4605a7c047dc13c94d58a687dcbdddc615b
FILLED	8	2026-12-01 06:44:47.878284+00	BACK_REPORT_STORED	01a23059-4a86-7db9-9d23-f09b42047dea	seq=2;lines=11	\\x0fdcc75e04209e1e7a8ed52c9d66c57cee69ec01cce65350b93a37d2ec3cadf0
FILLED	9	2026-12-01 06:44:48.260999+00	CARDS_ERASED	01a23059-4c05-73b7-b0a8-de2193a8923a	cause=OPERATOR;cards=1;profile=2026-11;run=;journal=worker_2026-12/1	\\x3ff45eee9edbcd59bec6f165be6c8b4e8f35c20c79ec0739d1c4934642c581ee
FILLED	10	2026-12-01 06:44:48.376866+00	ERASED_BY_OPERATOR	FILLED	cards=1;by=root	\\x14c7e996041d2a9bc1d1b8b3c594f8e2863cb7b3a50b7ccde93b43df7e1d8353
FILLED	11	2026-12-01 06:44:48.383273+00	CERTIFICATE_STORED	01a23059-4c7e-7c95-9585-ed90c15c1054	seq=1;lines=1;cards=1	\\xec57ffdfcfa91e5d1befcc1d0c7e1b6b99aab523896b7276da1d41b36a6360c2
\.


--
-- Data for Name: head; Type: TABLE DATA; Schema: audit; Owner: -
--

COPY audit.head (customer_id, entry_no, hash, base_entry_no, base_hash) FROM stdin;
PRODUCTION	1	\\x6b2919580034cbd3ad5e2ccbc2d5248bb0cf7f23c73cab6465e9edbd38861ea1	0	\\x0000000000000000000000000000000000000000000000000000000000000000
FILLED	11	\\xec57ffdfcfa91e5d1befcc1d0c7e1b6b99aab523896b7276da1d41b36a6360c2	0	\\x0000000000000000000000000000000000000000000000000000000000000000
\.


--
-- Data for Name: accepted_content; Type: TABLE DATA; Schema: exchange; Owner: -
--

COPY exchange.accepted_content (customer_id, content_mac, file_id, accepted_at) FROM stdin;
FILLED	\\x74b1320b5ef46600563c792480b52178e3facc14df20ab521b6dab4fd011bb22	01a23059-40e9-792c-8577-cbbc14709fff	2026-12-01 06:44:45.556476+00
PRODUCTION	\\xbe6ece0968a60d49238ee7beb37ae608e0bdb03131c6216bc02d69531c0eb9d4	01a23059-47bf-70c2-b930-15442c8136c0	2026-12-01 06:44:47.176891+00
\.


--
-- Data for Name: accepted_sequence; Type: TABLE DATA; Schema: exchange; Owner: -
--

COPY exchange.accepted_sequence (customer_id, kind, sequence_no) FROM stdin;
FILLED	ORD	1
\.


--
-- Data for Name: alarm; Type: TABLE DATA; Schema: exchange; Owner: -
--

COPY exchange.alarm (area, rule, level, began_at) FROM stdin;
\.


--
-- Data for Name: area_control; Type: TABLE DATA; Schema: exchange; Owner: -
--

COPY exchange.area_control (customer_id, paused_at, paused_until, pause_reason, paused_by, retry_at) FROM stdin;
\.


--
-- Data for Name: area_lease; Type: TABLE DATA; Schema: exchange; Owner: -
--

COPY exchange.area_lease (customer_id, owner, token, lease_until) FROM stdin;
FILLED		1	2026-12-01 06:44:48.558047+00
PRODUCTION		1	2026-12-01 06:44:48.558076+00
\.


--
-- Data for Name: area_probe; Type: TABLE DATA; Schema: exchange; Owner: -
--

COPY exchange.area_probe (customer_id, agreed, agreed_at, probed_at, changes, changed_at) FROM stdin;
\.


--
-- Data for Name: back_report; Type: TABLE DATA; Schema: exchange; Owner: -
--

COPY exchange.back_report (customer_id, seq, report_id, after_position, until_position, lines, made_at) FROM stdin;
FILLED	1	01a23059-466e-7863-ad4e-efafb1226308	0	5	10	2026-12-01 06:44:46.830643+00
FILLED	2	01a23059-4a86-7db9-9d23-f09b42047dea	5	18	11	2026-12-01 06:44:47.878124+00
\.


--
-- Data for Name: customer_number; Type: TABLE DATA; Schema: exchange; Owner: -
--

COPY exchange.customer_number (customer_id, number) FROM stdin;
FILLED	1
PRODUCTION	2
\.


--
-- Data for Name: file_finding; Type: TABLE DATA; Schema: exchange; Owner: -
--

COPY exchange.file_finding (file_id, customer_id, code, findings) FROM stdin;
01a23059-40e9-792c-8577-cbbc14709fff	FILLED	E-PRD-01	1
\.


--
-- Data for Name: forgiven_arrival; Type: TABLE DATA; Schema: exchange; Owner: -
--

COPY exchange.forgiven_arrival (customer_id, until, reason, forgiven_by, forgiven_at) FROM stdin;
\.


--
-- Data for Name: history_card; Type: TABLE DATA; Schema: exchange; Owner: -
--

COPY exchange.history_card (customer_id, report_id, card_id) FROM stdin;
\.


--
-- Data for Name: inbound_file; Type: TABLE DATA; Schema: exchange; Owner: -
--

COPY exchange.inbound_file (file_id, customer_id, path, version, name, kind, is_test, state, lease_token, attempts, next_attempt_at, last_problem, problem_text, size_bytes, modified_seconds, first_seen_at, same_since, same_polls, claimed_at, local_id, sha256, content_mac, signed_by, sequence_no, file_status, error_code, first_file_id, rows_total, rows_accepted, rows_rejected, rows_on_hold, rows_unchanged, profile_version, stored_at, closed_at, companions) FROM stdin;
01a23059-40e9-792c-8577-cbbc14709fff	FILLED	\\x4f52445f46494c4c45445f3030303030312e637376	1	ORD_FILLED_000001.csv	ORD	f	CLOSED	1	1	2026-12-01 06:44:45.417947+00	\N	\N	246	1796107484	2026-12-01 06:44:45.144966+00	2026-12-01 06:44:45.144966+00	2	2026-12-01 06:44:45.417947+00	\N	\\x38310b9f28a109dc5426e765f0c9c484cec83c54b5f2b6f002c5c55c309c1fdb	\\x74b1320b5ef46600563c792480b52178e3facc14df20ab521b6dab4fd011bb22	\N	1	PARTIAL	\N	\N	6	5	1	0	0	2026-11	2026-12-01 06:44:45.556476+00	2026-12-01 06:44:45.90648+00	{}
01a23059-47bf-70c2-b930-15442c8136c0	PRODUCTION	\\x4556545f3030303030312e637376	3	EVT_000001.csv	EVT	f	CLOSED	1	1	2026-12-01 06:44:47.167138+00	\N	\N	984	1796107486	2026-12-01 06:44:46.992644+00	2026-12-01 06:44:46.992644+00	2	2026-12-01 06:44:47.167138+00	\N	\\xd38701bf9ee9ab7a5a5739957d47926014c283e31359fbad5350a748347fab4d	\\xbe6ece0968a60d49238ee7beb37ae608e0bdb03131c6216bc02d69531c0eb9d4	\N	1	ACCEPTED	\N	\N	12	12	0	0	0	1	2026-12-01 06:44:47.176891+00	2026-12-01 06:44:47.318408+00	{}
01a23059-491a-7ba8-bcb2-21aa2356d561	FILLED	\\x5245515f46494c4c45445f3030303030312e637376	5	REQ_FILLED_000001.csv	REQ	f	CLOSED	1	1	2026-12-01 06:44:47.514765+00	\N	\N	133	1796107487	2026-12-01 06:44:47.419153+00	2026-12-01 06:44:47.419153+00	2	2026-12-01 06:44:47.514765+00	\N	\\x3774567c709f012ef7e08d37a9ba1aafafffc72133ed52ff4d22efaca0d17650	\\x	\N	1	ACCEPTED	\N	\N	2	1	0	1	0	2026-11	2026-12-01 06:44:47.522234+00	2026-12-01 06:44:47.661296+00	{}
\.


--
-- Data for Name: job_state; Type: TABLE DATA; Schema: exchange; Owner: -
--

COPY exchange.job_state (customer_id, job, owner, ended_at, running_since, succeeded_at, failing_since, failures, reason, message, not_before) FROM stdin;
FILLED	pick-up	worker/fcfd2e3a	2026-12-01 06:44:45.241686+00	\N	2026-12-01 06:44:45.241686+00	\N	0	\N	\N	\N
FILLED	sweep	worker/fcfd2e3a	2026-12-01 06:44:45.249419+00	\N	2026-12-01 06:44:45.249419+00	\N	0	\N	\N	\N
PRODUCTION	pick-up	worker/fcfd2e3a	2026-12-01 06:44:45.140777+00	\N	2026-12-01 06:44:45.140777+00	\N	0	\N	\N	\N
PRODUCTION	sweep	worker/fcfd2e3a	2026-12-01 06:44:45.226498+00	\N	2026-12-01 06:44:45.226498+00	\N	0	\N	\N	\N
\.


--
-- Data for Name: message_mark; Type: TABLE DATA; Schema: exchange; Owner: -
--

COPY exchange.message_mark (customer_id, mark, file_id, is_test, marked_at) FROM stdin;
\.


--
-- Data for Name: notice; Type: TABLE DATA; Schema: exchange; Owner: -
--

COPY exchange.notice (notice_no, channel, area, kind, event, text_sv, text_en, happened_at, attempts, next_attempt_at, last_problem, sent_at) FROM stdin;
\.


--
-- Data for Name: number_series; Type: TABLE DATA; Schema: exchange; Owner: -
--

COPY exchange.number_series (series, last_value) FROM stdin;
order	1001000
card	10001000
\.


--
-- Data for Name: pending_report; Type: TABLE DATA; Schema: exchange; Owner: -
--

COPY exchange.pending_report (report_id, customer_id, file_id, kind, "position", folder, name, size_bytes, sha256, wrapped_key, created_at, queued_at, attempts, next_attempt_at, last_problem, problem_text, delivered_at, seen_at, missing_since, missing_looks, warned_at, consumed_at, consumed_signal, delete_intended_at, deleted_at, changed_at, changed_size_bytes, changed_modified_seconds, purged_at, purge_wanted_at) FROM stdin;
01a23059-4255-7000-a29f-ba7897864b06	FILLED	01a23059-40e9-792c-8577-cbbc14709fff	RCP	2	/out/receipts/	RCP_ORD_FILLED_000001.csv	421	\\xb6c3f38275aa01a1e08c889571bd6832d18994e38485e7ae2eb3ba49051a5c41	\\x01a2305941847131a74d4e07a6611136a04e624ab43077cb890925d12c47e72b89342964653734091a75d3c9e9a6fc843e78c3f8f5220a785752bce6cb2ee394b3fbbd17735dc1190378f96a	2026-12-01 06:44:45.556476+00	\N	0	2026-12-01 06:44:45.556476+00	\N	\N	2026-12-01 06:44:45.88855+00	\N	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N
01a23059-462c-74cb-bfa0-c769d78c8423	PRODUCTION	\N	PRD	4	/out/batches/	PRD_20261201T064446Z_000001.zip	437	\\x27d51080c6d7b31e0bd420e52d78e380dd61e8d42c5e977a258ae71a67e9b6fb	\\x	2026-12-01 06:44:46.764924+00	2026-12-01 06:44:46.764925+00	0	2026-12-01 06:44:46.764924+00	\N	\N	2026-12-01 06:44:46.989157+00	\N	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	2026-12-01 06:44:46.989157+00	\N
01a23059-4846-7000-8d73-84892435b946	PRODUCTION	01a23059-47bf-70c2-b930-15442c8136c0	RCP	2	/out/receipts/	RCP_EVT_000001.csv	411	\\xd1ba7e5360faf718d58061a982ad533493c66d7ad08db51ee27851e80662454e	\\x	2026-12-01 06:44:47.176891+00	\N	0	2026-12-01 06:44:47.176891+00	\N	\N	2026-12-01 06:44:47.31498+00	\N	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	2026-12-01 06:44:47.31498+00	\N
01a23059-4844-7000-8077-dd8a4a17ddbe	PRODUCTION	01a23059-47bf-70c2-b930-15442c8136c0	RES	0	/out/receipts/	RES_EVT_000001.csv	662	\\xf0af2ad07479e24f957f598ee0809d1053a0a9ac8e78f97d545cee9cb487851c	\\x	2026-12-01 06:44:47.176891+00	\N	0	2026-12-01 06:44:47.176891+00	\N	\N	2026-12-01 06:44:47.31498+00	\N	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	2026-12-01 06:44:47.31498+00	\N
01a23059-4996-7000-81fe-f22e33e3327f	FILLED	01a23059-491a-7ba8-bcb2-21aa2356d561	RES	0	/out/receipts/	RES_REQ_FILLED_000001.csv	168	\\x75f0b0e6900f6dac93c4c94cebb3fd066e4ed55961d2bf15759eb9f6b1164f2b	\\x01a2305941847131a74d4e07a66111361667371bdf3e0aa498aa47edf537285d02e333d231638353c1c45041082cfd58fc2dfadff4ac57bd7fad845ff6bf072f4ad8bf6f45d5a6cdca342f66	2026-12-01 06:44:47.522234+00	\N	0	2026-12-01 06:44:47.522234+00	\N	\N	2026-12-01 06:44:47.658337+00	\N	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N
01a23059-4996-7001-838d-763090d6b9e3	FILLED	01a23059-491a-7ba8-bcb2-21aa2356d561	ERR	1	/out/errors/	ERR_REQ_FILLED_000001.csv	404	\\xc65e4885bc8749b00ce1b9774e24fddebe944e57e153a628ca0a8af5f4b39519	\\x01a2305941847131a74d4e07a66111368b8809cc270ce83d3132422560cb6d0a91bf4ce0df9dc3d0559e80427a0443d58a97234d0656060c74555f5aaa66729b61e6676563a1893e7d95bb85	2026-12-01 06:44:47.522234+00	\N	0	2026-12-01 06:44:47.522234+00	\N	\N	2026-12-01 06:44:47.658337+00	\N	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N
01a23059-4997-7000-bf9b-9397161f8492	FILLED	01a23059-491a-7ba8-bcb2-21aa2356d561	RCP	2	/out/receipts/	RCP_REQ_FILLED_000001.csv	422	\\xe6761186443a26bdf5a34a375c8d3804e86b0518525415ac3b2e04f7f4740a7a	\\x01a2305941847131a74d4e07a66111366000c3b1b7234549785165bcb8bd684b8582653059446c949d7c5a7d25a1aaba4fa5d450eceaa4166551e62e04d2ec65ce5f1a5bb835638ab2e54760	2026-12-01 06:44:47.522234+00	\N	0	2026-12-01 06:44:47.522234+00	\N	\N	2026-12-01 06:44:47.658337+00	\N	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N
01a23059-4a71-701c-a476-21a14d0b1138	PRODUCTION	\N	CAN	8	/out/batches/	CAN_20261201T064447Z_000001.csv	51	\\x0201ffdabc522f6fc7f798c10995d795c96ef39dddaa1c72408a3eb72b3704fb	\\x	2026-12-01 06:44:47.857708+00	2026-12-01 06:44:47.857709+00	0	2026-12-01 06:44:47.857708+00	\N	\N	2026-12-01 06:44:47.971847+00	\N	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	2026-12-01 06:44:47.971847+00	\N
01a23059-424e-7000-830a-db1774e3ddbc	FILLED	01a23059-40e9-792c-8577-cbbc14709fff	ERR	1	/out/errors/	ERR_ORD_FILLED_000001.csv	330	\\xf65f50fc382066b8827e61fc758ac767135dfc98ad48026f06b7cad979cd812c	\\x	2026-12-01 06:44:45.556476+00	\N	0	2026-12-01 06:44:45.556476+00	\N	\N	2026-12-01 06:44:45.88855+00	\N	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	2026-12-01 06:44:48.261698+00	2026-12-01 06:44:48.261698+00
01a23059-4245-7000-be29-7f0990a0d51e	FILLED	01a23059-40e9-792c-8577-cbbc14709fff	RES	0	/out/receipts/	RES_ORD_FILLED_000001.csv	342	\\xb4a2e0f16ffb68a3297bd3e5831db5fdfefce3f050162abaade22d2af8222248	\\x	2026-12-01 06:44:45.556476+00	\N	0	2026-12-01 06:44:45.556476+00	\N	\N	2026-12-01 06:44:45.88855+00	\N	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	2026-12-01 06:44:48.261698+00	2026-12-01 06:44:48.261698+00
01a23059-466e-7863-ad4e-efafb1226308	FILLED	\N	BRP	3	/out/reports/	BRP_FILLED_20261201T064446Z_000001.csv	2183	\\x43a05ab1e8389c20f84ed52705a384b73e61bc93c53e1d1398e12e82dbc34413	\\x	2026-12-01 06:44:46.830643+00	2026-12-01 06:44:46.830644+00	0	2026-12-01 06:44:46.830643+00	\N	\N	2026-12-01 06:44:46.963489+00	\N	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	2026-12-01 06:44:48.261698+00	2026-12-01 06:44:48.261698+00
01a23059-4a86-7db9-9d23-f09b42047dea	FILLED	\N	BRP	3	/out/reports/	BRP_FILLED_20261201T064447Z_000002.csv	3019	\\x404680f2ff0e7b5cbdded529fdfcffb407c5bac2414e61bce192615c6e8543e9	\\x	2026-12-01 06:44:47.878124+00	2026-12-01 06:44:47.878124+00	0	2026-12-01 06:44:47.878124+00	\N	\N	2026-12-01 06:44:47.916121+00	\N	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	2026-12-01 06:44:48.261698+00	2026-12-01 06:44:48.261698+00
01a23059-4c7e-7c95-9585-ed90c15c1054	FILLED	\N	CER	7	/out/reports/	CER_FILLED_20261201T064448Z_000001.csv	169	\\xf37b126c2307bcda4da8ba49629a61a8b27e49edffbf662ac4a3115323b6f0fc	\\x01a2305941847131a74d4e07a6611136b408abf193d851b1619ad5414ce191a1234250e5a15cfa81670cec958c701ad9a3f7697d28d552c89c00bb68fbfab552800d01b52a6d2630daa78616	2026-12-01 06:44:48.382252+00	2026-12-01 06:44:48.382253+00	0	2026-12-01 06:44:48.382252+00	\N	\N	2026-12-01 06:44:48.45684+00	\N	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N
\.


--
-- Data for Name: production_file; Type: TABLE DATA; Schema: exchange; Owner: -
--

COPY exchange.production_file (kind, seq, customer_id, report_id, orders, cards, made_at, reissued_at) FROM stdin;
PRD	1	FILLED	01a23059-462c-74cb-bfa0-c769d78c8423	{01a23059-419e-7000-ba84-66c9b8823fa1}	5	2026-12-01 06:44:46.764924+00	\N
CAN	1	FILLED	01a23059-4a71-701c-a476-21a14d0b1138	{}	1	2026-12-01 06:44:47.857708+00	\N
\.


--
-- Data for Name: quarantined_file; Type: TABLE DATA; Schema: exchange; Owner: -
--

COPY exchange.quarantined_file (file_id, customer_id, wrapped_key, size_bytes, quarantined_at) FROM stdin;
\.


--
-- Data for Name: replay_permit; Type: TABLE DATA; Schema: exchange; Owner: -
--

COPY exchange.replay_permit (file_id, customer_id, until) FROM stdin;
\.


--
-- Data for Name: reply_name; Type: TABLE DATA; Schema: exchange; Owner: -
--

COPY exchange.reply_name (customer_id, base_name, uses) FROM stdin;
FILLED	ORD_FILLED_000001	1
PRODUCTION	EVT_000001	1
FILLED	REQ_FILLED_000001	1
\.


--
-- Data for Name: report_series; Type: TABLE DATA; Schema: exchange; Owner: -
--

COPY exchange.report_series (customer_id, kind, last_seq, last_position, last_at) FROM stdin;
PRODUCTION	PRD	1	0	2026-12-01 06:44:46.764925+00
PRODUCTION	CAN	1	0	2026-12-01 06:44:47.857709+00
FILLED	BRP	2	18	2026-12-01 06:44:47.878124+00
FILLED	CER	1	0	2026-12-01 06:44:48.382253+00
\.


--
-- Data for Name: request; Type: TABLE DATA; Schema: exchange; Owner: -
--

COPY exchange.request (customer_id, request_ref, content_index, file_id, outcome, code, order_no, card_no, signed_by, answered_at, action, person_index, done_at) FROM stdin;
FILLED	R1	\\x4d9b969a8b3d554529e1404a5c5822e6	01a23059-491a-7ba8-bcb2-21aa2356d561	SCHEDULED	\N	10000016	100000041	\N	2026-12-01 06:44:47.522234+00	CANCEL	\N	\N
FILLED	R2	\\x6e760201e157e48886ddc760b80baa75	01a23059-491a-7ba8-bcb2-21aa2356d561	DONE	W-BLK-01	10000016	100000058	\N	2026-12-01 06:44:47.522234+00	BLOCK	\N	2026-12-01 06:44:47.522234+00
\.


--
-- Data for Name: scheduled_erasure; Type: TABLE DATA; Schema: exchange; Owner: -
--

COPY exchange.scheduled_erasure (customer_id, request_ref, card_id, file_id, scheduled_at, profile_version, signed_by) FROM stdin;
\.


--
-- Data for Name: sealed_block; Type: TABLE DATA; Schema: exchange; Owner: -
--

COPY exchange.sealed_block (owner_id, block_no, customer_id, sealed) FROM stdin;
01a23059-4255-7000-a29f-ba7897864b06	0	FILLED	\\xa61ca3f9421d3411ca6d0ae4fb7d4a788e436abba55a2dd9f7a58a5b8124abfe8ad48f32c16ff27a472c4d7be1cc5f8853fcd0a32e7e856866f7ed2e80f2754f1e33619df07a073a6b69bb8dccf1b02b85f2a64044397dda6dc7e672152546e7b6943504db5645534535acbb7f08878877baea0176b7d9523aa894f051e80b3b4045dbb28d70a2e425f05331ba5cf2d6094796752ed70b20de10647ffdd8fcca65d8064493c36143e77a519f3f791209ee4ec2bd2d1abe5803f88965850cd7394618d1a3817440097dba39e4f6f3be27610a5a7508de30270c9e017c7e5f6a6ee0c00aa3ea47d380eb9a44073fb06d80840bfac9d6fda0ae33b6dff41a23d5c6f6b665fb145d479ed7809c997e566dba4fd1bb95061f1e98c27cc4b1cded6ed9e0e489e6305fa3ccca1ed63001a18bc2fde2fb12479d088290ad2f4a3821192228fc0af33b8dc29295779b500c74141d07f29842a3d587b1844f5b12596c29ee7c46bfeaa4687e5c1f34fc96ea98330b4ba32d7bf5e14f8353cf4b
01a23059-4996-7000-81fe-f22e33e3327f	0	FILLED	\\xef27a6f350589baad190870ceb5a613e18b94d68566c442c55cfaa29da3ff3e325a5e696db1a4cd7b93b1d1a3a7f90a871121a5d1c069814fe04e6fcd7eb6389a642a7023d64233dcfeff4fe640f752942fdc1367bcb03d37d346cf866346c0275c47519b63e6ca712b3acf35007496267ed8652d0fcb286e6682ac64922b01b2b622cda0f8112db8177ca187984cf431976a5d66419b7c14511322743f35f1303ae
01a23059-4996-7001-838d-763090d6b9e3	0	FILLED	\\x3269cc6d841e6ef04c2dc51d816a213a23fd40af7c64384a909c31d710e434045443054f1f589a3efbc2cbff263828de68e2d0b5a41afdf45cec5d307fe6ec5ee23ca13a694f9fb0a971a492e544b3ea48822bdfaab3cfcfa2fb2c0d8eba2492d7665ef4a506822a1a109dc18539c5812df61e0ee1a5e70b8bd4864fcd0b59de467ac0414cc294620e4b9962e649c7b2ab7888f66b022923d33534f85f80b25cd15c3acc7ceff8563f9b629d5cc6e38aa8d3f7556167034839579e21ecc415faed7c627db2e019857be0cc4a2c40e7001e90ce6102561ea5185019a770aef4a2402b554854c7ae9b438ad2c8cedfb61b7158fac5bf7939d286be7a23b153992031e3849f6ea64f0cf948afe9d01f0fb0f48c061eb7edde5a468c4d9f129a052427ebac134a96f2bacbf0d0d21b1ef29f346d2f41dbb05f3641110f09e87c4f3f6ca214f756f4331b284ecf756a9706f7805c94018a19d69165db2aa004b1d2420ad9d39fd3696616062223b7a5832a6c0cfc
01a23059-4997-7000-bf9b-9397161f8492	0	FILLED	\\x12121643f60992fa5ddf79dd78fdedff1008efdd7eaadfc8955fafe5c872807347b680f1614cb30a2a80231c0a1279460315ed4f5e6f3ece1b2c6c50f0ed2190aa733e92ae59fc6604c0dd4f816503d32f44daf3706ec434f0608f016e99712e88c33a9035903546a3c7980f3cf8f815458fe107639f57cf95b24281b656e69c3fe55287bb43e16ef0c82848273f3a81688420fd3fe6572f752e5d2f858d5b9774f3eecda569f7f45c56b40f5ed2c8a1eed3101566674d0ba45d8496589994cc7e082ef9edcc4416d29c9671f830dfcf044b900d3034587ee29756ead9b0f2bc6d918f9cd73099e573c7d8f42739b68c6ab3da65bfbd2f0553849d7becbdba390a5b4bede31db609d30a43a72005f0a1009231b32dcf1efd2390234decae36b5e19b6cc9cc90ca960af3ed1515c534f7a96b98eac472ac95c72efdb5b047655a34a30c4e8f6d86e30bbf895cb0a942459dab82918b65be11ba03c91b2b17594f05575a580763157ebff37ab2881f4418d16bdcb9fea2193cc9485783
01a23059-4c7e-7c95-9585-ed90c15c1054	0	FILLED	\\x8a0545549147f164f0161e1a569ccbae50bf51094b8c76a101cdf951877508945b60353777430bbd33061079a833fdb090d4fa41910d42914587a91232dc34597d23fa5f5f6bbc336692c4b96995e3b0a917dd7515e8bc5edef3c5b01633b3e33aab9999d0a98d91e431b80cbad6c1fa5d0174a0dba4e74703a7aade19ed26d3f104d216f029377f40b3833905ba8fdad4305c4116e8da9ed866ed2616b59a74d90c9d59427641af292d7f10ca72387e922318aa3ba243280ca016085011962210be7fce91927a740551
\.


--
-- Data for Name: sighting; Type: TABLE DATA; Schema: exchange; Owner: -
--

COPY exchange.sighting (customer_id, path, version, size_bytes, modified_seconds, first_seen_at, same_since, same_polls, last_seen_at, told_at, answered_at) FROM stdin;
\.


--
-- Data for Name: worker_presence; Type: TABLE DATA; Schema: exchange; Owner: -
--

COPY exchange.worker_presence (owner, alive_until) FROM stdin;
\.


--
-- Data for Name: applied; Type: TABLE DATA; Schema: nexusgo_migration; Owner: -
--

COPY nexusgo_migration.applied (number, name, checksum, applied_at) FROM stdin;
1	initial	a08d32ca08210c42b7618fb4f715c504103e7bdfc0319558e6648316e9d3b441	2026-12-01 06:44:44.009247+00
\.


--
-- Data for Name: cancellation; Type: TABLE DATA; Schema: orders; Owner: -
--

COPY orders.cancellation (card_id, customer_id, card_no, reason_code, request_ref, asked_at, seq) FROM stdin;
01a23059-419e-7000-ba84-66c900000004	FILLED	100000041	MISTAKE	R1	2026-12-01 06:44:47.522234+00	1
\.


--
-- Data for Name: card; Type: TABLE DATA; Schema: orders; Owner: -
--

COPY orders.card (card_id, customer_id, order_id, row_no, card_no, product_code, status, hold_code, card_state, ref_index, person_index, sealed, erase_after, valid_until, replaces_card_no, replace_reason, delivery_method, ordered_at, status_at, card_state_at, produced_at, shipped_at, delivered_at, invoiced_at, erased_at, expected_fields, last_event_at, held_at, batches, batch_no, cancel_asked_at, replaced_settled_at, out_of_use_at, kept_until, awaits_photo) FROM stdin;
01a23059-419e-7000-ba84-66c900000001	FILLED	01a23059-419e-7000-ba84-66c9b8823fa1	1	100000017	ID-STD	DELIVERED	\N	ACTIVE	738059c1-2c04-ab4a-dd8e-f2d37fa7c5e3	df863820-2cc2-d1c0-e77c-c332d6861f29	\\x758562f1302ca7d6d90c559b1e001deb7d3958289b31202a64218dcb30713d1a88422b2ff66e67d8c4b2c8aa657315e859b44fc7d5f3f7aa461d892f1d07594538189164820fb1c330	\N	\N	\N	\N	\N	2026-12-01 06:44:45.556476+00	2026-12-01 06:44:46.764924+00	2026-12-01 06:44:46.764924+00	2026-12-01 06:44:46.764924+00	2026-12-01 06:44:46.764924+00	2026-12-01 06:44:46.764924+00	2026-12-01 06:44:38+00	\N	0	2026-12-01 06:44:37+00	\N	1	1	\N	\N	\N	\N	f
01a23059-419e-7000-ba84-66c900000002	FILLED	01a23059-419e-7000-ba84-66c9b8823fa1	2	100000025	ID-STD	IN_PRODUCTION	\N	NONE	cbd088ae-d41f-d5fe-40af-1a9cba000ce6	\N	\\x1abb75d1364dc2ca7f20fd6dab6e27d41162dce9967ea544b0618439123a59ce7e1fb666be3849ffa937020e7b9aa39aad9feaf985	\N	\N	\N	\N	\N	2026-12-01 06:44:45.556476+00	2026-12-01 06:44:46.764924+00	\N	\N	\N	\N	\N	\N	0	2026-12-01 06:44:39+00	\N	1	1	\N	\N	\N	\N	f
01a23059-419e-7000-ba84-66c900000005	FILLED	01a23059-419e-7000-ba84-66c9b8823fa1	6	100000058	ID-STD	SHIPPED	\N	BLOCKED	6e3ec3c3-1b2c-321c-0839-b20f25af544c	\N	\\x3420f46f93043abfe66a200a4744b914318de045c61de53810bc242ed6a461cccb214beae2a09f43f82c54fd5afc98630f26f4dfa08cfa58	\N	\N	\N	\N	\N	2026-12-01 06:44:45.556476+00	2026-12-01 06:44:46.764924+00	2026-12-01 06:44:47.522234+00	2026-12-01 06:44:46.764924+00	2026-12-01 06:44:46.764924+00	\N	\N	\N	0	2026-12-01 06:44:45+00	\N	1	1	\N	\N	2026-12-01 06:44:47.522234+00	\N	f
01a23059-419e-7000-ba84-66c900000004	FILLED	01a23059-419e-7000-ba84-66c9b8823fa1	4	100000041	VISITOR	ORDERED	\N	NONE	8fbaf63d-042b-86b8-f73e-79f329894be6	\N	\\x6a86bcec2f8f76cc34b7f9562fb28629c4b86df88fe40c09094bcfed6935b745423af20f6290a16ab8eb5d7bf960cbbc5378d98ff8e767e4	\N	\N	\N	\N	\N	2026-12-01 06:44:45.556476+00	2026-12-01 06:44:46.764924+00	\N	\N	\N	\N	\N	\N	0	\N	\N	1	1	2026-12-01 06:44:47.522234+00	\N	\N	\N	f
01a23059-419e-7000-ba84-66c900000003	FILLED	01a23059-419e-7000-ba84-66c9b8823fa1	3	\N	ID-STD	PRODUCED	\N	ACTIVE	\N	\N	\N	\N	\N	\N	\N	\N	2026-12-01 06:44:45.556476+00	2026-12-01 06:44:46.764924+00	2026-12-01 06:44:46.764924+00	2026-12-01 06:44:46.764924+00	\N	\N	2026-12-01 06:44:42+00	2026-12-01 06:44:48.261698+00	0	2026-12-01 06:44:41+00	\N	1	1	\N	\N	\N	\N	f
\.


--
-- Data for Name: card_chip; Type: TABLE DATA; Schema: orders; Owner: -
--

COPY orders.card_chip (event_id, chip_no, customer_id, card_id, chip_type, hid_format, fields, sealed) FROM stdin;
01a23059-4807-7000-9a89-ff81f0f20a90	1	FILLED	01a23059-419e-7000-ba84-66c900000001	MIFARE	\N	3	\\xaa79870bbd8803350c5af1374cee4d6f72ce19873183b321bcf5a4a63d050aaaff7d8b2c30a87580e244
01a23059-480d-7005-916c-69415ac8a07e	1	FILLED	01a23059-419e-7000-ba84-66c900000005	MIFARE	\N	3	\\xed7d1741b48174bdf8a4e610933999156056207a5924ca1c364db4c8c12b5c22fc620766c56ca407dfe0
\.


--
-- Data for Name: card_event; Type: TABLE DATA; Schema: orders; Owner: -
--

COPY orders.card_event (customer_id, "position", event_id, card_id, source_id, event_time, recorded_at, kind, effect, code, status, card_state, reason_code, invoice_no, settles) FROM stdin;
FILLED	1	01a23059-465e-7000-b8dc-180803118adb	01a23059-419e-7000-ba84-66c900000001	\N	2026-12-01 06:44:46.764924+00	2026-12-01 06:44:46.764924+00	ORDERED	APPLIED	\N	ORDERED	NONE	\N	\N	\N
FILLED	2	01a23059-465e-7001-bc58-7c6254371bbd	01a23059-419e-7000-ba84-66c900000002	\N	2026-12-01 06:44:46.764924+00	2026-12-01 06:44:46.764924+00	ORDERED	APPLIED	\N	ORDERED	NONE	\N	\N	\N
FILLED	3	01a23059-465e-7002-847f-523fcbf23914	01a23059-419e-7000-ba84-66c900000003	\N	2026-12-01 06:44:46.764924+00	2026-12-01 06:44:46.764924+00	ORDERED	APPLIED	\N	ORDERED	NONE	\N	\N	\N
FILLED	4	01a23059-465e-7003-87fc-394816510aca	01a23059-419e-7000-ba84-66c900000004	\N	2026-12-01 06:44:46.764924+00	2026-12-01 06:44:46.764924+00	ORDERED	APPLIED	\N	ORDERED	NONE	\N	\N	\N
FILLED	5	01a23059-465e-7004-b272-1a55a75f6679	01a23059-419e-7000-ba84-66c900000005	\N	2026-12-01 06:44:46.764924+00	2026-12-01 06:44:46.764924+00	ORDERED	APPLIED	\N	ORDERED	NONE	\N	\N	\N
FILLED	6	01a23059-4800-7000-bbde-bfe45e92a1d1	01a23059-419e-7000-ba84-66c900000001	EVT_000001-0	2026-12-01 06:44:46.764924+00	2026-12-01 06:44:47.180558+00	IN_PRODUCTION	APPLIED	\N	IN_PRODUCTION	NONE	\N	\N	\N
FILLED	7	01a23059-4807-7000-9a89-ff81f0f20a90	01a23059-419e-7000-ba84-66c900000001	EVT_000001-1	2026-12-01 06:44:46.764924+00	2026-12-01 06:44:47.180558+00	PRODUCED	APPLIED	\N	PRODUCED	ACTIVE	\N	\N	\N
FILLED	8	01a23059-4808-7000-9a69-56d7ead3e5b6	01a23059-419e-7000-ba84-66c900000001	EVT_000001-2	2026-12-01 06:44:46.764924+00	2026-12-01 06:44:47.180558+00	SHIPPED	APPLIED	\N	SHIPPED	ACTIVE	\N	\N	\N
FILLED	9	01a23059-4809-7000-94bd-4adc96797b68	01a23059-419e-7000-ba84-66c900000001	EVT_000001-3	2026-12-01 06:44:46.764924+00	2026-12-01 06:44:47.180558+00	DELIVERED	APPLIED	\N	DELIVERED	ACTIVE	\N	\N	\N
FILLED	10	01a23059-4809-7001-86e1-eef3201c95b1	01a23059-419e-7000-ba84-66c900000001	EVT_000001-4	2026-12-01 06:44:38+00	2026-12-01 06:44:47.180558+00	INVOICED	APPLIED	\N	DELIVERED	ACTIVE	\N	I-1	\N
FILLED	11	01a23059-480d-7000-9af9-df6285bf5a00	01a23059-419e-7000-ba84-66c900000002	EVT_000001-5	2026-12-01 06:44:46.764924+00	2026-12-01 06:44:47.180558+00	IN_PRODUCTION	APPLIED	\N	IN_PRODUCTION	NONE	\N	\N	\N
FILLED	12	01a23059-480d-7001-a077-65eaf1d80b6c	01a23059-419e-7000-ba84-66c900000003	EVT_000001-6	2026-12-01 06:44:46.764924+00	2026-12-01 06:44:47.180558+00	IN_PRODUCTION	APPLIED	\N	IN_PRODUCTION	NONE	\N	\N	\N
FILLED	13	01a23059-480d-7002-92fc-3c8e7d628df9	01a23059-419e-7000-ba84-66c900000003	EVT_000001-7	2026-12-01 06:44:46.764924+00	2026-12-01 06:44:47.180558+00	PRODUCED	APPLIED	\N	PRODUCED	ACTIVE	\N	\N	\N
FILLED	14	01a23059-480d-7003-ac66-c666fdb97057	01a23059-419e-7000-ba84-66c900000003	EVT_000001-8	2026-12-01 06:44:42+00	2026-12-01 06:44:47.180558+00	INVOICED	APPLIED	\N	PRODUCED	ACTIVE	\N	I-1	\N
FILLED	15	01a23059-480d-7004-966a-95af65292257	01a23059-419e-7000-ba84-66c900000005	EVT_000001-9	2026-12-01 06:44:46.764924+00	2026-12-01 06:44:47.180558+00	IN_PRODUCTION	APPLIED	\N	IN_PRODUCTION	NONE	\N	\N	\N
FILLED	16	01a23059-480d-7005-916c-69415ac8a07e	01a23059-419e-7000-ba84-66c900000005	EVT_000001-10	2026-12-01 06:44:46.764924+00	2026-12-01 06:44:47.180558+00	PRODUCED	APPLIED	\N	PRODUCED	ACTIVE	\N	\N	\N
FILLED	17	01a23059-480d-7006-abb6-b03634e80f9c	01a23059-419e-7000-ba84-66c900000005	EVT_000001-11	2026-12-01 06:44:46.764924+00	2026-12-01 06:44:47.180558+00	SHIPPED	APPLIED	\N	SHIPPED	ACTIVE	\N	\N	\N
FILLED	18	01a23059-4975-7000-b5ae-8880c1735f03	01a23059-419e-7000-ba84-66c900000005	\N	2026-12-01 06:44:47.522234+00	2026-12-01 06:44:47.522234+00	BLOCKED	APPLIED	\N	SHIPPED	BLOCKED	LOST	\N	\N
\.


--
-- Data for Name: card_order; Type: TABLE DATA; Schema: orders; Owner: -
--

COPY orders.card_order (order_id, customer_id, order_no, file_id, ordered_at, signed_by, cards, first_card_id, last_card_id, approval, decided_by, decided_at, to_produce, reported_seq, erased_at, next_expiry) FROM stdin;
01a23059-419e-7000-ba84-66c9b8823fa1	FILLED	10000016	01a23059-40e9-792c-8577-cbbc14709fff	2026-12-01 06:44:45.556476+00	\N	5	01a23059-419e-7000-ba84-66c900000000	01a23059-419e-7000-ba84-66c9ffffffff	\N	\N	\N	f	1	\N	\N
\.


--
-- Data for Name: card_person; Type: TABLE DATA; Schema: orders; Owner: -
--

COPY orders.card_person (person_index, card_id, customer_id) FROM stdin;
df863820-2cc2-d1c0-e77c-c332d6861f29	01a23059-419e-7000-ba84-66c900000001	FILLED
\.


--
-- Data for Name: card_photo; Type: TABLE DATA; Schema: orders; Owner: -
--

COPY orders.card_photo (card_id, customer_id, sealed, kept, stored_at) FROM stdin;
\.


--
-- Data for Name: card_shipment; Type: TABLE DATA; Schema: orders; Owner: -
--

COPY orders.card_shipment (event_id, customer_id, card_id, sealed) FROM stdin;
01a23059-4808-7000-9a69-56d7ead3e5b6	FILLED	01a23059-419e-7000-ba84-66c900000001	\\xc31c6ffa2203726e87633935f4b522b91c4392020ac50041db47472fc36f0d0b6abfd3
01a23059-480d-7006-abb6-b03634e80f9c	FILLED	01a23059-419e-7000-ba84-66c900000005	\\xbe4adfe162c24e77b288587606961378cb9962cd48dcb9b884bbb03f743ec3a8228edf
\.


--
-- Data for Name: kept_reference; Type: TABLE DATA; Schema: orders; Owner: -
--

COPY orders.kept_reference (card_id, customer_id, wrapped_key, sealed) FROM stdin;
\.


--
-- Data for Name: overdue_stage; Type: TABLE DATA; Schema: orders; Owner: -
--

COPY orders.overdue_stage (customer_id, status, cards, oldest_at, noted_at) FROM stdin;
\.


--
-- Data for Name: uninvoiced_card; Type: TABLE DATA; Schema: orders; Owner: -
--

COPY orders.uninvoiced_card (number_mark, card_id, customer_id, until) FROM stdin;
\.


--
-- Data for Name: qrtz_blob_triggers; Type: TABLE DATA; Schema: quartz; Owner: -
--

COPY quartz.qrtz_blob_triggers (sched_name, trigger_name, trigger_group, blob_data) FROM stdin;
\.


--
-- Data for Name: qrtz_calendars; Type: TABLE DATA; Schema: quartz; Owner: -
--

COPY quartz.qrtz_calendars (sched_name, calendar_name, calendar) FROM stdin;
\.


--
-- Data for Name: qrtz_cron_triggers; Type: TABLE DATA; Schema: quartz; Owner: -
--

COPY quartz.qrtz_cron_triggers (sched_name, trigger_name, trigger_group, cron_expression, time_zone_id) FROM stdin;
nexusgo-fx	FILLED	retention	0 30 1-5 * * ?	Europe/Stockholm
nexusgo-fx	PRODUCTION	retention	0 30 1-5 * * ?	Europe/Stockholm
\.


--
-- Data for Name: qrtz_execution_history; Type: TABLE DATA; Schema: quartz; Owner: -
--

COPY quartz.qrtz_execution_history (sched_name, entry_id, instance_name, job_name, job_group, trigger_name, trigger_group, fired_time, run_time, succeeded, error_message, retry_attempt, retry_scheduled, execution_log, result, summary, metrics, manual, fire_instance_id, job_input, job_input_too_large) FROM stdin;
\.


--
-- Data for Name: qrtz_fired_triggers; Type: TABLE DATA; Schema: quartz; Owner: -
--

COPY quartz.qrtz_fired_triggers (sched_name, entry_id, trigger_name, trigger_group, instance_name, fired_time, sched_time, priority, state, job_name, job_group, is_nonconcurrent, requests_recovery, execution_group, progress, progress_message, interrupt_requested_time) FROM stdin;
\.


--
-- Data for Name: qrtz_job_details; Type: TABLE DATA; Schema: quartz; Owner: -
--

COPY quartz.qrtz_job_details (sched_name, job_name, job_group, description, job_class_name, is_durable, is_nonconcurrent, is_update_data, requests_recovery, job_data) FROM stdin;
nexusgo-fx	FILLED	batches	\N	NexusGo.FileExchange.Worker.Jobs.BatchJob, nexusgo-fx	f	t	f	f	\N
nexusgo-fx	FILLED	back-report	\N	NexusGo.FileExchange.Worker.Jobs.BackReportJob, nexusgo-fx	f	t	f	f	\N
nexusgo-fx	FILLED	erasures	\N	NexusGo.FileExchange.Worker.Jobs.ScheduledErasureJob, nexusgo-fx	f	t	f	f	\N
nexusgo-fx	FILLED	retention	\N	NexusGo.FileExchange.Worker.Jobs.RetentionJob, nexusgo-fx	f	t	f	f	\N
nexusgo-fx	PRODUCTION	retention	\N	NexusGo.FileExchange.Worker.Jobs.RetentionJob, nexusgo-fx	f	t	f	f	\N
\.


--
-- Data for Name: qrtz_job_status; Type: TABLE DATA; Schema: quartz; Owner: -
--

COPY quartz.qrtz_job_status (sched_name, job_group, job_name, first_fired_time, last_fired_time, last_result, last_run_time, last_instance_name, last_entry_id, last_summary, last_success_time, last_failure_time, last_failure_message, consecutive_failures, run_count, failure_count) FROM stdin;
\.


--
-- Data for Name: qrtz_locks; Type: TABLE DATA; Schema: quartz; Owner: -
--

COPY quartz.qrtz_locks (sched_name, lock_name) FROM stdin;
nexusgo-fx	STATE_ACCESS
nexusgo-fx	TRIGGER_ACCESS
\.


--
-- Data for Name: qrtz_misfire_history; Type: TABLE DATA; Schema: quartz; Owner: -
--

COPY quartz.qrtz_misfire_history (sched_name, entry_id, instance_name, trigger_name, trigger_group, job_name, job_group, misfire_time, sched_time, reason) FROM stdin;
\.


--
-- Data for Name: qrtz_paused_job_grps; Type: TABLE DATA; Schema: quartz; Owner: -
--

COPY quartz.qrtz_paused_job_grps (sched_name, job_group, pause_reason, paused_by, paused_at) FROM stdin;
\.


--
-- Data for Name: qrtz_paused_trigger_grps; Type: TABLE DATA; Schema: quartz; Owner: -
--

COPY quartz.qrtz_paused_trigger_grps (sched_name, trigger_group, pause_reason, paused_by, paused_at) FROM stdin;
\.


--
-- Data for Name: qrtz_scheduler_state; Type: TABLE DATA; Schema: quartz; Owner: -
--

COPY quartz.qrtz_scheduler_state (sched_name, instance_name, last_checkin_time, checkin_interval, quartz_version) FROM stdin;
nexusgo-fx	worker	639317042854035384	5000	4.7.3
\.


--
-- Data for Name: qrtz_simple_triggers; Type: TABLE DATA; Schema: quartz; Owner: -
--

COPY quartz.qrtz_simple_triggers (sched_name, trigger_name, trigger_group, repeat_count, repeat_interval, times_triggered) FROM stdin;
nexusgo-fx	FILLED	erasures	-1	3600000	1
nexusgo-fx	FILLED	retention-start	0	0	0
nexusgo-fx	PRODUCTION	retention-start	0	0	0
nexusgo-fx	FILLED	batches	-1	1000	3
nexusgo-fx	FILLED	back-report	-1	1000	3
\.


--
-- Data for Name: qrtz_simprop_triggers; Type: TABLE DATA; Schema: quartz; Owner: -
--

COPY quartz.qrtz_simprop_triggers (sched_name, trigger_name, trigger_group, str_prop_1, str_prop_2, str_prop_3, int_prop_1, int_prop_2, long_prop_1, long_prop_2, dec_prop_1, dec_prop_2, bool_prop_1, bool_prop_2, time_zone_id) FROM stdin;
\.


--
-- Data for Name: qrtz_triggers; Type: TABLE DATA; Schema: quartz; Owner: -
--

COPY quartz.qrtz_triggers (sched_name, trigger_name, trigger_group, job_name, job_group, description, next_fire_time, prev_fire_time, priority, trigger_state, trigger_type, start_time, end_time, calendar_name, misfire_instr, misfire_orig_fire_time, execution_group, preferred_node, preferred_node_auto, retry_policy, retry_attempt, continues_trigger_name, continues_trigger_group, continuation_condition, overlap_policy, pause_reason, paused_by, paused_at, misfire_threshold, fixed_delay, job_data) FROM stdin;
nexusgo-fx	FILLED	retention	FILLED	retention	0 30 1-5 * * ?	639317682000000000	\N	5	WAITING	CRON	639317042850000000	\N	\N	1	\N	\N	\N	f	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N
nexusgo-fx	FILLED	retention-start	FILLED	retention	\N	639317044190257709	\N	5	WAITING	SIMPLE	639317044190257709	\N	\N	1	\N	\N	\N	f	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N
nexusgo-fx	PRODUCTION	retention	PRODUCTION	retention	0 30 1-5 * * ?	639317682000000000	\N	5	WAITING	CRON	639317042850000000	\N	\N	1	\N	\N	\N	f	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N
nexusgo-fx	PRODUCTION	retention-start	PRODUCTION	retention	\N	639317047907134676	\N	5	WAITING	SIMPLE	639317047907134676	\N	\N	1	\N	\N	\N	f	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N
nexusgo-fx	FILLED	erasures	FILLED	erasures	01:00:00	639317078858442322	639317042856932714	5	WAITING	SIMPLE	639317042856932714	\N	\N	2	\N	\N	\N	f	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	t	\N
nexusgo-fx	FILLED	back-report	FILLED	back-report	00:00:01	639317042888939202	639317042878712664	5	WAITING	SIMPLE	639317042855810552	\N	\N	2	\N	\N	\N	f	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	t	\N
nexusgo-fx	FILLED	batches	FILLED	batches	00:00:01	639317042888829703	639317042878512709	5	WAITING	SIMPLE	639317042854358757	\N	\N	2	\N	\N	\N	f	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	t	\N
\.


--
-- Data for Name: awaited_command; Type: TABLE DATA; Schema: retention; Owner: -
--

COPY retention.awaited_command (customer_id, command, asked_by, asked_at) FROM stdin;
\.


--
-- Data for Name: erasure; Type: TABLE DATA; Schema: retention; Owner: -
--

COPY retention.erasure (journal, entry_no, customer_id, evidence_id, cause, subject, run_id, profile_version, cards, keeps_reference, erased_at, replayed_at, certificate_id, rewritten_at, log_discarded_at) FROM stdin;
worker_2026-12	1	FILLED	01a23059-4c05-73b7-b0a8-de2193a8923a	OPERATOR	\N	\N	2026-11	1	f	2026-12-01 06:44:48.261698+00	\N	01a23059-4c7e-7c95-9585-ed90c15c1054	\N	\N
\.


--
-- Data for Name: forecast; Type: TABLE DATA; Schema: retention; Owner: -
--

COPY retention.forecast (customer_id, due_month, cause, cards, counted_at) FROM stdin;
\.


--
-- Data for Name: hold; Type: TABLE DATA; Schema: retention; Owner: -
--

COPY retention.hold (hold_id, customer_id, reason, set_at, until, ended_at) FROM stdin;
\.


--
-- Data for Name: card_key; Type: TABLE DATA; Schema: vault; Owner: -
--

COPY vault.card_key (card_id, customer_id, key_id, wrapped) FROM stdin;
01a23059-419e-7000-ba84-66c900000001	FILLED	01a23059-417b-7df1-9041-cb4e64a351c1	\\x0fceea0ce60e6959e320c546e257e4d0dd4caaf073c99d3691d0ab680fb3a78e4ffd7dcf5033b26e6c73abc855895b76fb3c50b12a74a768ad2f3e30
01a23059-419e-7000-ba84-66c900000002	FILLED	01a23059-417b-7df1-9041-cb4e64a351c1	\\xb0cca42685b75c6b262b04d3277640337383b30ccdbc21c105b942bdd5899779d1a0c992b6652f0dd0decdc7755047d22c203eb1741d73f69ce8dd22
01a23059-419e-7000-ba84-66c900000004	FILLED	01a23059-417b-7df1-9041-cb4e64a351c1	\\x66b5f2c08212872dd671deadd3b1d9a472853b54527f5579b92a16ede7905688ebb6ae984406fb56178cb1cf4ffeae7c59000e0fa8db2468fc9f1e03
01a23059-419e-7000-ba84-66c900000005	FILLED	01a23059-417b-7df1-9041-cb4e64a351c1	\\x9cceb93340f23fccf828aff8f4f36e5d4b835200da3d0ec254ef3b7aafc5c05a35c9c4aeaa0134990825e5ef162a5fd3b2b8cfeab39cbbb7b3177322
\.


--
-- Data for Name: customer_key; Type: TABLE DATA; Schema: vault; Owner: -
--

COPY vault.customer_key (key_id, customer_id, purpose, wrapped, master_key_check, created_at, retired_at) FROM stdin;
01a23059-417b-7df1-9041-cb4e64a351c1	FILLED	Cards	\\xbd0db917e72725e57f2e018618db793afae4cb9e89dcaa509fc9d7af768ee2ef2418d830556dda39b0e69b789f688246a1bd0a077931094301e42510	de1ac27a0d0a6ed6	2026-12-01 06:44:45.563982+00	\N
01a23059-4184-7131-a74d-4e07a6611136	FILLED	Reports	\\x2706253ece3960ebaae3cce38efa62507993d809202c99c09db3bd6e83389d65874e6afba8835a843c7940f7e325da0bc5aa72c36cf79fafbb595efb	de1ac27a0d0a6ed6	2026-12-01 06:44:45.572951+00	\N
01a23059-4185-78b1-952b-b7a6499090a9	FILLED	Index	\\x1441b3a9bcf95d4043b804ad826f0caddd08a7668dec477be01eb391f3873760597d65f04d6e01751ad1e9a7a353eed616820d89ab6a3b09a7adec11	de1ac27a0d0a6ed6	2026-12-01 06:44:45.573832+00	\N
01a23059-427e-769c-b1b2-5563f074353a	FILLED	Audit	\\x6c04eecb93b5fa228c055514f931784c516b2bc2e56acfcff2824985a2edc45fc60ecf9512ae5c2b8f448ca316bbebf231ebc6d177b2dd579f230498	de1ac27a0d0a6ed6	2026-12-01 06:44:45.822533+00	\N
01a23059-4654-75e6-9edd-6e2b2b2b9862	PRODUCTION	Cards	\\x58f41372d54f4bcc6671ce615afbc445b84ee4f2996207806725628b13f8455058500d912802a36511f6c9835a2c2f987e9926e51c5bc80e4cc37ac6	de1ac27a0d0a6ed6	2026-12-01 06:44:46.804813+00	\N
01a23059-4657-71e7-a859-b9e32f3e1d86	PRODUCTION	Reports	\\x813c92bc1a3aeb77c34d2aba982503adb00c5aee378f6873d9a7a1a0f48ec4f7d6d762be4f098abd42eab25abf20b4554917cfada74a26950c18b4a2	de1ac27a0d0a6ed6	2026-12-01 06:44:46.807854+00	\N
01a23059-4659-786b-b863-63485ee25031	PRODUCTION	Index	\\xe5ba31a574481789e4a0e185ecf937a2495639497ce493625fb3ff56ab0c18fd210451f08e6f6d51430b9d511d7aa8a0667585136fe5332ae87f1679	de1ac27a0d0a6ed6	2026-12-01 06:44:46.809012+00	\N
01a23059-484b-757e-92b3-e24e2c87c879	PRODUCTION	Audit	\\x52bdbeb89b35c55616179a65cdb33ad2e1465d54c2a929bccf9450f889e824c25b0f4986e17ce972996a17fd69a87eac3798c62afb93d6271bf7ab3a	de1ac27a0d0a6ed6	2026-12-01 06:44:47.307131+00	\N
\.


--
-- Data for Name: key_destruction; Type: TABLE DATA; Schema: vault; Owner: -
--

COPY vault.key_destruction (destruction_id, customer_id, cause, journal, entry_no, keys, destroyed_at, rewritten_at, log_discarded_at) FROM stdin;
1	FILLED	ERASURE	worker_2026-12	1	1	2026-12-01 06:44:48.261698+00	\N	\N
\.


--
-- Data for Name: pending_order; Type: TABLE DATA; Schema: vault; Owner: -
--

COPY vault.pending_order (order_id, customer_id, first_card_id, last_card_id, keys, written_at) FROM stdin;
01a23059-419e-7000-ba84-66c9b8823fa1	FILLED	01a23059-419e-7000-ba84-66c900000000	01a23059-419e-7000-ba84-66c9ffffffff	5	2026-12-01 06:44:45.556476+00
\.


--
-- Name: customer_number_number_seq; Type: SEQUENCE SET; Schema: exchange; Owner: -
--

SELECT pg_catalog.setval('exchange.customer_number_number_seq', 2, true);


--
-- Name: notice_notice_no_seq; Type: SEQUENCE SET; Schema: exchange; Owner: -
--

SELECT pg_catalog.setval('exchange.notice_notice_no_seq', 1, false);


--
-- Name: sighting_version; Type: SEQUENCE SET; Schema: exchange; Owner: -
--

SELECT pg_catalog.setval('exchange.sighting_version', 6, true);


--
-- Name: card_event_position; Type: SEQUENCE SET; Schema: orders; Owner: -
--

SELECT pg_catalog.setval('orders.card_event_position', 18, true);


--
-- Name: key_destruction_destruction_id_seq; Type: SEQUENCE SET; Schema: vault; Owner: -
--

SELECT pg_catalog.setval('vault.key_destruction_destruction_id_seq', 1, true);


--
-- Name: entry pk_entry; Type: CONSTRAINT; Schema: audit; Owner: -
--

ALTER TABLE ONLY audit.entry
    ADD CONSTRAINT pk_entry PRIMARY KEY (customer_id, entry_no);


--
-- Name: head pk_head; Type: CONSTRAINT; Schema: audit; Owner: -
--

ALTER TABLE ONLY audit.head
    ADD CONSTRAINT pk_head PRIMARY KEY (customer_id);


--
-- Name: accepted_content pk_accepted_content; Type: CONSTRAINT; Schema: exchange; Owner: -
--

ALTER TABLE ONLY exchange.accepted_content
    ADD CONSTRAINT pk_accepted_content PRIMARY KEY (customer_id, content_mac);


--
-- Name: accepted_sequence pk_accepted_sequence; Type: CONSTRAINT; Schema: exchange; Owner: -
--

ALTER TABLE ONLY exchange.accepted_sequence
    ADD CONSTRAINT pk_accepted_sequence PRIMARY KEY (customer_id, kind);


--
-- Name: alarm pk_alarm; Type: CONSTRAINT; Schema: exchange; Owner: -
--

ALTER TABLE ONLY exchange.alarm
    ADD CONSTRAINT pk_alarm PRIMARY KEY (area, rule);


--
-- Name: area_control pk_area_control; Type: CONSTRAINT; Schema: exchange; Owner: -
--

ALTER TABLE ONLY exchange.area_control
    ADD CONSTRAINT pk_area_control PRIMARY KEY (customer_id);


--
-- Name: area_lease pk_area_lease; Type: CONSTRAINT; Schema: exchange; Owner: -
--

ALTER TABLE ONLY exchange.area_lease
    ADD CONSTRAINT pk_area_lease PRIMARY KEY (customer_id);


--
-- Name: area_probe pk_area_probe; Type: CONSTRAINT; Schema: exchange; Owner: -
--

ALTER TABLE ONLY exchange.area_probe
    ADD CONSTRAINT pk_area_probe PRIMARY KEY (customer_id);


--
-- Name: back_report pk_back_report; Type: CONSTRAINT; Schema: exchange; Owner: -
--

ALTER TABLE ONLY exchange.back_report
    ADD CONSTRAINT pk_back_report PRIMARY KEY (customer_id, seq);


--
-- Name: customer_number pk_customer_number; Type: CONSTRAINT; Schema: exchange; Owner: -
--

ALTER TABLE ONLY exchange.customer_number
    ADD CONSTRAINT pk_customer_number PRIMARY KEY (customer_id);


--
-- Name: file_finding pk_file_finding; Type: CONSTRAINT; Schema: exchange; Owner: -
--

ALTER TABLE ONLY exchange.file_finding
    ADD CONSTRAINT pk_file_finding PRIMARY KEY (file_id, code);


--
-- Name: forgiven_arrival pk_forgiven_arrival; Type: CONSTRAINT; Schema: exchange; Owner: -
--

ALTER TABLE ONLY exchange.forgiven_arrival
    ADD CONSTRAINT pk_forgiven_arrival PRIMARY KEY (customer_id);


--
-- Name: history_card pk_history_card; Type: CONSTRAINT; Schema: exchange; Owner: -
--

ALTER TABLE ONLY exchange.history_card
    ADD CONSTRAINT pk_history_card PRIMARY KEY (report_id, card_id);


--
-- Name: inbound_file pk_inbound_file; Type: CONSTRAINT; Schema: exchange; Owner: -
--

ALTER TABLE ONLY exchange.inbound_file
    ADD CONSTRAINT pk_inbound_file PRIMARY KEY (file_id);


--
-- Name: job_state pk_job_state; Type: CONSTRAINT; Schema: exchange; Owner: -
--

ALTER TABLE ONLY exchange.job_state
    ADD CONSTRAINT pk_job_state PRIMARY KEY (customer_id, job);


--
-- Name: message_mark pk_message_mark; Type: CONSTRAINT; Schema: exchange; Owner: -
--

ALTER TABLE ONLY exchange.message_mark
    ADD CONSTRAINT pk_message_mark PRIMARY KEY (customer_id, mark);


--
-- Name: notice pk_notice; Type: CONSTRAINT; Schema: exchange; Owner: -
--

ALTER TABLE ONLY exchange.notice
    ADD CONSTRAINT pk_notice PRIMARY KEY (notice_no);


--
-- Name: number_series pk_number_series; Type: CONSTRAINT; Schema: exchange; Owner: -
--

ALTER TABLE ONLY exchange.number_series
    ADD CONSTRAINT pk_number_series PRIMARY KEY (series);


--
-- Name: pending_report pk_pending_report; Type: CONSTRAINT; Schema: exchange; Owner: -
--

ALTER TABLE ONLY exchange.pending_report
    ADD CONSTRAINT pk_pending_report PRIMARY KEY (report_id);


--
-- Name: production_file pk_production_file; Type: CONSTRAINT; Schema: exchange; Owner: -
--

ALTER TABLE ONLY exchange.production_file
    ADD CONSTRAINT pk_production_file PRIMARY KEY (kind, seq);


--
-- Name: quarantined_file pk_quarantined_file; Type: CONSTRAINT; Schema: exchange; Owner: -
--

ALTER TABLE ONLY exchange.quarantined_file
    ADD CONSTRAINT pk_quarantined_file PRIMARY KEY (file_id);


--
-- Name: replay_permit pk_replay_permit; Type: CONSTRAINT; Schema: exchange; Owner: -
--

ALTER TABLE ONLY exchange.replay_permit
    ADD CONSTRAINT pk_replay_permit PRIMARY KEY (file_id);


--
-- Name: reply_name pk_reply_name; Type: CONSTRAINT; Schema: exchange; Owner: -
--

ALTER TABLE ONLY exchange.reply_name
    ADD CONSTRAINT pk_reply_name PRIMARY KEY (customer_id, base_name);


--
-- Name: report_series pk_report_series; Type: CONSTRAINT; Schema: exchange; Owner: -
--

ALTER TABLE ONLY exchange.report_series
    ADD CONSTRAINT pk_report_series PRIMARY KEY (customer_id, kind);


--
-- Name: request pk_request; Type: CONSTRAINT; Schema: exchange; Owner: -
--

ALTER TABLE ONLY exchange.request
    ADD CONSTRAINT pk_request PRIMARY KEY (customer_id, request_ref);


--
-- Name: scheduled_erasure pk_scheduled_erasure; Type: CONSTRAINT; Schema: exchange; Owner: -
--

ALTER TABLE ONLY exchange.scheduled_erasure
    ADD CONSTRAINT pk_scheduled_erasure PRIMARY KEY (customer_id, request_ref, card_id);


--
-- Name: sealed_block pk_sealed_block; Type: CONSTRAINT; Schema: exchange; Owner: -
--

ALTER TABLE ONLY exchange.sealed_block
    ADD CONSTRAINT pk_sealed_block PRIMARY KEY (owner_id, block_no);


--
-- Name: sighting pk_sighting; Type: CONSTRAINT; Schema: exchange; Owner: -
--

ALTER TABLE ONLY exchange.sighting
    ADD CONSTRAINT pk_sighting PRIMARY KEY (customer_id, path);


--
-- Name: worker_presence pk_worker_presence; Type: CONSTRAINT; Schema: exchange; Owner: -
--

ALTER TABLE ONLY exchange.worker_presence
    ADD CONSTRAINT pk_worker_presence PRIMARY KEY (owner);


--
-- Name: inbound_file uq_inbound_file_version; Type: CONSTRAINT; Schema: exchange; Owner: -
--

ALTER TABLE ONLY exchange.inbound_file
    ADD CONSTRAINT uq_inbound_file_version UNIQUE (customer_id, path, version);


--
-- Name: notice uq_notice_event; Type: CONSTRAINT; Schema: exchange; Owner: -
--

ALTER TABLE ONLY exchange.notice
    ADD CONSTRAINT uq_notice_event UNIQUE (channel, area, event);


--
-- Name: pending_report uq_pending_report_name; Type: CONSTRAINT; Schema: exchange; Owner: -
--

ALTER TABLE ONLY exchange.pending_report
    ADD CONSTRAINT uq_pending_report_name UNIQUE (customer_id, folder, name);


--
-- Name: applied pk_applied; Type: CONSTRAINT; Schema: nexusgo_migration; Owner: -
--

ALTER TABLE ONLY nexusgo_migration.applied
    ADD CONSTRAINT pk_applied PRIMARY KEY (number);


--
-- Name: cancellation pk_cancellation; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.cancellation
    ADD CONSTRAINT pk_cancellation PRIMARY KEY (card_id);


--
-- Name: card pk_card; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.card
    ADD CONSTRAINT pk_card PRIMARY KEY (card_id);


--
-- Name: card_chip pk_card_chip; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.card_chip
    ADD CONSTRAINT pk_card_chip PRIMARY KEY (event_id, chip_no);


--
-- Name: card_event pk_card_event; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.card_event
    ADD CONSTRAINT pk_card_event PRIMARY KEY (customer_id, "position");


--
-- Name: card_order pk_card_order; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.card_order
    ADD CONSTRAINT pk_card_order PRIMARY KEY (order_id);


--
-- Name: card_photo pk_card_photo; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.card_photo
    ADD CONSTRAINT pk_card_photo PRIMARY KEY (card_id);


--
-- Name: card_shipment pk_card_shipment; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.card_shipment
    ADD CONSTRAINT pk_card_shipment PRIMARY KEY (event_id);


--
-- Name: kept_reference pk_kept_reference; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.kept_reference
    ADD CONSTRAINT pk_kept_reference PRIMARY KEY (card_id);


--
-- Name: overdue_stage pk_overdue_stage; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.overdue_stage
    ADD CONSTRAINT pk_overdue_stage PRIMARY KEY (customer_id, status);


--
-- Name: uninvoiced_card pk_uninvoiced_card; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.uninvoiced_card
    ADD CONSTRAINT pk_uninvoiced_card PRIMARY KEY (number_mark);


--
-- Name: card_event uq_card_event_source; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.card_event
    ADD CONSTRAINT uq_card_event_source UNIQUE (source_id);


--
-- Name: card_order uq_card_order_no; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.card_order
    ADD CONSTRAINT uq_card_order_no UNIQUE (order_no);


--
-- Name: qrtz_blob_triggers pk_qrtz_blob_triggers; Type: CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_blob_triggers
    ADD CONSTRAINT pk_qrtz_blob_triggers PRIMARY KEY (sched_name, trigger_name, trigger_group);


--
-- Name: qrtz_calendars pk_qrtz_calendars; Type: CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_calendars
    ADD CONSTRAINT pk_qrtz_calendars PRIMARY KEY (sched_name, calendar_name);


--
-- Name: qrtz_cron_triggers pk_qrtz_cron_triggers; Type: CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_cron_triggers
    ADD CONSTRAINT pk_qrtz_cron_triggers PRIMARY KEY (sched_name, trigger_name, trigger_group);


--
-- Name: qrtz_execution_history pk_qrtz_execution_history; Type: CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_execution_history
    ADD CONSTRAINT pk_qrtz_execution_history PRIMARY KEY (sched_name, entry_id);


--
-- Name: qrtz_fired_triggers pk_qrtz_fired_triggers; Type: CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_fired_triggers
    ADD CONSTRAINT pk_qrtz_fired_triggers PRIMARY KEY (sched_name, entry_id);


--
-- Name: qrtz_job_details pk_qrtz_job_details; Type: CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_job_details
    ADD CONSTRAINT pk_qrtz_job_details PRIMARY KEY (sched_name, job_name, job_group);


--
-- Name: qrtz_job_status pk_qrtz_job_status; Type: CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_job_status
    ADD CONSTRAINT pk_qrtz_job_status PRIMARY KEY (sched_name, job_group, job_name);


--
-- Name: qrtz_locks pk_qrtz_locks; Type: CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_locks
    ADD CONSTRAINT pk_qrtz_locks PRIMARY KEY (sched_name, lock_name);


--
-- Name: qrtz_misfire_history pk_qrtz_misfire_history; Type: CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_misfire_history
    ADD CONSTRAINT pk_qrtz_misfire_history PRIMARY KEY (sched_name, entry_id);


--
-- Name: qrtz_paused_job_grps pk_qrtz_paused_job_grps; Type: CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_paused_job_grps
    ADD CONSTRAINT pk_qrtz_paused_job_grps PRIMARY KEY (sched_name, job_group);


--
-- Name: qrtz_paused_trigger_grps pk_qrtz_paused_trigger_grps; Type: CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_paused_trigger_grps
    ADD CONSTRAINT pk_qrtz_paused_trigger_grps PRIMARY KEY (sched_name, trigger_group);


--
-- Name: qrtz_scheduler_state pk_qrtz_scheduler_state; Type: CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_scheduler_state
    ADD CONSTRAINT pk_qrtz_scheduler_state PRIMARY KEY (sched_name, instance_name);


--
-- Name: qrtz_simple_triggers pk_qrtz_simple_triggers; Type: CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_simple_triggers
    ADD CONSTRAINT pk_qrtz_simple_triggers PRIMARY KEY (sched_name, trigger_name, trigger_group);


--
-- Name: qrtz_simprop_triggers pk_qrtz_simprop_triggers; Type: CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_simprop_triggers
    ADD CONSTRAINT pk_qrtz_simprop_triggers PRIMARY KEY (sched_name, trigger_name, trigger_group);


--
-- Name: qrtz_triggers pk_qrtz_triggers; Type: CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_triggers
    ADD CONSTRAINT pk_qrtz_triggers PRIMARY KEY (sched_name, trigger_name, trigger_group);


--
-- Name: awaited_command pk_awaited_command; Type: CONSTRAINT; Schema: retention; Owner: -
--

ALTER TABLE ONLY retention.awaited_command
    ADD CONSTRAINT pk_awaited_command PRIMARY KEY (customer_id, command);


--
-- Name: erasure pk_erasure; Type: CONSTRAINT; Schema: retention; Owner: -
--

ALTER TABLE ONLY retention.erasure
    ADD CONSTRAINT pk_erasure PRIMARY KEY (journal, entry_no);


--
-- Name: forecast pk_forecast; Type: CONSTRAINT; Schema: retention; Owner: -
--

ALTER TABLE ONLY retention.forecast
    ADD CONSTRAINT pk_forecast PRIMARY KEY (customer_id, due_month, cause);


--
-- Name: hold pk_hold; Type: CONSTRAINT; Schema: retention; Owner: -
--

ALTER TABLE ONLY retention.hold
    ADD CONSTRAINT pk_hold PRIMARY KEY (hold_id);


--
-- Name: card_key pk_card_key; Type: CONSTRAINT; Schema: vault; Owner: -
--

ALTER TABLE ONLY vault.card_key
    ADD CONSTRAINT pk_card_key PRIMARY KEY (card_id);


--
-- Name: customer_key pk_customer_key; Type: CONSTRAINT; Schema: vault; Owner: -
--

ALTER TABLE ONLY vault.customer_key
    ADD CONSTRAINT pk_customer_key PRIMARY KEY (key_id);


--
-- Name: key_destruction pk_key_destruction; Type: CONSTRAINT; Schema: vault; Owner: -
--

ALTER TABLE ONLY vault.key_destruction
    ADD CONSTRAINT pk_key_destruction PRIMARY KEY (destruction_id);


--
-- Name: pending_order pk_pending_order; Type: CONSTRAINT; Schema: vault; Owner: -
--

ALTER TABLE ONLY vault.pending_order
    ADD CONSTRAINT pk_pending_order PRIMARY KEY (order_id);


--
-- Name: key_destruction uq_key_destruction_entry; Type: CONSTRAINT; Schema: vault; Owner: -
--

ALTER TABLE ONLY vault.key_destruction
    ADD CONSTRAINT uq_key_destruction_entry UNIQUE (journal, entry_no);


--
-- Name: ix_entry_recorded; Type: INDEX; Schema: audit; Owner: -
--

CREATE INDEX ix_entry_recorded ON audit.entry USING btree (customer_id, recorded_at);


--
-- Name: ix_back_report_report; Type: INDEX; Schema: exchange; Owner: -
--

CREATE INDEX ix_back_report_report ON exchange.back_report USING btree (report_id);


--
-- Name: ix_back_report_until; Type: INDEX; Schema: exchange; Owner: -
--

CREATE INDEX ix_back_report_until ON exchange.back_report USING btree (customer_id, until_position);


--
-- Name: ix_history_card_card; Type: INDEX; Schema: exchange; Owner: -
--

CREATE INDEX ix_history_card_card ON exchange.history_card USING btree (card_id);


--
-- Name: ix_inbound_file_claimed; Type: INDEX; Schema: exchange; Owner: -
--

CREATE INDEX ix_inbound_file_claimed ON exchange.inbound_file USING btree (customer_id, claimed_at);


--
-- Name: ix_inbound_file_name; Type: INDEX; Schema: exchange; Owner: -
--

CREATE INDEX ix_inbound_file_name ON exchange.inbound_file USING btree (name text_pattern_ops);


--
-- Name: ix_inbound_file_open; Type: INDEX; Schema: exchange; Owner: -
--

CREATE INDEX ix_inbound_file_open ON exchange.inbound_file USING btree (customer_id, claimed_at) WHERE (state <> 'CLOSED'::text);


--
-- Name: ix_inbound_file_order_name; Type: INDEX; Schema: exchange; Owner: -
--

CREATE INDEX ix_inbound_file_order_name ON exchange.inbound_file USING btree (customer_id, name) WHERE (kind = 'ORD'::text);


--
-- Name: ix_notice_sent; Type: INDEX; Schema: exchange; Owner: -
--

CREATE INDEX ix_notice_sent ON exchange.notice USING btree (sent_at) WHERE (sent_at IS NOT NULL);


--
-- Name: ix_notice_waiting; Type: INDEX; Schema: exchange; Owner: -
--

CREATE INDEX ix_notice_waiting ON exchange.notice USING btree (channel, area, notice_no) WHERE (sent_at IS NULL);


--
-- Name: ix_pending_report_due; Type: INDEX; Schema: exchange; Owner: -
--

CREATE INDEX ix_pending_report_due ON exchange.pending_report USING btree (customer_id, created_at, "position") WHERE (delivered_at IS NULL);


--
-- Name: ix_pending_report_file; Type: INDEX; Schema: exchange; Owner: -
--

CREATE INDEX ix_pending_report_file ON exchange.pending_report USING btree (file_id);


--
-- Name: ix_pending_report_kept; Type: INDEX; Schema: exchange; Owner: -
--

CREATE INDEX ix_pending_report_kept ON exchange.pending_report USING btree (customer_id, delivered_at) WHERE ((delivered_at IS NOT NULL) AND (purged_at IS NULL));


--
-- Name: ix_pending_report_out; Type: INDEX; Schema: exchange; Owner: -
--

CREATE INDEX ix_pending_report_out ON exchange.pending_report USING btree (customer_id, delivered_at) WHERE ((delivered_at IS NOT NULL) AND (deleted_at IS NULL));


--
-- Name: ix_pending_report_purge; Type: INDEX; Schema: exchange; Owner: -
--

CREATE INDEX ix_pending_report_purge ON exchange.pending_report USING btree (customer_id) WHERE ((purge_wanted_at IS NOT NULL) AND (purged_at IS NULL));


--
-- Name: ix_production_file_report; Type: INDEX; Schema: exchange; Owner: -
--

CREATE INDEX ix_production_file_report ON exchange.production_file USING btree (report_id);


--
-- Name: ix_request_card; Type: INDEX; Schema: exchange; Owner: -
--

CREATE INDEX ix_request_card ON exchange.request USING btree (card_no) WHERE (card_no IS NOT NULL);


--
-- Name: ix_scheduled_erasure_card; Type: INDEX; Schema: exchange; Owner: -
--

CREATE INDEX ix_scheduled_erasure_card ON exchange.scheduled_erasure USING btree (card_id);


--
-- Name: ix_cancellation_customer; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX ix_cancellation_customer ON orders.cancellation USING btree (customer_id);


--
-- Name: ix_card_chip_card; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX ix_card_chip_card ON orders.card_chip USING btree (card_id);


--
-- Name: ix_card_event_card; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX ix_card_event_card ON orders.card_event USING btree (card_id);


--
-- Name: ix_card_event_not_applied; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX ix_card_event_not_applied ON orders.card_event USING btree (recorded_at) WHERE (effect = ANY (ARRAY['HELD'::text, 'REFUSED'::text]));


--
-- Name: ix_card_held; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX ix_card_held ON orders.card USING btree (customer_id) WHERE ((hold_code IS NOT NULL) AND (erased_at IS NULL));


--
-- Name: ix_card_kept; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX ix_card_kept ON orders.card USING btree (customer_id, kept_until) WHERE (kept_until IS NOT NULL);


--
-- Name: ix_card_order_customer; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX ix_card_order_customer ON orders.card_order USING btree (customer_id);


--
-- Name: ix_card_order_expiry; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX ix_card_order_expiry ON orders.card_order USING btree (customer_id, next_expiry NULLS FIRST) WHERE (erased_at IS NULL);


--
-- Name: ix_card_order_file; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX ix_card_order_file ON orders.card_order USING btree (file_id);


--
-- Name: ix_card_order_kept; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX ix_card_order_kept ON orders.card_order USING btree (customer_id, ordered_at) WHERE (erased_at IS NULL);


--
-- Name: ix_card_order_to_produce; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX ix_card_order_to_produce ON orders.card_order USING btree (customer_id, order_id) WHERE to_produce;


--
-- Name: ix_card_order_unreported; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX ix_card_order_unreported ON orders.card_order USING btree (customer_id, order_id) WHERE (reported_seq IS NULL);


--
-- Name: ix_card_out_of_use; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX ix_card_out_of_use ON orders.card USING btree (customer_id, out_of_use_at) WHERE (out_of_use_at IS NOT NULL);


--
-- Name: ix_card_person; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX ix_card_person ON orders.card_person USING btree (person_index);


--
-- Name: ix_card_replaces; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX ix_card_replaces ON orders.card USING btree (replaces_card_no) WHERE (replaces_card_no IS NOT NULL);


--
-- Name: ix_card_shipment_card; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX ix_card_shipment_card ON orders.card_shipment USING btree (card_id);


--
-- Name: ix_card_short; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX ix_card_short ON orders.card USING btree (customer_id) WHERE (erase_after IS NOT NULL);


--
-- Name: ix_uninvoiced_card_card; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX ix_uninvoiced_card_card ON orders.uninvoiced_card USING btree (card_id);


--
-- Name: ix_uninvoiced_card_until; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX ix_uninvoiced_card_until ON orders.uninvoiced_card USING btree (customer_id, until);


--
-- Name: uq_card_event_settles; Type: INDEX; Schema: orders; Owner: -
--

CREATE UNIQUE INDEX uq_card_event_settles ON orders.card_event USING btree (settles) WHERE (settles IS NOT NULL);


--
-- Name: uq_card_no; Type: INDEX; Schema: orders; Owner: -
--

CREATE UNIQUE INDEX uq_card_no ON orders.card USING btree (card_no) WHERE (card_no IS NOT NULL);


--
-- Name: uq_card_ref; Type: INDEX; Schema: orders; Owner: -
--

CREATE UNIQUE INDEX uq_card_ref ON orders.card USING btree (ref_index) WHERE (ref_index IS NOT NULL);


--
-- Name: ix_qrtz_eh_fire_inst; Type: INDEX; Schema: quartz; Owner: -
--

CREATE INDEX ix_qrtz_eh_fire_inst ON quartz.qrtz_execution_history USING btree (sched_name, fire_instance_id);


--
-- Name: ix_qrtz_eh_fired_time; Type: INDEX; Schema: quartz; Owner: -
--

CREATE INDEX ix_qrtz_eh_fired_time ON quartz.qrtz_execution_history USING btree (sched_name, fired_time);


--
-- Name: ix_qrtz_eh_inst; Type: INDEX; Schema: quartz; Owner: -
--

CREATE INDEX ix_qrtz_eh_inst ON quartz.qrtz_execution_history USING btree (sched_name, instance_name);


--
-- Name: ix_qrtz_eh_job_time; Type: INDEX; Schema: quartz; Owner: -
--

CREATE INDEX ix_qrtz_eh_job_time ON quartz.qrtz_execution_history USING btree (sched_name, job_group, job_name, fired_time);


--
-- Name: ix_qrtz_eh_trig_time; Type: INDEX; Schema: quartz; Owner: -
--

CREATE INDEX ix_qrtz_eh_trig_time ON quartz.qrtz_execution_history USING btree (sched_name, trigger_group, trigger_name, fired_time);


--
-- Name: ix_qrtz_ft_inst_job_req_rcvry; Type: INDEX; Schema: quartz; Owner: -
--

CREATE INDEX ix_qrtz_ft_inst_job_req_rcvry ON quartz.qrtz_fired_triggers USING btree (sched_name, instance_name, requests_recovery);


--
-- Name: ix_qrtz_ft_j_g; Type: INDEX; Schema: quartz; Owner: -
--

CREATE INDEX ix_qrtz_ft_j_g ON quartz.qrtz_fired_triggers USING btree (sched_name, job_name, job_group);


--
-- Name: ix_qrtz_ft_t_g; Type: INDEX; Schema: quartz; Owner: -
--

CREATE INDEX ix_qrtz_ft_t_g ON quartz.qrtz_fired_triggers USING btree (sched_name, trigger_name, trigger_group);


--
-- Name: ix_qrtz_j_g_n; Type: INDEX; Schema: quartz; Owner: -
--

CREATE INDEX ix_qrtz_j_g_n ON quartz.qrtz_job_details USING btree (sched_name, job_group, job_name);


--
-- Name: ix_qrtz_mh_inst; Type: INDEX; Schema: quartz; Owner: -
--

CREATE INDEX ix_qrtz_mh_inst ON quartz.qrtz_misfire_history USING btree (sched_name, instance_name);


--
-- Name: ix_qrtz_mh_misfire_time; Type: INDEX; Schema: quartz; Owner: -
--

CREATE INDEX ix_qrtz_mh_misfire_time ON quartz.qrtz_misfire_history USING btree (sched_name, misfire_time);


--
-- Name: ix_qrtz_t_c; Type: INDEX; Schema: quartz; Owner: -
--

CREATE INDEX ix_qrtz_t_c ON quartz.qrtz_triggers USING btree (sched_name, calendar_name);


--
-- Name: ix_qrtz_t_g_n; Type: INDEX; Schema: quartz; Owner: -
--

CREATE INDEX ix_qrtz_t_g_n ON quartz.qrtz_triggers USING btree (sched_name, trigger_group, trigger_name);


--
-- Name: ix_qrtz_t_j; Type: INDEX; Schema: quartz; Owner: -
--

CREATE INDEX ix_qrtz_t_j ON quartz.qrtz_triggers USING btree (sched_name, job_name, job_group);


--
-- Name: ix_qrtz_t_nft_st; Type: INDEX; Schema: quartz; Owner: -
--

CREATE INDEX ix_qrtz_t_nft_st ON quartz.qrtz_triggers USING btree (sched_name, trigger_state, next_fire_time, priority DESC, misfire_instr);


--
-- Name: ix_erasure_customer; Type: INDEX; Schema: retention; Owner: -
--

CREATE INDEX ix_erasure_customer ON retention.erasure USING btree (customer_id, erased_at);


--
-- Name: ix_erasure_not_rewritten; Type: INDEX; Schema: retention; Owner: -
--

CREATE INDEX ix_erasure_not_rewritten ON retention.erasure USING btree (erased_at) WHERE (rewritten_at IS NULL);


--
-- Name: ix_erasure_uncertified; Type: INDEX; Schema: retention; Owner: -
--

CREATE INDEX ix_erasure_uncertified ON retention.erasure USING btree (customer_id) WHERE (certificate_id IS NULL);


--
-- Name: ix_hold_customer; Type: INDEX; Schema: retention; Owner: -
--

CREATE INDEX ix_hold_customer ON retention.hold USING btree (customer_id, until);


--
-- Name: ix_key_destruction_customer; Type: INDEX; Schema: vault; Owner: -
--

CREATE INDEX ix_key_destruction_customer ON vault.key_destruction USING btree (customer_id, destroyed_at);


--
-- Name: ix_key_destruction_not_rewritten; Type: INDEX; Schema: vault; Owner: -
--

CREATE INDEX ix_key_destruction_not_rewritten ON vault.key_destruction USING btree (destroyed_at) WHERE (rewritten_at IS NULL);


--
-- Name: ix_key_destruction_rewritten; Type: INDEX; Schema: vault; Owner: -
--

CREATE INDEX ix_key_destruction_rewritten ON vault.key_destruction USING btree (rewritten_at);


--
-- Name: ix_pending_order_customer; Type: INDEX; Schema: vault; Owner: -
--

CREATE INDEX ix_pending_order_customer ON vault.pending_order USING btree (customer_id, written_at);


--
-- Name: uq_customer_key_live; Type: INDEX; Schema: vault; Owner: -
--

CREATE UNIQUE INDEX uq_customer_key_live ON vault.customer_key USING btree (customer_id, purpose) WHERE (retired_at IS NULL);


--
-- Name: card card_person_goes; Type: TRIGGER; Schema: orders; Owner: -
--

CREATE TRIGGER card_person_goes AFTER UPDATE OF person_index ON orders.card FOR EACH ROW WHEN (((old.person_index IS NOT NULL) AND (new.person_index IS DISTINCT FROM old.person_index))) EXECUTE FUNCTION orders.drop_person();


--
-- Name: card card_photo_goes; Type: TRIGGER; Schema: orders; Owner: -
--

CREATE TRIGGER card_photo_goes AFTER UPDATE OF status ON orders.card FOR EACH ROW WHEN (((new.status = ANY (ARRAY['DELIVERED'::text, 'DESTROYED'::text, 'CANCELLED'::text, 'REJECTED'::text])) AND (old.status <> new.status))) EXECUTE FUNCTION orders.drop_photo();


--
-- Name: card card_retention; Type: TRIGGER; Schema: orders; Owner: -
--

CREATE TRIGGER card_retention BEFORE UPDATE OF status, card_state ON orders.card FOR EACH ROW WHEN ((((new.card_state <> old.card_state) AND (old.card_state <> 'NONE'::text)) OR ((new.status <> old.status) AND ((new.status = ANY (ARRAY['CANCELLED'::text, 'REJECTED'::text, 'RETURNED'::text])) OR (old.status = 'RETURNED'::text))))) EXECUTE FUNCTION orders.note_retention();


--
-- Name: card card_waits_again; Type: TRIGGER; Schema: orders; Owner: -
--

CREATE TRIGGER card_waits_again AFTER UPDATE OF status ON orders.card FOR EACH ROW WHEN (((new.status = ANY (ARRAY['ACCEPTED'::text, 'FAILED'::text])) AND (old.status <> new.status))) EXECUTE FUNCTION orders.note_waiting();


--
-- Name: qrtz_blob_triggers fk_qrtz_blob_triggers_triggers; Type: FK CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_blob_triggers
    ADD CONSTRAINT fk_qrtz_blob_triggers_triggers FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES quartz.qrtz_triggers(sched_name, trigger_name, trigger_group) ON DELETE CASCADE;


--
-- Name: qrtz_cron_triggers fk_qrtz_cron_triggers_triggers; Type: FK CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_cron_triggers
    ADD CONSTRAINT fk_qrtz_cron_triggers_triggers FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES quartz.qrtz_triggers(sched_name, trigger_name, trigger_group) ON DELETE CASCADE;


--
-- Name: qrtz_simple_triggers fk_qrtz_simple_triggers_triggers; Type: FK CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_simple_triggers
    ADD CONSTRAINT fk_qrtz_simple_triggers_triggers FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES quartz.qrtz_triggers(sched_name, trigger_name, trigger_group) ON DELETE CASCADE;


--
-- Name: qrtz_simprop_triggers fk_qrtz_simprop_triggers_triggers; Type: FK CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_simprop_triggers
    ADD CONSTRAINT fk_qrtz_simprop_triggers_triggers FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES quartz.qrtz_triggers(sched_name, trigger_name, trigger_group) ON DELETE CASCADE;


--
-- Name: qrtz_triggers fk_qrtz_triggers_job_details; Type: FK CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_triggers
    ADD CONSTRAINT fk_qrtz_triggers_job_details FOREIGN KEY (sched_name, job_name, job_group) REFERENCES quartz.qrtz_job_details(sched_name, job_name, job_group);


--
-- Name: entry; Type: ROW SECURITY; Schema: audit; Owner: -
--

ALTER TABLE audit.entry ENABLE ROW LEVEL SECURITY;

--
-- Name: head every_head; Type: POLICY; Schema: audit; Owner: -
--

CREATE POLICY every_head ON audit.head FOR SELECT USING (true);


--
-- Name: head; Type: ROW SECURITY; Schema: audit; Owner: -
--

ALTER TABLE audit.head ENABLE ROW LEVEL SECURITY;

--
-- Name: entry one_customer; Type: POLICY; Schema: audit; Owner: -
--

CREATE POLICY one_customer ON audit.entry USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: head one_customer; Type: POLICY; Schema: audit; Owner: -
--

CREATE POLICY one_customer ON audit.head USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: accepted_content; Type: ROW SECURITY; Schema: exchange; Owner: -
--

ALTER TABLE exchange.accepted_content ENABLE ROW LEVEL SECURITY;

--
-- Name: accepted_sequence; Type: ROW SECURITY; Schema: exchange; Owner: -
--

ALTER TABLE exchange.accepted_sequence ENABLE ROW LEVEL SECURITY;

--
-- Name: alarm; Type: ROW SECURITY; Schema: exchange; Owner: -
--

ALTER TABLE exchange.alarm ENABLE ROW LEVEL SECURITY;

--
-- Name: area_control; Type: ROW SECURITY; Schema: exchange; Owner: -
--

ALTER TABLE exchange.area_control ENABLE ROW LEVEL SECURITY;

--
-- Name: area_lease; Type: ROW SECURITY; Schema: exchange; Owner: -
--

ALTER TABLE exchange.area_lease ENABLE ROW LEVEL SECURITY;

--
-- Name: area_probe; Type: ROW SECURITY; Schema: exchange; Owner: -
--

ALTER TABLE exchange.area_probe ENABLE ROW LEVEL SECURITY;

--
-- Name: back_report; Type: ROW SECURITY; Schema: exchange; Owner: -
--

ALTER TABLE exchange.back_report ENABLE ROW LEVEL SECURITY;

--
-- Name: file_finding; Type: ROW SECURITY; Schema: exchange; Owner: -
--

ALTER TABLE exchange.file_finding ENABLE ROW LEVEL SECURITY;

--
-- Name: forgiven_arrival; Type: ROW SECURITY; Schema: exchange; Owner: -
--

ALTER TABLE exchange.forgiven_arrival ENABLE ROW LEVEL SECURITY;

--
-- Name: history_card; Type: ROW SECURITY; Schema: exchange; Owner: -
--

ALTER TABLE exchange.history_card ENABLE ROW LEVEL SECURITY;

--
-- Name: inbound_file; Type: ROW SECURITY; Schema: exchange; Owner: -
--

ALTER TABLE exchange.inbound_file ENABLE ROW LEVEL SECURITY;

--
-- Name: job_state; Type: ROW SECURITY; Schema: exchange; Owner: -
--

ALTER TABLE exchange.job_state ENABLE ROW LEVEL SECURITY;

--
-- Name: message_mark; Type: ROW SECURITY; Schema: exchange; Owner: -
--

ALTER TABLE exchange.message_mark ENABLE ROW LEVEL SECURITY;

--
-- Name: notice; Type: ROW SECURITY; Schema: exchange; Owner: -
--

ALTER TABLE exchange.notice ENABLE ROW LEVEL SECURITY;

--
-- Name: accepted_content one_customer; Type: POLICY; Schema: exchange; Owner: -
--

CREATE POLICY one_customer ON exchange.accepted_content USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: accepted_sequence one_customer; Type: POLICY; Schema: exchange; Owner: -
--

CREATE POLICY one_customer ON exchange.accepted_sequence USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: area_control one_customer; Type: POLICY; Schema: exchange; Owner: -
--

CREATE POLICY one_customer ON exchange.area_control USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: area_lease one_customer; Type: POLICY; Schema: exchange; Owner: -
--

CREATE POLICY one_customer ON exchange.area_lease USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: area_probe one_customer; Type: POLICY; Schema: exchange; Owner: -
--

CREATE POLICY one_customer ON exchange.area_probe USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: back_report one_customer; Type: POLICY; Schema: exchange; Owner: -
--

CREATE POLICY one_customer ON exchange.back_report USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: file_finding one_customer; Type: POLICY; Schema: exchange; Owner: -
--

CREATE POLICY one_customer ON exchange.file_finding USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: forgiven_arrival one_customer; Type: POLICY; Schema: exchange; Owner: -
--

CREATE POLICY one_customer ON exchange.forgiven_arrival USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: history_card one_customer; Type: POLICY; Schema: exchange; Owner: -
--

CREATE POLICY one_customer ON exchange.history_card USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: inbound_file one_customer; Type: POLICY; Schema: exchange; Owner: -
--

CREATE POLICY one_customer ON exchange.inbound_file USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: job_state one_customer; Type: POLICY; Schema: exchange; Owner: -
--

CREATE POLICY one_customer ON exchange.job_state USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: message_mark one_customer; Type: POLICY; Schema: exchange; Owner: -
--

CREATE POLICY one_customer ON exchange.message_mark USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: notice one_customer; Type: POLICY; Schema: exchange; Owner: -
--

CREATE POLICY one_customer ON exchange.notice USING ((area = current_setting('nexusgo.customer'::text, true)));


--
-- Name: pending_report one_customer; Type: POLICY; Schema: exchange; Owner: -
--

CREATE POLICY one_customer ON exchange.pending_report USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: production_file one_customer; Type: POLICY; Schema: exchange; Owner: -
--

CREATE POLICY one_customer ON exchange.production_file USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: quarantined_file one_customer; Type: POLICY; Schema: exchange; Owner: -
--

CREATE POLICY one_customer ON exchange.quarantined_file USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: replay_permit one_customer; Type: POLICY; Schema: exchange; Owner: -
--

CREATE POLICY one_customer ON exchange.replay_permit USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: reply_name one_customer; Type: POLICY; Schema: exchange; Owner: -
--

CREATE POLICY one_customer ON exchange.reply_name USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: report_series one_customer; Type: POLICY; Schema: exchange; Owner: -
--

CREATE POLICY one_customer ON exchange.report_series USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: request one_customer; Type: POLICY; Schema: exchange; Owner: -
--

CREATE POLICY one_customer ON exchange.request USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: scheduled_erasure one_customer; Type: POLICY; Schema: exchange; Owner: -
--

CREATE POLICY one_customer ON exchange.scheduled_erasure USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: sealed_block one_customer; Type: POLICY; Schema: exchange; Owner: -
--

CREATE POLICY one_customer ON exchange.sealed_block USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: sighting one_customer; Type: POLICY; Schema: exchange; Owner: -
--

CREATE POLICY one_customer ON exchange.sighting USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: area_lease page; Type: POLICY; Schema: exchange; Owner: -
--

CREATE POLICY page ON exchange.area_lease FOR SELECT TO nexusgo_page USING (true);


--
-- Name: back_report page; Type: POLICY; Schema: exchange; Owner: -
--

CREATE POLICY page ON exchange.back_report FOR SELECT TO nexusgo_page USING (true);


--
-- Name: inbound_file page; Type: POLICY; Schema: exchange; Owner: -
--

CREATE POLICY page ON exchange.inbound_file FOR SELECT TO nexusgo_page USING (true);


--
-- Name: pending_report page; Type: POLICY; Schema: exchange; Owner: -
--

CREATE POLICY page ON exchange.pending_report FOR SELECT TO nexusgo_page USING (true);


--
-- Name: quarantined_file page; Type: POLICY; Schema: exchange; Owner: -
--

CREATE POLICY page ON exchange.quarantined_file FOR SELECT TO nexusgo_page USING (true);


--
-- Name: request page; Type: POLICY; Schema: exchange; Owner: -
--

CREATE POLICY page ON exchange.request FOR SELECT TO nexusgo_page USING (true);


--
-- Name: production_file partners_files; Type: POLICY; Schema: exchange; Owner: -
--

CREATE POLICY partners_files ON exchange.production_file USING ((current_setting('nexusgo.customer'::text, true) = 'PRODUCTION'::text));


--
-- Name: pending_report; Type: ROW SECURITY; Schema: exchange; Owner: -
--

ALTER TABLE exchange.pending_report ENABLE ROW LEVEL SECURITY;

--
-- Name: production_file; Type: ROW SECURITY; Schema: exchange; Owner: -
--

ALTER TABLE exchange.production_file ENABLE ROW LEVEL SECURITY;

--
-- Name: quarantined_file; Type: ROW SECURITY; Schema: exchange; Owner: -
--

ALTER TABLE exchange.quarantined_file ENABLE ROW LEVEL SECURITY;

--
-- Name: replay_permit; Type: ROW SECURITY; Schema: exchange; Owner: -
--

ALTER TABLE exchange.replay_permit ENABLE ROW LEVEL SECURITY;

--
-- Name: reply_name; Type: ROW SECURITY; Schema: exchange; Owner: -
--

ALTER TABLE exchange.reply_name ENABLE ROW LEVEL SECURITY;

--
-- Name: report_series; Type: ROW SECURITY; Schema: exchange; Owner: -
--

ALTER TABLE exchange.report_series ENABLE ROW LEVEL SECURITY;

--
-- Name: request; Type: ROW SECURITY; Schema: exchange; Owner: -
--

ALTER TABLE exchange.request ENABLE ROW LEVEL SECURITY;

--
-- Name: scheduled_erasure; Type: ROW SECURITY; Schema: exchange; Owner: -
--

ALTER TABLE exchange.scheduled_erasure ENABLE ROW LEVEL SECURITY;

--
-- Name: sealed_block; Type: ROW SECURITY; Schema: exchange; Owner: -
--

ALTER TABLE exchange.sealed_block ENABLE ROW LEVEL SECURITY;

--
-- Name: sighting; Type: ROW SECURITY; Schema: exchange; Owner: -
--

ALTER TABLE exchange.sighting ENABLE ROW LEVEL SECURITY;

--
-- Name: alarm whole_service; Type: POLICY; Schema: exchange; Owner: -
--

CREATE POLICY whole_service ON exchange.alarm USING ((current_setting('nexusgo.customer'::text, true) = '*'::text));


--
-- Name: notice whole_service; Type: POLICY; Schema: exchange; Owner: -
--

CREATE POLICY whole_service ON exchange.notice USING ((current_setting('nexusgo.customer'::text, true) = '*'::text));


--
-- Name: cancellation; Type: ROW SECURITY; Schema: orders; Owner: -
--

ALTER TABLE orders.cancellation ENABLE ROW LEVEL SECURITY;

--
-- Name: card; Type: ROW SECURITY; Schema: orders; Owner: -
--

ALTER TABLE orders.card ENABLE ROW LEVEL SECURITY;

--
-- Name: card_chip; Type: ROW SECURITY; Schema: orders; Owner: -
--

ALTER TABLE orders.card_chip ENABLE ROW LEVEL SECURITY;

--
-- Name: card_event; Type: ROW SECURITY; Schema: orders; Owner: -
--

ALTER TABLE orders.card_event ENABLE ROW LEVEL SECURITY;

--
-- Name: card_order; Type: ROW SECURITY; Schema: orders; Owner: -
--

ALTER TABLE orders.card_order ENABLE ROW LEVEL SECURITY;

--
-- Name: card_person; Type: ROW SECURITY; Schema: orders; Owner: -
--

ALTER TABLE orders.card_person ENABLE ROW LEVEL SECURITY;

--
-- Name: card_photo; Type: ROW SECURITY; Schema: orders; Owner: -
--

ALTER TABLE orders.card_photo ENABLE ROW LEVEL SECURITY;

--
-- Name: card_shipment; Type: ROW SECURITY; Schema: orders; Owner: -
--

ALTER TABLE orders.card_shipment ENABLE ROW LEVEL SECURITY;

--
-- Name: kept_reference; Type: ROW SECURITY; Schema: orders; Owner: -
--

ALTER TABLE orders.kept_reference ENABLE ROW LEVEL SECURITY;

--
-- Name: cancellation one_customer; Type: POLICY; Schema: orders; Owner: -
--

CREATE POLICY one_customer ON orders.cancellation USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: card one_customer; Type: POLICY; Schema: orders; Owner: -
--

CREATE POLICY one_customer ON orders.card USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: card_chip one_customer; Type: POLICY; Schema: orders; Owner: -
--

CREATE POLICY one_customer ON orders.card_chip USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: card_event one_customer; Type: POLICY; Schema: orders; Owner: -
--

CREATE POLICY one_customer ON orders.card_event USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: card_order one_customer; Type: POLICY; Schema: orders; Owner: -
--

CREATE POLICY one_customer ON orders.card_order USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: card_person one_customer; Type: POLICY; Schema: orders; Owner: -
--

CREATE POLICY one_customer ON orders.card_person USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: card_photo one_customer; Type: POLICY; Schema: orders; Owner: -
--

CREATE POLICY one_customer ON orders.card_photo USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: card_shipment one_customer; Type: POLICY; Schema: orders; Owner: -
--

CREATE POLICY one_customer ON orders.card_shipment USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: kept_reference one_customer; Type: POLICY; Schema: orders; Owner: -
--

CREATE POLICY one_customer ON orders.kept_reference USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: overdue_stage one_customer; Type: POLICY; Schema: orders; Owner: -
--

CREATE POLICY one_customer ON orders.overdue_stage USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: uninvoiced_card one_customer; Type: POLICY; Schema: orders; Owner: -
--

CREATE POLICY one_customer ON orders.uninvoiced_card USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: overdue_stage; Type: ROW SECURITY; Schema: orders; Owner: -
--

ALTER TABLE orders.overdue_stage ENABLE ROW LEVEL SECURITY;

--
-- Name: card page; Type: POLICY; Schema: orders; Owner: -
--

CREATE POLICY page ON orders.card FOR SELECT TO nexusgo_page USING (true);


--
-- Name: card_chip page; Type: POLICY; Schema: orders; Owner: -
--

CREATE POLICY page ON orders.card_chip FOR SELECT TO nexusgo_page USING (true);


--
-- Name: card_event page; Type: POLICY; Schema: orders; Owner: -
--

CREATE POLICY page ON orders.card_event FOR SELECT TO nexusgo_page USING (true);


--
-- Name: card_order page; Type: POLICY; Schema: orders; Owner: -
--

CREATE POLICY page ON orders.card_order FOR SELECT TO nexusgo_page USING (true);


--
-- Name: overdue_stage page; Type: POLICY; Schema: orders; Owner: -
--

CREATE POLICY page ON orders.overdue_stage FOR SELECT TO nexusgo_page USING (true);


--
-- Name: card production; Type: POLICY; Schema: orders; Owner: -
--

CREATE POLICY production ON orders.card TO nexusgo_production USING (true);


--
-- Name: card_event production; Type: POLICY; Schema: orders; Owner: -
--

CREATE POLICY production ON orders.card_event TO nexusgo_production USING (true);


--
-- Name: overdue_stage production; Type: POLICY; Schema: orders; Owner: -
--

CREATE POLICY production ON orders.overdue_stage FOR SELECT TO nexusgo_production USING (true);


--
-- Name: uninvoiced_card production; Type: POLICY; Schema: orders; Owner: -
--

CREATE POLICY production ON orders.uninvoiced_card TO nexusgo_production USING (true);


--
-- Name: uninvoiced_card; Type: ROW SECURITY; Schema: orders; Owner: -
--

ALTER TABLE orders.uninvoiced_card ENABLE ROW LEVEL SECURITY;

--
-- Name: awaited_command; Type: ROW SECURITY; Schema: retention; Owner: -
--

ALTER TABLE retention.awaited_command ENABLE ROW LEVEL SECURITY;

--
-- Name: erasure; Type: ROW SECURITY; Schema: retention; Owner: -
--

ALTER TABLE retention.erasure ENABLE ROW LEVEL SECURITY;

--
-- Name: forecast; Type: ROW SECURITY; Schema: retention; Owner: -
--

ALTER TABLE retention.forecast ENABLE ROW LEVEL SECURITY;

--
-- Name: hold; Type: ROW SECURITY; Schema: retention; Owner: -
--

ALTER TABLE retention.hold ENABLE ROW LEVEL SECURITY;

--
-- Name: awaited_command one_customer; Type: POLICY; Schema: retention; Owner: -
--

CREATE POLICY one_customer ON retention.awaited_command USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: erasure one_customer; Type: POLICY; Schema: retention; Owner: -
--

CREATE POLICY one_customer ON retention.erasure USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: forecast one_customer; Type: POLICY; Schema: retention; Owner: -
--

CREATE POLICY one_customer ON retention.forecast USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: hold one_customer; Type: POLICY; Schema: retention; Owner: -
--

CREATE POLICY one_customer ON retention.hold USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: forecast page; Type: POLICY; Schema: retention; Owner: -
--

CREATE POLICY page ON retention.forecast FOR SELECT TO nexusgo_page USING (true);


--
-- Name: hold page; Type: POLICY; Schema: retention; Owner: -
--

CREATE POLICY page ON retention.hold FOR SELECT TO nexusgo_page USING (true);


--
-- Name: card_key; Type: ROW SECURITY; Schema: vault; Owner: -
--

ALTER TABLE vault.card_key ENABLE ROW LEVEL SECURITY;

--
-- Name: customer_key; Type: ROW SECURITY; Schema: vault; Owner: -
--

ALTER TABLE vault.customer_key ENABLE ROW LEVEL SECURITY;

--
-- Name: key_destruction; Type: ROW SECURITY; Schema: vault; Owner: -
--

ALTER TABLE vault.key_destruction ENABLE ROW LEVEL SECURITY;

--
-- Name: card_key one_customer; Type: POLICY; Schema: vault; Owner: -
--

CREATE POLICY one_customer ON vault.card_key USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: customer_key one_customer; Type: POLICY; Schema: vault; Owner: -
--

CREATE POLICY one_customer ON vault.customer_key USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: key_destruction one_customer; Type: POLICY; Schema: vault; Owner: -
--

CREATE POLICY one_customer ON vault.key_destruction USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: pending_order one_customer; Type: POLICY; Schema: vault; Owner: -
--

CREATE POLICY one_customer ON vault.pending_order USING ((customer_id = current_setting('nexusgo.customer'::text, true)));


--
-- Name: pending_order; Type: ROW SECURITY; Schema: vault; Owner: -
--

ALTER TABLE vault.pending_order ENABLE ROW LEVEL SECURITY;

--
-- Name: SCHEMA audit; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA audit TO nexusgo_worker;


--
-- Name: SCHEMA exchange; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA exchange TO nexusgo_worker;
GRANT USAGE ON SCHEMA exchange TO nexusgo_page;


--
-- Name: SCHEMA nexusgo_migration; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA nexusgo_migration TO PUBLIC;


--
-- Name: SCHEMA orders; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA orders TO nexusgo_worker;
GRANT USAGE ON SCHEMA orders TO nexusgo_intake;
GRANT USAGE ON SCHEMA orders TO nexusgo_production;
GRANT USAGE ON SCHEMA orders TO nexusgo_page;


--
-- Name: SCHEMA quartz; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA quartz TO nexusgo_worker;


--
-- Name: SCHEMA retention; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA retention TO nexusgo_worker;
GRANT USAGE ON SCHEMA retention TO nexusgo_page;


--
-- Name: SCHEMA vault; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA vault TO nexusgo_worker;
GRANT USAGE ON SCHEMA vault TO nexusgo_intake;


--
-- Name: FUNCTION append(of_customer text, after_no bigint, actions text[], subjects text[], details text[], hashes bytea[]); Type: ACL; Schema: audit; Owner: -
--

REVOKE ALL ON FUNCTION audit.append(of_customer text, after_no bigint, actions text[], subjects text[], details text[], hashes bytea[]) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.append(of_customer text, after_no bigint, actions text[], subjects text[], details text[], hashes bytea[]) TO nexusgo_worker;


--
-- Name: FUNCTION forget(of_customer text); Type: ACL; Schema: audit; Owner: -
--

REVOKE ALL ON FUNCTION audit.forget(of_customer text) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.forget(of_customer text) TO nexusgo_worker;


--
-- Name: FUNCTION lock_head(of_customer text, OUT last_no bigint, OUT last_hash bytea, OUT at timestamp with time zone); Type: ACL; Schema: audit; Owner: -
--

REVOKE ALL ON FUNCTION audit.lock_head(of_customer text, OUT last_no bigint, OUT last_hash bytea, OUT at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.lock_head(of_customer text, OUT last_no bigint, OUT last_hash bytea, OUT at timestamp with time zone) TO nexusgo_worker;


--
-- Name: FUNCTION area_changes(of_area text); Type: ACL; Schema: exchange; Owner: -
--

REVOKE ALL ON FUNCTION exchange.area_changes(of_area text) FROM PUBLIC;
GRANT ALL ON FUNCTION exchange.area_changes(of_area text) TO nexusgo_worker;
GRANT ALL ON FUNCTION exchange.area_changes(of_area text) TO nexusgo_page;


--
-- Name: FUNCTION area_facts(at timestamp with time zone, of_area text); Type: ACL; Schema: exchange; Owner: -
--

REVOKE ALL ON FUNCTION exchange.area_facts(at timestamp with time zone, of_area text) FROM PUBLIC;
GRANT ALL ON FUNCTION exchange.area_facts(at timestamp with time zone, of_area text) TO nexusgo_worker;
GRANT ALL ON FUNCTION exchange.area_facts(at timestamp with time zone, of_area text) TO nexusgo_page;


--
-- Name: FUNCTION arrivals(customers text[], at timestamp with time zone); Type: ACL; Schema: exchange; Owner: -
--

REVOKE ALL ON FUNCTION exchange.arrivals(customers text[], at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION exchange.arrivals(customers text[], at timestamp with time zone) TO nexusgo_worker;
GRANT ALL ON FUNCTION exchange.arrivals(customers text[], at timestamp with time zone) TO nexusgo_page;


--
-- Name: TABLE job_state; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE exchange.job_state TO nexusgo_worker;


--
-- Name: FUNCTION job_states(); Type: ACL; Schema: exchange; Owner: -
--

REVOKE ALL ON FUNCTION exchange.job_states() FROM PUBLIC;
GRANT ALL ON FUNCTION exchange.job_states() TO nexusgo_worker;
GRANT ALL ON FUNCTION exchange.job_states() TO nexusgo_page;


--
-- Name: FUNCTION may_replay(of_file uuid, claimed timestamp with time zone); Type: ACL; Schema: exchange; Owner: -
--

REVOKE ALL ON FUNCTION exchange.may_replay(of_file uuid, claimed timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION exchange.may_replay(of_file uuid, claimed timestamp with time zone) TO nexusgo_worker;
GRANT ALL ON FUNCTION exchange.may_replay(of_file uuid, claimed timestamp with time zone) TO nexusgo_production;


--
-- Name: FUNCTION note_jobs(of_owner text, areas text[], jobs text[], ended timestamp with time zone[], running timestamp with time zone[], succeeded timestamp with time zone[], failing timestamp with time zone[], failed integer[], reasons text[], messages text[], resting timestamp with time zone[]); Type: ACL; Schema: exchange; Owner: -
--

REVOKE ALL ON FUNCTION exchange.note_jobs(of_owner text, areas text[], jobs text[], ended timestamp with time zone[], running timestamp with time zone[], succeeded timestamp with time zone[], failing timestamp with time zone[], failed integer[], reasons text[], messages text[], resting timestamp with time zone[]) FROM PUBLIC;
GRANT ALL ON FUNCTION exchange.note_jobs(of_owner text, areas text[], jobs text[], ended timestamp with time zone[], running timestamp with time zone[], succeeded timestamp with time zone[], failing timestamp with time zone[], failed integer[], reasons text[], messages text[], resting timestamp with time zone[]) TO nexusgo_worker;


--
-- Name: FUNCTION renew_leases(of_owner text, duration interval); Type: ACL; Schema: exchange; Owner: -
--

REVOKE ALL ON FUNCTION exchange.renew_leases(of_owner text, duration interval) FROM PUBLIC;
GRANT ALL ON FUNCTION exchange.renew_leases(of_owner text, duration interval) TO nexusgo_worker;


--
-- Name: FUNCTION sign_off(of_owner text); Type: ACL; Schema: exchange; Owner: -
--

REVOKE ALL ON FUNCTION exchange.sign_off(of_owner text) FROM PUBLIC;
GRANT ALL ON FUNCTION exchange.sign_off(of_owner text) TO nexusgo_worker;


--
-- Name: FUNCTION discard_log(at timestamp with time zone); Type: ACL; Schema: vault; Owner: -
--

REVOKE ALL ON FUNCTION vault.discard_log(at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION vault.discard_log(at timestamp with time zone) TO nexusgo_worker;


--
-- Name: FUNCTION rewrite_table(of_table regclass, at timestamp with time zone, not_after timestamp with time zone); Type: ACL; Schema: vault; Owner: -
--

REVOKE ALL ON FUNCTION vault.rewrite_table(of_table regclass, at timestamp with time zone, not_after timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION vault.rewrite_table(of_table regclass, at timestamp with time zone, not_after timestamp with time zone) TO nexusgo_worker;


--
-- Name: FUNCTION wrapped_by(); Type: ACL; Schema: vault; Owner: -
--

REVOKE ALL ON FUNCTION vault.wrapped_by() FROM PUBLIC;
GRANT ALL ON FUNCTION vault.wrapped_by() TO nexusgo_worker;


--
-- Name: TABLE entry; Type: ACL; Schema: audit; Owner: -
--

GRANT SELECT ON TABLE audit.entry TO nexusgo_worker;


--
-- Name: TABLE head; Type: ACL; Schema: audit; Owner: -
--

GRANT SELECT ON TABLE audit.head TO nexusgo_worker;


--
-- Name: TABLE accepted_content; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE exchange.accepted_content TO nexusgo_worker;


--
-- Name: TABLE accepted_sequence; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE exchange.accepted_sequence TO nexusgo_worker;


--
-- Name: TABLE alarm; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE exchange.alarm TO nexusgo_worker;


--
-- Name: TABLE area_control; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE exchange.area_control TO nexusgo_worker;


--
-- Name: TABLE area_lease; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE exchange.area_lease TO nexusgo_worker;
GRANT SELECT ON TABLE exchange.area_lease TO nexusgo_page;


--
-- Name: TABLE area_probe; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE exchange.area_probe TO nexusgo_worker;


--
-- Name: TABLE back_report; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT,INSERT ON TABLE exchange.back_report TO nexusgo_worker;
GRANT SELECT ON TABLE exchange.back_report TO nexusgo_page;


--
-- Name: TABLE customer_number; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE exchange.customer_number TO nexusgo_worker;


--
-- Name: TABLE file_finding; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT,INSERT,DELETE ON TABLE exchange.file_finding TO nexusgo_worker;


--
-- Name: TABLE forgiven_arrival; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE exchange.forgiven_arrival TO nexusgo_worker;


--
-- Name: TABLE history_card; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE exchange.history_card TO nexusgo_worker;


--
-- Name: TABLE inbound_file; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE exchange.inbound_file TO nexusgo_worker;


--
-- Name: COLUMN inbound_file.file_id; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(file_id) ON TABLE exchange.inbound_file TO nexusgo_page;


--
-- Name: COLUMN inbound_file.customer_id; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(customer_id) ON TABLE exchange.inbound_file TO nexusgo_page;


--
-- Name: COLUMN inbound_file.name; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(name) ON TABLE exchange.inbound_file TO nexusgo_page;


--
-- Name: COLUMN inbound_file.kind; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(kind) ON TABLE exchange.inbound_file TO nexusgo_page;


--
-- Name: COLUMN inbound_file.is_test; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(is_test) ON TABLE exchange.inbound_file TO nexusgo_page;


--
-- Name: COLUMN inbound_file.state; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(state) ON TABLE exchange.inbound_file TO nexusgo_page;


--
-- Name: COLUMN inbound_file.lease_token; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(lease_token) ON TABLE exchange.inbound_file TO nexusgo_page;


--
-- Name: COLUMN inbound_file.attempts; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(attempts) ON TABLE exchange.inbound_file TO nexusgo_page;


--
-- Name: COLUMN inbound_file.next_attempt_at; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(next_attempt_at) ON TABLE exchange.inbound_file TO nexusgo_page;


--
-- Name: COLUMN inbound_file.last_problem; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(last_problem) ON TABLE exchange.inbound_file TO nexusgo_page;


--
-- Name: COLUMN inbound_file.size_bytes; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(size_bytes) ON TABLE exchange.inbound_file TO nexusgo_page;


--
-- Name: COLUMN inbound_file.first_seen_at; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(first_seen_at) ON TABLE exchange.inbound_file TO nexusgo_page;


--
-- Name: COLUMN inbound_file.same_since; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(same_since) ON TABLE exchange.inbound_file TO nexusgo_page;


--
-- Name: COLUMN inbound_file.same_polls; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(same_polls) ON TABLE exchange.inbound_file TO nexusgo_page;


--
-- Name: COLUMN inbound_file.claimed_at; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(claimed_at) ON TABLE exchange.inbound_file TO nexusgo_page;


--
-- Name: COLUMN inbound_file.sha256; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(sha256) ON TABLE exchange.inbound_file TO nexusgo_page;


--
-- Name: COLUMN inbound_file.content_mac; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(content_mac) ON TABLE exchange.inbound_file TO nexusgo_page;


--
-- Name: COLUMN inbound_file.signed_by; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(signed_by) ON TABLE exchange.inbound_file TO nexusgo_page;


--
-- Name: COLUMN inbound_file.sequence_no; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(sequence_no) ON TABLE exchange.inbound_file TO nexusgo_page;


--
-- Name: COLUMN inbound_file.file_status; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(file_status) ON TABLE exchange.inbound_file TO nexusgo_page;


--
-- Name: COLUMN inbound_file.error_code; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(error_code) ON TABLE exchange.inbound_file TO nexusgo_page;


--
-- Name: COLUMN inbound_file.first_file_id; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(first_file_id) ON TABLE exchange.inbound_file TO nexusgo_page;


--
-- Name: COLUMN inbound_file.rows_total; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(rows_total) ON TABLE exchange.inbound_file TO nexusgo_page;


--
-- Name: COLUMN inbound_file.rows_accepted; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(rows_accepted) ON TABLE exchange.inbound_file TO nexusgo_page;


--
-- Name: COLUMN inbound_file.rows_rejected; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(rows_rejected) ON TABLE exchange.inbound_file TO nexusgo_page;


--
-- Name: COLUMN inbound_file.rows_on_hold; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(rows_on_hold) ON TABLE exchange.inbound_file TO nexusgo_page;


--
-- Name: COLUMN inbound_file.rows_unchanged; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(rows_unchanged) ON TABLE exchange.inbound_file TO nexusgo_page;


--
-- Name: COLUMN inbound_file.profile_version; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(profile_version) ON TABLE exchange.inbound_file TO nexusgo_page;


--
-- Name: COLUMN inbound_file.stored_at; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(stored_at) ON TABLE exchange.inbound_file TO nexusgo_page;


--
-- Name: COLUMN inbound_file.closed_at; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(closed_at) ON TABLE exchange.inbound_file TO nexusgo_page;


--
-- Name: TABLE message_mark; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE exchange.message_mark TO nexusgo_worker;


--
-- Name: TABLE notice; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE exchange.notice TO nexusgo_worker;


--
-- Name: TABLE number_series; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT,UPDATE ON TABLE exchange.number_series TO nexusgo_worker;


--
-- Name: TABLE pending_report; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE exchange.pending_report TO nexusgo_worker;


--
-- Name: COLUMN pending_report.report_id; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(report_id) ON TABLE exchange.pending_report TO nexusgo_page;


--
-- Name: COLUMN pending_report.customer_id; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(customer_id) ON TABLE exchange.pending_report TO nexusgo_page;


--
-- Name: COLUMN pending_report.file_id; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(file_id) ON TABLE exchange.pending_report TO nexusgo_page;


--
-- Name: COLUMN pending_report.kind; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(kind) ON TABLE exchange.pending_report TO nexusgo_page;


--
-- Name: COLUMN pending_report."position"; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT("position") ON TABLE exchange.pending_report TO nexusgo_page;


--
-- Name: COLUMN pending_report.folder; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(folder) ON TABLE exchange.pending_report TO nexusgo_page;


--
-- Name: COLUMN pending_report.name; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(name) ON TABLE exchange.pending_report TO nexusgo_page;


--
-- Name: COLUMN pending_report.size_bytes; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(size_bytes) ON TABLE exchange.pending_report TO nexusgo_page;


--
-- Name: COLUMN pending_report.sha256; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(sha256) ON TABLE exchange.pending_report TO nexusgo_page;


--
-- Name: COLUMN pending_report.created_at; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(created_at) ON TABLE exchange.pending_report TO nexusgo_page;


--
-- Name: COLUMN pending_report.attempts; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(attempts) ON TABLE exchange.pending_report TO nexusgo_page;


--
-- Name: COLUMN pending_report.next_attempt_at; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(next_attempt_at) ON TABLE exchange.pending_report TO nexusgo_page;


--
-- Name: COLUMN pending_report.last_problem; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(last_problem) ON TABLE exchange.pending_report TO nexusgo_page;


--
-- Name: COLUMN pending_report.delivered_at; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(delivered_at) ON TABLE exchange.pending_report TO nexusgo_page;


--
-- Name: COLUMN pending_report.seen_at; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(seen_at) ON TABLE exchange.pending_report TO nexusgo_page;


--
-- Name: COLUMN pending_report.missing_since; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(missing_since) ON TABLE exchange.pending_report TO nexusgo_page;


--
-- Name: COLUMN pending_report.missing_looks; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(missing_looks) ON TABLE exchange.pending_report TO nexusgo_page;


--
-- Name: COLUMN pending_report.warned_at; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(warned_at) ON TABLE exchange.pending_report TO nexusgo_page;


--
-- Name: COLUMN pending_report.consumed_at; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(consumed_at) ON TABLE exchange.pending_report TO nexusgo_page;


--
-- Name: COLUMN pending_report.consumed_signal; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(consumed_signal) ON TABLE exchange.pending_report TO nexusgo_page;


--
-- Name: COLUMN pending_report.delete_intended_at; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(delete_intended_at) ON TABLE exchange.pending_report TO nexusgo_page;


--
-- Name: COLUMN pending_report.deleted_at; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(deleted_at) ON TABLE exchange.pending_report TO nexusgo_page;


--
-- Name: COLUMN pending_report.changed_at; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(changed_at) ON TABLE exchange.pending_report TO nexusgo_page;


--
-- Name: COLUMN pending_report.purged_at; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(purged_at) ON TABLE exchange.pending_report TO nexusgo_page;


--
-- Name: TABLE production_file; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE exchange.production_file TO nexusgo_worker;


--
-- Name: TABLE quarantined_file; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE exchange.quarantined_file TO nexusgo_worker;


--
-- Name: COLUMN quarantined_file.file_id; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(file_id) ON TABLE exchange.quarantined_file TO nexusgo_page;


--
-- Name: COLUMN quarantined_file.customer_id; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(customer_id) ON TABLE exchange.quarantined_file TO nexusgo_page;


--
-- Name: COLUMN quarantined_file.size_bytes; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(size_bytes) ON TABLE exchange.quarantined_file TO nexusgo_page;


--
-- Name: COLUMN quarantined_file.quarantined_at; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(quarantined_at) ON TABLE exchange.quarantined_file TO nexusgo_page;


--
-- Name: TABLE replay_permit; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE exchange.replay_permit TO nexusgo_worker;


--
-- Name: TABLE reply_name; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE exchange.reply_name TO nexusgo_worker;


--
-- Name: TABLE report_series; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE exchange.report_series TO nexusgo_worker;


--
-- Name: TABLE request; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE exchange.request TO nexusgo_worker;


--
-- Name: COLUMN request.customer_id; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(customer_id) ON TABLE exchange.request TO nexusgo_page;


--
-- Name: COLUMN request.file_id; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(file_id) ON TABLE exchange.request TO nexusgo_page;


--
-- Name: COLUMN request.outcome; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(outcome) ON TABLE exchange.request TO nexusgo_page;


--
-- Name: COLUMN request.code; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(code) ON TABLE exchange.request TO nexusgo_page;


--
-- Name: COLUMN request.card_no; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(card_no) ON TABLE exchange.request TO nexusgo_page;


--
-- Name: COLUMN request.signed_by; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(signed_by) ON TABLE exchange.request TO nexusgo_page;


--
-- Name: COLUMN request.answered_at; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT(answered_at) ON TABLE exchange.request TO nexusgo_page;


--
-- Name: TABLE scheduled_erasure; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE exchange.scheduled_erasure TO nexusgo_worker;


--
-- Name: TABLE sealed_block; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE exchange.sealed_block TO nexusgo_worker;


--
-- Name: TABLE sighting; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE exchange.sighting TO nexusgo_worker;


--
-- Name: SEQUENCE sighting_version; Type: ACL; Schema: exchange; Owner: -
--

GRANT USAGE ON SEQUENCE exchange.sighting_version TO nexusgo_worker;


--
-- Name: TABLE worker_presence; Type: ACL; Schema: exchange; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE exchange.worker_presence TO nexusgo_worker;
GRANT SELECT ON TABLE exchange.worker_presence TO nexusgo_page;


--
-- Name: TABLE applied; Type: ACL; Schema: nexusgo_migration; Owner: -
--

GRANT SELECT ON TABLE nexusgo_migration.applied TO PUBLIC;


--
-- Name: TABLE cancellation; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE orders.cancellation TO nexusgo_worker;


--
-- Name: TABLE card; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE orders.card TO nexusgo_worker;
GRANT INSERT ON TABLE orders.card TO nexusgo_intake;


--
-- Name: COLUMN card.card_id; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(card_id) ON TABLE orders.card TO nexusgo_production;
GRANT SELECT(card_id) ON TABLE orders.card TO nexusgo_page;


--
-- Name: COLUMN card.customer_id; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(customer_id) ON TABLE orders.card TO nexusgo_production;
GRANT SELECT(customer_id) ON TABLE orders.card TO nexusgo_page;


--
-- Name: COLUMN card.order_id; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(order_id) ON TABLE orders.card TO nexusgo_page;


--
-- Name: COLUMN card.row_no; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(row_no) ON TABLE orders.card TO nexusgo_page;


--
-- Name: COLUMN card.card_no; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(card_no) ON TABLE orders.card TO nexusgo_production;
GRANT SELECT(card_no) ON TABLE orders.card TO nexusgo_page;


--
-- Name: COLUMN card.product_code; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(product_code) ON TABLE orders.card TO nexusgo_page;


--
-- Name: COLUMN card.status; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(status),UPDATE(status) ON TABLE orders.card TO nexusgo_production;
GRANT SELECT(status) ON TABLE orders.card TO nexusgo_page;


--
-- Name: COLUMN card.hold_code; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(hold_code) ON TABLE orders.card TO nexusgo_page;


--
-- Name: COLUMN card.card_state; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(card_state),UPDATE(card_state) ON TABLE orders.card TO nexusgo_production;
GRANT SELECT(card_state) ON TABLE orders.card TO nexusgo_page;


--
-- Name: COLUMN card.erase_after; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(erase_after) ON TABLE orders.card TO nexusgo_page;


--
-- Name: COLUMN card.replaces_card_no; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(replaces_card_no) ON TABLE orders.card TO nexusgo_page;


--
-- Name: COLUMN card.replace_reason; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(replace_reason) ON TABLE orders.card TO nexusgo_page;


--
-- Name: COLUMN card.ordered_at; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(ordered_at) ON TABLE orders.card TO nexusgo_page;


--
-- Name: COLUMN card.status_at; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(status_at),UPDATE(status_at) ON TABLE orders.card TO nexusgo_production;
GRANT SELECT(status_at) ON TABLE orders.card TO nexusgo_page;


--
-- Name: COLUMN card.card_state_at; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(card_state_at),UPDATE(card_state_at) ON TABLE orders.card TO nexusgo_production;
GRANT SELECT(card_state_at) ON TABLE orders.card TO nexusgo_page;


--
-- Name: COLUMN card.produced_at; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(produced_at),UPDATE(produced_at) ON TABLE orders.card TO nexusgo_production;
GRANT SELECT(produced_at) ON TABLE orders.card TO nexusgo_page;


--
-- Name: COLUMN card.shipped_at; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(shipped_at),UPDATE(shipped_at) ON TABLE orders.card TO nexusgo_production;
GRANT SELECT(shipped_at) ON TABLE orders.card TO nexusgo_page;


--
-- Name: COLUMN card.delivered_at; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(delivered_at),UPDATE(delivered_at) ON TABLE orders.card TO nexusgo_production;
GRANT SELECT(delivered_at) ON TABLE orders.card TO nexusgo_page;


--
-- Name: COLUMN card.invoiced_at; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(invoiced_at),UPDATE(invoiced_at) ON TABLE orders.card TO nexusgo_production;
GRANT SELECT(invoiced_at) ON TABLE orders.card TO nexusgo_page;


--
-- Name: COLUMN card.erased_at; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(erased_at) ON TABLE orders.card TO nexusgo_production;
GRANT SELECT(erased_at) ON TABLE orders.card TO nexusgo_page;


--
-- Name: COLUMN card.expected_fields; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(expected_fields) ON TABLE orders.card TO nexusgo_production;


--
-- Name: COLUMN card.last_event_at; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(last_event_at),UPDATE(last_event_at) ON TABLE orders.card TO nexusgo_production;


--
-- Name: COLUMN card.held_at; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(held_at),UPDATE(held_at) ON TABLE orders.card TO nexusgo_production;
GRANT SELECT(held_at) ON TABLE orders.card TO nexusgo_page;


--
-- Name: COLUMN card.batches; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(batches) ON TABLE orders.card TO nexusgo_page;


--
-- Name: COLUMN card.cancel_asked_at; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(cancel_asked_at),UPDATE(cancel_asked_at) ON TABLE orders.card TO nexusgo_production;


--
-- Name: TABLE card_chip; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT,INSERT,DELETE ON TABLE orders.card_chip TO nexusgo_worker;
GRANT INSERT ON TABLE orders.card_chip TO nexusgo_intake;


--
-- Name: COLUMN card_chip.event_id; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(event_id) ON TABLE orders.card_chip TO nexusgo_page;


--
-- Name: COLUMN card_chip.card_id; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(card_id) ON TABLE orders.card_chip TO nexusgo_page;


--
-- Name: SEQUENCE card_event_position; Type: ACL; Schema: orders; Owner: -
--

GRANT USAGE ON SEQUENCE orders.card_event_position TO nexusgo_worker;
GRANT USAGE ON SEQUENCE orders.card_event_position TO nexusgo_intake;


--
-- Name: TABLE card_event; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT,INSERT ON TABLE orders.card_event TO nexusgo_worker;
GRANT INSERT ON TABLE orders.card_event TO nexusgo_intake;


--
-- Name: COLUMN card_event.customer_id; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(customer_id) ON TABLE orders.card_event TO nexusgo_production;
GRANT SELECT(customer_id) ON TABLE orders.card_event TO nexusgo_page;


--
-- Name: COLUMN card_event."position"; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT("position") ON TABLE orders.card_event TO nexusgo_page;


--
-- Name: COLUMN card_event.event_id; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(event_id) ON TABLE orders.card_event TO nexusgo_production;
GRANT SELECT(event_id) ON TABLE orders.card_event TO nexusgo_page;


--
-- Name: COLUMN card_event.card_id; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(card_id) ON TABLE orders.card_event TO nexusgo_production;
GRANT SELECT(card_id) ON TABLE orders.card_event TO nexusgo_page;


--
-- Name: COLUMN card_event.source_id; Type: ACL; Schema: orders; Owner: -
--

GRANT UPDATE(source_id) ON TABLE orders.card_event TO nexusgo_worker;
GRANT SELECT(source_id) ON TABLE orders.card_event TO nexusgo_production;
GRANT SELECT(source_id) ON TABLE orders.card_event TO nexusgo_page;


--
-- Name: COLUMN card_event.event_time; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(event_time) ON TABLE orders.card_event TO nexusgo_page;


--
-- Name: COLUMN card_event.recorded_at; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(recorded_at) ON TABLE orders.card_event TO nexusgo_production;
GRANT SELECT(recorded_at) ON TABLE orders.card_event TO nexusgo_page;


--
-- Name: COLUMN card_event.kind; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(kind) ON TABLE orders.card_event TO nexusgo_production;
GRANT SELECT(kind) ON TABLE orders.card_event TO nexusgo_page;


--
-- Name: COLUMN card_event.effect; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(effect) ON TABLE orders.card_event TO nexusgo_production;
GRANT SELECT(effect) ON TABLE orders.card_event TO nexusgo_page;


--
-- Name: COLUMN card_event.code; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(code) ON TABLE orders.card_event TO nexusgo_production;
GRANT SELECT(code) ON TABLE orders.card_event TO nexusgo_page;


--
-- Name: COLUMN card_event.status; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(status) ON TABLE orders.card_event TO nexusgo_page;


--
-- Name: COLUMN card_event.card_state; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(card_state) ON TABLE orders.card_event TO nexusgo_page;


--
-- Name: COLUMN card_event.reason_code; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(reason_code) ON TABLE orders.card_event TO nexusgo_page;


--
-- Name: COLUMN card_event.settles; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT(settles) ON TABLE orders.card_event TO nexusgo_production;


--
-- Name: TABLE card_order; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE orders.card_order TO nexusgo_worker;
GRANT SELECT ON TABLE orders.card_order TO nexusgo_page;


--
-- Name: TABLE card_person; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE orders.card_person TO nexusgo_worker;
GRANT INSERT ON TABLE orders.card_person TO nexusgo_intake;


--
-- Name: TABLE card_photo; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE orders.card_photo TO nexusgo_worker;


--
-- Name: TABLE card_shipment; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT,INSERT,DELETE ON TABLE orders.card_shipment TO nexusgo_worker;
GRANT INSERT ON TABLE orders.card_shipment TO nexusgo_intake;


--
-- Name: TABLE kept_reference; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE orders.kept_reference TO nexusgo_worker;


--
-- Name: TABLE overdue_stage; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT,INSERT,DELETE ON TABLE orders.overdue_stage TO nexusgo_worker;
GRANT SELECT ON TABLE orders.overdue_stage TO nexusgo_production;
GRANT SELECT ON TABLE orders.overdue_stage TO nexusgo_page;


--
-- Name: TABLE uninvoiced_card; Type: ACL; Schema: orders; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE orders.uninvoiced_card TO nexusgo_worker;
GRANT SELECT,DELETE ON TABLE orders.uninvoiced_card TO nexusgo_production;


--
-- Name: TABLE qrtz_blob_triggers; Type: ACL; Schema: quartz; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE quartz.qrtz_blob_triggers TO nexusgo_worker;


--
-- Name: TABLE qrtz_calendars; Type: ACL; Schema: quartz; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE quartz.qrtz_calendars TO nexusgo_worker;


--
-- Name: TABLE qrtz_cron_triggers; Type: ACL; Schema: quartz; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE quartz.qrtz_cron_triggers TO nexusgo_worker;


--
-- Name: TABLE qrtz_execution_history; Type: ACL; Schema: quartz; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE quartz.qrtz_execution_history TO nexusgo_worker;


--
-- Name: TABLE qrtz_fired_triggers; Type: ACL; Schema: quartz; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE quartz.qrtz_fired_triggers TO nexusgo_worker;


--
-- Name: TABLE qrtz_job_details; Type: ACL; Schema: quartz; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE quartz.qrtz_job_details TO nexusgo_worker;


--
-- Name: TABLE qrtz_job_status; Type: ACL; Schema: quartz; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE quartz.qrtz_job_status TO nexusgo_worker;


--
-- Name: TABLE qrtz_locks; Type: ACL; Schema: quartz; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE quartz.qrtz_locks TO nexusgo_worker;


--
-- Name: TABLE qrtz_misfire_history; Type: ACL; Schema: quartz; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE quartz.qrtz_misfire_history TO nexusgo_worker;


--
-- Name: TABLE qrtz_paused_job_grps; Type: ACL; Schema: quartz; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE quartz.qrtz_paused_job_grps TO nexusgo_worker;


--
-- Name: TABLE qrtz_paused_trigger_grps; Type: ACL; Schema: quartz; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE quartz.qrtz_paused_trigger_grps TO nexusgo_worker;


--
-- Name: TABLE qrtz_scheduler_state; Type: ACL; Schema: quartz; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE quartz.qrtz_scheduler_state TO nexusgo_worker;


--
-- Name: TABLE qrtz_simple_triggers; Type: ACL; Schema: quartz; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE quartz.qrtz_simple_triggers TO nexusgo_worker;


--
-- Name: TABLE qrtz_simprop_triggers; Type: ACL; Schema: quartz; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE quartz.qrtz_simprop_triggers TO nexusgo_worker;


--
-- Name: TABLE qrtz_triggers; Type: ACL; Schema: quartz; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE quartz.qrtz_triggers TO nexusgo_worker;


--
-- Name: TABLE awaited_command; Type: ACL; Schema: retention; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE retention.awaited_command TO nexusgo_worker;


--
-- Name: TABLE erasure; Type: ACL; Schema: retention; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE retention.erasure TO nexusgo_worker;


--
-- Name: TABLE forecast; Type: ACL; Schema: retention; Owner: -
--

GRANT SELECT,INSERT,DELETE ON TABLE retention.forecast TO nexusgo_worker;
GRANT SELECT ON TABLE retention.forecast TO nexusgo_page;


--
-- Name: TABLE hold; Type: ACL; Schema: retention; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE retention.hold TO nexusgo_worker;
GRANT SELECT ON TABLE retention.hold TO nexusgo_page;


--
-- Name: TABLE card_key; Type: ACL; Schema: vault; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE vault.card_key TO nexusgo_worker;
GRANT INSERT ON TABLE vault.card_key TO nexusgo_intake;


--
-- Name: TABLE customer_key; Type: ACL; Schema: vault; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE vault.customer_key TO nexusgo_worker;


--
-- Name: TABLE key_destruction; Type: ACL; Schema: vault; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE vault.key_destruction TO nexusgo_worker;


--
-- Name: TABLE pending_order; Type: ACL; Schema: vault; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE vault.pending_order TO nexusgo_worker;


--
-- PostgreSQL database dump complete
--


