-- The tables of the main job. Every table that holds a customer's data has a customer_id and a row-level security policy on it:
-- a transaction sees the one customer it has named with set_config('nexusgo.customer', …, true), and nothing when it named none.
--
-- Roles (of the whole server, so they are made only once):
--   nexusgo_worker  reads and changes under the policies; no DDL.
--   nexusgo_intake  may only insert cards. PostgreSQL refuses COPY FROM to a role under row-level security, hence its BYPASSRLS.

do $$
begin
    if not exists (select from pg_roles where rolname = 'nexusgo_worker') then
        create role nexusgo_worker nologin;
    end if;
exception when duplicate_object or unique_violation then null;
end $$;

do $$
begin
    if not exists (select from pg_roles where rolname = 'nexusgo_intake') then
        create role nexusgo_intake nologin bypassrls;
    end if;
exception when duplicate_object or unique_violation then null;
end $$;

create schema exchange;
create schema orders;
create schema vault;
create schema audit;
grant usage on schema exchange, orders, vault, audit to nexusgo_worker;
grant usage on schema orders, vault to nexusgo_intake;

---------------------------------------------------------------------------------------------------------------------------------
-- Guards. A function that runs as the owner is bound by no policy, so each asks first for whom the transaction works. A transaction that has named nobody is
-- refused: null is distinct from every name.

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
-- exchange: inboxes, files, answers

-- Who works for a customer's area now; owner is empty when it was given back. token rises with every change of owner; every storing transaction compares it.
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

-- Leases end by this server's clock, not by those of the workers.
-- Renews the leases of one run of a worker and its presence; returns all leases that are not over, or one row of nulls, and how many workers live.
create function exchange.renew_leases(of_owner text, duration interval) returns table (area text, is_ours boolean, workers integer)
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    at timestamptz := clock_timestamp();
begin
    perform exchange.demand_everybody();
    insert into exchange.worker_presence (owner, alive_until) values (of_owner, at + duration) on conflict (owner) do update set alive_until = excluded.alive_until;
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

revoke execute on function exchange.renew_leases, exchange.sign_off from public;
grant execute on function exchange.renew_leases, exchange.sign_off to nexusgo_worker;

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
    last_problem     text,
    size_bytes       bigint      not null,
    modified_seconds bigint      not null,
    first_seen_at    timestamptz not null,
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

-- The same decrypted content again is a duplicate file.
create table exchange.accepted_content (
    customer_id text        not null,
    content_mac bytea       not null,
    file_id     uuid        not null,
    accepted_at timestamptz not null,
    constraint pk_accepted_content primary key (customer_id, content_mac)
);

-- A signed message is taken once: a keyed hash of what was signed, by whom and when. Stays when the order is cancelled, declined or erased. is_test: it was rehearsed.
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

-- How often a reply base name was used; the second is answered as -2.
create table exchange.reply_name (
    customer_id text    not null,
    base_name   text    not null,
    uses        integer not null,
    constraint pk_reply_name primary key (customer_id, base_name)
);

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
    delivered_at    timestamptz,
    constraint pk_pending_report primary key (report_id),
    constraint uq_pending_report_name unique (customer_id, folder, name)
);
create index ix_pending_report_due on exchange.pending_report (customer_id, created_at, position) where delivered_at is null;
create index ix_pending_report_file on exchange.pending_report (file_id);

-- A file set aside for a person to look at, sealed like a report.
create table exchange.quarantined_file (
    file_id        uuid        not null,
    customer_id    text        not null,
    wrapped_key    bytea       not null,
    size_bytes     bigint      not null,
    quarantined_at timestamptz not null,
    constraint pk_quarantined_file primary key (file_id)
);

-- Bytes of reports and quarantined files, each block sealed under the key of its owner.
create table exchange.sealed_block (
    owner_id    uuid    not null,
    block_no    integer not null,
    customer_id text    not null,
    sealed      bytea   not null,
    constraint pk_sealed_block primary key (owner_id, block_no)
);
alter table exchange.sealed_block alter column sealed set storage external;

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

create function exchange.lock_number(of_customer text) returns integer language plpgsql volatile security definer set search_path = exchange, pg_temp as $$
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

---------------------------------------------------------------------------------------------------------------------------------
-- orders: one order per accepted file, one card per row

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
    constraint pk_card_order primary key (order_id),
    constraint uq_card_order_no unique (order_no)
);
create index ix_card_order_file on orders.card_order (file_id);
-- Whether a customer has any card yet: asked for by every file.
create index ix_card_order_customer on orders.card_order (customer_id);

-- No personal data in the clear: everything the row held is in sealed, under a random key of the card's own, which stands in vault.card_key. The two indexes are keyed hashes, of the type uuid because that is how sixteen bytes are compared and kept cheapest.
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
    constraint pk_card primary key (card_id),
    -- The reference is the customer's idempotency key; its index is under the customer's own key, so it needs no customer_id beside it.
    constraint uq_card_ref unique (ref_index),
    constraint ck_card_status check (status in ('ON_HOLD', 'ACCEPTED', 'ORDERED', 'IN_PRODUCTION', 'PRODUCED', 'SHIPPED', 'DELIVERED',
        'RETURNED', 'DESTROYED', 'FAILED', 'CANCELLED', 'REJECTED')),
    constraint ck_card_state check (card_state in ('NONE', 'ACTIVE', 'BLOCKED', 'TERMINATED', 'EXPIRED'))
);
-- "The same person and product within 30 days", and requests that name a person: which cards are of a person, kept beside the cards and not as an index of
-- theirs. The places of an order's persons in any index are random, and an import in the order of its rows pays more for them than for everything else.
-- Its own table takes them sorted, some hundred thousand at a time. A card's entry is written with it and goes when its person_index does.
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
    for each row when (old.person_index is not null and new.person_index is distinct from old.person_index) execute function orders.drop_person();

