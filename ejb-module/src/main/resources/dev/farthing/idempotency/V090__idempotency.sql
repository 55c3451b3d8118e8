-- What was answered to an unsealed write under an Idempotency-Key; claimed in the transaction of its effect.
create table idempotent_write (
  caller       text        not null,
  key          text        not null,
  request_hash text        not null check (length(request_hash) = 64),
  status       smallint,
  body         text,
  created_at   timestamptz not null,
  primary key (caller, key)
);

create index idempotent_write_age on idempotent_write (created_at);

grant select, insert, update, delete on idempotent_write to ${serverRole};
