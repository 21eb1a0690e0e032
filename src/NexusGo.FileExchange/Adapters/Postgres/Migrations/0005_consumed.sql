-- The ledger of what became of a delivered file: seen in the customer's folder, consumed (by which signal), deleted. delete_intended_at is written before
-- the file is touched, so that a crash in between repeats safely. A report's sealed bytes may be gone (purged_at) while its row stays.
alter table exchange.pending_report
    add column seen_at            timestamptz,
    add column missing_since      timestamptz,
    add column missing_looks      smallint not null default 0,
    add column warned_at          timestamptz,
    add column consumed_at        timestamptz,
    add column consumed_signal    text,
    add column delete_intended_at timestamptz,
    add column deleted_at         timestamptz,
    add column purged_at          timestamptz,
    add constraint ck_pending_report_signal check (consumed_signal in ('DELETED', 'MOVED', 'DONE_FILE', 'REQUEST', 'MAX_AGE'));
-- What the sweep still looks for.
create index ix_pending_report_out on exchange.pending_report (customer_id, delivered_at) where delivered_at is not null and deleted_at is null;
