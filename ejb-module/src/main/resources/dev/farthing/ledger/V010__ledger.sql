-- The ledger: accounts, immutable transfers, and what is kept so that a balance need not be counted anew.
create table currency (
  code  text     primary key check (code ~ '^[A-Z0-9]{3,16}$'),
  scale smallint not null check (scale between 0 and 9)
);

insert into currency (code, scale) values ('USD', 6), ('EUR', 6);

-- posted, held, credit_limit and excess are used by live accounts only; a folded account's balance stands in
-- account_day and delta. Half-filled pages, and no index on what changes, keep updates on the same page (HOT).
create table account (
  id           bigint  generated always as identity primary key,
  owner        text    not null,
  role         text    not null check (role in ('CUSTOMER', 'VENDOR_CONDITIONAL', 'VENDOR_PAYABLE', 'BANK_CLEARING')),
  currency     text    not null references currency,
  folded       boolean not null,
  status       text    not null default 'OPEN' check (status in ('OPEN', 'FROZEN', 'CLOSED')),
  posted       bigint  not null default 0,
  held         bigint  not null default 0 check (held >= 0),
  credit_limit bigint  not null default 0 check (credit_limit >= 0),
  excess       bigint  not null default 0 check (excess >= 0),
  unique (owner, role, currency),
  constraint account_not_overdrawn check (folded or posted - held + credit_limit + excess >= 0),
  constraint account_folded_is_bare check (not folded or (posted = 0 and held = 0 and credit_limit = 0 and excess = 0))
) with (fillfactor = 50);

-- The books of a bank begin with where its customers' money comes in.
insert into account (owner, role, currency, folded) select 'bank', 'BANK_CLEARING', code, true from currency;

-- No foreign keys: a reference to a vendor's account would lock that account's row for everybody. The batch
-- checks that the accounts exist, and the recount checks it again.
create table transfer (
  business_date  date        not null,
  id             uuid        not null,
  debit_account  bigint      not null,
  credit_account bigint      not null,
  amount         bigint      not null check (amount > 0),
  currency       text        not null,
  cause          text        not null,
  booked_at      timestamptz not null,
  primary key (business_date, id),
  check (debit_account <> credit_account)
) partition by range (business_date);

-- What a booking batch added to a folded account; the folder moves it to account_day.
create table delta (
  id            bigint generated always as identity primary key,
  account_id    bigint not null,
  business_date date   not null,
  debits        bigint not null check (debits >= 0),
  credits       bigint not null check (credits >= 0)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- Movements of an account on a business day: of folded accounts what is folded so far, of live ones once the day is closed.
create table account_day (
  account_id    bigint not null,
  business_date date   not null,
  debits        bigint not null check (debits >= 0),
  credits       bigint not null check (credits >= 0),
  primary key (account_id, business_date)
) with (fillfactor = 70);

-- Tables that are partitioned by business date; ensure_partitions makes their partitions.
create table dated_table (name text primary key);
insert into dated_table (name) values ('transfer');

-- Makes the daily partitions of every dated table from the oldest day not closed through the day given.
-- SECURITY DEFINER: the server may call it, but may create nothing by itself.
create function ensure_partitions(through date) returns integer
language plpgsql security definer set search_path = ${flyway:defaultSchema}, pg_temp as $$
declare
  made     integer := 0;
  the_day  date;
  parent   text;
  part     text;
begin
  if through > current_date + 400 then
    raise exception 'partitions are made at most 400 days ahead, not through %', through;
  end if;
  perform pg_advisory_xact_lock(2, 0);
  for the_day in
    select generate_series((select min(day) from business_day where state <> 'CLOSED'), through, interval '1 day')::date
  loop
    for parent in select name from dated_table order by name loop
      part := parent || '_' || to_char(the_day, 'YYYYMMDD');
      if to_regclass('${flyway:defaultSchema}.' || quote_ident(part)) is null then
        -- Made apart and then attached: that does not conflict with bookings, as PARTITION OF would.
        execute format('create table %I (like %I including defaults including constraints)', part, parent);
        execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, part, the_day, the_day + 1);
        made := made + 1;
      end if;
    end loop;
  end loop;
  return made;
end
$$;

-- How many days, the open one included, have all their partitions.
create function days_with_partitions() returns integer
language sql stable as $$
  select count(*)::integer
    from generate_series((select min(day) from business_day where state = 'OPEN'),
                         (select min(day) from business_day where state = 'OPEN') + 60, interval '1 day') as d(day)
   where not exists (
     select 1 from dated_table t
      where to_regclass('${flyway:defaultSchema}.' || quote_ident(t.name || '_' || to_char(d.day, 'YYYYMMDD'))) is null)
$$;

revoke execute on function ensure_partitions(date) from public;
grant execute on function ensure_partitions(date) to ${serverRole};
grant select on currency, dated_table to ${serverRole};
grant select, insert, update on account to ${serverRole};
grant select, insert on transfer to ${serverRole};
grant select, insert, delete on delta to ${serverRole};
grant select, insert, update on account_day to ${serverRole};
