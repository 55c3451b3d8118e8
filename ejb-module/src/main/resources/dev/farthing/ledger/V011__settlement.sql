-- What the night moves: vendors' money on its way to the bank, what the bank earns, and what is left over until somebody decides.
alter table account
  drop constraint account_role_check,
  add constraint account_role_check check (role in (
    'CUSTOMER', 'VENDOR_CONDITIONAL', 'VENDOR_PAYABLE', 'VENDOR_PAYOUT', 'BANK_CLEARING', 'BANK_FEES', 'BANK_SUSPENSE'));

insert into account (owner, role, currency, folded)
select 'bank', r.role, c.code, true from currency c cross join (values ('BANK_FEES'), ('BANK_SUSPENSE')) as r (role);

-- Business days whose movements of live accounts are stored in account_day.
create table ledger_day (
  business_date date        primary key,
  live_at       timestamptz not null
);

insert into ledger_day (business_date, live_at)
select day, closed_at from business_day where state = 'CLOSED' and calendar_id = 1;

-- What a live account had when the day closed; a folded account's balance is counted from all its days instead.
alter table account_day add column closing bigint;
update account_day d
   set closing = s.closing
  from (select d.account_id, d.business_date,
               sum(d.credits - d.debits) over (partition by d.account_id order by d.business_date) as closing
          from account_day d join account a on a.id = d.account_id and not a.folded) s
 where s.account_id = d.account_id and s.business_date = d.business_date;

-- A closed day stays as it is, whoever writes: the gate and the ledger's own check stand before this. Once a statement, not once
-- a row; only the statement's own days are looked up, of which there is one.
create function refuse_closed_day() returns trigger
language plpgsql as $$
begin
  if exists (select 1 from (select distinct business_date from written) w
               join business_day d on d.day = w.business_date and d.state = 'CLOSED') then
    raise exception 'business day % is closed: nothing is booked on it any more', (select min(business_date) from written)
      using errcode = 'check_violation', constraint = 'transfer_not_on_closed_day';
  end if;
  return null;
end
$$;

create trigger transfer_not_on_closed_day after insert on transfer
  referencing new table as written for each statement execute function refuse_closed_day();
create trigger delta_not_on_closed_day after insert on delta
  referencing new table as written for each statement execute function refuse_closed_day();

grant select, insert on ledger_day to ${serverRole};
