-- The tables of the file exchange. FROZEN: databases exist that were made by this text. A table changes by a new file in this folder, never
-- by an edit of this one (src/RECIPES.md).
--
-- Every table that holds a customer's data has a customer_id and a row-level security policy on it: a transaction sees the one customer it
-- has named with set_config('nexusgo.customer', …, true), and nothing when it named none.
--
-- Sections (search for the number at the beginning of a line, such as "-- 7."):
--    1. Roles and schemas
--    2. Guards
--    3. exchange: leases and workers
--    4. exchange: inboxes and files
--    5. exchange: answers, reports and their numbers
--    6. exchange: requests
--    7. orders: one order for each accepted file, one card for each row
--    8. orders: production
--    9. vault: keys
--   10. audit: an append-only chain for each customer, without personal data
--   11. retention: holds, erasures and their evidence
--   12. Remnants
--   13. exchange: operators
--   14. quartz: the job scheduler's tables (Quartz 4.7, PostgreSQL)
--   15. Policies
--   16. Rights

---------------------------------------------------------------------------------------------------------------------------------
-- 1. Roles and schemas
-- Roles belong to the whole server, so they are made only once.
--   nexusgo_worker      reads and changes under the policies; no DDL.
--   nexusgo_intake      may only insert cards. PostgreSQL refuses COPY FROM to a role under row-level security, hence its BYPASSRLS.
--   nexusgo_production  applies the partner's events. One file of events concerns cards of many customers, so this role sees every
--                       customer's cards, but only the columns of their life cycle: nothing sealed, no key, no index, nothing of the
--                       exchange with a customer.
--   nexusgo_page        is for the page of operators. It reads the ledgers of all customers and changes nothing. It sees no sealed
--                       value, no key, no keyed index of a person or reference, no path as it lies on a server, and nothing of the
--                       audit log.

do $$
declare
    made record;
begin
    for made in select * from (values ('nexusgo_worker', ''), ('nexusgo_intake', 'bypassrls'), ('nexusgo_production', ''),
        ('nexusgo_page', '')) as wanted (role, attributes)
    loop
        begin
            if not exists (select from pg_roles where rolname = made.role) then
                execute format('create role %I nologin %s', made.role, made.attributes);
            end if;
        exception when duplicate_object or unique_violation then null;
        end;
    end loop;
end $$;

create schema exchange;
create schema orders;
create schema vault;
create schema audit;
create schema retention;
create schema quartz;

do $$
begin
    execute format('grant temporary on database %I to nexusgo_worker, nexusgo_production', current_database());
end $$;

---------------------------------------------------------------------------------------------------------------------------------
-- 2. Guards
-- A function that runs as the owner is bound by no policy, so each asks first for whom the transaction works. A transaction that has
-- named nobody is refused: null is distinct from every name.

create function exchange.demand_customer(named text) returns void language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
    if coalesce(named, '') in ('', '*') or named is distinct from current_setting('nexusgo.customer', true) then
        raise exception 'this transaction does not work for that customer' using errcode = 'insufficient_privilege';
    end if;
end $$;

-- For functions that tell nothing of a customer and are needed for several at once, as for the locks of an event file's customers.
create function exchange.demand_somebody() returns void language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
    if coalesce(current_setting('nexusgo.customer', true), '') = '' then
        raise exception 'this transaction has not said for whom it works' using errcode = 'insufficient_privilege';
    end if;
end $$;

-- For functions that concern no customer's rows but the whole database.
create function exchange.demand_everybody() returns void language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
    if current_setting('nexusgo.customer', true) is distinct from '*' then
        raise exception 'this transaction has not said that it works for the whole database' using errcode = 'insufficient_privilege';
    end if;
end $$;

---------------------------------------------------------------------------------------------------------------------------------
-- 3. exchange: leases and workers

-- Who works for a customer's area now; owner is empty when it was given back. token rises with every change of owner; every storing
-- transaction compares it.
create table exchange.area_lease (
    customer_id text        not null,
    owner       text        not null,
    token       bigint      not null,
    lease_until timestamptz not null,
    constraint pk_area_lease primary key (customer_id)
);

-- Runs of workers, and until when each counts as alive.
create table exchange.worker_presence (
    owner       text        not null,
    alive_until timestamptz not null,
    constraint pk_worker_presence primary key (owner)
);

-- Leases end by this server's clock, not by those of the workers. Renews the leases of one run of a worker and its presence; returns all
-- leases that are not over, or one row of nulls, and how many workers live.
create function exchange.renew_leases(of_owner text, duration interval) returns table (area text, is_ours boolean, workers integer)
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
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

-- The end of a run: its leases are over, and it does not live any more.
create function exchange.sign_off(of_owner text) returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform exchange.demand_everybody();
    update exchange.area_lease l set lease_until = clock_timestamp(), owner = '' where l.owner = of_owner;
    delete from exchange.worker_presence p where p.owner = of_owner;
end $$;

---------------------------------------------------------------------------------------------------------------------------------
-- 4. exchange: inboxes and files

-- What the last looks into the inbox saw. A new or changed file gets a new version number.
create sequence exchange.sighting_version;
create table exchange.sighting (
    customer_id      text        not null,
    path             bytea       not null,
    version          bigint      not null,
    size_bytes       bigint      not null,
    modified_seconds bigint      not null,
    first_seen_at    timestamptz not null,
    same_since       timestamptz not null,
    same_polls       integer     not null,
    last_seen_at     timestamptz not null,
    told_at          timestamptz,
    -- When the customer was told that this entry is no file for us.
    answered_at      timestamptz,
    constraint pk_sighting primary key (customer_id, path)
);

-- One row per version of an inbound file, from its claim on.
create table exchange.inbound_file (
    file_id          uuid        not null,
    customer_id      text        not null,
    path             bytea       not null,
    version          bigint      not null,
    name             text        not null,
    kind             text        not null,
    is_test          boolean     not null,
    state            text        not null,
    lease_token      bigint      not null,
    attempts         integer     not null,
    next_attempt_at  timestamptz not null,
    -- The reason by which problems are counted.
    last_problem     text,
    -- Why the last attempt failed, in words: path and the server's own message.
    problem_text     text,
    size_bytes       bigint      not null,
    modified_seconds bigint      not null,
    first_seen_at    timestamptz not null,
    -- What the looks into the inbox had seen when the file was claimed; their own rows go with the file.
    same_since       timestamptz,
    same_polls       integer,
    claimed_at       timestamptz not null,
    local_id         text,
    sha256           bytea,
    content_mac      bytea,
    signed_by        text,
    sequence_no      bigint,
    file_status      text,
    error_code       text,
    first_file_id    uuid,
    rows_total       integer,
    rows_accepted    integer,
    rows_rejected    integer,
    rows_on_hold     integer,
    rows_unchanged   integer,
    profile_version  text,
    stored_at        timestamptz,
    closed_at        timestamptz,
    -- Paths of the .done and .ctl files claimed with it, until it is closed.
    companions       bytea[]     not null default '{}',
    constraint pk_inbound_file primary key (file_id),
    constraint uq_inbound_file_version unique (customer_id, path, version),
    constraint ck_inbound_file_state check (state in ('CLAIMED', 'STORED', 'CLOSED')),
    constraint ck_inbound_file_status check (file_status in ('ACCEPTED', 'PARTIAL', 'REJECTED', 'DUPLICATE', 'PENDING_APPROVAL')),
    constraint ck_inbound_file_rows check (rows_total is null
        or rows_total = rows_accepted + rows_rejected + rows_on_hold + rows_unchanged)
);
-- The files that still have an answer to deliver or a source to remove: asked for at every look into the inbox.
create index ix_inbound_file_open on exchange.inbound_file (customer_id, claimed_at) where state <> 'CLOSED';
-- How many files of a customer were taken in today.
create index ix_inbound_file_claimed on exchange.inbound_file (customer_id, claimed_at);
-- Requests name an order by the name of its file.
create index ix_inbound_file_order_name on exchange.inbound_file (customer_id, name) where kind = 'ORD';
-- Operators search a file by its name, or by how its name begins, among all customers'.
create index ix_inbound_file_name on exchange.inbound_file (name text_pattern_ops);

