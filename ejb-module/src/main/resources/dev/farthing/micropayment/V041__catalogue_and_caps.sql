-- Prices by currency and from an instant on, sale windows, and what a purchase entitles to.
create table item_price (
  item_id        bigint      not null references item,
  currency       text        not null references currency,
  effective_from timestamptz not null,
  price          bigint      check (price > 0 and price <= 1000000000000), -- null: not sold in this currency from then on
  primary key (item_id, currency, effective_from)
);

insert into item_price (item_id, currency, effective_from, price) select id, currency, 'epoch', price from item;

alter table item
  drop column price,
  add column rights_model  text not null default 'ONCE' check (rights_model in ('ONCE', 'COUNT', 'PERIOD', 'UNTIL')),
  add column rights_count  integer check (rights_count between 1 and 1000000),
  add column rights_period text check (rights_period ~ '^P([0-9]{1,4}[YMWD]|T[0-9]{1,5}[HM])$'), -- ISO 8601, one unit
  add column rights_until  timestamptz,
  add column sale_from     timestamptz,
  add column sale_until    timestamptz,
  add constraint item_rights check (
    (rights_model = 'COUNT') = (rights_count is not null)
    and (rights_model = 'PERIOD') = (rights_period is not null)
    and (rights_model = 'UNTIL') = (rights_until is not null)),
  add constraint item_sale_window check (sale_from is null or sale_until is null or sale_from < sale_until);

-- What a customer allows to be spent: per purchase, per business day, in all at one vendor, or per business day on items of
-- one rights model; at one vendor, or (vendor_id is null) over all of them. PER_DAY and PER_RIGHTS count what is used on one
-- day, PER_VENDOR what was ever used. Half-filled pages: "used" changes with every payment.
create table spending_cap (
  id           bigint generated always as identity primary key,
  customer_id  bigint not null references customer,
  vendor_id    bigint references vendor,
  kind         text   not null check (kind in ('PER_PURCHASE', 'PER_DAY', 'PER_VENDOR', 'PER_RIGHTS')),
  rights_model text   check (rights_model in ('ONCE', 'COUNT', 'PERIOD', 'UNTIL')),
  currency     text   not null references currency,
  amount       bigint not null check (amount > 0),
  used         bigint not null default 0 check (used >= 0),
  used_on      date,
  created_at   timestamptz not null default now(), -- what was paid before was not counted, and is not given back
  unique nulls not distinct (customer_id, vendor_id, kind, rights_model, currency),
  check ((kind = 'PER_RIGHTS') = (rights_model is not null)),
  check (kind <> 'PER_VENDOR' or vendor_id is not null)
) with (fillfactor = 50);

-- A top-up that a customer has asked for; it becomes money when the bank's answer says so.
create table top_up_request (
  id           uuid        primary key,
  customer_id  bigint      not null references customer,
  amount       bigint      not null check (amount > 0),
  currency     text        not null references currency,
  iban         text        not null check (iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$'),
  state        text        not null check (state in ('PENDING', 'BOOKED', 'RETURNED')),
  requested_at timestamptz not null,
  settled_at   timestamptz,
  settled_by   text,
  transfer_id  uuid,
  business_date date,
  return_reason text,
  check ((state = 'RETURNED') = (return_reason is not null)),
  check ((state = 'PENDING') = (settled_at is null)),
  check ((state = 'BOOKED') = (transfer_id is not null))
);

-- Lines of a customer's statement.
create index top_up_of_customer on top_up (customer_id, transfer_id);
create index top_up_request_booked on top_up_request (customer_id, transfer_id) where state = 'BOOKED';

create index top_up_request_of_customer on top_up_request (customer_id, id);
create index top_up_request_pending on top_up_request (requested_at) where state = 'PENDING';

grant select, insert, update, delete on item_price, spending_cap to ${serverRole};
grant select, insert, update on top_up_request to ${serverRole};
