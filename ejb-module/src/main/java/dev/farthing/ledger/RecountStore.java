package dev.farthing.ledger;

import dev.farthing.database.Database;
import dev.farthing.ledger.Recount.Difference;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;

/**
 * The recount's own reading of the ledger: it shares no statement with what keeps the balances, so that a mistake there
 * does not repeat itself here. Each comparison is one statement, hence one snapshot, and takes the time it needs.
 *
 * <p>Of an archived day the transfers are gone. What they moved is then taken from account_day, which they were proved to agree
 * with before they went, and which is held to the figures and the digest of that proof here. A day counts as archived as long as
 * the statement itself sees none of its transfers: one that is detached meanwhile is counted by them or without them, never twice.
 */
@Dependent
class RecountStore {
    /** Archived days of which this statement sees no transfers. */
    private static final String ARCHIVED = """
            archived as (
              select r.day from archived_day r
               where r.table_name = 'transfer' and r.state <> 'EXPORTED'
                 and not exists (select 1 from transfer t where t.business_date = r.day))""";

    @Inject
    private Database database;

    long countTransfers() {
        return database.report(sql ->
                sql.select("select count(*) from transfer").mapTo(Long.class).one());
    }

    long countAccounts() {
        return database.report(sql ->
                sql.select("select count(*) from account").mapTo(Long.class).one());
    }

    /** Accounts whose balance of now is not what their transfers add up to, or that transfers name but nobody opened. */
    List<Difference> balances(int limit) {
        return differences("""
                with ARCHIVED,
                lines as (
                  select debit_account as id, currency, -amount as moved from transfer
                  union all
                  select credit_account, currency, amount from transfer
                  union all
                  select d.account_id, a.currency, d.credits::numeric - d.debits
                    from account_day d join account a on a.id = d.account_id
                   where d.business_date in (select day from archived)),
                counted as (
                  select l.id, sum(l.moved) as total, bool_and(l.currency = a.currency) as same_currency
                    from lines l left join account a on a.id = l.id group by l.id),
                kept as (
                  select a.id, case when a.folded then
                           coalesce((select sum(d.credits) - sum(d.debits) from account_day d where d.account_id = a.id), 0)
                           + coalesce((select sum(d.credits) - sum(d.debits) from delta d where d.account_id = a.id), 0)
                         else a.posted end as total
                    from account a)
                select coalesce(k.id, c.id) as account, null::date as day,
                       case when k.id is null then 'transfers name an unknown account'
                            when not c.same_currency then 'transfers in another currency'
                            else 'balance' end as what,
                       coalesce(k.total, 0) as kept, coalesce(c.total, 0) as counted
                  from kept k full join counted c on c.id = k.id
                 where k.id is null or coalesce(k.total, 0) <> coalesce(c.total, 0) or c.same_currency is false
                 order by 1 limit :limit
                """.replace("ARCHIVED", ARCHIVED), limit);
    }

    /** Closed days on which an account's movements are not what the transfers of that day add up to. */
    List<Difference> closedDays(int limit) {
        return differences("""
                with ARCHIVED,
                closed as (
                  select day from business_day where state = 'CLOSED' and day not in (select day from archived)),
                counted as (
                  select id, day, sum(moved) as total from (
                    select debit_account as id, business_date as day, -amount as moved
                      from transfer where business_date in (select day from closed)
                    union all
                    select credit_account, business_date, amount
                      from transfer where business_date in (select day from closed)) l
                   group by id, day),
                kept as (
                  select account_id as id, business_date as day, credits::numeric - debits as total
                    from account_day where business_date in (select day from closed))
                select coalesce(k.id, c.id) as account, coalesce(k.day, c.day) as day, 'closed day' as what,
                       coalesce(k.total, 0) as kept, coalesce(c.total, 0) as counted
                  from kept k full join counted c on c.id = k.id and c.day = k.day
                 where coalesce(k.total, 0) <> coalesce(c.total, 0)
                 order by 1, 2 limit :limit
                """.replace("ARCHIVED", ARCHIVED), limit);
    }