-- Which codes were found how often in a file: what the reports on how a customer's files keep the agreement are made of. Codes are
-- published; nothing of a row's content is here.
create table exchange.file_finding (
    file_id     uuid    not null,
    customer_id text    not null,
    code        text    not null,
    findings    integer not null,
    constraint pk_file_finding primary key (file_id, code)
);

-- The same decrypted content again is a duplicate file.
create table exchange.accepted_content (
    customer_id text        not null,
    content_mac bytea       not null,
    file_id     uuid        not null,
    accepted_at timestamptz not null,
    constraint pk_accepted_content primary key (customer_id, content_mac)
);

-- A signed message is taken once: a keyed hash of what was signed, by whom and when. Stays when the order is cancelled, declined or erased.
-- is_test: it was rehearsed.
create table exchange.message_mark (
    customer_id text        not null,
    mark        bytea       not null,
    file_id     uuid        not null,
    is_test     boolean     not null,
    marked_at   timestamptz not null,
    constraint pk_message_mark primary key (customer_id, mark)
);

-- Last accepted sequence number of a kind of file.
create table exchange.accepted_sequence (
    customer_id text   not null,
    kind        text   not null,
    sequence_no bigint not null,
    constraint pk_accepted_sequence primary key (customer_id, kind)
);

---------------------------------------------------------------------------------------------------------------------------------
-- 5. exchange: answers, reports and their numbers

-- Files for the customer, final to the byte, until they are delivered and for as long as a repeat may be needed.
create table exchange.pending_report (
    report_id       uuid        not null,
    customer_id     text        not null,
    file_id         uuid,
    kind            text        not null,
    position        smallint    not null,
    folder          text        not null,
    name            text        not null,
    size_bytes      bigint      not null,
    sha256          bytea       not null,
    wrapped_key     bytea       not null,
    created_at      timestamptz not null,
    -- Of a report in a series: its place behind the one before, also where a clock is behind. Others queue by created_at.
    queued_at       timestamptz,
    attempts        integer     not null default 0,
    next_attempt_at timestamptz not null,
    last_problem    text,
    problem_text    text,
    delivered_at    timestamptz,
    -- What became of it afterwards: seen in the customer's folder, consumed (by which signal), deleted.
    seen_at         timestamptz,
    missing_since   timestamptz,
    missing_looks   smallint    not null default 0,
    warned_at       timestamptz,
    consumed_at     timestamptz,
    consumed_signal text,
    -- Written before the file is touched, so that a crash in between repeats safely.
    delete_intended_at timestamptz,
    deleted_at      timestamptz,
    -- What lies in its place is not what we delivered and is left alone; that version was told of.
    changed_at      timestamptz,
    changed_size_bytes bigint,
    changed_modified_seconds bigint,
    -- The sealed bytes are gone while the row stays. Wanted as soon as it is delivered, where an erased card stands in it.
    purged_at       timestamptz,
    purge_wanted_at timestamptz,
    constraint pk_pending_report primary key (report_id),
    constraint uq_pending_report_name unique (customer_id, folder, name),
    -- The five that a profile chooses from, ERASED for a file that erasure takes away before its time, and REISSUED for one that an
    -- operator has written anew.
    constraint ck_pending_report_signal check (consumed_signal in ('DELETED', 'MOVED', 'DONE_FILE', 'REQUEST', 'MAX_AGE', 'ERASED',
        'REISSUED')),
    constraint ck_pending_report_consumed check ((consumed_at is null) = (consumed_signal is null)),
    constraint ck_pending_report_deleted check (deleted_at is null or (delivered_at is not null and consumed_at is not null))
);
create index ix_pending_report_due on exchange.pending_report (customer_id, created_at, position) where delivered_at is null;
create index ix_pending_report_file on exchange.pending_report (file_id);
-- What the sweep still looks for, and whose bytes are still kept.
create index ix_pending_report_out on exchange.pending_report (customer_id, delivered_at)
    where delivered_at is not null and deleted_at is null;
create index ix_pending_report_kept on exchange.pending_report (customer_id, delivered_at)
    where delivered_at is not null and purged_at is null;
create index ix_pending_report_purge on exchange.pending_report (customer_id) where purge_wanted_at is not null and purged_at is null;
alter table exchange.pending_report alter column wrapped_key set statistics 0;

-- A file set aside for a person to look at, sealed like a report.
create table exchange.quarantined_file (
    file_id        uuid        not null,
    customer_id    text        not null,
    wrapped_key    bytea       not null,
    size_bytes     bigint      not null,
    quarantined_at timestamptz not null,
    constraint pk_quarantined_file primary key (file_id)
);
alter table exchange.quarantined_file alter column wrapped_key set statistics 0;

-- Bytes of reports and quarantined files, each block sealed under the key of its owner.
create table exchange.sealed_block (
    owner_id    uuid    not null,
    block_no    integer not null,
    customer_id text    not null,
    sealed      bytea   not null,
    constraint pk_sealed_block primary key (owner_id, block_no)
);
alter table exchange.sealed_block alter column sealed set storage external;
alter table exchange.sealed_block alter column sealed set statistics 0;

-- How often a reply base name was used; the second is answered as -2.
create table exchange.reply_name (
    customer_id text    not null,
    base_name   text    not null,
    uses        integer not null,
    constraint pk_reply_name primary key (customer_id, base_name)
);

-- Number series of orders and cards; blocks are taken in short transactions of their own, so gaps are normal.
create table exchange.number_series (
    series     text   not null,
    last_value bigint not null,
    constraint pk_number_series primary key (series)
);
insert into exchange.number_series (series, last_value) values ('order', 1000000), ('card', 10000000);

-- A number for every customer, for locks: a hash of the id would now and then be another customer's, too.
create table exchange.customer_number (
    customer_id text    not null,
    number      integer generated always as identity,
    constraint pk_customer_number primary key (customer_id)
);

create function exchange.lock_number(of_customer text) returns integer language plpgsql volatile
    security definer set search_path = exchange, pg_temp as $$
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

-- Gapless numbers of reports and batches: taken in the transaction that stores the file, given back with it.
create table exchange.report_series (
    customer_id   text        not null,
    kind          text        not null,
    last_seq      bigint      not null,
    last_position bigint      not null,
    last_at       timestamptz not null,
    constraint pk_report_series primary key (customer_id, kind)
);

-- Which events stand in which back-report, so that the same can be told again.
create table exchange.back_report (
    customer_id    text        not null,
    seq            bigint      not null,
    report_id      uuid        not null,
    after_position bigint      not null,
    until_position bigint      not null,
    lines          bigint      not null,
    made_at        timestamptz not null,
    constraint pk_back_report primary key (customer_id, seq)
);
create index ix_back_report_report on exchange.back_report (report_id);
create index ix_back_report_until on exchange.back_report (customer_id, until_position);

