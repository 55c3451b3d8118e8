-- The yardstick: one transaction a payment, the whole of it in one call, on tables like the server's own and beside them.
-- Same keys, checks, indexes and storage settings; the partition of one day stands for all. It leaves the same rows.

do $$
declare
  name text;
  kept text;
begin
  foreach name in array array['account', 'consent', 'submission', 'micropayment', 'transfer', 'delta', 'account_day',
                              'outbox', 'event_feed', 'customer_notice'] loop
    execute format('create table baseline.%I (like farthing.%I including all)', name, name);
    select string_agg(o, ', ') into kept
      from pg_class c, unnest(c.reloptions) o where c.oid = ('farthing.' || name)::regclass;
    if kept is not null then
      execute format('alter table baseline.%I set (%s)', name, kept);
    end if;
  end loop;
end
$$;

insert into baseline.account overriding system value select * from farthing.account;
insert into baseline.consent select * from farthing.consent;
insert into baseline.transfer select * from farthing.transfer;
insert into baseline.delta overriding system value select * from farthing.delta;
insert into baseline.account_day select * from farthing.account_day;
insert into baseline.event_feed select * from farthing.event_feed;

create function baseline.pay(
  the_vendor text, the_signer text, the_submission text, the_fingerprint bytea, the_payment uuid, the_event uuid,
  the_customer text, the_item text) returns text
language plpgsql as $$
declare
  today    date;
  vendor   record;
  buyer    record;
  offer    record;
  payer    bigint;
  payee    bigint;
  entitled bigint;
  told     text;
begin
  perform pg_advisory_xact_lock_shared(91, 1);
  select day into strict today from farthing.business_day where calendar_id = 1 and state = 'OPEN';
  select id, status into strict vendor from farthing.vendor where code = the_vendor;
  perform from farthing.vendor_key
    where kid = the_signer and usage = 'SIGNING'
      and (state = 'ACTIVE' or (state = 'VERIFY_ONLY' and retires_at > now()));
  if not found then
    return 'NOT_AUTHENTIC';
  end if;

  insert into baseline.submission (vendor_id, submission_id, fingerprint, business_date, payment_id)
  values (vendor.id, the_submission, the_fingerprint, today, the_payment)
  on conflict do nothing;
  if not found then
    return 'AGAIN';
  end if;

  select c.customer_id, c.state, u.code into buyer
    from baseline.consent c join farthing.customer u on u.id = c.customer_id
   where c.vendor_id = vendor.id and c.identifier = the_customer
     for no key update of c;
  if not found then
    return baseline.refuse('UNKNOWN_CUSTOMER', today, the_payment, vendor.id, the_submission, the_customer, the_item);
  elsif buyer.state <> 'GIVEN' then
    return baseline.refuse('NO_CONSENT', today, the_payment, vendor.id, the_submission, the_customer, the_item);
  end if;
  -- Nobody of the bench has a cap; to look costs what it costs.
  perform from farthing.spending_cap
    where customer_id = buyer.customer_id and (vendor_id is null or vendor_id = vendor.id) for no key update;

  select i.currency, i.rights, i.rights_model, i.rights_count, i.rights_period, i.rights_until, p.price into offer
    from farthing.item i
    join lateral (select price from farthing.item_price
                   where item_id = i.id and currency = i.currency and effective_from <= now()
                   order by effective_from desc limit 1) p on true
   where i.vendor_id = vendor.id and i.code = the_item and i.on_sale;
  if not found then
    return baseline.refuse('UNKNOWN_ITEM', today, the_payment, vendor.id, the_submission, the_customer, the_item);
  end if;

  update baseline.account
     set posted = posted - offer.price
   where owner = 'customer:' || buyer.code and role = 'CUSTOMER' and currency = offer.currency
     and status = 'OPEN' and posted - held + credit_limit >= offer.price
  returning id into payer;
  if not found then
    return baseline.refuse('INSUFFICIENT_FUNDS', today, the_payment, vendor.id, the_submission, the_customer, the_item);
  end if;
  select id into strict payee from baseline.account
   where owner = 'vendor:' || the_vendor and role = 'VENDOR_CONDITIONAL' and currency = offer.currency and status = 'OPEN';
  entitled := nextval('farthing.entitlement_status');

  insert into baseline.transfer (business_date, id, debit_account, credit_account, amount, currency, cause, booked_at)
  values (today, the_payment, payer, payee, offer.price, offer.currency, 'MICROPAYMENT', now());
  -- Appended, not added to the vendor's one row, which would be the queue of everybody.
  insert into baseline.delta (account_id, business_date, debits, credits) values (payee, today, 0, offer.price);
  insert into baseline.micropayment
         (business_date, id, vendor_id, submission_id, outcome, customer, customer_account, item, quantity, amount, currency,
          rights, rights_model, rights_count, rights_period, rights_until, status_index, decided_at)
  values (today, the_payment, vendor.id, the_submission, 'ACCEPTED', the_customer, payer, the_item, 1, offer.price,
          offer.currency, offer.rights, offer.rights_model, offer.rights_count, offer.rights_period, offer.rights_until,
          entitled, now());
  told := format('"vendor":"%s","item":"%s","submission":"%s","businessDate":"%s","quantity":1,"amount":{"value":"%s","currency":"%s","scale":6}}',
                 the_vendor, the_item, the_submission, today, offer.price, offer.currency);
  insert into baseline.outbox (event_id, topic, vendor_id, payload, created_at)
  values (the_event, 'payment.accepted', vendor.id,
          format('{"payment":"%s","customerId":%s,', the_payment, buyer.customer_id) || told, now());
  insert into baseline.customer_notice (customer_id, event_id, kind, payload, created_at)
  values (buyer.customer_id, the_event, 'payment.accepted', format('{"payment":"%s",', the_payment) || told, now());
  return 'ACCEPTED';
end
$$;

create function baseline.refuse(
  the_outcome text, today date, the_payment uuid, the_vendor bigint, the_submission text, the_customer text, the_item text)
returns text
language plpgsql as $$
begin
  insert into baseline.micropayment
         (business_date, id, vendor_id, submission_id, outcome, customer, item, quantity, decided_at)
  values (today, the_payment, the_vendor, the_submission, the_outcome, the_customer, the_item, 1, now());
  return the_outcome;
end
$$;

-- What is left to do behind the payments, in one go: the deltas are folded, the events get their numbers in the feeds.
create function baseline.drain() returns void
language sql as $$
  with gone as (delete from baseline.delta returning account_id, business_date, debits, credits)
  insert into baseline.account_day as d (account_id, business_date, debits, credits)
  select account_id, business_date, sum(debits), sum(credits) from gone group by account_id, business_date
  on conflict (account_id, business_date) do update
     set debits = d.debits + excluded.debits, credits = d.credits + excluded.credits;

  with last as (select feed, last from baseline.event_feed),
  numbered as (
    select o.id,
           coalesce((select last from last where feed = 0), 0) + row_number() over (order by o.id) as number,
           coalesce(l.last, 0) + row_number() over (partition by o.vendor_id order by o.id) as vendor_number
      from baseline.outbox o left join last l on l.feed = o.vendor_id
     where o.number is null)
  update baseline.outbox o set number = n.number, vendor_number = n.vendor_number
    from numbered n where n.id = o.id;

  insert into baseline.event_feed (feed, last)
  select 0, max(number) from baseline.outbox where number is not null having max(number) is not null
  union all
  select vendor_id, max(vendor_number) from baseline.outbox where vendor_id is not null group by vendor_id
  on conflict (feed) do update set last = excluded.last;
$$;
