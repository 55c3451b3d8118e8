-- What a customer is told about; the customer's app reads it.
create table customer_notice (
  id          bigint      generated always as identity primary key,
  customer_id bigint      not null references customer,
  event_id    uuid        not null unique,
  kind        text        not null,
  payload     text        not null,
  created_at  timestamptz not null
);

create index customer_notice_of_customer on customer_notice (customer_id, id);

grant select, insert on customer_notice to ${serverRole};
