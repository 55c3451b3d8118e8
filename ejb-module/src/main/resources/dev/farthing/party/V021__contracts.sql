-- What a party has agreed on with the bank, and the longer life that it leads: a closing party is drained before it is closed.
alter table vendor
  add column fee_plan         text     not null default 'standard' check (fee_plan ~ '^[a-z0-9][a-z0-9-]{0,38}[a-z0-9]$'),
  add column conditional_days smallint not null default 1 check (conditional_days between 0 and 30),
  add column payout_iban      text     check (payout_iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$'),
  add column request_limit    integer  check (request_limit between 1 and 100000),
  drop constraint vendor_status_check,
  add constraint vendor_status_check check (status in ('ACTIVE', 'SUSPENDED', 'CLOSING', 'CLOSED'));

-- A customer on a tab pays later, by a mandate; the credit limit stands on the customer's accounts.
alter table customer
  add column kind              text not null default 'PREPAID' check (kind in ('PREPAID', 'TAB')),
  add column mandate_reference text check (mandate_reference ~ '^[A-Za-z0-9+?/:().,''-]{1,35}$'),
  add column mandate_iban      text check (mandate_iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$'),
  add column mandate_signed_on date,
  add constraint customer_tab_has_mandate check (kind = 'PREPAID'
    or (mandate_reference is not null and mandate_iban is not null and mandate_signed_on is not null)),
  drop constraint customer_status_check,
  add constraint customer_status_check check (status in ('ACTIVE', 'FROZEN', 'CLOSING', 'CLOSED'));
