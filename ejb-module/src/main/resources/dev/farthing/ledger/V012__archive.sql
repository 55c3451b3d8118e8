-- Days whose rows have left the database for files, table by table. Written by the owner of the schema alone, in
-- ./farthing retention; what the server does without those rows, it looks up here.
create table archived_day (
  table_name      text        not null,
  day             date        not null,
  state           text        not null check (state in ('EXPORTED', 'VERIFIED', 'DETACHED', 'DROPPED')),
  file            text        not null check (file ~ '^[a-z_]+-[0-9]{4}-[0-9]{2}-[0-9]{2}\.csv\.gz$'),
  row_count       bigint      not null check (row_count >= 0),
  sums            jsonb       not null, -- by currency, in its ledger scale, as text: of transfers, and of what was accepted
  sha256          text        not null check (length(sha256) = 64), -- of the file
  csv_sha256      text        not null check (length(csv_sha256) = 64), -- of what is compressed in it
  column_names    text[]      not null,
  schema_version  text        not null,
  accounts        bigint, -- of transfers: how many rows account_day has of the day, and a digest of them
  accounts_sha256 text        check (length(accounts_sha256) = 64),
  exported_at     timestamptz not null,
  verified_at     timestamptz,
  detached_at     timestamptz,
  dropped_at      timestamptz,
  primary key (table_name, day),
  check ((table_name = 'transfer') = (accounts is not null)),
  check ((accounts is null) = (accounts_sha256 is null)),
  check ((state = 'EXPORTED') = (verified_at is null)),
  check (state not in ('DETACHED', 'DROPPED') or detached_at is not null),
  check ((state = 'DROPPED') = (dropped_at is not null))
);

grant select on archived_day to ${serverRole};

-- How the daily partitions are stored: a setting of the parent would not reach them. Their rows never change, so that the first
-- vacuum may freeze them, and no later one has to read an old day again.
alter table dated_table add column settings text not null default 'autovacuum_freeze_min_age = 0';

do $$
declare
  part record;
begin
  for part in
    select i.inhrelid::regclass as name, t.settings
      from dated_table t join pg_inherits i on i.inhparent = to_regclass('${flyway:defaultSchema}.' || quote_ident(t.name))
  loop
    execute format('alter table %s set (%s)', part.name, part.settings);
  end loop;
end
$$;

create or replace function ensure_partitions(through date) returns integer
language plpgsql security definer set search_path = ${flyway:defaultSchema}, pg_temp as $$
declare
  made     integer := 0;
  the_day  date;
  parent   record;
  part     text;
begin
  if through > current_date + 400 then
    raise exception 'partitions are made at most 400 days ahead, not through %', through;
  end if;
  perform pg_advisory_xact_lock(2, 0);
  -- From the oldest day not closed: days that are archived are older, and are not made anew.
  for the_day in
    select generate_series((select min(day) from business_day where state <> 'CLOSED'), through, interval '1 day')::date
  loop
    for parent in select name, settings from dated_table order by name loop
      part := parent.name || '_' || to_char(the_day, 'YYYYMMDD');
      if to_regclass('${flyway:defaultSchema}.' || quote_ident(part)) is null then
        -- Made apart and then attached: that does not conflict with bookings, as PARTITION OF would.
        execute format('create table %I (like %I including defaults including constraints) with (%s)',
                       part, parent.name, parent.settings);
        execute format('alter table %I attach partition %I for values from (%L) to (%L)',
                       parent.name, part, the_day, the_day + 1);
        made := made + 1;
      end if;
    end loop;
  end loop;
  return made;
end
$$;
