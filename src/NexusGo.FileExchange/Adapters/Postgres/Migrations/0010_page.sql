-- The page for operators.
--
-- Role:
--   nexusgo_page  reads the ledgers of all customers and changes nothing. It sees no sealed value, no key, no keyed index of a person or reference, no path
--                 as it lies on a server, and nothing of the audit log.

do $$
begin
    if not exists (select from pg_roles where rolname = 'nexusgo_page') then
        create role nexusgo_page nologin;
    end if;
exception when duplicate_object or unique_violation then null;
end $$;
grant usage on schema exchange, orders, retention to nexusgo_page;

-- A file is searched for by its name, or by how its name begins, among all customers'.
create index ix_inbound_file_name on exchange.inbound_file (name text_pattern_ops);

-- How many cards will be due in which month if nothing happens to them until then, as the last night counted it. due_month: the first day of the month in
-- Swedish time; what is overdue stands in the month of the count.
create table retention.forecast (
    customer_id text        not null,
    due_month   date        not null,
    cause       text        not null,
    cards       bigint      not null,
    counted_at  timestamptz not null,
    constraint pk_forecast primary key (customer_id, due_month, cause)
);
alter table retention.forecast enable row level security;
create policy one_customer on retention.forecast using (customer_id = current_setting('nexusgo.customer', true));
grant select, insert, delete on retention.forecast to nexusgo_worker;

do $$
declare
    t text;
begin
    foreach t in array array['exchange.area_lease', 'exchange.inbound_file', 'exchange.pending_report', 'exchange.quarantined_file', 'exchange.back_report',
        'exchange.request', 'orders.card_order', 'orders.card', 'orders.card_event', 'orders.card_chip', 'orders.overdue_stage', 'retention.hold',
        'retention.forecast']
    loop
        execute format('create policy page on %s for select to nexusgo_page using (true)', t);
    end loop;
end $$;

grant select on exchange.area_lease, exchange.worker_presence, exchange.back_report, orders.overdue_stage, retention.hold, retention.forecast to nexusgo_page;
grant select (file_id, customer_id, name, kind, is_test, state, lease_token, attempts, next_attempt_at, last_problem, size_bytes, first_seen_at, same_since, same_polls,
    claimed_at, sha256, content_mac, signed_by, sequence_no, file_status, error_code, first_file_id, rows_total, rows_accepted, rows_rejected, rows_on_hold, rows_unchanged,
    profile_version, stored_at, closed_at) on exchange.inbound_file to nexusgo_page;
grant select (report_id, customer_id, file_id, kind, position, folder, name, size_bytes, sha256, created_at, attempts, next_attempt_at, last_problem, delivered_at, seen_at,
    missing_since, missing_looks, warned_at, consumed_at, consumed_signal, delete_intended_at, deleted_at, changed_at, purged_at) on exchange.pending_report to nexusgo_page;
grant select (file_id, customer_id, size_bytes, quarantined_at) on exchange.quarantined_file to nexusgo_page;
grant select (customer_id, file_id, outcome, code, card_no, signed_by, answered_at) on exchange.request to nexusgo_page;
grant select on orders.card_order to nexusgo_page;
grant select (card_id, customer_id, order_id, row_no, card_no, product_code, status, hold_code, card_state, erase_after, replaces_card_no, replace_reason, ordered_at,
    status_at, card_state_at, produced_at, shipped_at, delivered_at, invoiced_at, erased_at, held_at, batches) on orders.card to nexusgo_page;
grant select (customer_id, position, event_id, card_id, source_id, event_time, recorded_at, kind, effect, code, status, card_state, reason_code) on orders.card_event
    to nexusgo_page;
grant select (event_id, card_id) on orders.card_chip to nexusgo_page;

-- What health is judged by.
grant execute on function exchange.area_facts, exchange.job_states to nexusgo_page;
