package dev.farthing.settlement;

import dev.farthing.database.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The table of payouts. */
@Dependent
class PayoutStore {
    private static final String PAYOUT = """
            select p.*, v.code from payout p join vendor v on v.id = p.vendor_id
            """;

    /** Whom a payout goes to. */
    record Payee(
            long id, String code, String name, @Nullable String iban) {
        String owner() {
            return "vendor:" + code;
        }
    }

    /** A payout that was just made. */
    record Made(long vendorId, Payout payout, long transactionFee) {}

    @Inject
    private Database database;

    Map<Long, Payee> payees(Collection<Long> vendors) {
        return database
                .read(sql -> sql.createQuery("select id, code, name, payout_iban from vendor where id = any(:ids)")
                        .bindArray("ids", Long.class, vendors)
                        .map((row, context) -> new Payee(
                                row.getLong("id"),
                                row.getString("code"),
                                row.getString("name"),
                                row.getString("payout_iban")))
                        .list())
                .stream()
                .collect(Collectors.toMap(Payee::id, Function.identity()));
    }

    /** Firm payments of the statements since each vendor's last payout, through a day. */
    Map<VendorCurrency, Long> paymentsSinceLast(Collection<Long> vendors, LocalDate through) {
        Map<VendorCurrency, Long> payments = new HashMap<>();
        database.read(sql -> sql.createQuery("""
                                select s.vendor_id, s.currency, sum(s.firm_payments)::bigint as payments
                                  from vendor_statement s
                                 where s.vendor_id = any(:ids) and s.cycle_end <= :through
                                   and s.cycle_end > coalesce((select max(p.business_date) from payout p
                                                                where p.vendor_id = s.vendor_id and p.currency = s.currency
                                                                  and p.business_date < :through), '-infinity')
                                 group by s.vendor_id, s.currency
                                """)
                        .bindArray("ids", Long.class, vendors)
                        .bind("through", through)
                        .map((row, context) -> Map.entry(
                                new VendorCurrency(row.getLong("vendor_id"), row.getString("currency")),
                                row.getLong("payments")))
                        .list())
                .forEach(entry -> payments.put(entry.getKey(), entry.getValue()));
        return payments;
    }

    void insert(List<Made> payouts, Instant now) {
        if (payouts.isEmpty()) {
            return;
        }
        database.write(sql -> {
            PreparedBatch batch = sql.prepareBatch("""
                    insert into payout
                           (reference, vendor_id, currency, business_date, amount, payments, transaction_fee, name, iban, transfer_id,
                            state, booked_at)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """);
            payouts.forEach(made -> batch.add(
                    made.payout().reference(),
                    made.vendorId(),
                    made.payout().currency(),
                    made.payout().businessDate(),
                    made.payout().amount(),
                    made.payout().payments(),
                    made.transactionFee(),
                    made.payout().name(),
                    made.payout().iban(),
                    References.transfer(made.payout().reference()),
                    made.payout().state().name(),
                    now));
            batch.execute();
        });
    }

    Optional<Payout> find(String reference) {
        return database.read(sql -> sql.select(PAYOUT + "where p.reference = ?", reference)
                .map(PayoutStore::payout)
                .findOne());
    }

    List<Payout> ofDay(LocalDate day, String after, int limit) {
        return database.read(sql -> sql.select(
                        PAYOUT + "where p.business_date = ? and p.reference > ? order by p.reference limit ?",
                        day,
                        after,
                        limit)
                .map(PayoutStore::payout)
                .list());
    }

    /** A vendor's, the newest first. */
    List<Payout> ofVendor(String vendor, String before, int limit) {
        return database.read(sql -> sql.select(
                        PAYOUT + "where v.code = ? and p.reference < ? order by p.reference desc limit ?",
                        vendor,
                        before,
                        limit)
                .map(PayoutStore::payout)
                .list());
    }

    static Payout payout(ResultSet row, StatementContext context) throws SQLException {
        return new Payout(
                row.getString("reference"),
                row.getString("code"),
                row.getString("currency"),
                row.getObject("business_date", LocalDate.class),
                row.getLong("amount"),
                row.getLong("payments"),
                row.getString("name"),
                row.getString("iban"),
                Payout.State.valueOf(row.getString("state")),
                row.getString("file"),
                row.getObject("settled_on", LocalDate.class),
                row.getObject("returned_on", LocalDate.class),
                row.getString("return_reason"));
    }
}
