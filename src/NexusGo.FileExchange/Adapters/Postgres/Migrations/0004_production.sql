-- Production: what happened to every card, the chips in it, batches to the production partner, back-reports to the customer.
--
-- Role:
--   nexusgo_production  applies the partner's events. One file of events concerns cards of many customers, so this role sees every customer's cards, but
--                       only the columns of their life cycle: nothing sealed, no key, no index, nothing of the exchange with a customer.

do $$
begin
    if not exists (select from pg_roles where rolname = 'nexusgo_production') then
        create role nexusgo_production nologin;
    end if;
exception when duplicate_object or unique_violation then null;
end $$;
grant usage on schema orders to nexusgo_production;
do $$
begin
    execute format('grant temporary on database %I to nexusgo_worker, nexusgo_production', current_database());
end $$;

---------------------------------------------------------------------------------------------------------------------------------
-- orders

-- expected_fields: what the partner was asked to report for this very card (bits of ReportFields), so that a later change of the layout asks nothing of
-- cards already ordered. last_event_at: the partner's clock at its last event with effect; never compared with ours. held_at: since when an incomplete
-- PRODUCED waits for a person. batches: how many batches the card was in (a failed card is ordered again). batch_no: the last of them; null: it is to be
-- written into another, as an operator had that batch reissued. cancel_asked_at: since when a card handed over is to be cancelled by the partner.
-- replaced_settled_at: when the card that this one replaces was blocked or left as it was.
alter table orders.card
    add column expected_fields smallint    not null default 0,
    add column last_event_at   timestamptz,
    add column held_at         timestamptz,
    add column batches         smallint    not null default 0,
    add column batch_no        bigint,
    add column cancel_asked_at timestamptz,
    add column replaced_settled_at timestamptz;

-- A card's row changes half a dozen times in its life. Room in its page keeps the new version there, so that no index has to learn of it: none has a
-- column in it that production changes, and none may get one.
alter table orders.card set (fillfactor = 85);

-- to_produce: some card of the order may be waiting for a batch. reported_seq: the back-report that told of the order's cards; null: none yet.
alter table orders.card_order
    add column to_produce   boolean not null default true,
    add column reported_seq bigint;
create index ix_card_order_to_produce on orders.card_order (customer_id, order_id) where to_produce;
create index ix_card_order_unreported on orders.card_order (customer_id, order_id) where reported_seq is null;

-- A card that becomes ACCEPTED or FAILED later than its order was looked through is waiting again, whoever changed it. An index on the status of every
-- card would find it too, but would cost every import and every change of status.
create function orders.note_waiting() returns trigger language plpgsql security definer set search_path = orders, pg_temp as $$
begin
    update orders.card_order set to_produce = true where order_id = new.order_id and not to_produce;
    return null;
end $$;
create trigger card_waits_again after update of status on orders.card
    for each row when (new.status in ('ACCEPTED', 'FAILED') and old.status <> new.status) execute function orders.note_waiting();

-- What happened to cards, append-only. The first fact of a card, that it was ordered, is its row in orders.card and not repeated here.
-- position rises in the order of commits for each customer: whoever writes here holds the customer's event lock (EventLock) until its commit. So a
-- back-report takes everything up to a position and never comes back for less.
-- settles: the HELD event that this row says the last word on. A held event without such a row still waits.
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

-- Chips as the partner read them. sealed: UID, HID facility code and number, under the card's own key. fields: what was reported (bits of ReportFields).
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

-- How a card went to its receiver. Apart from the event, which stays for good: this leads to a person by way of the carrier and goes with the card's data. sealed: number and
-- tracking number, under the card's own key.
create table orders.card_shipment (
    event_id    uuid not null,
    customer_id text not null,
    card_id     uuid not null,
    sealed      bytea not null,
    constraint pk_card_shipment primary key (event_id)
);
create index ix_card_shipment_card on orders.card_shipment (card_id);

-- The statistics of a column are samples of its values. These must not outlive their rows.
alter table orders.card_chip alter column sealed set statistics 0;
alter table orders.card_shipment alter column sealed set statistics 0;

-- Cards handed over that the partner is asked not to make. card_no: the card may be erased before the partner is asked. seq: the file (CAN) that asks for it;
-- null: none yet. A row goes when the partner has answered.
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

-- Cards that were erased before they were invoiced: a hash of the card number under a key of the partner's area finds the card for its invoice.
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
-- exchange

-- Which orders' cards stand in which file for the partner, so that it can be written anew. Seen by the customer's transactions and by the partner's.
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

---------------------------------------------------------------------------------------------------------------------------------
-- policies and rights

do $$
declare
    t text;
begin
    foreach t in array array['orders.card_event', 'orders.card_chip', 'orders.card_shipment', 'orders.cancellation', 'orders.uninvoiced_card', 'orders.overdue_stage',
        'exchange.report_series',
        'exchange.back_report', 'exchange.production_file']
    loop
        execute format('alter table %s enable row level security', t);
        execute format('create policy one_customer on %s using (customer_id = current_setting(''nexusgo.customer'', true))', t);
    end loop;
end $$;

create policy production on orders.card to nexusgo_production using (true);
create policy production on orders.card_event to nexusgo_production using (true);
create policy production on orders.uninvoiced_card to nexusgo_production using (true);
create policy production on orders.overdue_stage for select to nexusgo_production using (true);
create policy partners_files on exchange.production_file using (current_setting('nexusgo.customer', true) = 'PRODUCTION');
grant select (card_id, customer_id, card_no, status, status_at, card_state, card_state_at, produced_at, shipped_at, delivered_at, invoiced_at, erased_at, expected_fields, last_event_at, held_at, cancel_asked_at) on orders.card to nexusgo_production;
grant update (status, status_at, card_state, card_state_at, produced_at, shipped_at, delivered_at, invoiced_at, last_event_at, held_at, cancel_asked_at) on orders.card to nexusgo_production;
grant select (customer_id, event_id, source_id, card_id, recorded_at, kind, effect, code, settles) on orders.card_event to nexusgo_production;

grant select, insert on orders.card_event, orders.card_chip, orders.card_shipment to nexusgo_worker;
grant select, delete on orders.uninvoiced_card to nexusgo_production;
grant select on orders.overdue_stage to nexusgo_production;
grant select, insert, delete on orders.overdue_stage to nexusgo_worker;
grant select, insert, update, delete on orders.cancellation, orders.uninvoiced_card, exchange.production_file to nexusgo_worker;
grant delete on orders.card_chip, orders.card_shipment to nexusgo_worker;
grant usage on sequence orders.card_event_position to nexusgo_worker, nexusgo_intake;
grant insert on orders.card_event, orders.card_chip, orders.card_shipment to nexusgo_intake;
grant select, insert, update on exchange.report_series to nexusgo_worker;
grant select, insert on exchange.back_report to nexusgo_worker;
