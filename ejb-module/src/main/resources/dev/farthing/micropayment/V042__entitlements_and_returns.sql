-- What an accepted payment entitles to, as its entitlement says it, and the number of its bit in the status lists.
create sequence entitlement_status as bigint minvalue 0 start 0;

alter table micropayment
  add column rights_model  text,
  add column rights_count  integer,     -- for the whole quantity
  add column rights_period text,        -- for one
  add column rights_until  timestamptz, -- for the whole quantity
  add column status_index  bigint;
update micropayment set rights_model = 'ONCE', status_index = nextval('entitlement_status') where outcome = 'ACCEPTED';
alter table micropayment
  add constraint micropayment_entitles check (
    outcome <> 'ACCEPTED' or (rights_model is not null and status_index is not null));

-- Pages of a vendor's payments, and of a customer's statement.
create index micropayment_of_vendor on micropayment (vendor_id, id);
create index micropayment_of_customer on micropayment (customer_account, id) where outcome = 'ACCEPTED';

-- Reversals and refunds, accepted or refused; an accepted one has the transfer of the same business date and id.
create table payment_return (
  business_date      date        not null,
  id                 uuid        not null,
  vendor_id          bigint      not null,
  submission_id      text        not null,
  kind               text        not null check (kind in ('REVERSAL', 'REFUND')),
  outcome            text        not null,
  of_submission      text        not null,
  reason             text        not null,
  operator           text, -- who asked, if it was not the vendor
  payment_date       date,
  payment_id         uuid,
  quantity           integer,
  amount             bigint,
  currency           text,
  customer_account   bigint,
  remaining_quantity integer,
  status_index       bigint, -- of the entitlement that takes the revoked one's place, if something remains
  decided_at         timestamptz not null,
  primary key (business_date, id),
  check (outcome <> 'ACCEPTED' or (payment_date is not null and payment_id is not null and quantity is not null
    and amount is not null and currency is not null and customer_account is not null and remaining_quantity is not null)),
  check ((status_index is not null) = (outcome = 'ACCEPTED' and remaining_quantity > 0))
) partition by range (business_date);

create index payment_return_of_payment on payment_return (payment_id) where outcome = 'ACCEPTED';
create index payment_return_of_vendor on payment_return (vendor_id, id);
create index payment_return_of_customer on payment_return (customer_account, id) where outcome = 'ACCEPTED';

insert into dated_table (name) values ('payment_return');

-- How much of a payment has gone back; its row is what reversals and refunds of one payment queue up at.
create table payment_returned (
  payment_id    uuid    primary key,
  business_date date    not null, -- of the payment
  vendor_id     bigint  not null,
  currency      text    not null,
  quantity      integer not null default 0 check (quantity >= 0),
  amount        bigint  not null default 0 check (amount >= 0),
  status_index  bigint  not null -- of the entitlement that stands
) with (fillfactor = 70);

create index payment_returned_of_vendor_day on payment_returned (vendor_id, business_date);

-- A vendor's business day turns firm as a whole. Reversals lock its row shared, firming locks it exclusively.
create table firm_day (
  vendor_id     bigint  not null,
  business_date date    not null,
  firm          boolean not null default false,
  firmed_at     timestamptz,
  primary key (vendor_id, business_date),
  check (firm = (firmed_at is not null))
);

-- What turned firm: one transfer a vendor, day and currency, from the conditional to the payable account.
create table firming (
  vendor_id     bigint not null,
  business_date date   not null,
  currency      text   not null,
  firmed_on     date   not null, -- business date of the transfer
  transfer_id   uuid   not null,
  payments      bigint not null,
  amount        bigint not null check (amount > 0),
  primary key (vendor_id, business_date, currency)
);

-- Up to which closing day all that was due has turned firm.
create table firming_done (
  closing_day date        primary key,
  done_at     timestamptz not null
);
create table revoked_entitlement (
  status_index bigint      primary key,
  revoked_at   timestamptz not null
);

grant usage, select on sequence entitlement_status to ${serverRole};
grant select, insert on payment_return, firming, firming_done, revoked_entitlement to ${serverRole};
grant select, insert, update on payment_returned, firm_day to ${serverRole};
