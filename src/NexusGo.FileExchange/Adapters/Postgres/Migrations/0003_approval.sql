-- Orders that wait for a second person, and the requests that decide about them.

alter table orders.card_order
    add column approval   text,
    add column decided_by text,
    add column decided_at timestamptz,
    add constraint ck_card_order_approval check (approval in ('PENDING', 'APPROVED', 'DECLINED'));

-- Requests name an order by the name of its file.
create index ix_inbound_file_order_name on exchange.inbound_file (customer_id, name) where kind = 'ORD';

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
    constraint pk_request primary key (customer_id, request_ref),
    constraint ck_request_outcome check (outcome in ('DONE', 'SCHEDULED', 'REFUSED', 'NOT_FOUND', 'UNCHANGED'))
);
alter table exchange.request enable row level security;
create policy one_customer on exchange.request using (customer_id = current_setting('nexusgo.customer', true));
grant select, insert, update, delete on exchange.request to nexusgo_worker;