-- Which orders' cards stand in which file for the partner, so that it can be written anew. Seen by the customer's transactions and by the
-- partner's.
create table exchange.production_file (
    kind        text        not null,
    seq         bigint      not null,
    customer_id text        not null,
    report_id   uuid        not null,
    orders      uuid[]      not null,
    cards       integer     not null,
    made_at     timestamptz not null,
    reissued_at timestamptz,
    constraint pk_production_file primary key (kind, seq)
);
create index ix_production_file_report on exchange.production_file (report_id);

---------------------------------------------------------------------------------------------------------------------------------
-- 6. exchange: requests

-- Requests that were carried out, or found nothing to do: the same reference again gets the same answer and has no second effect.
-- content_index is a keyed hash of the request, so that a reference used for something else shows.
create table exchange.request (
    customer_id   text        not null,
    request_ref   text        not null,
    content_index bytea       not null,
    file_id       uuid        not null,
    outcome       text        not null,
    code          text,
    order_no      bigint,
    card_no       bigint,
    signed_by     text,
    answered_at   timestamptz not null,
    action        text,
    -- The keyed index of a request that names a person, kept only until the request is done; content_index leaves the person out.
    person_index  uuid,
    done_at       timestamptz,
    constraint pk_request primary key (customer_id, request_ref),
    constraint ck_request_outcome check (outcome in ('DONE', 'SCHEDULED', 'REFUSED', 'NOT_FOUND', 'UNCHANGED'))
);
create index ix_request_card on exchange.request (card_no) where card_no is not null;

-- Cards that the customer wants erased and that are not produced and invoiced yet, or too many for one transaction. Whoever finds a card
-- ready erases it and takes its rows away; the request is done when no row of it is left. The agreement of the day of the request holds:
-- nothing here asks the profile.
create table exchange.scheduled_erasure (
    customer_id     text        not null,
    request_ref     text        not null,
    card_id         uuid        not null,
    file_id         uuid        not null,
    scheduled_at    timestamptz not null,
    profile_version text        not null,
    signed_by       text,
    constraint pk_scheduled_erasure primary key (customer_id, request_ref, card_id)
);
create index ix_scheduled_erasure_card on exchange.scheduled_erasure (card_id);

-- Which cards stand in which history file (pending_report of kind HIS): a file is withdrawn when one of its cards is erased.
create table exchange.history_card (
    customer_id text not null,
    report_id   uuid not null,
    card_id     uuid not null,
    constraint pk_history_card primary key (report_id, card_id)
);
create index ix_history_card_card on exchange.history_card (card_id);

---------------------------------------------------------------------------------------------------------------------------------
-- 7. orders: one order for each accepted file, one card for each row

create table orders.card_order (
    order_id    uuid        not null,
    customer_id text        not null,
    order_no    bigint      not null,
    file_id     uuid        not null,
    ordered_at  timestamptz not null,
    signed_by   text,
    cards       integer     not null,
    -- The ids of the order's cards lie between these and no other order's do: that is how the cards of an order are found.
    first_card_id uuid      not null,
    last_card_id  uuid      not null,
    -- Of an order that waits for a second person.
    approval    text,
    decided_by  text,
    decided_at  timestamptz,
    -- Some card of the order may be waiting for a batch.
    to_produce  boolean     not null default true,
    -- The back-report that told of the order's cards; null: none yet.
    reported_seq bigint,
    -- No card of the order holds personal data any more.
    erased_at   timestamptz,
    -- The day on which the order's cards are looked at for the end of their validity; null: never looked at.
    next_expiry date,
    constraint pk_card_order primary key (order_id),
    constraint uq_card_order_no unique (order_no),
    constraint ck_card_order_approval check (approval in ('PENDING', 'APPROVED', 'DECLINED'))
);
create index ix_card_order_file on orders.card_order (file_id);
-- Whether a customer has any card yet: asked for by every file.
create index ix_card_order_customer on orders.card_order (customer_id);
create index ix_card_order_to_produce on orders.card_order (customer_id, order_id) where to_produce;
create index ix_card_order_unreported on orders.card_order (customer_id, order_id) where reported_seq is null;
create index ix_card_order_kept on orders.card_order (customer_id, ordered_at) where erased_at is null;
create index ix_card_order_expiry on orders.card_order (customer_id, next_expiry nulls first) where erased_at is null;

-- No personal data in the clear: everything the row held is in sealed, under a random key of the card's own, which stands in
-- vault.card_key. The two indexes are keyed hashes, of the type uuid because that is how sixteen bytes are compared and kept cheapest. A
-- card's row changes half a dozen times in its life. The fill factor leaves room in its page for the new version, so that no index has to
-- learn of it: none has a column in it that production changes, and none may get one.
create table orders.card (
    card_id            uuid        not null,
    customer_id        text        not null,
    order_id           uuid        not null,
    row_no             integer     not null,
    card_no            bigint,
    product_code       text        not null,
    status             text        not null,
    hold_code          text,
    card_state         text        not null default 'NONE',
    ref_index          uuid,
    person_index       uuid,
    sealed             bytea,
    erase_after        text,
    valid_until        date,
    replaces_card_no   bigint,
    replace_reason     text,
    delivery_method    text,
    ordered_at         timestamptz not null,
    status_at          timestamptz not null,
    card_state_at      timestamptz,
    produced_at        timestamptz,
    shipped_at         timestamptz,
    delivered_at       timestamptz,
    invoiced_at        timestamptz,
    erased_at          timestamptz,
    -- What the partner was asked to report for this very card (bits of ReportFields), so that a later change of the layout asks nothing of
    -- cards already ordered.
    expected_fields    smallint    not null default 0,
    -- The partner's clock at its last event with effect; never compared with ours.
    last_event_at      timestamptz,
    -- Since when an incomplete PRODUCED waits for a person.
    held_at            timestamptz,
    -- How many batches the card was in (a failed card is ordered again).
    batches            smallint    not null default 0,
    -- The last of them; null: it is to be written into another, as an operator had that batch reissued.
    batch_no           bigint,
    -- Since when a card handed over is to be cancelled by the partner.
    cancel_asked_at    timestamptz,
    -- When the card that this one replaces was blocked or left as it was.
    replaced_settled_at timestamptz,
    -- Since when the card is blocked, terminated, expired or returned to its sender; null while it is in use.
    out_of_use_at      timestamptz,
    -- The end of the time in which a cancelled or rejected card keeps its number.
    kept_until         timestamptz,
    -- The card's layout prints a photo that has not come yet; such a card is on hold, whatever else it waits for.
    awaits_photo       boolean     not null default false,
    constraint pk_card primary key (card_id),
    constraint ck_card_status check (status in ('ON_HOLD', 'ACCEPTED', 'ORDERED', 'IN_PRODUCTION', 'PRODUCED', 'SHIPPED', 'DELIVERED',
        'RETURNED', 'DESTROYED', 'FAILED', 'CANCELLED', 'REJECTED')),
    constraint ck_card_state check (card_state in ('NONE', 'ACTIVE', 'BLOCKED', 'TERMINATED', 'EXPIRED'))
) with (fillfactor = 85);
-- The reference is the customer's idempotency key; its index is under the customer's own key, so it needs no customer_id beside it. An
-- erased card has no reference: without an entry for what is not there, erasing writes one index less.
create unique index uq_card_ref on orders.card (ref_index) where ref_index is not null;
-- Requests and the production partner name cards by number. Numbers rise, so the index fills from its right end. No number is given twice.
create unique index uq_card_no on orders.card (card_no) where card_no is not null;
-- What makes due cards findable. None of these indexes has an entry for a card as it is imported (but for the few that ask for a short time
-- or are held), and no column of theirs changes with the production partner's events: neither pays for retention.
create index ix_card_out_of_use on orders.card (customer_id, out_of_use_at) where out_of_use_at is not null;
create index ix_card_kept on orders.card (customer_id, kept_until) where kept_until is not null;
create index ix_card_short on orders.card (customer_id) where erase_after is not null;
create index ix_card_held on orders.card (customer_id) where hold_code is not null and erased_at is null;
create index ix_card_replaces on orders.card (replaces_card_no) where replaces_card_no is not null;
-- The statistics of a column are samples of its values. Those of a sealed one must not outlive their rows; so it is in every table below.
alter table orders.card alter column sealed set statistics 0;

