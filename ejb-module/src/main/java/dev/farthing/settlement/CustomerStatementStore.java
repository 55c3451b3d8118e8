package dev.farthing.settlement;

import dev.farthing.database.Database;
import dev.farthing.ledger.DayBalance;
import dev.farthing.settlement.Turnover.Total;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;

/** The table of customers' statements. */
@Dependent
class CustomerStatementStore {
    /** A customer. */
    record Party(long id, String code) {}

    /** What collections did to an account on a day, and what the day's night asked for. */
    record Collected(long settled, long returned, long asked) {
        static final Collected NOTHING = new Collected(0, 0, 0);
    }

    @Inject
    private Database database;

    List<Party> customers(long after, long last, int limit) {
        return database.read(sql -> sql.select(
                        "select id, code from customer where id > ? and id <= ? order by id limit ?",
                        after,
                        last,
                        limit)
                .map((row, context) -> new Party(row.getLong("id"), row.getString("code")))
                .list());
    }

    Map<Long, Collected> collected(List<Long> accounts, LocalDate day) {
        Map<Long, Collected> collected = new HashMap<>();
        database.read(sql -> sql.createQuery("""
                                select account_id, sum(settled)::bigint as settled, sum(returned)::bigint as returned,
                                       sum(asked)::bigint as asked
                                  from (select b.credit_account as account_id, b.amount as settled, 0 as returned, 0 as asked
                                          from settlement_booking b
                                         where b.business_date = :day and b.cause = 'COLLECTION' and b.credit_account = any(:ids)
                                        union all
                                        select b.debit_account, 0, b.amount, 0
                                          from settlement_booking b
                                         where b.business_date = :day and b.cause = 'COLLECTION_RETURNED'
                                           and b.debit_account = any(:ids)
                                        union all
                                        select c.account_id, 0, 0, c.amount
                                          from collection c
                                         where c.business_date = :day and c.account_id = any(:ids)) x
                                 group by account_id
                                """)
                        .bind("day", day)
                        .bindArray("ids", Long.class, accounts)
                        .map((row, context) -> Map.entry(
                                row.getLong("account_id"),
                                new Collected(row.getLong("settled"), row.getLong("returned"), row.getLong("asked"))))
                        .list())
                .forEach(entry -> collected.put(entry.getKey(), entry.getValue()));
        return collected;
    }

    void insert(List<CustomerStatement> statements) {
        if (statements.isEmpty()) {
            return;
        }
        database.write(sql -> {
            PreparedBatch batch = sql.prepareBatch("""
                    insert into customer_statement
                           (customer_id, currency, cycle_begin, cycle_end, opening, payments, paid, reversals, reversed, refunds,
                            refunded, top_ups, topped_up, collected, collections_returned, closing, to_collect, pending)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    on conflict do nothing
                    """);
            statements.forEach(s -> batch.add(
                    s.customerId(),
                    s.currency(),
                    s.day(),
                    s.day(),
                    s.balance().opening(),
                    s.spending().payments().count(),
                    s.spending().payments().amount(),
                    s.spending().reversals().count(),
                    s.spending().reversals().amount(),
                    s.spending().refunds().count(),
                    s.spending().refunds().amount(),
                    s.spending().topUps().count(),
                    s.spending().topUps().amount(),
                    s.collected(),
                    s.collectionsReturned(),
                    s.balance().closing(),
                    s.toCollect(),
                    s.pending()));
            batch.execute();
        });
    }

    List<LocalDate> days(String customer, LocalDate before, int limit) {
        return database.read(sql -> sql.createQuery("""
                        select distinct s.cycle_end
                          from customer c
                          join customer_statement s on s.customer_id = c.id
                          join business_day d on d.day = s.cycle_end and d.state = 'CLOSED'
                         where c.code = :customer and s.cycle_end < :before
                         order by s.cycle_end desc
                         limit :limit
                        """)
                .bind("customer", customer)
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> row.getObject("cycle_end", LocalDate.class))
                .list());
    }

    List<CustomerStatement> statements(String customer, LocalDate day) {
        return database.read(sql -> sql.createQuery("""
                        select s.*
                          from customer c
                          join customer_statement s on s.customer_id = c.id
                          join business_day d on d.day = s.cycle_end and d.state = 'CLOSED'
                         where c.code = :customer and s.cycle_end = :day
                         order by s.currency
                        """)
                .bind("customer", customer)
                .bind("day", day)
                .map(CustomerStatementStore::statement)
                .list());
    }

    private static CustomerStatement statement(ResultSet row, StatementContext context) throws SQLException {
        return new CustomerStatement(
                row.getLong("customer_id"),
                row.getString("currency"),
                row.getObject("cycle_end", LocalDate.class),
                new DayBalance(row.getLong("opening"), row.getLong("closing")),
                new Spending(
                        0,
                        new Total(row.getLong("payments"), row.getLong("paid")),
                        new Total(row.getLong("reversals"), row.getLong("reversed")),
                        new Total(row.getLong("refunds"), row.getLong("refunded")),
                        new Total(row.getLong("top_ups"), row.getLong("topped_up"))),
                row.getLong("collected"),
                row.getLong("collections_returned"),
                row.getLong("to_collect"),
                row.getLong("pending"));
    }
}
