-- Notices are written many at a time. A reference would lock the customer's row once a notice, and hot customers have many.
alter table customer_notice drop constraint customer_notice_customer_id_fkey;

-- A customer's notices are read by customer and id, and by nothing else.
alter table customer_notice
  drop constraint customer_notice_pkey,
  add primary key (customer_id, id);
drop index customer_notice_of_customer;