-- "The same person and product within 30 days", and requests that name a person: which cards are of a person, kept beside the cards and not
-- as an index of theirs. The places of an order's persons in any index are random, and an import in the order of its rows pays more for
-- them than for everything else. Its own table takes them sorted, some hundred thousand at a time. A card's entry is written with it and
-- goes when its person_index does.
create table orders.card_person (
    person_index uuid not null,
    card_id      uuid not null,
    customer_id  text not null
);
create index ix_card_person on orders.card_person (person_index);

create function orders.drop_person() returns trigger language plpgsql set search_path = orders, pg_temp as $$
begin
    delete from orders.card_person p where p.person_index = old.person_index and p.card_id = old.card_id;
    return null;
end $$;
create trigger card_person_goes after update of person_index on orders.card
    for each row when (old.person_index is not null and new.person_index is distinct from old.person_index)
    execute function orders.drop_person();

-- The customer's reference of a cancelled or rejected card, sealed under a key of its own, for as long as the card keeps its number: back-
-- reports name the card by it.
create table orders.kept_reference (
    card_id     uuid  not null,
    customer_id text  not null,
    wrapped_key bytea not null,
    sealed      bytea not null,
    constraint pk_kept_reference primary key (card_id)
);

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
    for each row when ((new.card_state <> old.card_state and old.card_state <> 'NONE') or (new.status <> old.status and (new.status in
        ('CANCELLED', 'REJECTED', 'RETURNED') or old.status = 'RETURNED')))
    execute function orders.note_retention();

-- A JPEG of pixels alone, sealed under the card's key. kept: it stays when the card has been delivered, for re-ordering.
create table orders.card_photo (
    card_id     uuid        not null,
    customer_id text        not null,
    sealed      bytea       not null,
    kept        boolean     not null,
    stored_at   timestamptz not null,
    constraint pk_card_photo primary key (card_id)
);
-- It is noise already: nothing to compress, and nothing to keep a sample of.
alter table orders.card_photo alter column sealed set storage external;
alter table orders.card_photo alter column sealed set statistics 0;

-- A photo ends with what it is for, whoever brings the card there: at the delivery, unless it is kept, and where a card comes to nothing.
create function orders.drop_photo() returns trigger language plpgsql security definer set search_path = orders, pg_temp as $$
begin
    delete from orders.card_photo p where p.card_id = new.card_id and (not p.kept or new.status <> 'DELIVERED');
    return null;
end $$;
create trigger card_photo_goes after update of status on orders.card
    for each row when (new.status in ('DELIVERED', 'DESTROYED', 'CANCELLED', 'REJECTED') and old.status <> new.status)
    execute function orders.drop_photo();

---------------------------------------------------------------------------------------------------------------------------------
-- 8. orders: production
-- What happened to every card, the chips in it, and what the production partner is asked.

-- A card that becomes ACCEPTED or FAILED later than its order was looked through is waiting again, whoever changed it. An index on the
-- status of every card would find it too, but would cost every import and every change of status.
create function orders.note_waiting() returns trigger language plpgsql security definer set search_path = orders, pg_temp as $$
begin
    update orders.card_order set to_produce = true where order_id = new.order_id and not to_produce;
    return null;
end $$;
create trigger card_waits_again after update of status on orders.card
    for each row when (new.status in ('ACCEPTED', 'FAILED') and old.status <> new.status) execute function orders.note_waiting();

-- What happened to cards, append-only. The first fact of a card, that it was ordered, is its row in orders.card and not repeated here.
-- position rises in the order of commits for each customer: whoever writes here holds the customer's event lock (EventLock) until its
-- commit. So a back-report takes everything up to a position and never comes back for less. settles: the HELD event that this row says the
-- last word on. A held event without such a row still waits.
create sequence orders.card_event_position;
create table orders.card_event (
    customer_id text        not null,
    position    bigint      not null default nextval('orders.card_event_position'),
    event_id    uuid        not null,
    card_id     uuid        not null,
    source_id   text,
    event_time  timestamptz not null,
    recorded_at timestamptz not null,
    kind        text        not null,
    effect      text        not null,
    code        text,
    status      text        not null,
    card_state  text        not null,
    reason_code text,
    invoice_no  text,
    settles     uuid,
    constraint pk_card_event primary key (customer_id, position),
    constraint uq_card_event_source unique (source_id),
    constraint ck_card_event_effect check (effect in ('APPLIED', 'LATE', 'HELD', 'REFUSED'))
);
create index ix_card_event_card on orders.card_event (card_id);
create unique index uq_card_event_settles on orders.card_event (settles) where settles is not null;
-- What operators look at.
create index ix_card_event_not_applied on orders.card_event (recorded_at) where effect in ('HELD', 'REFUSED');

-- Chips as the partner read them. sealed: UID, HID facility code and number, under the card's own key. fields: what was reported (bits of
-- ReportFields).
create table orders.card_chip (
    event_id     uuid     not null,
    chip_no      smallint not null,
    customer_id  text     not null,
    card_id      uuid     not null,
    chip_type    text,
    hid_format   text,
    fields       smallint not null,
    sealed       bytea    not null,
    constraint pk_card_chip primary key (event_id, chip_no)
);
create index ix_card_chip_card on orders.card_chip (card_id);
alter table orders.card_chip alter column sealed set statistics 0;

-- How a card went to its receiver. Apart from the event, which stays for good: this leads to a person by way of the carrier and goes with
-- the card's data. sealed: number and tracking number, under the card's own key.
create table orders.card_shipment (
    event_id    uuid not null,
    customer_id text not null,
    card_id     uuid not null,
    sealed      bytea not null,
    constraint pk_card_shipment primary key (event_id)
);
create index ix_card_shipment_card on orders.card_shipment (card_id);
alter table orders.card_shipment alter column sealed set statistics 0;

-- Cards handed over that the partner is asked not to make. card_no: the card may be erased before the partner is asked. seq: the file (CAN)
-- that asks for it; null: none yet. A row goes when the partner has answered.
create table orders.cancellation (
    card_id     uuid        not null,
    customer_id text        not null,
    card_no     bigint      not null,
    reason_code text,
    request_ref text,
    asked_at    timestamptz not null,
    seq         bigint,
    constraint pk_cancellation primary key (card_id)
);
create index ix_cancellation_customer on orders.cancellation (customer_id);

-- Stages in which cards of a customer are for longer than agreed, as the last look found them.
create table orders.overdue_stage (
    customer_id text        not null,
    status      text        not null,
    cards       bigint      not null,
    oldest_at   timestamptz not null,
    noted_at    timestamptz not null,
    constraint pk_overdue_stage primary key (customer_id, status)
);

