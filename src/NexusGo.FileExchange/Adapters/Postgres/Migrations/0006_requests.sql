-- What requests other than four eyes need.

-- person_index: the keyed index of a request that names a person, kept only until the request is done; content_index leaves the person out.
alter table exchange.request
    add column action       text,
    add column person_index uuid,
    add column done_at      timestamptz;

-- Cards that the customer wants erased and that are not produced and invoiced yet, or too many for one transaction. Whoever finds a card ready erases it
-- and takes its rows away; the request is done when no row of it is left. The agreement of the day of the request holds: nothing here asks the profile.
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

do $$
declare
    t text;
begin
    foreach t in array array['exchange.scheduled_erasure', 'exchange.history_card']
    loop
        execute format('alter table %s enable row level security', t);
        execute format('create policy one_customer on %s using (customer_id = current_setting(''nexusgo.customer'', true))', t);
    end loop;
end $$;
grant select, insert, update, delete on exchange.scheduled_erasure, exchange.history_card to nexusgo_worker;
