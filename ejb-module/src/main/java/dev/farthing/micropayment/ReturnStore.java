package dev.farthing.micropayment;

import static dev.farthing.micropayment.SubmissionStore.bindNames;
import static dev.farthing.micropayment.SubmissionStore.byName;
import static dev.farthing.micropayment.SubmissionStore.column;

import dev.farthing.database.Column;
import dev.farthing.database.Database;
import dev.farthing.database.Write;
import dev.farthing.kit.message.Return;
import dev.farthing.micropayment.Paid.Booked;
import dev.farthing.micropayment.SubmissionStore.Known;
import dev.farthing.micropayment.Terms.Named;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tables of reversals and refunds; one statement for a whole batch, whatever its size. */
@Dependent
class ReturnStore {
    @Inject
    private Database database;

    /** Accepted payments, as they were booked; they never change. */
    List<Booked> payments(Set<Named> names) {
        if (names.isEmpty()) {
            return List.of();
        }
        return database.read(sql -> bindNames(sql.createQuery("""
                                select m.*
                                  from submission s
                                  join micropayment m on m.business_date = s.business_date and m.id = s.payment_id
                                 where (s.vendor_id, s.submission_id) in (select * from unnest(:vendors, :names))
                                   and m.outcome = 'ACCEPTED'
                                """), names)
                .map((row, context) -> new Booked(
                        new Named(row.getLong("vendor_id"), row.getString("submission_id")),
                        SubmissionStore.grant(row, row.getObject("id", UUID.class)),
                        row.getObject("business_date", LocalDate.class),
                        row.getLong("amount"),
                        row.getString("currency"),
                        row.getLong("status_index")))
                .list());
    }

    /** Vendors whose payable accounts are drawn on, locked in the order of their ids: whoever draws queues up here. */
    void lockVendors(Collection<Long> ids) {
        if (!ids.isEmpty()) {
            database.write(
                    sql -> sql.createQuery("select id from vendor where id = any(:ids) order by id for no key update")
                            .bind("ids", Column.longs(ids))
                            .mapTo(Long.class)
                            .list());
        }
    }

    /** The payments with their vendor's days locked shared, so that they do not turn firm meanwhile, and their own rows. */
    Map<Named, Paid> lock(List<Booked> payments) {
        if (payments.isEmpty()) {
            return Map.of();
        }
        Set<Named> firm = lockDays(payments);
        database.write(sql -> sql.createUpdate("""
                        insert into payment_returned (payment_id, business_date, vendor_id, currency, status_index)
                        select p.id, p.day::date, p.vendor, p.currency, p.status
                          from unnest(:ids, :days, :vendors, :currencies, :statuses) as p (id, day, vendor, currency, status)
                         order by p.id
                        on conflict do nothing
                        """)
                .bind("ids", Column.uuids(column(payments, b -> b.grant().payment())))
                .bind("days", Column.texts(column(payments, b -> b.businessDate()
                        .toString())))
                .bind("vendors", Column.longs(column(payments, b -> b.name().vendorId())))
                .bind("currencies", Column.texts(column(payments, Booked::currency)))
                .bind("statuses", Column.longs(column(payments, Booked::status)))
                .execute());
        Map<UUID, Booked> byId =
                payments.stream().collect(Collectors.toMap(b -> b.grant().payment(), Function.identity()));
        List<Paid> paid = database.read(sql -> sql.createQuery("""
                        select payment_id, quantity, amount, status_index
                          from payment_returned
                         where payment_id = any(:ids)
                         order by payment_id
                           for no key update
                        """)
                .bind("ids", Column.uuids(byId.keySet()))
                .map((row, context) -> {
                    Booked booked = Objects.requireNonNull(byId.get(row.getObject("payment_id", UUID.class)));
                    return new Paid(
                            booked,
                            firm.contains(day(booked)),
                            row.getInt("quantity"),
                            row.getLong("amount"),
                            row.getLong("status_index"));
                })
                .list());
        return byName(paid, p -> p.booked().name());
    }