-- Cards that were erased before they were invoiced: a hash of the card number under a key of the partner's area finds the card for its
-- invoice.
create table orders.uninvoiced_card (
    number_mark bytea       not null,
    card_id     uuid        not null,
    customer_id text        not null,
    until       timestamptz not null,
    constraint pk_uninvoiced_card primary key (number_mark)
);
create index ix_uninvoiced_card_card on orders.uninvoiced_card (card_id);
create index ix_uninvoiced_card_until on orders.uninvoiced_card (customer_id, until);

---------------------------------------------------------------------------------------------------------------------------------
-- 9. vault: keys
-- The customers' keys, wrapped by the master key, and the cards' keys, wrapped by the customers'. With a database of its own for the vault
-- these tables are used there, and those of the cards' database stay empty.

create table vault.customer_key (
    key_id      uuid        not null,
    customer_id text        not null,
    purpose     text        not null,
    wrapped     bytea       not null,
    -- The check value of the master key that wraps it.
    master_key_check text   not null,
    created_at  timestamptz not null,
    retired_at  timestamptz,
    constraint pk_customer_key primary key (key_id)
);
-- One live key per customer and purpose, also when two workers meet a new customer at once.
create unique index uq_customer_key_live on vault.customer_key (customer_id, purpose) where retired_at is null;
alter table vault.customer_key alter column wrapped set statistics 0;

-- Which master keys wrap the keys of which customers: of all customers, for the check at the start and the rotation of the master key.
-- Tells no key.
create function vault.wrapped_by() returns table (master_key_check text, customer_id text) language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp as $$
begin
    perform exchange.demand_everybody();
    return query select distinct k.master_key_check, k.customer_id from vault.customer_key k order by 2, 1;
end $$;

-- The key of each card that is not erased, wrapped under a key of its customer. No foreign key leads from here to the customer key: it
-- would be looked up for every card of an import. A rotation counts what is left under a key before it removes it.
create table vault.card_key (
    card_id     uuid  not null,
    customer_id text  not null,
    key_id      uuid  not null,
    wrapped     bytea not null,
    constraint pk_card_key primary key (card_id)
);
alter table vault.card_key alter column wrapped set statistics 0;

-- Orders whose cards' keys are durable, and of which it is not certain yet that the cards are: the two are committed one after the other.
-- Looked through every night: the keys of an order that was never committed are destroyed.
create table vault.pending_order (
    order_id      uuid        not null,
    customer_id   text        not null,
    first_card_id uuid        not null,
    last_card_id  uuid        not null,
    keys          integer     not null,
    written_at    timestamptz not null,
    constraint pk_pending_order primary key (order_id)
);
create index ix_pending_order_customer on vault.pending_order (customer_id, written_at);

-- Every destruction of card keys. cause: ERASURE (with the entry of the erasure journal), ORPHAN (of an order that was never committed),
-- ROTATION (the old wrapping of keys that were wrapped anew). The deleted bytes are still in the files of this database until the table is
-- rewritten (rewritten_at), and in its log until that is discarded (log_discarded_at).
create table vault.key_destruction (
    destruction_id   bigint      not null generated always as identity,
    customer_id      text        not null,
    cause            text        not null,
    journal          text,
    entry_no         bigint,
    keys             bigint      not null,
    destroyed_at     timestamptz not null,
    rewritten_at     timestamptz,
    log_discarded_at timestamptz,
    constraint pk_key_destruction primary key (destruction_id),
    constraint uq_key_destruction_entry unique (journal, entry_no),
    constraint ck_key_destruction_cause check (cause in ('ERASURE', 'ORPHAN', 'ROTATION'))
);
create index ix_key_destruction_customer on vault.key_destruction (customer_id, destroyed_at);
create index ix_key_destruction_not_rewritten on vault.key_destruction (destroyed_at) where rewritten_at is null;
create index ix_key_destruction_rewritten on vault.key_destruction (rewritten_at);

---------------------------------------------------------------------------------------------------------------------------------
-- 10. audit: an append-only chain for each customer, without personal data

-- hash: an HMAC under a key that the database has only wrapped.
create table audit.entry (
    customer_id text        not null,
    entry_no    bigint      not null,
    recorded_at timestamptz not null,
    action      text        not null,
    subject     text        not null,
    detail      text        not null,
    hash        bytea       not null,
    constraint pk_entry primary key (customer_id, entry_no),
    constraint ck_entry_hash check (octet_length(hash) = 32)
);
create index ix_entry_recorded on audit.entry (customer_id, recorded_at);

create table audit.head (
    customer_id text   not null,
    entry_no    bigint not null,
    hash        bytea  not null,
    -- The last entry that was old enough to be removed, where the chain now begins.
    base_entry_no bigint not null default 0,
    base_hash   bytea  not null default decode(repeat('00', 32), 'hex'),
    constraint pk_head primary key (customer_id)
);

-- The time of entries, the same for all of a transaction: no client can say another.
create function audit.clock() returns timestamptz language sql stable set search_path = pg_catalog,
    pg_temp as 'select transaction_timestamp()';

-- The only ways to write. First the customer's head is locked until the end of the transaction, which tells what the next HMAC covers.
create function audit.lock_head(of_customer text, out last_no bigint, out last_hash bytea, out at timestamptz)
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp as $$
begin
    perform exchange.demand_customer(of_customer);
    insert into audit.head as h (customer_id, entry_no, hash) values (of_customer, 0, decode(repeat('00', 32), 'hex'))
    on conflict (customer_id) do update set entry_no = h.entry_no
    returning h.entry_no, h.hash into last_no, last_hash;
    at := audit.clock();
end $$;

-- Then the entries behind after_no are written and the head moves to the last of them.
create function audit.append(of_customer text, after_no bigint, actions text[], subjects text[], details text[], hashes bytea[])
    returns void language plpgsql
    security definer set search_path = pg_catalog, pg_temp as $$
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

-- The last entry of those that are older than 24 months by the database's clock; null: none is. An entry whose time is before its
-- predecessor's goes with it.
create function audit.forgettable(of_customer text) returns bigint language sql stable set search_path = pg_catalog, pg_temp as $$
    select coalesce(min(e.entry_no) filter (where e.recorded_at >= audit.clock() - interval '24 months') - 1, max(e.entry_no))
    from audit.entry e where e.customer_id = of_customer having min(e.recorded_at) < audit.clock() - interval '24 months'
        and coalesce(min(e.entry_no) filter (where e.recorded_at >= audit.clock() - interval '24 months') - 1, max(e.entry_no))
            >= min(e.entry_no)
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

---------------------------------------------------------------------------------------------------------------------------------
-- 11. retention: holds, erasures and their evidence

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
    -- When orders.card was written anew, so that no byte of the cards' content is in its file any more, and when the log up to then was
    -- gone.
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

-- What one operator asked for and a second has to ask for as well, where the configuration wants two. Gone when the second did, or after a
-- day.
create table retention.awaited_command (
    customer_id text        not null,
    command     text        not null,
    asked_by    text        not null,
    asked_at    timestamptz not null,
    constraint pk_awaited_command primary key (customer_id, command)
);

-- How many cards will be due in which month if nothing happens to them until then, as the last night counted it. due_month: the first day
-- of the month in Swedish time; what is overdue stands in the month of the count.
create table retention.forecast (
    customer_id text        not null,
    due_month   date        not null,
    cause       text        not null,
    cards       bigint      not null,
    counted_at  timestamptz not null,
    constraint pk_forecast primary key (customer_id, due_month, cause)
);

