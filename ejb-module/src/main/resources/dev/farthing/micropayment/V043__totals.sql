-- What a closing day's payments and returns come to, for each vendor and for each customer's account: summed once, when nothing
-- can be added any more, so that the night's later steps read few rows. One of vendor and account is null.
create table payment_total (
  business_date    date   not null,
  vendor_id        bigint,
  customer_account bigint,
  currency         text   not null,
  payments         bigint not null,
  paid             bigint not null,
  reversals        bigint not null,
  reversed         bigint not null,
  refunds          bigint not null,
  refunded         bigint not null,
  check ((vendor_id is null) <> (customer_account is null))
);

create unique index payment_total_of_vendor on payment_total (vendor_id, business_date, currency) where vendor_id is not null;
create unique index payment_total_of_customer on payment_total (customer_account, business_date) where customer_account is not null;

-- Days that are summed; days that were closed before there were totals are summed here.
create table payment_total_day (
  business_date date        primary key,
  summed_at     timestamptz not null
);

insert into payment_total_day (business_date, summed_at) select day, closed_at from business_day where state = 'CLOSED';
insert into payment_total
       (business_date, vendor_id, customer_account, currency, payments, paid, reversals, reversed, refunds, refunded)
select business_date, vendor_id, customer_account, currency,
       count(*) filter (where kind = 'PAYMENT'), coalesce(sum(amount) filter (where kind = 'PAYMENT'), 0),
       count(*) filter (where kind = 'REVERSAL'), coalesce(sum(amount) filter (where kind = 'REVERSAL'), 0),
       count(*) filter (where kind = 'REFUND'), coalesce(sum(amount) filter (where kind = 'REFUND'), 0)
  from (select business_date, vendor_id, customer_account, currency, 'PAYMENT' as kind, amount
          from micropayment where outcome = 'ACCEPTED'
        union all
        select business_date, vendor_id, customer_account, currency, kind, amount
          from payment_return where outcome = 'ACCEPTED') m
 where business_date in (select business_date from payment_total_day)
 group by grouping sets ((business_date, vendor_id, currency), (business_date, customer_account, currency));

-- Which line of a bank's statement a requested top-up came in by: the same line books nothing twice.
alter table top_up_request add column bank_entry text unique;

grant select, insert on payment_total, payment_total_day to ${serverRole};
