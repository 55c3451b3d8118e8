-- Runs of jobs. Whoever holds a run renews its lease; a run whose lease has passed may be taken over. The batch runtime's own
-- tables only say what it once tried: a crashed execution stays STARTED there, and nothing here looks at that.
create table job_run (
  id             bigint      generated always as identity primary key,
  job            text        not null,
  subject        text        not null,
  state          text        not null check (state in ('RUNNING', 'INTERRUPTED', 'STOPPED', 'FAILED', 'COMPLETED')),
  attempt        integer     not null check (attempt between 1 and 1000000),
  holder         text        not null, -- of the lease: one start of one node
  node           text        not null,
  started_by     text        not null,
  started_at     timestamptz not null,
  lease_until    timestamptz not null,
  stop_requested boolean     not null default false,
  message        text,
  ended_at       timestamptz,
  unique (job, subject),
  check ((state in ('STOPPED', 'FAILED', 'COMPLETED')) = (ended_at is not null))
);

-- One run of a job at a time, whatever it is about.
create unique index job_run_one_running on job_run (job) where state = 'RUNNING';

-- What the steps of a run have done, in the trade's terms; a step of many parties has a part for each range of them.
create table job_step (
  run_id     bigint      not null references job_run,
  attempt    integer     not null,
  step       text        not null,
  part       integer     not null,
  state      text        not null check (state in ('RUNNING', 'DONE', 'FAILED')),
  done       bigint      not null default 0,
  amounts    jsonb       not null default '{}', -- by currency, in its ledger scale
  note       text,
  began_at   timestamptz not null,
  updated_at timestamptz not null,
  primary key (run_id, attempt, step, part)
) with (fillfactor = 50);

grant select, insert, update on job_run, job_step to ${serverRole};
