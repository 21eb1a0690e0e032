-- Retention, erasure and their evidence.

create schema retention;
grant usage on schema retention to nexusgo_worker;

---------------------------------------------------------------------------------------------------------------------------------
-- orders: what makes due cards findable. None of these indexes has an entry for a card as it is imported (but for the few that ask for a short time or are
-- held), and no column of theirs changes with the production partner's events: neither pays for retention.

-- out_of_use_at: since when the card is blocked, terminated, expired or returned to its sender; null while it is in use. kept_until: the end of the time in which a cancelled or
-- rejected card keeps its number.
alter table orders.card
    add column out_of_use_at timestamptz,
    add column kept_until    timestamptz;
create index ix_card_out_of_use on orders.card (customer_id, out_of_use_at) where out_of_use_at is not null;
create index ix_card_kept on orders.card (customer_id, kept_until) where kept_until is not null;
create index ix_card_short on orders.card (customer_id) where erase_after is not null;
create index ix_card_held on orders.card (customer_id) where hold_code is not null and erased_at is null;
create index ix_card_replaces on orders.card (replaces_card_no) where replaces_card_no is not null;

-- An erased card has no reference: without an entry for what is not there, erasing writes one index less.
alter table orders.card drop constraint uq_card_ref;
create unique index uq_card_ref on orders.card (ref_index) where ref_index is not null;

create function orders.note_retention() returns trigger language plpgsql set search_path = orders, pg_temp as $$
begin
    new.out_of_use_at := least(case when new.card_state in ('BLOCKED', 'TERMINATED', 'EXPIRED') then new.card_state_at end,
        case when new.status = 'RETURNED' then new.status_at end);
    if new.status in ('CANCELLED', 'REJECTED') and new.kept_until is null then
        new.kept_until := new.status_at + interval '720 hours';
    end if;
    return new;
end $$;
create trigger card_retention before update of status, card_state on orders.card
    for each row when ((new.card_state <> old.card_state and old.card_state <> 'NONE') or (new.status <> old.status and (new.status in ('CANCELLED', 'REJECTED', 'RETURNED') or old.status = 'RETURNED')))
    execute function orders.note_retention();

-- The customer's reference of a cancelled or rejected card, sealed under a key of its own, for as long as the card keeps its number: back-reports name the
-- card by it.
create table orders.kept_reference (
    card_id     uuid  not null,
    customer_id text  not null,
    wrapped_key bytea not null,
    sealed      bytea not null,
    constraint pk_kept_reference primary key (card_id)
);
alter table orders.kept_reference enable row level security;
create policy one_customer on orders.kept_reference using (customer_id = current_setting('nexusgo.customer', true));
grant select, insert, update, delete on orders.kept_reference to nexusgo_worker;

-- erased_at: no card of the order holds personal data any more. next_expiry: the day on which the order's cards are looked at for the end of their
-- validity; null: never looked at.
alter table orders.card_order
    add column erased_at   timestamptz,
    add column next_expiry date;
create index ix_card_order_kept on orders.card_order (customer_id, ordered_at) where erased_at is null;
create index ix_card_order_expiry on orders.card_order (customer_id, next_expiry nulls first) where erased_at is null;

-- The only column of an event that can lead to a person by way of somebody else's system.
grant update (source_id) on orders.card_event to nexusgo_worker;

---------------------------------------------------------------------------------------------------------------------------------
-- exchange

-- A stored report with an erased card in it loses its bytes as soon as it is delivered.
alter table exchange.pending_report add column purge_wanted_at timestamptz;
create index ix_pending_report_purge on exchange.pending_report (customer_id) where purge_wanted_at is not null and purged_at is null;
create index ix_back_report_report on exchange.back_report (report_id);
create index ix_back_report_until on exchange.back_report (customer_id, until_position);
create index ix_request_card on exchange.request (card_no) where card_no is not null;

---------------------------------------------------------------------------------------------------------------------------------
-- audit

-- base_*: the last entry that was old enough to be removed, where the chain now begins. Whoever checks the chains or writes their heads out sees all
-- heads: number and hash, nothing of a customer's.
alter table audit.head
    add column base_entry_no bigint not null default 0,
    add column base_hash     bytea  not null default decode(repeat('00', 32), 'hex');
create policy every_head on audit.head for select using (true);
create index ix_entry_recorded on audit.entry (customer_id, recorded_at);

