package dev.farthing.micropayment;

import dev.farthing.database.Database;
import dev.farthing.micropayment.VendorBooks.Contract;
import dev.farthing.micropayment.VendorBooks.Entry;
import dev.farthing.micropayment.VendorBooks.Filter;
import dev.farthing.micropayment.VendorBooks.Return;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reads a vendor's payments and their returns. Every statement names the vendor. */
@Dependent
class VendorBooksStore {
    /** Accepted payments with their state; by a vendor's id order, which is the order of their making. */
    private static final String PAYMENTS = """
            select * from (
              select m.id, m.submission_id, m.business_date, m.decided_at, m.customer, m.item, m.quantity, m.amount,
                     m.currency, coalesce(r.quantity, 0) as returned, coalesce(r.amount, 0) as returned_amount,
                     coalesce(f.firm, false) as firm,
                     case when b.refunded > 0 and r.quantity = m.quantity then 'REFUNDED'
                          when b.refunded > 0 then 'PARTLY_REFUNDED'
                          when r.quantity = m.quantity then 'REVERSED'
                          when r.quantity > 0 then 'PARTLY_REVERSED'
                          when f.firm then 'FIRM'
                          else 'CONDITIONAL' end as state
                from micropayment m
                left join payment_returned r on r.payment_id = m.id
                left join firm_day f on f.vendor_id = m.vendor_id and f.business_date = m.business_date
                left join lateral (
                     select sum(x.quantity) as refunded from payment_return x
                      where r.quantity > 0 and x.payment_id = m.id and x.outcome = 'ACCEPTED' and x.kind = 'REFUND') b
                  on true
               where m.vendor_id = :vendor and m.outcome = 'ACCEPTED' CONDITIONS) p
            """;

    @Inject
    private Database database;

    Contract contract(long vendorId) {
        return database.read(sql -> sql.select("""
                        select code, name, status, fee_plan, conditional_days, payout_iban, request_limit
                          from vendor where id = ?
                        """, vendorId)
                .map((row, context) -> {
                    int limit = row.getInt("request_limit");
                    boolean usual = row.wasNull();
                    @Nullable String iban = row.getString("payout_iban");
                    return new Contract(
                            row.getString("code"),
                            row.getString("name"),
                            row.getString("status"),
                            row.getString("fee_plan"),
                            row.getInt("conditional_days"),
                            iban,
                            usual ? null : limit);
                })
                .one());
    }

    List<Entry> payments(long vendorId, Filter filter, int limit) {
        Map<String, Object> conditions = new LinkedHashMap<>();
        put(conditions, " and m.business_date >= :c0", filter.from());
        put(conditions, " and m.business_date <= :c1", filter.to());
        put(conditions, " and m.item = :c2", filter.item());
        put(conditions, " and m.customer = :c3", filter.customer());
        put(conditions, " and m.id < :c4", filter.after());
        String state = filter.state() == null ? "" : " where p.state = :state";
        String text = PAYMENTS.replace("CONDITIONS", String.join("", conditions.keySet())) + state
                + " order by p.id desc limit :limit";
        return database.read(sql -> {
            Query query = sql.createQuery(text).bind("vendor", vendorId).bind("limit", limit);
            conditions.forEach(
                    (condition, value) -> query.bind(condition.substring(condition.indexOf(":c") + 1), value));
            if (filter.state() != null) {
                query.bind("state", filter.state().name());
            }
            return query.map((row, context) -> entry(row)).list();
        });
    }

    private static void put(Map<String, Object> conditions, String condition, @Nullable Object value) {
        if (value != null) {
            conditions.put(condition, value);
        }
    }

    Optional<Entry> payment(long vendorId, String submissionId) {
        String text = PAYMENTS.replace("CONDITIONS", """
                 and (m.business_date, m.id) in (
                   select s.business_date, s.payment_id from submission s
                    where s.vendor_id = :vendor and s.submission_id = :submission)
                """);
        return database.read(sql -> sql.createQuery(text)
                .bind("vendor", vendorId)
                .bind("submission", submissionId)
                .map((row, context) -> entry(row))
                .findOne());
    }

    List<Return> returns(long vendorId, UUID payment) {
        return database.read(sql -> sql.select("""
                        select id, case when operator is null then submission_id end as submission_id, kind,
                               business_date, decided_at, quantity, amount, remaining_quantity, reason
                          from payment_return
                         where vendor_id = ? and payment_id = ? and outcome = 'ACCEPTED'
                         order by id
                        """, vendorId, payment)
                .map((row, context) -> {
                    @Nullable String submission = row.getString("submission_id");
                    return new Return(
                            row.getObject("id", UUID.class),
                            submission,
                            row.getString("kind"),
                            row.getObject("business_date", LocalDate.class),
                            instant(row, "decided_at"),
                            row.getInt("quantity"),
                            row.getLong("amount"),
                            row.getInt("remaining_quantity"),
                            row.getString("reason"));
                })
                .list());
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getObject("id", UUID.class),
                row.getString("submission_id"),
                row.getObject("business_date", LocalDate.class),
                instant(row, "decided_at"),
                row.getString("customer"),
                row.getString("item"),
                row.getInt("quantity"),
                row.getLong("amount"),
                row.getString("currency"),
                PaymentState.valueOf(row.getString("state")),
                row.getBoolean("firm"),
                row.getInt("returned"),
                row.getLong("returned_amount"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
