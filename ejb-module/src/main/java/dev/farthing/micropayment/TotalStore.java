package dev.farthing.micropayment;

import dev.farthing.database.Database;
import dev.farthing.micropayment.PaymentTotals.OfAccount;
import dev.farthing.micropayment.PaymentTotals.OfVendor;
import dev.farthing.micropayment.PaymentTotals.ToppedUp;
import dev.farthing.micropayment.PaymentTotals.Total;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.statement.Query;

/** The table of days' totals. */
@Dependent
class TotalStore {
    @Inject
    private Database database;

    /** One reading of the day's payments for both sides. Whoever comes second waits, and stores nothing. */
    void sumUp(LocalDate day, Instant now) {
        database.writeAtLength(sql -> {
            int first = sql.execute(
                    "insert into payment_total_day (business_date, summed_at) values (?, ?) on conflict do nothing",
                    day,
                    now);
            return first == 0 ? 0 : sql.createUpdate("""
                        insert into payment_total
                               (business_date, vendor_id, customer_account, currency, payments, paid, reversals, reversed,
                                refunds, refunded)
                        select :day, vendor_id, customer_account, currency,
                               count(*) filter (where kind = 'PAYMENT'), coalesce(sum(amount) filter (where kind = 'PAYMENT'), 0),
                               count(*) filter (where kind = 'REVERSAL'), coalesce(sum(amount) filter (where kind = 'REVERSAL'), 0),
                               count(*) filter (where kind = 'REFUND'), coalesce(sum(amount) filter (where kind = 'REFUND'), 0)
                          from (select vendor_id, customer_account, currency, 'PAYMENT' as kind, amount
                                  from micropayment where business_date = :day and outcome = 'ACCEPTED'
                                union all
                                select vendor_id, customer_account, currency, kind, amount
                                  from payment_return where business_date = :day and outcome = 'ACCEPTED') m
                         group by grouping sets ((vendor_id, currency), (customer_account, currency))
                        """).bind("day", day).execute();
        });
    }

    List<OfVendor> ofVendors(Map<Long, LocalDate> from, LocalDate through) {
        return database.read(sql -> since(sql.createQuery("""
                                with due as (select v.id, v.since::date as since from unnest(:ids, :days) as v (id, since)),
                                paid as (
                                  select t.vendor_id, t.currency, sum(t.payments)::bigint as payments, sum(t.paid)::bigint as paid,
                                         sum(t.reversals)::bigint as reversals, sum(t.reversed)::bigint as reversed,
                                         sum(t.refunds)::bigint as refunds, sum(t.refunded)::bigint as refunded
                                    from due d join payment_total t
                                      on t.vendor_id = d.id and t.business_date between d.since and :through
                                   group by t.vendor_id, t.currency),
                                firm as (
                                  select f.vendor_id, f.currency, sum(f.payments)::bigint as firmings, sum(f.amount)::bigint as firmed
                                    from due d join firming f
                                      on f.vendor_id = d.id and f.firmed_on between d.since and :through
                                   group by f.vendor_id, f.currency)
                                select vendor_id, currency, payments, paid, reversals, reversed, refunds, refunded, firmings, firmed
                                  from paid full join firm using (vendor_id, currency)
                                 order by vendor_id, currency
                                """), from)
                .bind("through", through)
                .map((row, context) -> new OfVendor(
                        row.getLong("vendor_id"),
                        row.getString("currency"),
                        new Total(row.getLong("payments"), row.getLong("paid")),
                        new Total(row.getLong("reversals"), row.getLong("reversed")),
                        new Total(row.getLong("refunds"), row.getLong("refunded")),
                        new Total(row.getLong("firmings"), row.getLong("firmed"))))
                .list());
    }

    List<OfAccount> ofAccounts(Collection<Long> accounts, LocalDate day) {
        return database.read(sql -> sql.createQuery("""
                        select customer_account, payments, paid, reversals, reversed, refunds, refunded
                          from payment_total
                         where customer_account = any(:ids) and business_date = :day
                        """)
                .bindArray("ids", Long.class, accounts)
                .bind("day", day)
                .map((row, context) -> new OfAccount(
                        row.getLong("customer_account"),
                        new Total(row.getLong("payments"), row.getLong("paid")),
                        new Total(row.getLong("reversals"), row.getLong("reversed")),
                        new Total(row.getLong("refunds"), row.getLong("refunded"))))
                .list());
    }

    Map<Long, Long> paymentsSince(Map<Long, LocalDate> since, LocalDate through) {
        Map<Long, Long> payments = new HashMap<>();
        database.read(sql -> since(sql.createQuery("""
                                        select t.customer_account as account, sum(t.payments)::bigint as payments
                                          from unnest(:ids, :days) as s (id, since)
                                          join payment_total t on t.customer_account = s.id
                                           and t.business_date > s.since::date and t.business_date <= :through
                                         group by t.customer_account
                                        """), since)
                        .bind("through", through)
                        .map((row, context) -> Map.entry(row.getLong("account"), row.getLong("payments")))
                        .list())
                .forEach(entry -> payments.put(entry.getKey(), entry.getValue()));
        return payments;
    }

    List<ToppedUp> toppedUp(Collection<Long> customers, LocalDate day) {
        return database.read(sql -> sql.createQuery("""
                        select customer_id, currency, count(*) as count, sum(amount)::bigint as amount
                          from (select customer_id, currency, amount from top_up
                                 where customer_id = any(:ids) and business_date = :day
                                union all
                                select customer_id, currency, amount from top_up_request
                                 where customer_id = any(:ids) and business_date = :day and state = 'BOOKED') t
                         group by customer_id, currency
                        """)
                .bindArray("ids", Long.class, customers)
                .bind("day", day)
                .map((row, context) -> new ToppedUp(
                        row.getLong("customer_id"),
                        row.getString("currency"),
                        new Total(row.getLong("count"), row.getLong("amount"))))
                .list());
    }

    private static Query since(Query query, Map<Long, LocalDate> since) {
        Map<Long, LocalDate> sorted = new TreeMap<>(since);
        return query.bindArray("ids", Long.class, List.copyOf(sorted.keySet()))
                .bindArray(
                        "days",
                        String.class,
                        sorted.values().stream().map(LocalDate::toString).toList());
    }
}
