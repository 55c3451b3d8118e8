package dev.farthing.ledger;

import dev.farthing.calendar.BusinessDays;
import dev.farthing.database.Column;
import dev.farthing.database.Database;
import dev.farthing.database.Read;
import dev.farthing.database.Write;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jdbi.v3.core.statement.StatementContext;

/** The ledger's tables. The hot path is three statements for a whole batch, whatever its size. */
@Dependent
class LedgerStore {
    private static final String ACCOUNT = "select id, owner, role, currency, status from account ";

    @Inject
    private Database database;

    List<LiveAccount> lock(Collection<Long> sortedIds) {
        // By primary key and sorted: two batches that share accounts queue up, and never cross.
        return database.read(sql -> sql.createQuery("""
                        select id, owner, role, currency, status, posted - held + credit_limit as available
                          from account
                         where id = any(:ids) and not folded
                         order by id
                           for no key update
                        """)
                .bind("ids", Column.longs(sortedIds))
                .map(LedgerStore::live)
                .list());
    }

    /** The live accounts of some owners, locked as by {@link #lock}, and the folded ones of others. */
    static Read<LiveAccount> counterparties(Collection<String> payers, Collection<String> payees) {
        return new Read<>("""
                        with payer as (
                          select id, owner, role, currency, status, posted - held + credit_limit as available
                            from account
                           where owner = any(:payers) and role = 'CUSTOMER' and not folded
                           order by id
                             for no key update)
                        select id, owner::name as owner, role::name as role, currency::name as currency, status::name as status, available
                          from payer
                        union all
                        select id, owner::name, role::name, currency::name, status::name, null from account
                         where owner = any(:payees) and role = 'VENDOR_CONDITIONAL'
                        """, LedgerStore::live)
                .bind("payers", Column.texts(payers))
                .bind("payees", Column.texts(payees));
    }

    List<Account> accounts(Collection<Long> ids) {
        return database.read(sql -> sql.createQuery(ACCOUNT + "where id = any(:ids)")
                .bind("ids", Column.longs(ids))
                .map(LedgerStore::account)
                .list());
    }

    /**
     * Stores transfers of one business day, those whose cause that day's state lets through, between accounts that are open to
     * them and in their currency.
     *
     * @param stored is told how many were stored
     */
    void insertTransfers(LocalDate businessDate, List<Transfer> transfers, Instant bookedAt, IntConsumer stored) {
        database.update(
                new Write("""
                        insert into transfer
                               (business_date, id, debit_account, credit_account, amount, currency, cause, booked_at)
                        select :day, t.id, t.debit, t.credit, t.amount, t.currency, t.cause, :at
                          from unnest(:ids, :debits, :credits, :amounts, :currencies, :causes, :states, :forced, :passing)
                            as t (id, debit, credit, amount, currency, cause, state, forced, passing)
                          join account d on d.id = t.debit and d.currency = t.currency
                                        and (d.status = 'OPEN' or (d.status = 'FROZEN' and t.forced))
                          join account c on c.id = t.credit and c.currency = t.currency
                                        and (c.status = 'OPEN' or (c.status = 'FROZEN' and t.passing))
                         where t.state = (select d.state from business_day d where d.calendar_id = :calendar and d.day = :day)
                        """)
                        .bind("day", businessDate)
                        .bind("calendar", BusinessDays.MAIN_CALENDAR)
                        .bind("at", bookedAt)
                        .bind("ids", Column.uuids(column(transfers, Transfer::id)))
                        .bind("debits", Column.longs(column(transfers, Transfer::debitAccount)))
                        .bind("credits", Column.longs(column(transfers, Transfer::creditAccount)))
                        .bind("amounts", Column.longs(column(transfers, Transfer::amount)))
                        .bind("currencies", Column.texts(column(transfers, Transfer::currency)))
                        .bind("causes", Column.texts(column(transfers, t -> t.cause()
                                .name())))
                        .bind("states", Column.texts(column(transfers, t -> t.cause()
                                .day()
                                .name())))
                        .bind("forced", Column.booleans(column(transfers, t -> t.cause()
                                .isForced())))
                        .bind("passing", Column.booleans(column(transfers, t -> t.cause()
                                .passesFrozen()))),
                stored);
    }

