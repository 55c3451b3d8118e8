-- The last number of each feed whose event is not kept any more; the feed begins after it. It is moved before the first of them
-- is deleted, so that nobody reads past what is missing.
alter table event_feed add column gone bigint not null default 0 check (gone >= 0);

-- Each event's row is changed once, at the head of the small index of what has no number, whatever the table's size: so vacuum goes
-- by a number of rows and not by a share of a table that keeps a year.
alter table outbox set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 50000);

-- A few rows, changed with every batch that is numbered: room on the page keeps the change on it.
alter table event_feed set (fillfactor = 50);
