-- Notices to operators and customers: what is to be sent, in order, until it was.

-- Alarms that last, as the last look found them.
create table exchange.alarm (
    area     text        not null,
    rule     text        not null,
    level    text        not null,
    began_at timestamptz not null,
    constraint pk_alarm primary key (area, rule)
);

-- channel: OPERATORS-WEBHOOK, OPERATORS-MAIL, or CUSTOMER-MAIL. area: whom it is about; empty: the service as a whole. event: what makes it the same notice, which is
-- never made twice. Holds no personal data. next_attempt_at: a sender that is at work has put it ahead, so that no other sends the same.
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

alter table exchange.alarm enable row level security;
create policy whole_service on exchange.alarm using (current_setting('nexusgo.customer', true) = '*');
alter table exchange.notice enable row level security;
create policy whole_service on exchange.notice using (current_setting('nexusgo.customer', true) = '*');
create policy one_customer on exchange.notice using (area = current_setting('nexusgo.customer', true));
grant select, insert, update, delete on exchange.alarm, exchange.notice to nexusgo_worker;
