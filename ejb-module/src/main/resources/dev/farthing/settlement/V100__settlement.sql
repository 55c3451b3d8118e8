-- What vendors are charged by: a share of what turned firm in a cycle less what was refunded, and at least the minimum.
create table fee_plan (
  code     text    primary key check (code ~ '^[a-z0-9][a-z0-9-]{0,38}[a-z0-9]$'),
  cycle    text    not null check (cycle in ('DAILY', 'WEEKLY', 'MONTHLY')),
  rate_ppm integer not null check (rate_ppm between 0 and 1000000)
);

create table fee_minimum (
  plan     text   not null references fee_plan,
  currency text   not null references currency,
  minimum  bigint not null check (minimum > 0),
  primary key (plan, currency)
);

-- Nobody is charged before the bank has said what it charges.
insert into fee_plan (code, cycle, rate_ppm) values ('standard', 'DAILY', 0);

-- What the bank's own transactions are in: the decimals they carry, and what one costs.
create table rail (
  currency        text     primary key references currency,
  minor_digits    smallint not null check (minor_digits between 0 and 4),
  transaction_fee bigint   not null check (transaction_fee >= 0)
);

insert into rail (currency, minor_digits, transaction_fee) select code, 2, 0 from currency where code in ('USD', 'EUR');

-- One vendor's cycle in one currency, as it closed. Written by the night in two steps (fee, then payout) and never after its day.
create table vendor_statement (
  vendor_id           bigint   not null references vendor,
  currency            text     not null,
  cycle_end           date     not null,
  cycle_begin         date     not null,
  fee_plan            text     not null,
  payments            bigint   not null,
  paid                bigint   not null,
  reversals           bigint   not null,
  reversed            bigint   not null,
  refunds             bigint   not null,
  refunded            bigint   not null,
  firm_payments       bigint   not null,
  firmed              bigint   not null,
  payouts_returned    bigint   not null, -- came back in the cycle, and is owed again
  conditional_opening bigint   not null,
  conditional_closing bigint   not null,
  payable_opening     bigint   not null,
  fee_brought         bigint   not null, -- owed from before, when there was too little to take it from
  fee_charged         bigint   not null,
  fee_carried         bigint   not null,
  payout              bigint   not null default 0,
  payout_held         text,              -- why nothing, or not all, is paid out
  payable_closing     bigint   not null,
  transaction_fee     bigint   not null,
  decided             boolean  not null default false, -- the payout
  primary key (vendor_id, currency, cycle_end),
  check (cycle_begin <= cycle_end),
  check (fee_charged >= 0 and fee_carried >= 0 and payout >= 0),
  check (conditional_opening + paid - reversed - firmed = conditional_closing),
  check (payable_opening + firmed - refunded + payouts_returned - fee_charged - payout = payable_closing)
);

create index vendor_statement_undecided on vendor_statement (cycle_end, vendor_id) where not decided;

-- What is sent to the bank: a file a day, kind and currency (more if it grew too long), kept as it is before it is handed over.
create table bank_file (
  name           text        primary key check (name ~ '^[A-Za-z0-9._-]{1,100}$'),
  kind           text        not null check (kind in ('PAYOUTS', 'COLLECTIONS')),
  currency       text        not null,
  business_date  date        not null,
  part           integer     not null check (part > 0),
  content        bytea       not null,
  sha256         text        not null,
  entries        integer     not null check (entries > 0),
  control_sum    bigint      not null check (control_sum > 0), -- in the currency's ledger scale
  state          text        not null check (state in ('STORED', 'STAGED', 'HANDED_OVER')),
  staged_in      text, -- the folder's identity: another folder cannot know whether the file was moved
  stored_at      timestamptz not null,
  handed_over_at timestamptz,
  unique (business_date, kind, currency, part),
  check ((state = 'HANDED_OVER') = (handed_over_at is not null)),
  check ((state = 'STORED') = (staged_in is null))
);

create index bank_file_waiting on bank_file (business_date) where state <> 'HANDED_OVER';

-- One payout of a vendor's day in one currency. The amount is whole units of what the bank's transactions carry.
create table payout (
  reference     text        collate "C" primary key check (reference ~ '^[A-Z0-9-]{1,35}$'),
  vendor_id     bigint      not null references vendor,
  currency      text        not null,
  business_date date        not null,
  amount        bigint      not null check (amount > 0),
  payments      bigint      not null check (payments >= 0), -- that share the one transaction
  transaction_fee bigint    not null check (transaction_fee >= 0), -- what it costs
  name          text        not null,
  iban          text        not null,
  transfer_id   uuid        not null,
  file          text        references bank_file,
  state         text        not null check (state in ('BOOKED', 'SENT', 'SETTLED', 'RETURNED')),
  settled_on    date, -- business dates of the bank's answers
  returned_on   date,
  return_reason text,
  booked_at     timestamptz not null,
  unique (vendor_id, currency, business_date),
  check (state <> 'SETTLED' or settled_on is not null),
  check ((state = 'RETURNED') = (returned_on is not null)),
  check ((return_reason is null) = (returned_on is null)),
  check (state = 'BOOKED' or file is not null)
);

create index payout_by_day on payout (business_date, reference);
create index payout_without_file on payout (business_date) where file is null;
create index payout_of_file on payout (file);
create index payout_returned on payout (vendor_id, returned_on) where returned_on is not null;

