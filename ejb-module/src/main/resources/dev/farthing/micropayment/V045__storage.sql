-- No statement looks for a vendor's returns but those of one payment.
drop index payment_return_of_vendor;

-- Only ever added to: the first vacuum may freeze the rows, so that no later one has to read all of them again.
do $$
begin
  for i in 0..15 loop
    execute format('alter table submission_%s set (autovacuum_freeze_min_age = 0)', i);
  end loop;
end
$$;
alter table submission_again set (autovacuum_freeze_min_age = 0);
