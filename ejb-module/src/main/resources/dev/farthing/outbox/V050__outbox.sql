-- Events of committed transactions on their way to the queues, and which of them a listener has already acted on.
create table outbox (
  id         bigint      generated always as identity primary key,
  event_id   uuid        not null,
  topic      text        not null,
  payload    text        not null,
  created_at timestamptz not null,
  sent_at    timestamptz
);

-- Holds only what is not yet sent, so it stays small whatever the table's size.
create index outbox_unsent on outbox (id) where sent_at is null;

create table inbox (
  listener    text        not null,
  event_id    uuid        not null,
  received_at timestamptz not null,
  primary key (listener, event_id)
);

grant select, insert, update on outbox to ${serverRole};
grant select, insert on inbox to ${serverRole};