---------------------------------------------------------------------------------------------------------------------------------
-- 12. Remnants
-- A deleted row's bytes stay in the pages of its table, also after a vacuum, and in the server's log. These functions remove them. They
-- run as the owner of the tables, because the worker may neither rewrite a table nor end a piece of the log.

-- Writes vault.card_key or orders.card anew. Null: nothing was deleted since, or it was written anew after $3. False: somebody holds the
-- table, or an older transaction may still look at a deleted row, which was therefore copied; to be tried again. $2: now.
create function vault.rewrite_table(of_table regclass, at timestamptz, not_after timestamptz) returns boolean
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp set lock_timeout = '2s' as $$
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
end $$;

-- Ends the present piece of the server's log and removes all before it. False: this server's log is not ours to remove (no right to it), or
-- it keeps older pieces: recycled, archived, or for a standby. $1: now; what was deleted before the last rewriting is gone from the log
-- then.
create function vault.discard_log(at timestamptz) returns boolean language plpgsql security definer set search_path = pg_catalog,
    pg_temp as $$
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

---------------------------------------------------------------------------------------------------------------------------------
-- 13. exchange: operators
-- What operators ask for and what they decide. Health is judged by these tables, so that a verb, a page and every worker give the same
-- answer.

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

-- Writes how jobs went, and returns what operators have decided, in one round trip. An older outcome never replaces a newer one: an area
-- may have moved.
create function exchange.note_jobs(of_owner text, areas text[], jobs text[], ended timestamptz[], running timestamptz[],
    succeeded timestamptz[],
    failing timestamptz[], failed integer[], reasons text[], messages text[], resting timestamptz[])
    returns table (area text, paused_at timestamptz, paused_until timestamptz, retry_at timestamptz)
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
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

-- Everything by which the health of all areas is judged, one row for each that has anything. Counts, times, reasons and paths: no
-- customer's data.
create function exchange.area_facts(at timestamptz, of_area text default null) returns table (
        area text,
        open_files bigint, oldest_open_file timestamptz,
        failing_files bigint, failing_file_since timestamptz, failing_file_problem text, failing_file_text text,
        waiting_reports bigint, oldest_waiting_report timestamptz, waiting_problem text, waiting_text text,
        out_reports bigint, uncollected bigint, oldest_uncollected timestamptz, to_remove bigint, oldest_to_remove timestamptz,
            remove_problem text,
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

-- How jobs went for all areas, and which workers live.
create function exchange.job_states() returns setof exchange.job_state language plpgsql stable
    security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform exchange.demand_everybody();
    return query select * from exchange.job_state;
end $$;

-- Alarms that last, as the last look found them.
create table exchange.alarm (
    area     text        not null,
    rule     text        not null,
    level    text        not null,
    began_at timestamptz not null,
    constraint pk_alarm primary key (area, rule)
);

-- channel: OPERATORS-WEBHOOK, OPERATORS-MAIL, or CUSTOMER-MAIL. area: whom it is about; empty: the service as a whole. event: what makes it
-- the same notice, which is never made twice. Holds no personal data. next_attempt_at: a sender that is at work has put it ahead, so that
-- no other sends the same.
create table exchange.notice (
    notice_no       bigint      not null generated always as identity,
    channel         text        not null,
    area            text        not null,
    kind            text        not null,
    event           text        not null,
    text_sv         text        not null,
    text_en         text        not null,
    happened_at     timestamptz not null,
    attempts        integer     not null default 0,
    next_attempt_at timestamptz not null,
    last_problem    text,
    sent_at         timestamptz,
    constraint pk_notice primary key (notice_no),
    constraint uq_notice_event unique (channel, area, event)
);
create index ix_notice_waiting on exchange.notice (channel, area, notice_no) where sent_at is null;
create index ix_notice_sent on exchange.notice (sent_at) where sent_at is not null;

-- Until when operators expect nothing of a customer, why, and who said so.
create table exchange.forgiven_arrival (
    customer_id text        not null,
    until       timestamptz not null,
    reason      text        not null,
    forgiven_by text        not null,
    forgiven_at timestamptz not null,
    constraint pk_forgiven_arrival primary key (customer_id)
);

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
                where i.customer_id = c.id and i.claimed_at > at - interval '30 days' and i.kind = 'ORD' and not i.is_test
                    and i.sequence_no is not null) s) n
        where n.next > n.number + 1) g
    left join exchange.forgiven_arrival f on f.customer_id = c.id;
end $$;

-- Whether a file that was claimed then may bring the content of an answered one again. Its cards must all still be there under their
-- references: by them they are known again and not made twice.
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

---------------------------------------------------------------------------------------------------------------------------------
-- 14. quartz: the job scheduler's tables (Quartz 4.7, PostgreSQL)
-- Used when several workers share this database. Names, types and keys are the ones its job store asks for; only layout and the schema are
-- ours. Nothing here holds customer data beyond customer ids as job names.

create table quartz.qrtz_job_details (
    sched_name        text not null,
    job_name          text not null,
    job_group         text not null,
    description       text,
    job_class_name    text not null,
    is_durable        boolean not null,
    is_nonconcurrent  boolean not null,
    is_update_data    boolean not null,
    requests_recovery boolean not null,
    job_data          bytea,
    constraint pk_qrtz_job_details primary key (sched_name, job_name, job_group)
);

create table quartz.qrtz_triggers (
    sched_name              text not null,
    trigger_name            text not null,
    trigger_group           text not null,
    job_name                text not null,
    job_group               text not null,
    description             text,
    next_fire_time          bigint,
    prev_fire_time          bigint,
    priority                integer,
    trigger_state           text not null,
    trigger_type            text not null,
    start_time              bigint not null,
    end_time                bigint,
    calendar_name           text,
    misfire_instr           smallint,
    misfire_orig_fire_time  bigint,
    execution_group         varchar(200),
    preferred_node          varchar(200),
    preferred_node_auto     boolean not null default false,
    retry_policy            varchar(250),
    retry_attempt           integer,
    continues_trigger_name  text,
    continues_trigger_group text,
    continuation_condition  integer,
    overlap_policy          integer,
    pause_reason            varchar(250),
    paused_by               varchar(200),
    paused_at               bigint,
    misfire_threshold       bigint,
    fixed_delay             boolean,
    job_data                bytea,
    constraint pk_qrtz_triggers primary key (sched_name, trigger_name, trigger_group),
    constraint fk_qrtz_triggers_job_details foreign key (sched_name, job_name, job_group) references quartz.qrtz_job_details
);

create table quartz.qrtz_simple_triggers (
    sched_name      text not null,
    trigger_name    text not null,
    trigger_group   text not null,
    repeat_count    bigint not null,
    repeat_interval bigint not null,
    times_triggered bigint not null,
    constraint pk_qrtz_simple_triggers primary key (sched_name, trigger_name, trigger_group),
    constraint fk_qrtz_simple_triggers_triggers foreign key (sched_name, trigger_name, trigger_group) references quartz.qrtz_triggers on
        delete cascade
);

create table quartz.qrtz_cron_triggers (
    sched_name      text not null,
    trigger_name    text not null,
    trigger_group   text not null,
    cron_expression text not null,
    time_zone_id    text,
    constraint pk_qrtz_cron_triggers primary key (sched_name, trigger_name, trigger_group),
    constraint fk_qrtz_cron_triggers_triggers foreign key (sched_name, trigger_name, trigger_group) references quartz.qrtz_triggers on
        delete cascade
);

