-- Which purchases a bulk stands for, unique for ever and never updated: one row a bulk, since the payments' speed is that of their
-- own rows. What became of them stands with the purchases themselves. Purchases are in their order in both arrays.
create table bulk (
  vendor_id    bigint      not null,
  bulk_id      text        not null,
  fingerprint  bytea       not null, -- of all of it
  submissions  text[]      not null,
  fingerprints bytea[]     not null, -- of each purchase, as in submission
  received_at  timestamptz not null,
  primary key (vendor_id, bulk_id),
  check (cardinality(submissions) between 1 and 1000),
  check (cardinality(fingerprints) = cardinality(submissions))
);

grant select, insert on bulk to ${serverRole};
