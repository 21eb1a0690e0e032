-- The ledger of what became of a delivered file: seen in the customer's folder, consumed (by which signal), deleted. delete_intended_at is written before
-- the file is touched, so that a crash in between repeats safely. changed_*: what lies in its place is not what we delivered and is left alone; that version
-- was told of. A report's sealed bytes may be gone (purged_at) while its row stays.
-- Signals: the five that a profile chooses from, ERASED for a file that erasure takes away before its time, and REISSUED for one that an operator has
-- written anew.
alter table exchange.pending_report
    add column seen_at                  timestamptz,
    add column missing_since            timestamptz,
    add column missing_looks            smallint not null default 0,
    add column warned_at                timestamptz,
    add column consumed_at              timestamptz,
    add column consumed_signal          text,
    add column delete_intended_at       timestamptz,
    add column deleted_at               timestamptz,
    add column changed_at               timestamptz,
    add column changed_size_bytes       bigint,
    add column changed_modified_seconds bigint,
    add column purged_at                timestamptz,
    add constraint ck_pending_report_signal check (consumed_signal in ('DELETED', 'MOVED', 'DONE_FILE', 'REQUEST', 'MAX_AGE', 'ERASED', 'REISSUED')),
    add constraint ck_pending_report_consumed check ((consumed_at is null) = (consumed_signal is null)),
    add constraint ck_pending_report_deleted check (deleted_at is null or (delivered_at is not null and consumed_at is not null));
-- What the sweep still looks for, and whose bytes are still kept.
create index ix_pending_report_out on exchange.pending_report (customer_id, delivered_at) where delivered_at is not null and deleted_at is null;
create index ix_pending_report_kept on exchange.pending_report (customer_id, delivered_at) where delivered_at is not null and purged_at is null;

-- What the looks into the inbox had seen when a file was claimed; their own rows go with the file.
alter table exchange.inbound_file
    add column same_since timestamptz,
    add column same_polls integer;
