-- Calendars and their business days. A day is OPEN (ordinary causes), CLOSING (settlement causes only) or CLOSED.
create table calendar (
  id   integer primary key,
  name text    not null unique,
  zone text    not null
);

create table business_day (
  calendar_id integer     not null references calendar,
  day         date        not null,
  state       text        not null check (state in ('OPEN', 'CLOSING', 'CLOSED')),
  opened_at   timestamptz not null,
  cut_off_at  timestamptz,
  closed_at   timestamptz,
  primary key (calendar_id, day),
  check ((state = 'OPEN') = (cut_off_at is null)),
  check ((state = 'CLOSED') = (closed_at is not null))
);

-- What makes "the open day" one day: two open days cannot be stored.
create unique index business_day_one_open on business_day (calendar_id) where state = 'OPEN';

insert into calendar (id, name, zone) values (1, 'main', 'UTC');

-- Opens the first day of every calendar that has none; later days are opened by the cut-off alone.
create function open_first_day(first_day date) returns void
language sql as $$
  insert into business_day (calendar_id, day, state, opened_at)
  select c.id, first_day, 'OPEN', now()
    from calendar c
   where not exists (select 1 from business_day d where d.calendar_id = c.id)
$$;

grant select on calendar to ${serverRole};
grant select, insert, update on business_day to ${serverRole};
