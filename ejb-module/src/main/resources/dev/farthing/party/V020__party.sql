-- Who Farthing deals with. A party's money is in the ledger; here is who it is.
create table vendor (
  id     bigint generated always as identity primary key,
  code   text   not null unique check (code ~ '^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$'),
  name   text   not null,
  status text   not null check (status in ('ACTIVE', 'SUSPENDED', 'CLOSED'))
);

create table customer (
  id     bigint generated always as identity primary key,
  code   text   not null unique check (code ~ '^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$'),
  name   text   not null,
  status text   not null check (status in ('ACTIVE', 'CLOSED'))
);

grant select, insert, update on vendor, customer to ${serverRole};
