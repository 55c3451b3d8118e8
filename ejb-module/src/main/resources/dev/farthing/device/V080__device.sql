-- Customers' devices: each holds a key of its own and signs every request with it.
create table device (
  kid         text        primary key,
  customer_id bigint      not null references customer,
  name        text        not null,
  family      text        not null check (family in ('ED25519', 'P256')),
  public_jwk  text        not null,
  state       text        not null check (state in ('ACTIVE', 'REVOKED')),
  created_at  timestamptz not null,
  revoked_at  timestamptz,
  check ((state = 'REVOKED') = (revoked_at is not null))
);

create index device_of_customer on device (customer_id);

-- One-time codes for a customer's first device; only their SHA-256 is kept.
create table device_code (
  code_hash   text        primary key check (length(code_hash) = 64),
  customer_id bigint      not null references customer,
  expires_at  timestamptz not null,
  used_at     timestamptz,
  kid         text,
  check ((used_at is null) = (kid is null))
);

grant select, insert, update on device, device_code to ${serverRole};
