-- Who changed what. Only ever added to; each entry's hash covers the one before, so that a change of an old entry shows.
create table audit_entry (
  number        bigint      primary key,
  at            timestamptz not null,
  actor         text        not null, -- operator:NAME, vendor:CODE, customer:CODE or farthing
  action        text        not null, -- such as vendor.suspended
  subject       text        not null, -- such as vendor:CODE
  detail        text        not null, -- JSON: what it was, what it is
  previous_hash bytea       not null,
  hash          bytea       not null unique
);

create index audit_entry_of_subject on audit_entry (subject, number);

grant select, insert on audit_entry to ${serverRole};