create table quartz.qrtz_simprop_triggers (
    sched_name    text not null,
    trigger_name  text not null,
    trigger_group text not null,
    str_prop_1    text,
    str_prop_2    text,
    str_prop_3    text,
    int_prop_1    integer,
    int_prop_2    integer,
    long_prop_1   bigint,
    long_prop_2   bigint,
    dec_prop_1    numeric,
    dec_prop_2    numeric,
    bool_prop_1   boolean,
    bool_prop_2   boolean,
    time_zone_id  text,
    constraint pk_qrtz_simprop_triggers primary key (sched_name, trigger_name, trigger_group),
    constraint fk_qrtz_simprop_triggers_triggers foreign key (sched_name, trigger_name, trigger_group) references quartz.qrtz_triggers
        on delete cascade
);

create table quartz.qrtz_blob_triggers (
    sched_name    text not null,
    trigger_name  text not null,
    trigger_group text not null,
    blob_data     bytea,
    constraint pk_qrtz_blob_triggers primary key (sched_name, trigger_name, trigger_group),
    constraint fk_qrtz_blob_triggers_triggers foreign key (sched_name, trigger_name, trigger_group) references quartz.qrtz_triggers on
        delete cascade
);

create table quartz.qrtz_calendars (
    sched_name    text not null,
    calendar_name text not null,
    calendar      bytea not null,
    constraint pk_qrtz_calendars primary key (sched_name, calendar_name)
);

create table quartz.qrtz_paused_trigger_grps (
    sched_name    text not null,
    trigger_group text not null,
    pause_reason  varchar(250),
    paused_by     varchar(200),
    paused_at     bigint,
    constraint pk_qrtz_paused_trigger_grps primary key (sched_name, trigger_group)
);

create table quartz.qrtz_paused_job_grps (
    sched_name   text not null,
    job_group    text not null,
    pause_reason varchar(250),
    paused_by    varchar(200),
    paused_at    bigint,
    constraint pk_qrtz_paused_job_grps primary key (sched_name, job_group)
);

create table quartz.qrtz_fired_triggers (
    sched_name               text not null,
    entry_id                 text not null,
    trigger_name             text not null,
    trigger_group            text not null,
    instance_name            text not null,
    fired_time               bigint not null,
    sched_time               bigint not null,
    priority                 integer not null,
    state                    text not null,
    job_name                 text,
    job_group                text,
    is_nonconcurrent         boolean not null,
    requests_recovery        boolean,
    execution_group          varchar(200),
    progress                 integer,
    progress_message         varchar(250),
    interrupt_requested_time bigint,
    constraint pk_qrtz_fired_triggers primary key (sched_name, entry_id)
);

create table quartz.qrtz_scheduler_state (
    sched_name        text not null,
    instance_name     text not null,
    last_checkin_time bigint not null,
    checkin_interval  bigint not null,
    quartz_version    varchar(20),
    constraint pk_qrtz_scheduler_state primary key (sched_name, instance_name)
);

create table quartz.qrtz_locks (
    sched_name text not null,
    lock_name  text not null,
    constraint pk_qrtz_locks primary key (sched_name, lock_name)
);

create table quartz.qrtz_execution_history (
    sched_name          text not null,
    entry_id            text not null,
    instance_name       text not null,
    job_name            text not null,
    job_group           text not null,
    trigger_name        text not null,
    trigger_group       text not null,
    fired_time          bigint not null,
    run_time            bigint not null,
    succeeded           boolean not null,
    error_message       text,
    retry_attempt       integer not null default 0,
    retry_scheduled     boolean not null default false,
    execution_log       text,
    result              integer,
    summary             text,
    metrics             text,
    manual              boolean,
    fire_instance_id    text,
    job_input           text,
    job_input_too_large boolean,
    constraint pk_qrtz_execution_history primary key (sched_name, entry_id)
);

create table quartz.qrtz_misfire_history (
    sched_name    text not null,
    entry_id      text not null,
    instance_name text not null,
    trigger_name  text not null,
    trigger_group text not null,
    job_name      text,
    job_group     text,
    misfire_time  bigint not null,
    sched_time    bigint,
    reason        integer,
    constraint pk_qrtz_misfire_history primary key (sched_name, entry_id)
);

create table quartz.qrtz_job_status (
    sched_name           text not null,
    job_group            text not null,
    job_name             text not null,
    first_fired_time     bigint not null,
    last_fired_time      bigint not null,
    last_result          integer not null,
    last_run_time        bigint not null,
    last_instance_name   text not null,
    last_entry_id        text,
    last_summary         text,
    last_success_time    bigint,
    last_failure_time    bigint,
    last_failure_message text,
    consecutive_failures integer not null default 0,
    run_count            bigint not null default 0,
    failure_count        bigint not null default 0,
    constraint pk_qrtz_job_status primary key (sched_name, job_group, job_name)
);

create index ix_qrtz_j_g_n on quartz.qrtz_job_details (sched_name, job_group, job_name);
create index ix_qrtz_t_j on quartz.qrtz_triggers (sched_name, job_name, job_group);
create index ix_qrtz_t_g_n on quartz.qrtz_triggers (sched_name, trigger_group, trigger_name);
create index ix_qrtz_t_c on quartz.qrtz_triggers (sched_name, calendar_name);
create index ix_qrtz_t_nft_st on quartz.qrtz_triggers (sched_name, trigger_state, next_fire_time, priority desc, misfire_instr);
create index ix_qrtz_ft_inst_job_req_rcvry on quartz.qrtz_fired_triggers (sched_name, instance_name, requests_recovery);
create index ix_qrtz_ft_j_g on quartz.qrtz_fired_triggers (sched_name, job_name, job_group);
create index ix_qrtz_ft_t_g on quartz.qrtz_fired_triggers (sched_name, trigger_name, trigger_group);
create index ix_qrtz_eh_fired_time on quartz.qrtz_execution_history (sched_name, fired_time);
create index ix_qrtz_eh_inst on quartz.qrtz_execution_history (sched_name, instance_name);
create index ix_qrtz_mh_misfire_time on quartz.qrtz_misfire_history (sched_name, misfire_time);
create index ix_qrtz_mh_inst on quartz.qrtz_misfire_history (sched_name, instance_name);
create index ix_qrtz_eh_job_time on quartz.qrtz_execution_history (sched_name, job_group, job_name, fired_time);
create index ix_qrtz_eh_fire_inst on quartz.qrtz_execution_history (sched_name, fire_instance_id);
create index ix_qrtz_eh_trig_time on quartz.qrtz_execution_history (sched_name, trigger_group, trigger_name, fired_time);

---------------------------------------------------------------------------------------------------------------------------------
-- 15. Policies

do $$
declare
    t text;
begin
    foreach t in array array[
        'exchange.area_lease', 'exchange.sighting', 'exchange.inbound_file', 'exchange.file_finding', 'exchange.accepted_content',
        'exchange.message_mark', 'exchange.accepted_sequence', 'exchange.pending_report', 'exchange.quarantined_file',
        'exchange.sealed_block', 'exchange.reply_name', 'exchange.report_series', 'exchange.back_report', 'exchange.production_file',
        'exchange.request', 'exchange.scheduled_erasure', 'exchange.history_card', 'exchange.job_state', 'exchange.area_control',
        'exchange.forgiven_arrival', 'exchange.replay_permit', 'exchange.area_probe',
        'orders.card_order', 'orders.card', 'orders.card_person', 'orders.kept_reference', 'orders.card_photo', 'orders.card_event',
        'orders.card_chip', 'orders.card_shipment', 'orders.cancellation', 'orders.overdue_stage', 'orders.uninvoiced_card',
        'vault.customer_key', 'vault.card_key', 'vault.pending_order', 'vault.key_destruction',
        'audit.entry', 'audit.head',
        'retention.erasure', 'retention.hold', 'retention.awaited_command', 'retention.forecast']
    loop
        execute format('alter table %s enable row level security', t);
        execute format('create policy one_customer on %s using (customer_id = current_setting(''nexusgo.customer'', true))', t);
    end loop;