    /** Those of the days that are firm. */
    private Set<Named> lockDays(List<Booked> payments) {
        Set<Named> days = payments.stream().map(ReturnStore::day).collect(Collectors.toSet());
        database.write(sql -> bindNames(sql.createUpdate("""
                                insert into firm_day (vendor_id, business_date)
                                select d.vendor, d.day::date from unnest(:vendors, :names) as d (vendor, day)
                                 order by d.vendor, d.day
                                on conflict do nothing
                                """), days).execute());
        return database
                .read(sql -> bindNames(sql.createQuery("""
                                select vendor_id, business_date, firm
                                  from firm_day
                                 where (vendor_id, business_date) in (
                                       select d.vendor, d.day::date from unnest(:vendors, :names) as d (vendor, day))
                                 order by vendor_id, business_date
                                   for share
                                """), days)
                        .map((row, context) -> row.getBoolean("firm")
                                ? new Named(row.getLong("vendor_id"), row.getString("business_date"))
                                : null)
                        .list())
                .stream()
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private static Named day(Booked booked) {
        return new Named(booked.name().vendorId(), booked.businessDate().toString());
    }

    /** Stores what was decided of returns. */
    void insert(LocalDate businessDate, Terms terms, List<Decided> decided, Instant at) {
        if (decided.isEmpty()) {
            return;
        }
        Write insert = new Write("""
                    insert into payment_return
                           (business_date, id, vendor_id, submission_id, kind, outcome, of_submission, reason, operator,
                            payment_date, payment_id, quantity, amount, currency, customer_account,
                            remaining_quantity, status_index, decided_at)
                    select :day, r.id, r.vendor, r.submission, r.kind, r.outcome, r.of_submission, r.reason, r.operator,
                           r.payment_date::date, r.payment, r.quantity, r.amount, r.currency, r.account,
                           r.remaining, r.status, :at
                      from unnest(:ids, :vendors, :submissions, :kinds, :outcomes, :ofs, :reasons, :operators, :dates,
                                  :payments, :quantities, :amounts, :currencies, :accounts, :remaining, :statuses)
                        as r (id, vendor, submission, kind, outcome, of_submission, reason, operator, payment_date,
                              payment, quantity, amount, currency, account, remaining, status)
                    """);
        insert.bind("day", businessDate).bind("at", at);
        bindCommands(insert, terms, decided);
        bindOutcomes(insert, terms, decided);
        database.update(insert);
    }

    private static void bindCommands(Write insert, Terms terms, List<Decided> decided) {
        insert.bind("ids", Column.uuids(column(decided, d -> d.command().decisionId())));
        insert.bind("vendors", Column.longs(column(decided, d -> terms.vendor(d.command())
                .id())));
        insert.bind("submissions", Column.texts(column(decided, d -> d.command().submissionId())));
        insert.bind("kinds", Column.texts(column(decided, d -> asked(d).kind().name())));
        insert.bind("outcomes", Column.texts(column(decided, Decided::outcome)));
        insert.bind("ofs", Column.texts(column(decided, d -> asked(d).submission())));
        insert.bind("reasons", Column.texts(column(decided, d -> asked(d).reason())));
        insert.bind("operators", Column.texts(column(decided, d -> asked(d).operator())));
    }

    private static void bindOutcomes(Write insert, Terms terms, List<Decided> decided) {
        insert.bind("dates", Column.texts(column(decided, d -> returned(d, r -> paymentDate(terms, d)))));
        insert.bind(
                "payments",
                Column.uuids(column(decided, d -> returned(d, r -> r.grant().payment()))));
        insert.bind(
                "quantities",
                Column.integers(column(decided, d -> returned(d, r -> r.part().quantity()))));
        insert.bind(
                "amounts",
                Column.longs(column(decided, d -> returned(d, r -> r.part().amount()))));
        insert.bind(
                "currencies",
                Column.texts(column(decided, d -> returned(d, r -> r.part().currency()))));
        insert.bind(
                "accounts",
                Column.longs(column(
                        decided,
                        d -> d.booking() == null ? null : d.booking().transfer().creditAccount())));
        insert.bind("remaining", Column.integers(column(decided, d -> returned(d, Decision.Returned::remaining))));
        insert.bind("statuses", Column.longs(column(decided, d -> returned(d, Decision.Returned::status))));
    }

    private static String paymentDate(Terms terms, Decided decided) {
        return Objects.requireNonNull(terms.paid(asked(decided)))
                .booked()
                .businessDate()
                .toString();
    }

    private static ReturnCommand asked(Decided decided) {
        return (ReturnCommand) decided.command();
    }

    private static <T> @Nullable T returned(Decided decided, Function<Decision.Returned, @Nullable T> part) {
        Decision.Returned returned = decided.returned();
        return returned == null ? null : part.apply(returned);
    }

    /** Counts what has gone back. */
    void update(Collection<Paid> all) {
        List<Paid> paid = all.stream().filter(Paid::isChanged).toList();
        if (paid.isEmpty()) {
            return;
        }
        database.update(new Write("""
                        update payment_returned r set quantity = p.quantity, amount = p.amount, status_index = p.status
                          from unnest(:ids, :quantities, :amounts, :statuses) as p (id, quantity, amount, status)
                         where r.payment_id = p.id
                        """)
                .bind("ids", Column.uuids(column(paid, p -> p.booked().grant().payment())))
                .bind("quantities", Column.integers(column(paid, Paid::returnedQuantity)))
                .bind("amounts", Column.longs(column(paid, Paid::returnedAmount)))
                .bind("statuses", Column.longs(column(paid, Paid::status))));
    }

    void revoke(List<Long> statuses, Instant at) {
        if (!statuses.isEmpty()) {
            database.update(new Write("""
                            insert into revoked_entitlement (status_index, revoked_at)
                            select s, :at from unnest(:statuses) as s
                            """).bind("at", at).bind("statuses", Column.longs(statuses)));
        }
    }

    /** Decisions of returns stored before, and those of this transaction; not those whose payment is archived. */
    Map<Named, Known> known(Set<Named> keys) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        return byName(
                database.read(sql -> bindNames(sql.createQuery("""
                                        select s.vendor_id, s.submission_id, s.fingerprint, m.customer, m.item, m.quantity,
                                               m.rights, m.rights_model, m.rights_count, m.rights_period, m.rights_until,
                                               m.decided_at, r.id, r.business_date, r.kind, r.outcome, r.of_submission,
                                               r.payment_id, r.quantity as part, r.amount, r.currency,
                                               r.remaining_quantity, r.status_index, r.decided_at as returned_at
                                          from submission s
                                          join payment_return r on r.business_date = s.business_date and r.id = s.payment_id
                                          left join micropayment m
                                            on m.business_date = r.payment_date and m.id = r.payment_id
                                         where (s.vendor_id, s.submission_id) in (select * from unnest(:vendors, :names))
                                           and (r.outcome <> 'ACCEPTED' or m.id is not null)
                                        """), keys)
                        .map((row, context) -> SubmissionStore.known(row, decision(row)))
                        .list()),
                Known::key);
    }

    private static Decision decision(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        if (!"ACCEPTED".equals(outcome)) {
            return new Decision.Refused(RefusalCode.valueOf(outcome));
        }
        return new Decision.Returned(
                row.getObject("id", UUID.class),
                row.getObject("business_date", LocalDate.class),
                row.getObject("returned_at", OffsetDateTime.class).toInstant(),
                Return.Kind.valueOf(row.getString("kind")),
                row.getString("of_submission"),
                SubmissionStore.grant(row, row.getObject("payment_id", UUID.class)),
                new Decision.Part(row.getInt("part"), row.getLong("amount"), row.getString("currency")),
                row.getInt("remaining_quantity"),
                row.getObject("status_index", Long.class));
    }
}