    /**
     * Adds to locked live accounts, and appends deltas for the folded ones. What lies beyond the limit after a forced debit is excess
     * from then on; without one, excess is only paid down.
     */
    void move(LocalDate businessDate, List<Movement> movements) {
        database.update(new Write("""
                        with live as (
                          update account a
                             set posted = a.posted + m.credits - m.debits,
                                 excess = least(case when m.forced then 9223372036854775807 else a.excess end,
                                                greatest(0, -(a.posted + m.credits - m.debits - a.held + a.credit_limit)))
                            from unnest(:ids, :debits, :credits, :forced) as m (id, debits, credits, forced)
                           where a.id = m.id and not a.folded)
                        insert into delta (account_id, business_date, debits, credits)
                        select m.id, :day, m.debits, m.credits
                          from unnest(:ids, :debits, :credits) as m (id, debits, credits)
                          join account a on a.id = m.id
                         where a.folded
                        """)
                .bind("day", businessDate)
                .bind("ids", Column.longs(column(movements, Movement::account)))
                .bind("debits", Column.longs(column(movements, Movement::debits)))
                .bind("credits", Column.longs(column(movements, Movement::credits)))
                .bind("forced", Column.booleans(column(movements, Movement::forced))));
    }

    private static <S, T> List<T> column(List<S> rows, Function<S, T> part) {
        return rows.stream().map(part).toList();
    }

    Optional<Integer> scale(String code) {
        return database.read(sql -> sql.select("select scale from currency where code = ?", code)
                .mapTo(Integer.class)
                .findOne());
    }

    Optional<Account> find(String owner, AccountRole role, String currency) {
        return database.read(sql -> sql.select(
                        ACCOUNT + "where owner = ? and role = ? and currency = ?", owner, role.name(), currency)
                .map(LedgerStore::account)
                .findOne());
    }

    List<Account> accounts(Collection<String> owners, AccountRole role) {
        return database.read(sql -> sql.createQuery(ACCOUNT + "where owner = any(:owners) and role = :role")
                .bind("owners", Column.texts(owners))
                .bind("role", role.name())
                .map(LedgerStore::account)
                .list());
    }

    List<Account> accountsOf(String owner) {
        return database.read(sql -> sql.select(ACCOUNT + "where owner = ? order by role, currency", owner)
                .map(LedgerStore::account)
                .list());
    }

    /** Opens the account if it is not there; somebody else who opens it at the same time is waited for. */
    void open(String owner, AccountRole role, String currency) {
        database.write(sql -> sql.createUpdate("""
                        insert into account (owner, role, currency, folded)
                        values (:owner, :role, :currency, :folded)
                        on conflict (owner, role, currency) do nothing
                        """)
                .bind("owner", owner)
                .bind("role", role.name())
                .bind("currency", currency)
                .bind("folded", role.folded())
                .execute());
    }

    CreditLine creditLine(long account) {
        return database.read(sql -> sql.select("select credit_limit, excess from account where id = ?", account)
                .map((row, context) -> new CreditLine(row.getLong("credit_limit"), row.getLong("excess")))
                .one());
    }

    /** What the new limit does not cover is excess. */
    void setCreditLimit(long account, long limit) {
        database.write(sql ->
                sql.createUpdate("""
                        update account
                           set credit_limit = :limit, excess = greatest(0, -(posted - held + :limit))
                         where id = :id
                        """).bind("limit", limit).bind("id", account).execute());
    }

    void setStatus(long account, AccountStatus status) {
        database.write(sql -> sql.execute("update account set status = ? where id = ?", status.name(), account));
    }

    /** The folder's lease: ends with its transaction, however that ends. */
    boolean tryFolderLock() {
        return database.read(sql -> sql.select("select pg_try_advisory_xact_lock(2, 1)")
                .mapTo(Boolean.class)
                .one());
    }

    /**
     * Deletes deltas and adds them up in one statement: a reader sees each either before or after, never twice. By their places,
     * which nobody else changes: a plan that was made while the table was empty must not join it with itself.
     */
    int fold(int limit) {
        return database.read(sql ->
                sql.createQuery("""
                        with gone as (
                          delete from delta
                           where ctid = any (array(select ctid from delta order by id limit :limit))
                          returning account_id, business_date, debits, credits),
                        added as (
                          insert into account_day as d (account_id, business_date, debits, credits)
                          select account_id, business_date, sum(debits), sum(credits)
                            from gone group by account_id, business_date
                          on conflict (account_id, business_date) do update
                             set debits = d.debits + excluded.debits, credits = d.credits + excluded.credits)
                        select count(*) from gone
                        """).bind("limit", limit).mapTo(Integer.class).one());
    }