-- Requests and the production partner name cards by number. Numbers rise, so the index fills from its right end. No number is given twice.
create unique index uq_card_no on orders.card (card_no) where card_no is not null;

---------------------------------------------------------------------------------------------------------------------------------
-- vault: the customers' keys, wrapped by the master key, and the cards' keys, wrapped by the customers'. With a database of its own for the vault these tables
-- are used there, and those of the cards' database stay empty.

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

-- Which master keys wrap the keys of which customers: of all customers, for the check at the start and the rotation of the master key. Tells no key.
create function vault.wrapped_by() returns table (master_key_check text, customer_id text) language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp as $$
begin
    perform exchange.demand_everybody();
    return query select distinct k.master_key_check, k.customer_id from vault.customer_key k order by 2, 1;
end $$;
revoke execute on function vault.wrapped_by from public;
grant execute on function vault.wrapped_by to nexusgo_worker;

-- The key of each card that is not erased, wrapped under a key of its customer. No foreign key leads from here to the customer key: it would be looked up for
-- every card of an import. A rotation counts what is left under a key before it removes it.
create table vault.card_key (
    card_id     uuid  not null,
    customer_id text  not null,
    key_id      uuid  not null,
    wrapped     bytea not null,
    constraint pk_card_key primary key (card_id)
);

-- The statistics of a column are samples of its values. These must not outlive their rows.
alter table vault.card_key alter column wrapped set statistics 0;
alter table vault.customer_key alter column wrapped set statistics 0;
alter table orders.card alter column sealed set statistics 0;
alter table exchange.pending_report alter column wrapped_key set statistics 0;
alter table exchange.quarantined_file alter column wrapped_key set statistics 0;
alter table exchange.sealed_block alter column sealed set statistics 0;

-- Orders whose cards' keys are durable, and of which it is not certain yet that the cards are: the two are committed one after the other. Looked through every
-- night: the keys of an order that was never committed are destroyed.
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

-- Every destruction of card keys. cause: ERASURE (with the entry of the erasure journal), ORPHAN (of an order that was never committed), ROTATION (the old
-- wrapping of keys that were wrapped anew). The deleted bytes are still in the files of this database until the table is rewritten
-- (rewritten_at), and in its log until that is discarded (log_discarded_at).
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
-- audit: an append-only chain per customer, without personal data. hash: an HMAC under a key that the database has only wrapped.

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

create table audit.head (
    customer_id text   not null,
    entry_no    bigint not null,
    hash        bytea  not null,
    constraint pk_head primary key (customer_id)
);

-- The time of entries, the same for all of a transaction: no client can say another.
create function audit.clock() returns timestamptz language sql stable set search_path = pg_catalog, pg_temp as 'select transaction_timestamp()';

-- The only ways to write. First the customer's head is locked until the end of the transaction, which tells what the next HMAC covers.
create function audit.lock_head(of_customer text, out last_no bigint, out last_hash bytea, out at timestamptz) language plpgsql security definer
    set search_path = pg_catalog, pg_temp as $$
begin
    perform exchange.demand_customer(of_customer);
    insert into audit.head as h (customer_id, entry_no, hash) values (of_customer, 0, decode(repeat('00', 32), 'hex'))
    on conflict (customer_id) do update set entry_no = h.entry_no
    returning h.entry_no, h.hash into last_no, last_hash;
    at := audit.clock();
end $$;

-- Then the entries behind after_no are written and the head moves to the last of them.
create function audit.append(of_customer text, after_no bigint, actions text[], subjects text[], details text[], hashes bytea[]) returns void language plpgsql
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
revoke execute on function audit.lock_head, audit.append from public;
grant execute on function audit.lock_head, audit.append to nexusgo_worker;

---------------------------------------------------------------------------------------------------------------------------------
-- policies and rights

do $$
declare
    t text;
begin
    foreach t in array array['exchange.area_lease', 'exchange.sighting', 'exchange.inbound_file', 'exchange.accepted_content', 'exchange.message_mark',
        'exchange.accepted_sequence', 'exchange.reply_name', 'exchange.pending_report', 'exchange.quarantined_file',
        'exchange.sealed_block', 'orders.card_order', 'orders.card', 'orders.card_person', 'vault.customer_key', 'vault.card_key',
        'vault.pending_order', 'vault.key_destruction', 'audit.entry', 'audit.head']
    loop
        execute format('alter table %s enable row level security', t);
        execute format('create policy one_customer on %s using (customer_id = current_setting(''nexusgo.customer'', true))', t);
    end loop;
end $$;

grant select, insert, update, delete on all tables in schema exchange to nexusgo_worker;
revoke insert, delete on exchange.number_series from nexusgo_worker;
grant usage on sequence exchange.sighting_version to nexusgo_worker;
grant select, insert, update, delete on orders.card_order, orders.card, orders.card_person to nexusgo_worker;
grant select, insert, update, delete on vault.customer_key, vault.card_key, vault.pending_order, vault.key_destruction to nexusgo_worker;
grant select on audit.entry, audit.head to nexusgo_worker;
grant insert on orders.card, orders.card_person, vault.card_key to nexusgo_intake;
