-- Retention, erasure and their evidence.

create schema retention;
grant usage on schema retention to nexusgo_worker;

---------------------------------------------------------------------------------------------------------------------------------
-- orders: what makes due cards findable. None of these indexes has an entry for a card as it is imported (but for the few that ask for a short time or are
-- held), and no column of theirs changes with the production partner's events: neither pays for retention.

-- out_of_use_at: since when the card is blocked, terminated or expired; null while it is in use. kept_until: the end of the time in which a cancelled or
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
    new.out_of_use_at := case when new.card_state in ('BLOCKED', 'TERMINATED', 'EXPIRED') then new.card_state_at end;
    if new.status in ('CANCELLED', 'REJECTED') and new.kept_until is null then
        new.kept_until := new.status_at + interval '720 hours';
    end if;
    return new;
end $$;
create trigger card_retention before update of status, card_state on orders.card
    for each row when ((new.card_state <> old.card_state and old.card_state <> 'NONE') or (new.status <> old.status and new.status in ('CANCELLED', 'REJECTED')))
    execute function orders.note_retention();

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

-- The worker's role may not remove entries. This removes those that are 24 months older than the customer's newest, and keeps where the chain begins.
create function audit.forget(of_customer text) returns bigint language plpgsql security definer set search_path = audit, pg_temp as $$
declare
    limit_at timestamptz;
    last_no  bigint;
    removed  bigint;
begin
    if of_customer <> current_setting('nexusgo.customer', true) then
        raise exception 'another customer';
    end if;
    select max(recorded_at) - interval '24 months' into limit_at from audit.entry where customer_id = of_customer;
    select entry_no - 1 into last_no from audit.entry where customer_id = of_customer and recorded_at >= limit_at order by entry_no limit 1;
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
    constraint pk_erasure primary key (journal, entry_no)
);
create index ix_erasure_customer on retention.erasure (customer_id, erased_at);
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

alter table retention.erasure enable row level security;
create policy one_customer on retention.erasure using (customer_id = current_setting('nexusgo.customer', true));
alter table retention.hold enable row level security;
create policy one_customer on retention.hold using (customer_id = current_setting('nexusgo.customer', true));
grant select, insert, update, delete on retention.erasure, retention.hold to nexusgo_worker;
