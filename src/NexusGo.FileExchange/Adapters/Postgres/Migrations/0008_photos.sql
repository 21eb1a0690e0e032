-- Photos of cards whose layout prints one.

-- awaits_photo: the card's layout prints a photo that has not come yet; such a card is on hold, whatever else it waits for.
alter table orders.card add column awaits_photo boolean not null default false;

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

alter table orders.card_photo enable row level security;
create policy one_customer on orders.card_photo using (customer_id = current_setting('nexusgo.customer', true));
grant select, insert, update, delete on orders.card_photo to nexusgo_worker;

-- A photo ends with what it is for, whoever brings the card there: at the delivery, unless it is kept, and where a card comes to nothing.
create function orders.drop_photo() returns trigger language plpgsql security definer set search_path = orders, pg_temp as $$
begin
    delete from orders.card_photo p where p.card_id = new.card_id and (not p.kept or new.status <> 'DELIVERED');
    return null;
end $$;
create trigger card_photo_goes after update of status on orders.card
    for each row when (new.status in ('DELIVERED', 'DESTROYED', 'CANCELLED', 'REJECTED') and old.status <> new.status) execute function orders.drop_photo();
