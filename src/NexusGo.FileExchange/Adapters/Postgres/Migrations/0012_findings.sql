-- Which codes were found how often in a file: what the reports on how a customer's files keep the agreement are made of. Codes are published; nothing of a row's content is here.
create table exchange.file_finding (
    file_id     uuid    not null,
    customer_id text    not null,
    code        text    not null,
    findings    integer not null,
    constraint pk_file_finding primary key (file_id, code)
);
alter table exchange.file_finding enable row level security;
create policy one_customer on exchange.file_finding using (customer_id = current_setting('nexusgo.customer', true));
grant select, insert, delete on exchange.file_finding to nexusgo_worker;
