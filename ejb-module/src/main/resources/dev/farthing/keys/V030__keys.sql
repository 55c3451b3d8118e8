-- Public keys of vendors, and Farthing's own key pairs, the private parts wrapped by the key-encryption key of the
-- credential store (AES-256-GCM), which is not in this database.
create table vendor_key (
  kid        text        primary key,
  vendor_id  bigint      not null references vendor,
  usage      text        not null check (usage in ('SIGNING', 'ENCRYPTION')),
  family     text        not null check (family in ('ED25519', 'P256')),
  public_jwk text        not null,
  state      text        not null check (state in ('ACTIVE', 'REVOKED')),
  created_at timestamptz not null
);

create unique index vendor_key_one_active on vendor_key (vendor_id, usage) where state = 'ACTIVE';

create table server_key (
  kid             text        primary key,
  usage           text        not null check (usage in ('SIGNING', 'ENCRYPTION')),
  family          text        not null check (family in ('ED25519', 'P256')),
  public_jwk      text        not null,
  wrapped_private bytea       not null,
  state           text        not null check (state in ('ACTIVE', 'REVOKED')),
  created_at      timestamptz not null
);

create unique index server_key_one_active on server_key (usage, family) where state = 'ACTIVE';

-- One-time codes for a vendor's first key; only their SHA-256 is kept.
create table enrolment_code (
  code_hash   text        primary key check (length(code_hash) = 64),
  vendor_id   bigint      not null references vendor,
  expires_at  timestamptz not null,
  used_at     timestamptz,
  signing_kid text,
  check ((used_at is null) = (signing_kid is null))
);

-- Request proofs seen, so that each is good for one request, on every node.
create table proof_seen (
  kid        text        not null,
  jti        text        not null,
  expires_at timestamptz not null,
  primary key (kid, jti)
);

create index proof_seen_expiry on proof_seen (expires_at);

grant select, insert, update on vendor_key, server_key, enrolment_code to ${serverRole};
grant select, insert, delete on proof_seen to ${serverRole};
