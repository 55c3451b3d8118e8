-- Only ever added to: the first vacuum may freeze the rows, so that no later one has to read all of them again.
alter table customer_notice set (autovacuum_freeze_min_age = 0);
