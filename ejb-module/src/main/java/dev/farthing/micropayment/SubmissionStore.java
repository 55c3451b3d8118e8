package dev.farthing.micropayment;

import dev.farthing.database.Database;
import dev.farthing.micropayment.Decider.Decided;
import dev.farthing.micropayment.Terms.ConsentTerms;
import dev.farthing.micropayment.Terms.Named;
import dev.farthing.micropayment.Terms.Offer;
import dev.farthing.micropayment.Terms.VendorTerms;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The tables on a submission's way; one statement for a whole batch, whatever its size. */
@Dependent
class SubmissionStore {
    /** A submission that was decided before. */
    record Known(Named key, String fingerprint, Decision decision) {
        boolean isFenced() {
            return decision instanceof Decision.Refused refused && refused.code() == RefusalCode.FENCED;
        }
    }

    @Inject
    private Database database;

    Map<String, VendorTerms> vendors(Set<String> codes) {
        return database.read(sql -> sql.createQuery("select id, code, status from vendor where code = any(:codes)")
                .bindArray("codes", String.class, codes)
                .map((row, context) -> new VendorTerms(
                        row.getLong("id"), row.getString("code"), "ACTIVE".equals(row.getString("status"))))
                .collect(Collectors.toMap(VendorTerms::code, Function.identity())));
    }

    /**
     * Claims submission ids, in their order, so that batches that share some wait for one another and never cross. Waits
     * for the end of a transaction that has claimed one: also of one whose connection is lost.
     */
    Set<UUID> claim(LocalDate businessDate, Map<Named, Command> commands) {
        List<Named> keys = List.copyOf(commands.keySet());
        List<Command> values = keys.stream()
                .map(key -> Objects.requireNonNull(commands.get(key)))
                .toList();
        return new HashSet<>(database.read(sql -> bindNames(sql.createQuery("""
                                insert into submission (vendor_id, submission_id, fingerprint, business_date, payment_id)
                                select k.vendor, k.name, decode(k.fingerprint, 'hex'), :day, k.payment
                                  from unnest(:vendors, :names, :fingerprints, :payments)
                                    as k (vendor, name, fingerprint, payment)
                                 order by k.vendor, k.name
                                on conflict do nothing
                                returning payment_id
                                """), keys)
                .bind("day", businessDate)
                .bindArray(
                        "fingerprints",
                        String.class,
                        values.stream().map(Command::fingerprint).toList())
                .bindArray(
                        "payments",
                        UUID.class,
                        values.stream().map(Command::paymentId).toList())
                .mapTo(UUID.class)
                .list()));
    }

    /** Consents, locked in the order of their keys: a withdrawal waits, or is seen. */
    Map<Named, ConsentTerms> lockConsents(Set<Named> names) {
        return byName(
                database.read(sql -> bindNames(sql.createQuery("""
                                        select c.vendor_id, c.identifier, c.customer_id, c.state, u.code
                                          from consent c join customer u on u.id = c.customer_id
                                         where (c.vendor_id, c.identifier) in (select * from unnest(:vendors, :names))
                                         order by c.vendor_id, c.identifier
                                           for no key update of c
                                        """), names)
                        .map((row, context) -> new ConsentTerms(
                                new Named(row.getLong("vendor_id"), row.getString("identifier")),
                                row.getLong("customer_id"),
                                row.getString("code"),
                                "GIVEN".equals(row.getString("state"))))
                        .list()),
                ConsentTerms::name);
    }

    Map<Named, Offer> offers(Set<Named> names, Instant at) {
        return byName(
                database.read(sql -> bindNames(sql.createQuery("""
                                        select i.vendor_id, i.code, p.price, i.currency, i.rights, i.on_sale
                                          from item i
                                          join lateral (select price from item_price
                                                         where item_id = i.id and currency = i.currency
                                                           and effective_from <= :at
                                                         order by effective_from desc limit 1) p on p.price is not null
                                         where (i.vendor_id, i.code) in (select * from unnest(:vendors, :names))
                                        """), names)
                        .bind("at", at)
                        .map((row, context) -> new Offer(
                                new Named(row.getLong("vendor_id"), row.getString("code")),
                                row.getLong("price"),
                                row.getString("currency"),
                                row.getString("rights"),
                                row.getBoolean("on_sale")))
                        .list()),
                Offer::name);
    }

