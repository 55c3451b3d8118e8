-- Who changed what. Only ever added to; each entry's hash covers the one before, so that a change of an old entry shows.
create table audit_entry (
  number        bigint      primary key check (number > 0),
  at            timestamptz not null,
  actor         text        not null, -- operator:NAME, vendor:CODE, customer:CODE or farthing
  action        text        not null, -- such as vendor.suspended
  subject       text        not null, -- such as vendor:CODE
  detail        text        not null, -- JSON: what it was, what it is
  previous_hash bytea       not null,
  hash          bytea       not null unique check (octet_length(hash) = 32)
);

create index audit_entry_of_subject on audit_entry (subject, number);

-- Who may insert may still insert only the next link: a number far ahead would leave none for the entries after it. The path
-- is set, so that no temporary table of the same name is asked.
create function check_audit_link() returns trigger
language plpgsql set search_path = ${flyway:defaultSchema}, pg_temp as $$
declare
  last_number bigint;
  last_hash   bytea;
begin
  select number, hash into last_number, last_hash from audit_entry order by number desc limit 1;
  if new.number <> coalesce(last_number, 0) + 1 then
    raise exception 'Audit entry % does not follow entry %: add the next number', new.number, coalesce(last_number, 0);
  end if;
  if new.previous_hash <> coalesce(last_hash, decode(repeat('00', 32), 'hex')) then
    raise exception 'Audit entry % is not chained to the one before: give the hash of that as previous_hash', new.number;
  end if;
  return new;
end;
$$;

create trigger audit_entry_link before insert on audit_entry for each row execute function check_audit_link();

grant select, insert on audit_entry to ${serverRole};
