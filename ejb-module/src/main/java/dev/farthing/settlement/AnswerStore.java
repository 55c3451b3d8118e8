package dev.farthing.settlement;

import dev.farthing.bankfile.BankStatement;
import dev.farthing.database.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The tables of the bank's statements, and what their lines do to payouts and collections. */
@Dependent
class AnswerStore {
    /** A payout with its row locked. */
    record PaidOut(long vendorId, Payout payout) {
        PaidOut after(Answer.Move move) {
            Payout.State state = move.settled() ? Payout.State.SETTLED : Payout.State.RETURNED;
            return new PaidOut(vendorId, payout.in(state));
        }
    }

    /** A collection with its row locked. */
    record Collected(long customerId, long account, Collection collection) {
        Collected after(Answer.Move move) {
            Collection.State state = move.settled() ? Collection.State.SETTLED : Collection.State.RETURNED;
            return new Collected(customerId, account, collection.in(state));
        }
    }

    @Inject
    private Database database;

    /** @return false if a statement of this name, or a file of these bytes, is there already */
    boolean insert(BankStatement statement, String file, String sha256, Instant now) {
        return database.read(sql -> sql.execute(
                        """
                        insert into bank_statement (id, message_id, file, sha256, iban, currency, imported_at)
                        values (?, ?, ?, ?, ?, ?, ?)
                        on conflict do nothing
                        """,
                        statement.statementId(),
                        statement.messageId(),
                        file,
                        sha256,
                        statement.iban(),
                        statement.currency(),
                        now))
                == 1;
    }

    boolean isKnown(String id, String sha256) {
        return database.read(
                        sql -> sql.select("select count(*) from bank_statement where id = ? and sha256 = ?", id, sha256)
                                .mapTo(Integer.class)
                                .one())
                > 0;
    }

    void insertEntries(BankStatement statement, Rail rail) {
        database.write(sql -> {
            PreparedBatch batch = sql.prepareBatch("""
                    insert into bank_entry
                           (statement_id, number, credit, amount, currency, booked_on, end_to_end, remittance, return_code,
                            return_text, state)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'NEW')
                    """);
            for (BankStatement.Entry entry : statement.entries()) {
                if (entry.amountMinor() == 0) {
                    continue; // Banks tell of what they do for nothing, too.
                }
                BankStatement.@Nullable Returned returned = entry.returned();
                batch.add(
                        statement.statementId(),
                        entry.number(),
                        entry.credit(),
                        rail.inLedgerScale(entry.amountMinor()),
                        statement.currency(),
                        entry.bookedOn(),
                        entry.endToEndId(),
                        entry.remittance(),
                        returned == null ? null : returned.code(),
                        returned == null ? null : returned.text());
            }
            if (batch.size() > 0) {
                batch.execute();
            }
        });
    }

    void refuse(String file, String sha256, String reason, Instant now) {
        database.write(sql -> sql.execute(
                "insert into refused_file (file, sha256, reason, refused_at) values (?, ?, ?, ?)",
                file,
                sha256,
                reason,
                now));
    }

    List<BankEntry> untouched(int limit) {
        return database.read(
                sql -> sql.select("""
                        select e.* from bank_entry e join bank_statement s on s.id = e.statement_id
                         where e.state = 'NEW' order by s.imported_at, e.statement_id, e.number limit ?
                        """, limit).map(AnswerStore::entry).list());
    }

    /** Of lines seen untouched, those that still are, locked; in the order given. */
    List<BankEntry> lockUntouched(List<BankEntry> entries) {
        Set<String> open = Set.copyOf(database.read(sql -> sql.createQuery("""
                        select e.statement_id || '/' || e.number as key
                          from bank_entry e
                         where e.state = 'NEW'
                           and (e.statement_id, e.number) in (select w.id, w.number from unnest(:ids, :numbers) as w (id, number))
                         order by e.statement_id, e.number
                           for no key update
                        """)
                .bindArray(
                        "ids",
                        String.class,
                        entries.stream().map(BankEntry::statement).toList())
                .bindArray(
                        "numbers",
                        Integer.class,
                        entries.stream().map(BankEntry::number).toList())
                .mapTo(String.class)
                .list()));
        return entries.stream().filter(entry -> open.contains(entry.key())).toList();
    }

    Map<String, PaidOut> lockPayouts(Set<String> references) {
        return database
                .read(sql -> sql.createQuery("""
                                select p.*, v.code from payout p join vendor v on v.id = p.vendor_id
                                 where p.reference = any(:references) order by p.reference for no key update of p
                                """)
                        .bindArray("references", String.class, references)
                        .map((row, context) -> new PaidOut(row.getLong("vendor_id"), PayoutStore.payout(row, context)))
                        .list())
                .stream()
                .collect(Collectors.toMap(one -> one.payout().reference(), Function.identity()));
    }

    Map<String, Collected> lockCollections(Set<String> references) {
        return database
                .read(sql -> sql.createQuery("""
                                select c.*, u.code from collection c join customer u on u.id = c.customer_id
                                 where c.reference = any(:references) order by c.reference for no key update of c
                                """)
                        .bindArray("references", String.class, references)
                        .map((row, context) -> new Collected(
                                row.getLong("customer_id"),
                                row.getLong("account_id"),
                                CollectionStore.collection(row, context)))
                        .list())
                .stream()
                .collect(Collectors.toMap(one -> one.collection().reference(), Function.identity()));
    }

    /** Takes the steps of payouts and collections that the lines tell of. */
    void move(List<Answer> answers) {
        List<Answer.Move> moves = new ArrayList<>();
        answers.forEach(answer -> answer.ifMoved(moves::add));
        database.write(sql -> moves.forEach(move -> {
            String table = move.payout() ? "payout" : "collection";
            if (move.settled()) {
                sql.execute(
                        "update " + table + " set state = 'SETTLED', settled_on = ? where reference = ?",
                        move.on(),
                        move.reference());
            } else {
                sql.execute(
                        "update " + table
                                + " set state = 'RETURNED', returned_on = ?, return_reason = ? where reference = ?",
                        move.on(),
                        move.reason(),
                        move.reference());
            }
        }));
    }

    void markApplied(BankEntry entry, String to) {
        database.write(sql -> sql.execute(
                "update bank_entry set state = 'APPLIED', applied_to = ? where statement_id = ? and number = ? and state = 'NEW'",
                to,
                entry.statement(),
                entry.number()));
    }

    void markUnmatched(BankEntry entry) {
        database.write(sql -> sql.execute(
                "update bank_entry set state = 'UNMATCHED' where statement_id = ? and number = ? and state = 'NEW'",
                entry.statement(),
                entry.number()));
    }

    private static BankEntry entry(ResultSet row, StatementContext context) throws SQLException {
        return new BankEntry(
                row.getString("statement_id"),
                row.getInt("number"),
                row.getBoolean("credit"),
                row.getLong("amount"),
                row.getString("currency"),
                row.getObject("booked_on", LocalDate.class),
                row.getString("end_to_end"),
                row.getString("remittance"),
                row.getString("return_code"),
                row.getString("return_text"));
    }
}