end $$;

alter table exchange.alarm enable row level security;
create policy whole_service on exchange.alarm using (current_setting('nexusgo.customer', true) = '*');
alter table exchange.notice enable row level security;
create policy whole_service on exchange.notice using (current_setting('nexusgo.customer', true) = '*');
create policy one_customer on exchange.notice using (area = current_setting('nexusgo.customer', true));
-- Seen by the customer's transactions and by the partner's.
create policy partners_files on exchange.production_file using (current_setting('nexusgo.customer', true) = 'PRODUCTION');
-- Whoever checks the chains or writes their heads out sees all heads: number and hash, nothing of a customer's.
create policy every_head on audit.head for select using (true);

create policy production on orders.card to nexusgo_production using (true);
create policy production on orders.card_event to nexusgo_production using (true);
create policy production on orders.uninvoiced_card to nexusgo_production using (true);
create policy production on orders.overdue_stage for select to nexusgo_production using (true);

do $$
declare
    t text;
begin
    foreach t in array array[
        'exchange.area_lease', 'exchange.inbound_file', 'exchange.pending_report', 'exchange.quarantined_file', 'exchange.back_report',
        'exchange.request', 'orders.card_order', 'orders.card', 'orders.card_event', 'orders.card_chip', 'orders.overdue_stage',
        'retention.hold', 'retention.forecast']
    loop
        execute format('create policy page on %s for select to nexusgo_page using (true)', t);
    end loop;
end $$;

---------------------------------------------------------------------------------------------------------------------------------
-- 16. Rights

-- The worker. What only grows is not deleted, and what is written once is not changed.
grant usage on schema exchange, orders, vault, audit, retention, quartz to nexusgo_worker;
grant select, insert, update, delete on all tables in schema exchange to nexusgo_worker;
revoke insert, delete on exchange.number_series from nexusgo_worker;
revoke update on exchange.file_finding from nexusgo_worker;
revoke delete on exchange.report_series from nexusgo_worker;
revoke update, delete on exchange.back_report from nexusgo_worker;
grant usage on sequence exchange.sighting_version, orders.card_event_position to nexusgo_worker;
grant select, insert, update, delete on orders.card_order, orders.card, orders.card_person, orders.kept_reference, orders.card_photo,
    orders.cancellation, orders.uninvoiced_card to nexusgo_worker;
grant select, insert on orders.card_event to nexusgo_worker;
-- The only column of an event that can lead to a person by way of somebody else's system.
grant update (source_id) on orders.card_event to nexusgo_worker;
grant select, insert, delete on orders.card_chip, orders.card_shipment, orders.overdue_stage to nexusgo_worker;
grant select, insert, update, delete on vault.customer_key, vault.card_key, vault.pending_order, vault.key_destruction to nexusgo_worker;
grant select on audit.entry, audit.head to nexusgo_worker;
grant select, insert, update, delete on retention.erasure, retention.hold, retention.awaited_command to nexusgo_worker;
grant select, insert, delete on retention.forecast to nexusgo_worker;
grant select, insert, update, delete on all tables in schema quartz to nexusgo_worker;

-- The import of cards.
grant usage on schema orders, vault to nexusgo_intake;
grant insert on orders.card, orders.card_person, vault.card_key, orders.card_event, orders.card_chip, orders.card_shipment to
    nexusgo_intake;
grant usage on sequence orders.card_event_position to nexusgo_intake;

-- The partner's events.
grant usage on schema orders to nexusgo_production;
grant select (card_id, customer_id, card_no, status, status_at, card_state, card_state_at, produced_at, shipped_at, delivered_at,
    invoiced_at, erased_at, expected_fields, last_event_at, held_at, cancel_asked_at) on orders.card to nexusgo_production;
grant update (status, status_at, card_state, card_state_at, produced_at, shipped_at, delivered_at, invoiced_at, last_event_at, held_at,
    cancel_asked_at) on orders.card to nexusgo_production;
grant select (customer_id, event_id, source_id, card_id, recorded_at, kind, effect, code, settles) on orders.card_event to
    nexusgo_production;
grant select, delete on orders.uninvoiced_card to nexusgo_production;
grant select on orders.overdue_stage to nexusgo_production;

-- The page.
grant usage on schema exchange, orders, retention to nexusgo_page;
grant select on exchange.area_lease, exchange.worker_presence, exchange.back_report, orders.overdue_stage, retention.hold,
    retention.forecast to nexusgo_page;
grant select (file_id, customer_id, name, kind, is_test, state, lease_token, attempts, next_attempt_at, last_problem, size_bytes,
    first_seen_at, same_since, same_polls, claimed_at, sha256, content_mac, signed_by, sequence_no, file_status, error_code, first_file_id,
    rows_total, rows_accepted, rows_rejected, rows_on_hold, rows_unchanged, profile_version, stored_at, closed_at) on exchange.inbound_file
    to nexusgo_page;
grant select (report_id, customer_id, file_id, kind, position, folder, name, size_bytes, sha256, created_at, attempts, next_attempt_at,
    last_problem, delivered_at, seen_at, missing_since, missing_looks, warned_at, consumed_at, consumed_signal, delete_intended_at,
    deleted_at, changed_at, purged_at) on exchange.pending_report to nexusgo_page;
grant select (file_id, customer_id, size_bytes, quarantined_at) on exchange.quarantined_file to nexusgo_page;
grant select (customer_id, file_id, outcome, code, card_no, signed_by, answered_at) on exchange.request to nexusgo_page;
grant select on orders.card_order to nexusgo_page;
grant select (card_id, customer_id, order_id, row_no, card_no, product_code, status, hold_code, card_state, erase_after, replaces_card_no,
    replace_reason, ordered_at, status_at, card_state_at, produced_at, shipped_at, delivered_at, invoiced_at, erased_at, held_at, batches)
    on orders.card to nexusgo_page;
grant select (customer_id, position, event_id, card_id, source_id, event_time, recorded_at, kind, effect, code, status, card_state,
    reason_code) on orders.card_event to nexusgo_page;
grant select (event_id, card_id) on orders.card_chip to nexusgo_page;

-- Functions of the owner's: everybody could call one until it is taken from PUBLIC.
revoke execute on function exchange.renew_leases, exchange.sign_off, exchange.note_jobs, exchange.area_facts, exchange.job_states,
    exchange.arrivals, vault.wrapped_by, audit.lock_head, audit.append, audit.forget, vault.rewrite_table, vault.discard_log,
    exchange.may_replay, exchange.area_changes from public;
grant execute on function exchange.renew_leases, exchange.sign_off, exchange.note_jobs, exchange.area_facts, exchange.job_states,
    exchange.arrivals, vault.wrapped_by, audit.lock_head, audit.append, audit.forget, vault.rewrite_table, vault.discard_log,
    exchange.may_replay, exchange.area_changes to nexusgo_worker;
grant execute on function exchange.may_replay to nexusgo_production;
grant execute on function exchange.area_facts, exchange.job_states, exchange.arrivals, exchange.area_changes to nexusgo_page;
