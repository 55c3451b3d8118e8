-- A key is PENDING until its owner has proved to hold it and uses it, ACTIVE while it is the one in use, VERIFY_ONLY while
-- messages made with it may still be under way (until retires_at), and REVOKED from then on.
alter table vendor_key
  add column changed_at     timestamptz not null default now(),
  add column retires_at     timestamptz,
  add column challenge_hash text check (length(challenge_hash) = 64),
  add column challenge_tries smallint not null default 0,
  drop constraint vendor_key_state_check,
  add constraint vendor_key_state_check check (state in ('PENDING', 'ACTIVE', 'VERIFY_ONLY', 'REVOKED')),
  add constraint vendor_key_retires check ((state = 'VERIFY_ONLY') = (retires_at is not null));

create unique index vendor_key_one_pending on vendor_key (vendor_id, usage) where state = 'PENDING';

alter table server_key
  add column changed_at timestamptz not null default now(),
  add column retires_at timestamptz,
  drop constraint server_key_state_check,
  add constraint server_key_state_check check (state in ('PENDING', 'ACTIVE', 'VERIFY_ONLY', 'REVOKED')),
  add constraint server_key_retires check ((state = 'VERIFY_ONLY') = (retires_at is not null));

create unique index server_key_one_pending on server_key (usage, family) where state = 'PENDING';