    /** Archived days of which the accounts' movements are not what they were when the day was archived. */
    List<Difference> archivedDays(int limit) {
        return differences("""
                with proved as (
                  select day, sums, accounts, accounts_sha256
                    from archived_day where table_name = 'transfer' and state <> 'EXPORTED'),
                lines as (
                  select d.business_date as day, count(*) as accounts,
                         encode(sha256(convert_to(string_agg(d.account_id || ' ' || d.debits || ' ' || d.credits || ' '
                           || coalesce(d.closing::text, '-'), chr(10) order by d.account_id), 'UTF8')), 'hex') as digest
                    from account_day d where d.business_date in (select day from proved)
                   group by d.business_date),
                moved as (
                  select d.business_date as day, a.currency, sum(d.debits) as debits, sum(d.credits) as credits
                    from account_day d left join account a on a.id = d.account_id
                   where d.business_date in (select day from proved)
                   group by d.business_date, a.currency),
                figures as (
                  select p.day, s.key as currency, s.value::numeric as amount
                    from proved p cross join jsonb_each_text(p.sums) s)
                select 0::bigint as account, p.day, 'accounts of an archived day' as what,
                       coalesce(l.accounts, 0)::numeric as kept, p.accounts::numeric as counted
                  from proved p left join lines l on l.day = p.day
                 where coalesce(l.accounts, 0) <> p.accounts
                    or coalesce(l.digest, encode(sha256(''::bytea), 'hex')) <> p.accounts_sha256
                union all
                select 0::bigint, coalesce(f.day, m.day), 'sum of an archived day',
                       case when coalesce(m.debits, 0) <> coalesce(f.amount, 0) then coalesce(m.debits, 0)
                            else coalesce(m.credits, 0) end,
                       coalesce(f.amount, 0)
                  from figures f full join moved m on m.day = f.day and m.currency = f.currency
                 where coalesce(m.debits, 0) <> coalesce(f.amount, 0) or coalesce(m.credits, 0) <> coalesce(f.amount, 0)
                 order by 2, 3 limit :limit
                """, limit);
    }

    /** One line for each currency, moved or not. */
    List<DayTotal> dayTotals(LocalDate day) {
        return database.report(sql -> sql.createQuery("""
                        with moved as (
                          select currency, count(*) as transfers, sum(amount) as amount
                            from transfer where business_date = :day group by currency),
                        kept as (
                          select a.currency, sum(a.posted) as total from account a where not a.folded group by a.currency
                          union all
                          select a.currency, sum(d.credits) - sum(d.debits)
                            from account_day d join account a on a.id = d.account_id and a.folded group by a.currency
                          union all
                          select a.currency, sum(d.credits) - sum(d.debits)
                            from delta d join account a on a.id = d.account_id group by a.currency)
                        select c.code, coalesce(m.transfers, 0) as transfers, coalesce(m.amount, 0)::numeric as moved,
                               coalesce((select sum(k.total) from kept k where k.currency = c.code), 0)::numeric as unbalanced
                          from currency c left join moved m on m.currency = c.code
                         order by c.code
                        """)
                .bind("day", day)
                .map((row, context) -> new DayTotal(
                        row.getString("code"),
                        row.getLong("transfers"),
                        row.getBigDecimal("moved"),
                        row.getBigDecimal("unbalanced")))
                .list());
    }

    private List<Difference> differences(String statement, int limit) {
        return database.report(sql -> sql.createQuery(statement)
                .bind("limit", limit)
                .map((row, context) -> new Difference(
                        row.getLong("account"),
                        row.getObject("day", LocalDate.class),
                        row.getString("what"),
                        row.getBigDecimal("kept"),
                        row.getBigDecimal("counted")))
                .list());
    }
}