-- The last entry of those that are older than 24 months by the database's clock; null: none is. An entry whose time is before its predecessor's goes with it.
create function audit.forgettable(of_customer text) returns bigint language sql stable set search_path = pg_catalog, pg_temp as $$
    select coalesce(min(e.entry_no) filter (where e.recorded_at >= audit.clock() - interval '24 months') - 1, max(e.entry_no))
    from audit.entry e where e.customer_id = of_customer having min(e.recorded_at) < audit.clock() - interval '24 months'
        and coalesce(min(e.entry_no) filter (where e.recorded_at >= audit.clock() - interval '24 months') - 1, max(e.entry_no)) >= min(e.entry_no)
$$;

-- The worker's role may not remove entries. This removes those that are old enough, and keeps where the chain begins.
create function audit.forget(of_customer text) returns bigint language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
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
revoke execute on function audit.forget from public;
grant execute on function audit.forget to nexusgo_worker;

---------------------------------------------------------------------------------------------------------------------------------
-- retention

-- One row per erasing transaction: proof without personal data, and the answer to "does this database know that entry of the journal?".
create table retention.erasure (
    journal         text        not null,
    entry_no        bigint      not null,
    customer_id     text        not null,
    evidence_id     uuid        not null,
    cause           text        not null,
    subject         text,
    run_id          uuid,
    profile_version text        not null,
    cards           integer     not null,
    keeps_reference boolean     not null,
    erased_at       timestamptz not null,
    replayed_at     timestamptz,
    certificate_id  uuid,
    -- When orders.card was written anew, so that no byte of the cards' content is in its file any more, and when the log up to then was gone.
    rewritten_at     timestamptz,
    log_discarded_at timestamptz,
    constraint pk_erasure primary key (journal, entry_no)
);
create index ix_erasure_customer on retention.erasure (customer_id, erased_at);
-- What the nightly rewriting asks for: small, as it empties it.
create index ix_erasure_not_rewritten on retention.erasure (erased_at) where rewritten_at is null;
create index ix_erasure_uncertified on retention.erasure (customer_id) where certificate_id is null;

-- Reasons not to erase yet. Over when its time is up or somebody ended it.
create table retention.hold (
    hold_id     uuid        not null,
    customer_id text        not null,
    reason      text        not null,
    set_at      timestamptz not null,
    until       timestamptz not null,
    ended_at    timestamptz,
    constraint pk_hold primary key (hold_id)
);
create index ix_hold_customer on retention.hold (customer_id, until);

-- What one operator asked for and a second has to ask for as well, where the configuration wants two. Gone when the second did, or after a day.
create table retention.awaited_command (
    customer_id text        not null,
    command     text        not null,
    asked_by    text        not null,
    asked_at    timestamptz not null,
    constraint pk_awaited_command primary key (customer_id, command)
);

alter table retention.erasure enable row level security;
create policy one_customer on retention.erasure using (customer_id = current_setting('nexusgo.customer', true));
alter table retention.hold enable row level security;
create policy one_customer on retention.hold using (customer_id = current_setting('nexusgo.customer', true));
alter table retention.awaited_command enable row level security;
create policy one_customer on retention.awaited_command using (customer_id = current_setting('nexusgo.customer', true));
grant select, insert, update, delete on retention.erasure, retention.hold, retention.awaited_command to nexusgo_worker;

---------------------------------------------------------------------------------------------------------------------------------
-- Remnants: a deleted row's bytes stay in the pages of its table, also after a vacuum, and in the server's log. These functions remove them. They run as the
-- owner of the tables, because the worker may neither rewrite a table nor end a piece of the log.

-- Writes vault.card_key or orders.card anew. Null: nothing was deleted since, or it was written anew after $3. False: somebody holds the table, or an older
-- transaction may still look at a deleted row, which was therefore copied; to be tried again. $2: now.
create function vault.rewrite_table(of_table regclass, at timestamptz, not_after timestamptz) returns boolean language plpgsql security definer
    set search_path = pg_catalog, pg_temp set lock_timeout = '2s' as $$
declare
    -- Where it is noted what was deleted from the table, and when its bytes were gone.
    noted_in regclass := case of_table when 'vault.card_key'::regclass then 'vault.key_destruction' when 'orders.card'::regclass then 'retention.erasure' end;
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
    execute format('select exists (select from %1$s where rewritten_at is null) and not exists (select from %1$s where rewritten_at > $1)', noted_in)
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
end $$;

-- Ends the present piece of the server's log and removes all before it. False: this server's log is not ours to remove (no right to it), or it keeps older
-- pieces: recycled, archived, or for a standby. $1: now; what was deleted before the last rewriting is gone from the log then.
create function vault.discard_log(at timestamptz) returns boolean language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
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

revoke execute on function vault.rewrite_table, vault.discard_log from public;
grant execute on function vault.rewrite_table, vault.discard_log to nexusgo_worker;
