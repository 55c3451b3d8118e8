package dev.farthing.micropayment;

import static dev.farthing.micropayment.SubmissionStore.column;

import dev.farthing.database.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.SqlStatement;

/** Which of vendors' days are firm, and what turned firm with them. */
@Dependent
class FirmingStore {
    /** The most conditional days that a vendor may have. */
    private static final int MOST_CONDITIONAL_DAYS = 30;

    /** A vendor's business day that is to turn firm. */
    record Due(long vendorId, String vendor, LocalDate businessDate) {
        private Key key() {
            return new Key(vendorId, businessDate);
        }
    }

    private record Key(long vendorId, LocalDate businessDate) {}

    /**
     * What a vendor's day comes to in one currency: accepted less reversed, in its ledger scale; more than 0.
     *
     * @param payments that turn firm: of one that was reversed in whole, nothing does
     */
    record Sum(Due due, String currency, long payments, long amount) {}

    /** A sum with the transfer that books it. */
    record Firmed(Sum sum, UUID transferId) {}

    @Inject
    private Database database;

    /**
     * Vendors' days that are due and not firm. Of days further back than any vendor's conditional days, the close before has
     * left none, so they are not looked at again.
     */
    List<Due> due(LocalDate closingDay, int limit) {
        return database.read(sql -> sql.createQuery("""
                        select v.id, v.code, d.day
                          from business_day d
                          join vendor v on d.day <= cast(:closing as date) - v.conditional_days
                         where d.day <= :closing
                           and d.day > coalesce((select max(closing_day) from firming_done), '-infinity'::date) - :most
                           and not exists (select 1 from firm_day f
                                            where f.vendor_id = v.id and f.business_date = d.day and f.firm)
                         order by d.day, v.id
                         limit :limit
                        """)
                .bind("closing", closingDay)
                .bind("most", MOST_CONDITIONAL_DAYS)
                .bind("limit", limit)
                .map((row, context) ->
                        new Due(row.getLong("id"), row.getString("code"), row.getObject("day", LocalDate.class)))
                .list());
    }

    /** Locks the days exclusively, in the order in which reversals lock them; those that have turned firm meanwhile are left out. */
    List<Due> lock(List<Due> candidates) {
        Map<Key, Due> byKey = candidates.stream().collect(Collectors.toMap(Due::key, due -> due));
        database.write(sql -> bind(sql.createUpdate("""
                                insert into firm_day (vendor_id, business_date)
                                select d.vendor, d.day::date from unnest(:vendors, :days) as d (vendor, day)
                                 order by d.vendor, d.day
                                on conflict do nothing
                                """), candidates).execute());
        return database
                .read(sql -> bind(sql.createQuery("""
                                        select vendor_id, business_date, firm
                                          from firm_day
                                         where (vendor_id, business_date) in (
                                               select d.vendor, d.day::date from unnest(:vendors, :days) as d (vendor, day))
                                         order by vendor_id, business_date
                                           for no key update
                                        """), candidates)
                        .map((row, context) -> Map.entry(
                                new Key(row.getLong("vendor_id"), row.getObject("business_date", LocalDate.class)),
                                row.getBoolean("firm")))
                        .list())
                .stream()
                .filter(row -> !row.getValue())
                .map(row -> byKey.get(row.getKey()))
                .filter(Objects::nonNull)
                .toList();
    }

    /** What the locked days come to. A statement after the locks, so that every reversal waited for is in it. */
    List<Sum> sums(List<Due> due) {
        if (due.isEmpty()) {
            return List.of();
        }
        Map<Key, Due> byKey = new HashMap<>();
        due.forEach(one -> byKey.put(one.key(), one));
        return database.read(sql -> bind(sql.createQuery("""
                                with due as (
                                  select d.vendor, d.day::date as day from unnest(:vendors, :days) as d (vendor, day)),
                                accepted as (
                                  select m.vendor_id, m.business_date, m.currency, count(*) as payments, sum(m.amount) as amount
                                    from due d
                                    join micropayment m on m.vendor_id = d.vendor and m.business_date = d.day
                                   where m.outcome = 'ACCEPTED'
                                   group by m.vendor_id, m.business_date, m.currency),
                                reversed as (
                                  select r.vendor_id, r.business_date, r.currency, sum(r.amount) as amount,
                                         count(*) filter (where r.amount = m.amount) as payments
                                    from due d
                                    join payment_returned r on r.vendor_id = d.vendor and r.business_date = d.day
                                    join micropayment m on m.business_date = r.business_date and m.id = r.payment_id
                                   group by r.vendor_id, r.business_date, r.currency)
                                select a.vendor_id, a.business_date, a.currency,
                                       a.payments - coalesce(r.payments, 0) as payments,
                                       (a.amount - coalesce(r.amount, 0))::bigint as amount
                                  from accepted a
                                  left join reversed r using (vendor_id, business_date, currency)
                                 where a.amount > coalesce(r.amount, 0)
                                 order by 1, 2, 3
                                """), due)
                .map((row, context) -> new Sum(
                        Objects.requireNonNull(byKey.get(
                                new Key(row.getLong("vendor_id"), row.getObject("business_date", LocalDate.class)))),
                        row.getString("currency"),
                        row.getLong("payments"),
                        row.getLong("amount")))
                .list());
    }

    void insert(LocalDate closingDay, List<Firmed> firmed) {
        if (firmed.isEmpty()) {
            return;
        }
        database.write(sql -> bind(
                        sql.createUpdate("""
                                insert into firming (vendor_id, business_date, currency, firmed_on, transfer_id, payments, amount)
                                select f.vendor, f.day::date, f.currency, :closing, f.transfer, f.payments, f.amount
                                  from unnest(:vendors, :days, :currencies, :transfers, :payments, :amounts)
                                    as f (vendor, day, currency, transfer, payments, amount)
                                """),
                        firmed.stream().map(f -> f.sum().due()).toList())
                .bind("closing", closingDay)
                .bindArray(
                        "currencies", String.class, column(firmed, f -> f.sum().currency()))
                .bindArray("transfers", UUID.class, column(firmed, Firmed::transferId))
                .bindArray("payments", Long.class, column(firmed, f -> f.sum().payments()))
                .bindArray("amounts", Long.class, column(firmed, f -> f.sum().amount()))
                .execute());
    }

    void markFirm(List<Due> due, Instant at) {
        if (due.isEmpty()) {
            return;
        }
        database.write(sql -> bind(sql.createUpdate("""
                                update firm_day f set firm = true, firmed_at = :at
                                  from unnest(:vendors, :days) as d (vendor, day)
                                 where f.vendor_id = d.vendor and f.business_date = d.day::date
                                """), due).bind("at", at).execute());
    }

    void finish(LocalDate closingDay, Instant at) {
        database.write(sql -> sql.execute(
                "insert into firming_done (closing_day, done_at) values (?, ?) on conflict do nothing",
                closingDay,
                at));
    }

    private static <S extends SqlStatement<S>> S bind(S statement, List<Due> due) {
        return statement
                .bindArray("vendors", Long.class, column(due, Due::vendorId))
                .bindArray(
                        "days", String.class, column(due, d -> d.businessDate().toString()));
    }
}
