package dev.farthing.ledger;

import dev.farthing.database.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;

/** Reads balances: each in one statement, hence in one snapshot, so that a delta just being folded counts once. */
@Dependent
class BalanceStore {
    /** Debits and credits of folded accounts: their days, and the deltas not folded yet, in one snapshot. */
    private static final String FOLDED_MOVEMENTS = """
            select account_id, business_date, debits, credits from account_day
            union all
            select account_id, business_date, debits, credits from delta
            """;

    @Inject
    private Database database;

    Optional<Balance> balance(long account) {
        return database.read(sql -> sql.createQuery("""
                        select a.id, a.owner, a.role, a.currency, a.status,
                               case when a.folded then m.net else a.posted end as amount,
                               case when a.folded then m.net
                                    else greatest(0, a.posted - a.held + a.credit_limit) end as available
                          from account a
                          left join lateral (
                               select coalesce(sum(credits - debits), 0)::bigint as net
                                 from (FOLDED_MOVEMENTS) f where a.folded and f.account_id = a.id) m on true
                         where a.id = :id
                        """.replace("FOLDED_MOVEMENTS", FOLDED_MOVEMENTS))
                .bind("id", account)
                .map(BalanceStore::balanceRow)
                .findOne());
    }

    Optional<Balance> balanceAtClose(long account, LocalDate day) {
        return database.read(sql -> sql.createQuery("""
                        select a.id, a.owner, a.role, a.currency, a.status,
                               m.net as amount, m.net as available
                          from account a
                          left join lateral (
                               select coalesce(sum(d.credits - d.debits), 0)::bigint as net
                                 from account_day d where d.account_id = a.id and d.business_date <= :day) m on true
                         where a.id = :id
                        """)
                .bind("id", account)
                .bind("day", day)
                .map(BalanceStore::balanceRow)
                .findOne());
    }

    Map<Long, Long> net(Collection<Long> accounts, LocalDate from, LocalDate through) {
        Map<Long, Long> net = new HashMap<>();
        database.read(sql -> sql.createQuery("""
                                select account_id, sum(credits - debits)::bigint as net
                                  from account_day
                                 where account_id = any(:ids) and business_date between :from and :through
                                 group by account_id
                                """)
                        .bindArray("ids", Long.class, accounts)
                        .bind("from", from)
                        .bind("through", through)
                        .map((row, context) -> Map.entry(row.getLong("account_id"), row.getLong("net")))
                        .list())
                .forEach(entry -> net.put(entry.getKey(), entry.getValue()));
        return net;
    }

    Map<Long, Long> amounts(Collection<Long> accounts) {
        Map<Long, Long> amounts = new HashMap<>();
        database.read(sql -> sql.createQuery("""
                                select a.id, case when a.folded then coalesce(m.net, 0) else a.posted end as amount
                                  from account a
                                  left join (select account_id, sum(credits - debits)::bigint as net
                                               from (FOLDED_MOVEMENTS) f where f.account_id = any(:ids) group by account_id) m
                                    on m.account_id = a.id and a.folded
                                 where a.id = any(:ids)
                                """.replace("FOLDED_MOVEMENTS", FOLDED_MOVEMENTS))
                        .bindArray("ids", Long.class, accounts)
                        .map((row, context) -> Map.entry(row.getLong("id"), row.getLong("amount")))
                        .list())
                .forEach(entry -> amounts.put(entry.getKey(), entry.getValue()));
        return amounts;
    }

    DayBalance dayBalance(long account, LocalDate day) {
        return database.read(sql -> sql.createQuery("""
                        select coalesce(sum(credits - debits) filter (where business_date < :day), 0)::bigint as opening,
                               coalesce(sum(credits - debits), 0)::bigint as closing
                          from account_day
                         where account_id = :id and business_date <= :day
                        """)
                .bind("id", account)
                .bind("day", day)
                .map((row, context) -> new DayBalance(row.getLong("opening"), row.getLong("closing")))
                .one());
    }

    List<TrialBalance.Line> trialBalance() {
        return database.read(sql -> sql.createQuery("""
                        select a.currency, a.role, count(*) as accounts,
                               sum(case when a.folded then coalesce(m.net, 0) else a.posted end)::bigint as balance
                          from account a
                          left join (select account_id, sum(credits - debits) as net from (FOLDED_MOVEMENTS) f group by account_id) m
                            on m.account_id = a.id and a.folded
                         group by a.currency, a.role
                         order by a.currency, a.role
                        """.replace("FOLDED_MOVEMENTS", FOLDED_MOVEMENTS))
                .map(BalanceStore::trialLine)
                .list());
    }

    List<TrialBalance.Line> trialBalanceAtClose(LocalDate day) {
        return database.read(sql -> sql.createQuery("""
                        select a.currency, a.role, count(distinct a.id) as accounts,
                               coalesce(sum(d.credits - d.debits), 0)::bigint as balance
                          from account a
                          left join account_day d on d.account_id = a.id and d.business_date <= :day
                         group by a.currency, a.role
                         order by a.currency, a.role
                        """)
                .bind("day", day)
                .map(BalanceStore::trialLine)
                .list());
    }

    private static Balance balanceRow(ResultSet row, StatementContext context) throws SQLException {
        return new Balance(LedgerStore.account(row, context), row.getLong("amount"), row.getLong("available"));
    }

    private static TrialBalance.Line trialLine(ResultSet row, StatementContext context) throws SQLException {
        return new TrialBalance.Line(
                row.getString("currency"),
                AccountRole.valueOf(row.getString("role")),
                row.getLong("accounts"),
                row.getLong("balance"));
    }
}
