-- Farthing's roles, database and schema on a bank's own PostgreSQL (15 or newer). Run by an administrator with psql, which
-- asks nothing and may run it again:
--   psql -v owner_password=… -v server_password=… -f roles.sql postgres
\set ON_ERROR_STOP on

-- Owns the schema; only migrations use it.
select 'create role farthing_owner' where not exists (select from pg_roles where rolname = 'farthing_owner') \gexec
alter role farthing_owner login nosuperuser nocreatedb nocreaterole noreplication password :'owner_password';

-- The server's: rows, as each migration grants them. No DDL.
select 'create role farthing' where not exists (select from pg_roles where rolname = 'farthing') \gexec
alter role farthing login nosuperuser nocreatedb nocreaterole noreplication password :'server_password';

select 'create database farthing template template0 encoding ''UTF8'' locale ''C'''
 where not exists (select from pg_database where datname = 'farthing') \gexec

\connect farthing
revoke all on database farthing from public;
grant connect on database farthing to farthing_owner, farthing;
revoke all on schema public from public;
create schema if not exists farthing authorization farthing_owner;
grant usage on schema farthing to farthing;
