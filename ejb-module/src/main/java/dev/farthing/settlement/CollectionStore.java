package dev.farthing.settlement;

import dev.farthing.database.Database;
import dev.farthing.ledger.Account;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The table of collections. */
@Dependent
class CollectionStore {
    private static final String COLLECTION =
            "select c.*, u.code from collection c join customer u on u.id = c.customer_id ";

    /** A customer on a tab, with the mandate. */
    record OnTab(long id, String code, String name, String iban, String mandateReference, LocalDate mandateSignedOn) {
        String owner() {
            return "customer:" + code;
        }

        Debtor debtor(Account account, @Nullable LocalDate lastCollection) {
            return new Debtor(
                    id,
                    code,
                    name,
                    account.id(),
                    account.currency(),
                    iban,
                    mandateReference,
                    mandateSignedOn,
                    lastCollection);
        }
    }

    /** A collection that was just made. */
    record Made(Debtor debtor, Collection collection, long transactionFee) {}

    @Inject
    private Database database;

    List<OnTab> onTab(long after, long last, int limit) {
        return database.read(sql -> sql.createQuery("""
                        select id, code, name, mandate_iban, mandate_reference, mandate_signed_on
                          from customer
                         where kind = 'TAB' and status <> 'CLOSED' and id > :after and id <= :last
                         order by id
                         limit :limit
                        """)
                .bind("after", after)
                .bind("last", last)
                .bind("limit", limit)
                .map((row, context) -> new OnTab(
                        row.getLong("id"),
                        row.getString("code"),
                        row.getString("name"),
                        row.getString("mandate_iban"),
                        row.getString("mandate_reference"),
                        row.getObject("mandate_signed_on", LocalDate.class)))
                .list());
    }

    Map<Long, LocalDate> lastCollections(List<Long> accounts) {
        Map<Long, LocalDate> last = new HashMap<>();
        database.read(sql -> sql.createQuery("""
                                select account_id, max(business_date) as day from collection
                                 where account_id = any(:ids) group by account_id
                                """)
                        .bindArray("ids", Long.class, accounts)
                        .map((row, context) ->
                                Map.entry(row.getLong("account_id"), row.getObject("day", LocalDate.class)))
                        .list())
                .forEach(entry -> last.put(entry.getKey(), entry.getValue()));
        return last;
    }

    /** Of each account, what is collected and not answered. */
    Map<Long, Long> pending(List<Long> accounts) {
        Map<Long, Long> pending = new HashMap<>();
        database.read(sql -> sql.createQuery("""
                                select account_id, sum(amount)::bigint as amount from collection
                                 where account_id = any(:ids) and state in ('BOOKED', 'SENT') group by account_id
                                """)
                        .bindArray("ids", Long.class, accounts)
                        .map((row, context) -> Map.entry(row.getLong("account_id"), row.getLong("amount")))
                        .list())
                .forEach(entry -> pending.put(entry.getKey(), entry.getValue()));
        return pending;
    }

    void insert(List<Made> made, Instant now) {
        if (made.isEmpty()) {
            return;
        }
        database.write(sql -> {
            PreparedBatch batch = sql.prepareBatch("""
                    insert into collection
                           (reference, customer_id, account_id, currency, business_date, amount, purchases, transaction_fee, name,
                            iban, mandate_reference, mandate_signed_on, state, made_at)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """);
            made.forEach(one -> batch.add(
                    one.collection().reference(),
                    one.debtor().customerId(),
                    one.debtor().account(),
                    one.collection().currency(),
                    one.collection().businessDate(),
                    one.collection().amount(),
                    one.collection().purchases(),
                    one.transactionFee(),
                    one.collection().name(),
                    one.collection().iban(),
                    one.collection().mandateReference(),
                    one.collection().mandateSignedOn(),
                    one.collection().state().name(),
                    now));
            batch.execute();
        });
    }

    Optional<Collection> find(String reference) {
        return database.read(sql -> sql.select(COLLECTION + "where c.reference = ?", reference)
                .map(CollectionStore::collection)
                .findOne());
    }

    List<Collection> ofDay(LocalDate day, String after, int limit) {
        return database.read(sql -> sql.select(
                        COLLECTION + "where c.business_date = ? and c.reference > ? order by c.reference limit ?",
                        day,
                        after,
                        limit)
                .map(CollectionStore::collection)
                .list());
    }

    List<CollectionMovement> movements(String customer, UUID before, int limit) {
        return database.read(sql -> sql.createQuery("""
                        select b.transfer_id, b.booked_at, b.business_date, b.cause = 'COLLECTION_RETURNED' as returned,
                               case when b.cause = 'COLLECTION' then b.amount else -b.amount end as amount, b.currency, b.subject
                          from collection c
                          join customer u on u.id = c.customer_id
                          join settlement_booking b on b.subject = c.reference and c.account_id in (b.debit_account, b.credit_account)
                         where u.code = :customer and b.transfer_id < :before
                         order by b.transfer_id desc
                         limit :limit
                        """)
                .bind("customer", customer)
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> new CollectionMovement(
                        row.getObject("transfer_id", UUID.class),
                        row.getObject("booked_at", OffsetDateTime.class).toInstant(),
                        row.getObject("business_date", LocalDate.class),
                        row.getBoolean("returned"),
                        row.getLong("amount"),
                        row.getString("currency"),
                        row.getString("subject")))
                .list());
    }

    static Collection collection(ResultSet row, StatementContext context) throws SQLException {
        return new Collection(
                row.getString("reference"),
                row.getString("code"),
                row.getString("currency"),
                row.getObject("business_date", LocalDate.class),
                row.getLong("amount"),
                row.getLong("purchases"),
                row.getString("name"),
                row.getString("iban"),
                row.getString("mandate_reference"),
                row.getObject("mandate_signed_on", LocalDate.class),
                Collection.State.valueOf(row.getString("state")),
                row.getString("file"),
                row.getObject("settled_on", LocalDate.class),
                row.getObject("returned_on", LocalDate.class),
                row.getString("return_reason"));
    }
}