    /** Decisions stored before, and those of this transaction. */
    Map<Named, Known> known(Set<Named> keys) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        return byName(
                database.read(sql -> bindNames(sql.createQuery("""
                                        select s.vendor_id, s.submission_id, s.fingerprint, m.*
                                          from submission s
                                          join micropayment m on m.business_date = s.business_date and m.id = s.payment_id
                                         where (s.vendor_id, s.submission_id) in (select * from unnest(:vendors, :names))
                                        """), keys)
                        .map((row, context) -> new Known(
                                new Named(row.getLong("vendor_id"), row.getString("submission_id")),
                                HexFormat.of().formatHex(row.getBytes("fingerprint")),
                                decision(row)))
                        .list()),
                Known::key);
    }

    void insertDecisions(LocalDate day, Terms terms, List<Decided> decided, Instant at) {
        if (decided.isEmpty()) {
            return;
        }
        database.write(sql -> {
            var insert = sql.createUpdate("""
                    insert into micropayment
                           (business_date, id, vendor_id, submission_id, outcome, customer, customer_account,
                            item, quantity, amount, currency, rights, decided_at)
                    select :day, d.*, :at
                      from unnest(:ids, :vendors, :submissions, :outcomes, :customers, :payers,
                                  :items, :quantities, :amounts, :currencies, :rights) as d
                    """);
            insert.bind("day", day).bind("at", at);
            bindCommands(insert, terms, decided.stream().map(Decided::command).toList());
            bindOutcomes(insert, decided);
            insert.execute();
        });
    }

    void insertSeenAgain(
            List<Command> seen, Map<String, VendorTerms> vendors, Map<UUID, Decision> decisions, Instant at) {
        if (seen.isEmpty()) {
            return;
        }
        database.write(sql -> sql.createUpdate("""
                        insert into submission_again (vendor_id, submission_id, kind, seen_at)
                        select a.vendor, a.submission, a.kind, :at
                          from unnest(:vendors, :submissions, :kinds) as a (vendor, submission, kind)
                        """)
                .bind("at", at)
                .bindArray("vendors", Long.class, column(seen, c -> Objects.requireNonNull(vendors.get(c.vendor()))
                        .id()))
                .bindArray("submissions", String.class, column(seen, Command::submissionId))
                .bindArray("kinds", String.class, column(seen, c -> kind(c, decisions.get(c.paymentId()))))
                .execute());
    }

    private static String kind(Command command, @Nullable Decision decision) {
        if (command instanceof InquireCommand) {
            return "INQUIRY";
        }
        boolean conflict = decision instanceof Decision.Refused refused && refused.code() == RefusalCode.CONFLICT;
        return conflict ? "CONFLICT" : "REPLAY";
    }

    private static void bindCommands(SqlStatement<?> insert, Terms terms, List<Command> commands) {
        insert.bindArray("ids", UUID.class, column(commands, Command::paymentId));
        insert.bindArray(
                "vendors", Long.class, column(commands, c -> terms.vendor(c).id()));
        insert.bindArray("submissions", String.class, column(commands, Command::submissionId));
        insert.bindArray("customers", String.class, column(commands, c -> of(c, PayCommand::customer)));
        insert.bindArray("items", String.class, column(commands, c -> of(c, PayCommand::item)));
        insert.bindArray("quantities", Integer.class, column(commands, c -> of(c, PayCommand::quantity)));
    }

    private static void bindOutcomes(SqlStatement<?> insert, List<Decided> decided) {
        insert.bindArray("outcomes", String.class, column(decided, Decided::outcome));
        insert.bindArray(
                "payers",
                Long.class,
                column(decided, d -> d.booking() == null ? null : d.booking().payer()));
        insert.bindArray("amounts", Long.class, column(decided, d -> of(d, Decision.Accepted::amount)));
        insert.bindArray("currencies", String.class, column(decided, d -> of(d, Decision.Accepted::currency)));
        insert.bindArray("rights", String.class, column(decided, d -> of(d, Decision.Accepted::rights)));
    }

    private static <T> @Nullable T of(Decided decided, Function<Decision.Accepted, T> part) {
        Decision.Accepted accepted = decided.accepted();
        return accepted == null ? null : part.apply(accepted);
    }

    private static <T> @Nullable T of(Command command, Function<PayCommand, T> part) {
        return command instanceof PayCommand pay ? part.apply(pay) : null;
    }

    /** A column of an insert; unlike {@code Stream.toList} of a checked kind, it may hold nulls. */
    private static <S, T extends @Nullable Object> List<T> column(List<S> rows, Function<S, T> part) {
        return rows.stream().map(part).toList();
    }

    private static <S extends SqlStatement<S>> S bindNames(S statement, Collection<Named> names) {
        return statement
                .bindArray(
                        "vendors",
                        Long.class,
                        names.stream().map(Named::vendorId).toList())
                .bindArray(
                        "names", String.class, names.stream().map(Named::name).toList());
    }

    private static <T> Map<Named, T> byName(List<T> rows, Function<T, Named> name) {
        return rows.stream().collect(Collectors.toMap(name, Function.identity()));
    }

    private static Decision decision(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        if (!"ACCEPTED".equals(outcome)) {
            return new Decision.Refused(RefusalCode.valueOf(outcome));
        }
        return new Decision.Accepted(
                row.getObject("id", UUID.class),
                row.getObject("business_date", LocalDate.class),
                row.getLong("amount"),
                row.getString("currency"),
                row.getString("customer"),
                row.getString("item"),
                row.getInt("quantity"),
                row.getString("rights"));
    }
}
