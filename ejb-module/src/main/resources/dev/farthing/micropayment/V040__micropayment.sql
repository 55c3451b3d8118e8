-- Catalogue, consent, and the two records of a submission: that it was seen (for ever) and what was decided (by business date).
create table item (
  id        bigint  generated always as identity primary key,
  vendor_id bigint  not null references vendor,
  code      text    not null check (code ~ '^[A-Za-z0-9._~-]{1,64}$'),
  title     text    not null,
  price     bigint  not null check (price > 0 and price <= 1000000000000),
  currency  text    not null references currency,
  rights    text    not null,
  on_sale   boolean not null,
  unique (vendor_id, code)
);

-- How a vendor knows a customer: by an identifier that no other vendor shares. Consent is the customer's, and may be withdrawn.
create table consent (
  vendor_id   bigint      not null references vendor,
  identifier  text        not null,
  customer_id bigint      not null references customer,
  state       text        not null check (state in ('NONE', 'GIVEN', 'WITHDRAWN')),
  changed_at  timestamptz not null,
  primary key (vendor_id, identifier),
  unique (vendor_id, customer_id)
);

-- Unique for ever: which purchase a submission id asked for, and where its decision stands. Never updated.
create table submission (
  vendor_id     bigint not null,
  submission_id text   not null,
  fingerprint   bytea  not null,
  business_date date   not null,
  payment_id    uuid   not null,
  primary key (vendor_id, submission_id)
) partition by hash (vendor_id);

do $$
begin
  for i in 0..15 loop
    execute format('create table submission_%s partition of submission for values with (modulus 16, remainder %s)', i, i);
  end loop;
end
$$;

-- The decision of a submission; an accepted one has the transfer of the same business date and id.
create table micropayment (
  business_date    date        not null,
  id               uuid        not null,
  vendor_id        bigint      not null,
  submission_id    text        not null,
  outcome          text        not null,
  customer         text,
  customer_account bigint,
  item             text,
  quantity         integer,
  amount           bigint,
  currency         text,
  rights           text,
  decided_at       timestamptz not null,
  primary key (business_date, id),
  check (outcome = 'FENCED' or (customer is not null and item is not null and quantity is not null)),
  check (outcome <> 'ACCEPTED' or (customer_account is not null and amount is not null and currency is not null and rights is not null))
) partition by range (business_date);

insert into dated_table (name) values ('micropayment');

-- Submissions that came again, with the same purchase (REPLAY) or another one (CONFLICT), or were asked about (INQUIRY).
create table submission_again (
  id            bigint      generated always as identity primary key,
  vendor_id     bigint      not null,
  submission_id text        not null,
  kind          text        not null check (kind in ('REPLAY', 'CONFLICT', 'INQUIRY')),
  seen_at       timestamptz not null
);

-- Top-ups by an operator, one for each idempotency key.
create table top_up (
  idempotency_key text        primary key,
  customer_id     bigint      not null references customer,
  amount          bigint      not null check (amount > 0),
  currency        text        not null,
  business_date   date        not null,
  transfer_id     uuid        not null,
  operator        text        not null,
  booked_at       timestamptz not null
);

grant select, insert, update on item, consent to ${serverRole};
grant select, insert on submission, micropayment, submission_again, top_up to ${serverRole};