    DeltasThere deltas() {
        return database.read(sql -> sql.select(
                        "select count(*) as count, coalesce(min(id), 0) as lowest, coalesce(max(id), 0) as highest from delta")
                .map((row, context) ->
                        new DeltasThere(row.getLong("count"), row.getLong("lowest"), row.getLong("highest")))
                .one());
    }

    long deltasThrough(LocalDate day) {
        return database.read(sql -> sql.select("select count(*) from delta where business_date <= ?", day)
                .mapTo(Long.class)
                .one());
    }

    /** True if the movements of the day's live accounts are stored. */
    boolean isLiveStored(LocalDate day) {
        return database.read(sql -> sql.select("select 1 from ledger_day where business_date = ?", day)
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
    }

    /**
     * What live accounts moved on a day, by what they kept: posted, less what came after the day, less what they had when the last
     * day with a movement closed. The day's transfers only say how it is divided into debits and credits: were they taken for
     * the movement itself, a recount of altered transfers would be compared with the altered transfers. Whoever comes second waits, and stores nothing.
     */
    void storeLiveMovements(LocalDate day, Instant at) {
        database.writeAtLength(sql -> {
            int first = sql.execute(
                    "insert into ledger_day (business_date, live_at) values (?, ?) on conflict do nothing", day, at);
            return first == 0 ? 0 : sql.createUpdate("""
                        with on_day as (
                          select x.id, sum(x.debits) as debits, sum(x.credits) as credits
                            from (select debit_account as id, amount as debits, 0 as credits
                                    from transfer where business_date = :day
                                  union all
                                  select credit_account, 0, amount from transfer where business_date = :day) x
                           group by x.id),
                        later as (
                          select x.id, sum(x.net) as net
                            from (select debit_account as id, -amount as net from transfer where business_date > :day
                                  union all
                                  select credit_account, amount from transfer where business_date > :day) x
                           group by x.id),
                        moved as (
                          select a.id, coalesce(t.debits, 0) as debits, coalesce(t.credits, 0) as credits,
                                 a.posted - coalesce(l.net, 0) as closing,
                                 a.posted - coalesce(l.net, 0) - coalesce(p.closing, 0) as net, t.id is not null as booked
                            from account a
                            left join on_day t on t.id = a.id
                            left join later l on l.id = a.id
                            left join lateral (select d.closing from account_day d
                                                where d.account_id = a.id and d.business_date < :day
                                                order by d.business_date desc limit 1) p on true
                           where not a.folded)
                        insert into account_day (account_id, business_date, debits, credits, closing)
                        select id, :day, greatest(debits, credits - net), greatest(credits, debits + net), closing
                          from moved
                         where booked or net <> 0
                        """).bind("day", day).execute();
        });
    }

    Set<LocalDate> archived(Collection<LocalDate> days) {
        return new HashSet<>(database.read(sql -> sql.createQuery("""
                        select distinct day
                          from archived_day
                         where day in (select d::date from unnest(:days) as d)
                           and state <> 'EXPORTED' and table_name in (select name from dated_table)
                        """)
                .bind(
                        "days",
                        Column.texts(days.stream().map(LocalDate::toString).toList()))
                .mapTo(LocalDate.class)
                .list()));
    }

    int ensurePartitions(LocalDate through) {
        return database.read(sql -> sql.select("select ensure_partitions(?)", through)
                .mapTo(Integer.class)
                .one());
    }

    int daysWithPartitions() {
        return database.read(sql ->
                sql.select("select days_with_partitions()").mapTo(Integer.class).one());
    }

    private static LiveAccount live(ResultSet row, StatementContext context) throws SQLException {
        return new LiveAccount(account(row, context), row.getLong("available"));
    }

    static Account account(ResultSet row, StatementContext context) throws SQLException {
        return new Account(
                row.getLong("id"),
                row.getString("owner"),
                AccountRole.valueOf(row.getString("role")),
                row.getString("currency"),
                AccountStatus.valueOf(row.getString("status")));
    }
}
