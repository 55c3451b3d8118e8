-- A relay goes by the numbers that events have in the bank's feed: they have no gaps and never change, so one row says how far a
-- queue is served. Before, every event was marked when it was sent, which wrote each of them a second time.
create table relay_position (
  queue  text   primary key,
  number bigint not null check (number >= 0) -- the last event that was sent to it
);

insert into relay_position (queue, number)
select 'customer-notices', coalesce(min(number) filter (where sent_at is null) - 1, max(number), 0) from outbox;

alter table outbox drop column sent_at; -- and with it the index of what is not sent

-- A row is found by its number as soon as it has one, and before by the index of those that have none.
alter table outbox drop constraint outbox_pkey;

-- Who acts on an event keeps its id with what it has done, so that a second arrival changes nothing: no table of arrivals beside.
drop table inbox;

grant select, update on relay_position to ${serverRole};
