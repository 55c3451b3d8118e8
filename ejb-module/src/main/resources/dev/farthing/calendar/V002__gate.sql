-- Enters the gate, shared, until the transaction ends, and tells the open day as it is then: each statement of a volatile
-- function has a snapshot of its own, so the second sees what was committed while the first waited. Null without an open day.
create function enter_gate(the_calendar integer) returns date
language plpgsql volatile as $$
begin
  perform pg_advisory_xact_lock_shared(1, the_calendar);
  return (select day from business_day where calendar_id = the_calendar and state = 'OPEN');
end
$$;