-- One collection from a customer on a tab. Nothing is booked before the bank says that the money has come.
create table collection (
  reference         text        collate "C" primary key check (reference ~ '^[A-Z0-9-]{1,35}$'),
  customer_id       bigint      not null references customer,
  account_id        bigint      not null,
  currency          text        not null,
  business_date     date        not null,
  amount            bigint      not null check (amount > 0),
  purchases         bigint      not null check (purchases >= 0), -- that share the one transaction
  transaction_fee   bigint      not null check (transaction_fee >= 0), -- what it costs
  name              text        not null,
  iban              text        not null,
  mandate_reference text        not null,
  mandate_signed_on date        not null,
  file              text        references bank_file,
  state             text        not null check (state in ('BOOKED', 'SENT', 'SETTLED', 'RETURNED')),
  settled_on        date,
  returned_on       date,
  return_reason     text,
  made_at           timestamptz not null,
  unique (account_id, business_date),
  check (state <> 'SETTLED' or settled_on is not null),
  check ((state = 'RETURNED') = (returned_on is not null)),
  check ((return_reason is null) = (returned_on is null)),
  check (state = 'BOOKED' or file is not null)
);

create index collection_by_day on collection (business_date, reference);
create index collection_without_file on collection (business_date) where file is null;
create index collection_of_file on collection (file);
create index collection_of_customer on collection (customer_id);
create index collection_pending on collection (account_id) where state in ('BOOKED', 'SENT');

-- One customer's day in one currency, if anything moved or is collected.
create table customer_statement (
  customer_id          bigint not null references customer,
  currency             text   not null,
  cycle_end            date   not null,
  cycle_begin          date   not null,
  opening              bigint not null,
  payments             bigint not null,
  paid                 bigint not null,
  reversals            bigint not null,
  reversed             bigint not null,
  refunds              bigint not null,
  refunded             bigint not null,
  top_ups              bigint not null,
  topped_up            bigint not null,
  collected            bigint not null, -- that the bank said it has
  collections_returned bigint not null,
  closing              bigint not null,
  to_collect           bigint not null, -- asked for this night
  pending              bigint not null, -- of what is owed: asked for and not yet answered, this night's included
  primary key (customer_id, currency, cycle_end),
  check (opening - paid + reversed + refunded + topped_up + collected - collections_returned = closing)
);

-- What a settlement transfer was for, beside those that a statement or payout names itself.
create table settlement_booking (
  transfer_id   uuid   primary key,
  business_date date   not null,
  cause         text   not null,
  subject       text   not null, -- the payout's or collection's reference
  debit_account bigint not null,
  credit_account bigint not null,
  amount        bigint not null,
  currency      text   not null,
  booked_at     timestamptz not null
);

create index settlement_booking_by_day on settlement_booking (business_date);
create index settlement_booking_of_subject on settlement_booking (subject);

-- A difference that reconciliation found: open until somebody resolves it, and as long stopping what it touches.
create table settlement_break (
  id          bigint      generated always as identity primary key,
  kind        text        not null,
  subject     text        not null, -- what differs: account:ID, transfer:UUID, payout:REFERENCE ...
  owners      text[]      not null, -- whose payouts and collections it stops
  currency    text,
  kept        numeric,
  counted     numeric,
  detail      text        not null,
  found_on    date        not null,
  found_at    timestamptz not null,
  seen_on     date        not null, -- the last night that found it
  state       text        not null check (state in ('OPEN', 'RESOLVED')),
  resolution  text,
  resolved_by text,
  resolved_at timestamptz,
  check ((state = 'RESOLVED') = (resolved_at is not null)),
  check ((state = 'RESOLVED') = (resolution is not null and resolved_by is not null))
);

create unique index settlement_break_open on settlement_break (kind, subject) where state = 'OPEN';
create index settlement_break_owners on settlement_break using gin (owners) where state = 'OPEN';

-- What the bank has sent: each statement once, each of its lines applied once.
create table bank_statement (
  id           text        primary key,
  message_id   text        not null,
  file         text        not null,
  sha256       text        not null unique,
  iban         text        not null,
  currency     text        not null,
  imported_at  timestamptz not null
);

create table bank_entry (
  statement_id text    not null references bank_statement,
  number       integer not null,
  credit       boolean not null,
  amount       bigint  not null check (amount > 0), -- in the currency's ledger scale
  currency     text    not null,
  booked_on    date    not null,
  end_to_end   text,
  remittance   text,
  return_code  text,
  return_text  text,
  state        text    not null check (state in ('NEW', 'APPLIED', 'UNMATCHED')),
  applied_to   text,
  primary key (statement_id, number),
  check ((state = 'APPLIED') = (applied_to is not null))
);

create index bank_entry_new on bank_entry (statement_id, number) where state = 'NEW';

-- Files that were refused as a whole and kept aside, with what is wrong with them.
create table refused_file (
  id         bigint      generated always as identity primary key,
  file       text        not null,
  sha256     text        not null,
  reason     text        not null,
  refused_at timestamptz not null
);

-- What a night came to, counted anew when all was done.
create table night_proof (
  business_date date        not null,
  currency      text        not null,
  transfers     bigint      not null,
  moved         numeric     not null, -- by all transfers of the day
  unbalanced    numeric     not null, -- what all balances at the close add up to: nothing, if the books are right
  proved_at     timestamptz not null,
  primary key (business_date, currency)
);

grant select, insert, update on fee_plan, rail to ${serverRole};
grant select, insert, update, delete on fee_minimum to ${serverRole};
grant select, insert, update on vendor_statement, bank_file, payout, collection, settlement_break, bank_entry to ${serverRole};
grant select, insert on customer_statement, settlement_booking, bank_statement, refused_file, night_proof
  to ${serverRole};
