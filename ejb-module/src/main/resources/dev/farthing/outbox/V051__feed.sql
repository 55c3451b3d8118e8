-- Whom an event concerns, and its numbers in the public feeds: the bank's (number) and the vendor's (vendor_number). Both are
-- given after the commit, by one sequencer, without gaps.
alter table outbox
  add column vendor_id     bigint,
  add column number        bigint,
  add column vendor_number bigint;

create index outbox_unnumbered on outbox (id) where number is null;
create unique index outbox_number on outbox (number);
create unique index outbox_vendor_number on outbox (vendor_id, vendor_number);

-- The last number given in each feed; feed 0 is the bank's, the others are vendors'.
create table event_feed (
  feed bigint primary key,
  last bigint not null check (last >= 0)
);

grant select, insert, update on event_feed to ${serverRole};
