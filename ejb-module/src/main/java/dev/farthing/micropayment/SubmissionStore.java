package dev.farthing.micropayment;

import dev.farthing.database.Column;
import dev.farthing.database.Database;
import dev.farthing.database.Write;
import dev.farthing.micropayment.Terms.Named;
import dev.farthing.micropayment.Terms.VendorTerms;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
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

    /**
     * Commands as they stand when they are claimed.
     *
     * @param day the open day
     * @param vendors whose they are, by code
     * @param authentic decision ids of those whose signer may sign now
     * @param first decision ids of those that nobody has come before with the same submission id
     * @param buyers codes of the customers who pay by these
     */
    record Claims(
            LocalDate day,
            Map<String, VendorTerms> vendors,
            Set<UUID> authentic,
            Set<UUID> first,
            Set<String> buyers) {}

    /** One row of the answer. */
    private record ClaimRow(
            LocalDate day,
            UUID decision,
            VendorTerms vendor,
            boolean authentic,
            boolean first,
            @Nullable String customer) {}

    /**
     * Enters the gate until the transaction ends, and claims the submission ids of authentic commands, in the order of these ids, so
     * that batches that share some wait for one another and never cross. Waits for the end of a transaction that has claimed one: also
     * of one whose connection is lost. Vendors and signers are looked at after the gate, so that a revocation is not passed.
     *
     * @return nothing if the calendar has no open day
     */
    Optional<Claims> claim(int calendar, List<Command> commands, Instant at) {
        List<ClaimRow> rows = database.read(sql -> sql.createQuery("""
                        select * from claim_submissions(
                          :calendar, :vendors, :names, :fingerprints, :decisions, :signers, :identifiers, :at)
                        """)
                .bind("calendar", calendar)
                .bind("vendors", Column.texts(column(commands, Command::vendor)))
                .bind("names", Column.texts(column(commands, Command::submissionId)))
                .bind("fingerprints", Column.texts(column(commands, Command::fingerprint)))
                .bind("decisions", Column.uuids(column(commands, Command::decisionId)))
                .bind("signers", Column.texts(column(commands, c -> c.origin().signer())))
                .bind("identifiers", Column.texts(column(commands, SubmissionStore::buyer)))
                .bind("at", at)
                .map((row, context) -> claimed(row))
                .list());
        return rows.stream()
                .findFirst()
                .map(any -> new Claims(
                        any.day(),
                        rows.stream()
                                .map(ClaimRow::vendor)
                                .distinct()
                                .collect(Collectors.toMap(VendorTerms::code, Function.identity())),
                        decisions(rows, ClaimRow::authentic),
                        decisions(rows, ClaimRow::first),
                        rows.stream()
                                .filter(ClaimRow::first)
                                .map(ClaimRow::customer)
                                .filter(Objects::nonNull)
                                .collect(Collectors.toSet())));
    }

    /** The vendor's identifier of the customer who is to pay. */
    private static @Nullable String buyer(Command command) {
        return command instanceof PayCommand pay ? pay.customer() : null;
    }

    private static ClaimRow claimed(ResultSet row) throws SQLException {
        return new ClaimRow(
                row.getObject("business_day", LocalDate.class),
                row.getObject("decision", UUID.class),
                new VendorTerms(row.getLong("vendor"), row.getString("code"), row.getBoolean("active")),
                row.getBoolean("authentic"),
                row.getBoolean("claimed"),
                row.getString("customer"));
    }

    private static Set<UUID> decisions(List<ClaimRow> rows, Predicate<ClaimRow> which) {
        return rows.stream().filter(which).map(ClaimRow::decision).collect(Collectors.toSet());
    }

    /** Which of these keys may sign now: at this look, after the gate, so that a revocation is not passed. */
    Set<String> usableSigners(Set<String> kids, Instant at) {
        return new HashSet<>(database.read(sql -> sql.createQuery("""
                        select kid
                          from vendor_key
                         where kid = any(:kids) and usage = 'SIGNING'
                           and (state = 'ACTIVE' or (state = 'VERIFY_ONLY' and retires_at > :at))
                        """)
                .bind("kids", Column.texts(kids))
                .bind("at", at)
                .mapTo(String.class)
                .list()));
    }

    /** From here on, the transaction waits no longer than that for a lock, instead of {@code lock_timeout}. */
    void waitForLocksAtMost(Duration limit) {
        database.write(sql -> sql.execute("select set_config('lock_timeout', ?, true)", limit.toMillis() + "ms"));
    }

    /** Does a transaction's work on one handle. */
    <R> R onOneHandle(Supplier<R> work) {
        return database.onOneHandle(work);
    }

    /** Does work of which the database is told in one trip. */
    void inOneTrip(Runnable writing) {
        database.inOneTrip(writing);
    }

    /** That an id was claimed, what for, and a day on which its decision rests: its own, or that of the payment it gave back. */
    record Claim(Named key, String fingerprint, LocalDate day) {}

    /** What is known for ever of submissions, whatever has become of their decisions. */
    List<Claim> claims(Set<Named> keys) {
        return database.read(sql -> bindNames(sql.createQuery("""
                                with asked as (
                                  select s.vendor_id, s.submission_id, s.fingerprint, s.business_date, s.payment_id
                                    from submission s
                                   where (s.vendor_id, s.submission_id) in (select * from unnest(:vendors, :names)))
                                select vendor_id, submission_id, fingerprint, business_date as day from asked
                                union all
                                select s.vendor_id, s.submission_id, s.fingerprint, r.payment_date
                                  from asked s
                                  join payment_return r on r.business_date = s.business_date and r.id = s.payment_id
                                 where r.payment_date is not null
                                """), keys)
                .map((row, context) -> new Claim(named(row), fingerprint(row), row.getObject("day", LocalDate.class)))
                .list());
    }

    /** Numbers that no entitlement has had; those of a transaction that rolls back are lost. */
    List<Long> nextStatuses(int count) {
        return database.read(sql -> sql.select("select nextval('entitlement_status') from generate_series(1, ?)", count)
                .mapTo(Long.class)
                .list());
    }

    /** Decisions stored before, and those of this transaction; not those of returns. */
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
                        .map((row, context) -> known(row, decision(row)))
                        .list()),
                Known::key);
    }

    static Known known(ResultSet row, Decision decision) throws SQLException {
        return new Known(named(row), fingerprint(row), decision);
    }

    private static Named named(ResultSet row) throws SQLException {
        return new Named(row.getLong("vendor_id"), row.getString("submission_id"));
    }

    private static String fingerprint(ResultSet row) throws SQLException {
        return HexFormat.of().formatHex(row.getBytes("fingerprint"));
    }

    /** Stores what was decided of payments, and the ids that inquiries have closed. */
    void insertDecisions(LocalDate day, Terms terms, List<Decided> decided, Instant at) {
        if (decided.isEmpty()) {
            return;
        }
        Write insert = new Write("""
                    insert into micropayment
                           (business_date, id, vendor_id, submission_id, outcome, customer, customer_account, item, quantity,
                            amount, currency, rights, rights_model, rights_count, rights_period, rights_until,
                            status_index, decided_at)
                    select :day, d.*, :at
                      from unnest(:ids, :vendors, :submissions, :outcomes, :customers, :payers, :items, :quantities,
                                  :amounts, :currencies, :rights, :models, :counts, :periods, cast(:untils as timestamptz[]),
                                  :statuses) as d
                    """);
        insert.bind("day", day).bind("at", at);
        bindCommands(insert, terms, decided);
        bindOutcomes(insert, decided);
        bindRights(insert, decided);
        database.update(insert);
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
                .bind("vendors", Column.longs(column(seen, c -> Objects.requireNonNull(vendors.get(c.vendor()))
                        .id())))
                .bind("submissions", Column.texts(column(seen, Command::submissionId)))
                .bind("kinds", Column.texts(column(seen, c -> kind(c, decisions.get(c.decisionId())))))
                .execute());
    }

    private static String kind(Command command, @Nullable Decision decision) {
        if (command instanceof InquireCommand) {
            return "INQUIRY";
        }
        boolean conflict = decision instanceof Decision.Refused refused && refused.code() == RefusalCode.CONFLICT;
        return conflict ? "CONFLICT" : "REPLAY";
    }

    private static void bindCommands(Write insert, Terms terms, List<Decided> decided) {
        insert.bind("ids", Column.uuids(column(decided, d -> d.command().decisionId())));
        insert.bind("vendors", Column.longs(column(decided, d -> terms.vendor(d.command())
                .id())));
        insert.bind("submissions", Column.texts(column(decided, d -> d.command().submissionId())));
        insert.bind("customers", Column.texts(column(decided, d -> pay(d, PayCommand::customer))));
        insert.bind("items", Column.texts(column(decided, d -> pay(d, PayCommand::item))));
        insert.bind("quantities", Column.integers(column(decided, d -> pay(d, PayCommand::quantity))));
    }

    private static void bindOutcomes(Write insert, List<Decided> decided) {
        insert.bind("outcomes", Column.texts(column(decided, Decided::outcome)));
        insert.bind(
                "payers",
                Column.longs(column(
                        decided,
                        d -> d.booking() == null ? null : d.booking().transfer().debitAccount())));
        insert.bind("amounts", Column.longs(column(decided, d -> accepted(d, Decision.Accepted::amount))));
        insert.bind("currencies", Column.texts(column(decided, d -> accepted(d, Decision.Accepted::currency))));
        insert.bind("statuses", Column.longs(column(decided, d -> accepted(d, Decision.Accepted::status))));
    }

    private static void bindRights(Write insert, List<Decided> decided) {
        insert.bind(
                "rights",
                Column.texts(column(decided, d -> grant(d, g -> g.rights().text()))));
        insert.bind(
                "models",
                Column.texts(
                        column(decided, d -> grant(d, g -> g.rights().model().name()))));
        insert.bind(
                "counts",
                Column.integers(column(decided, d -> grant(d, g -> g.rights().countOf(g.quantity())))));
        insert.bind(
                "periods",
                Column.texts(column(decided, d -> grant(d, g -> g.rights().period()))));
        insert.bind("untils", Column.texts(column(decided, d -> grant(d, SubmissionStore::until))));
    }

    private static @Nullable String until(Grant grant) {
        Instant until = grant.rights().untilOf(grant.quantity(), grant.from());
        return until == null ? null : until.toString();
    }

    private static <T> @Nullable T grant(Decided decided, Function<Grant, @Nullable T> part) {
        Decision.Accepted accepted = decided.accepted();
        return accepted == null ? null : part.apply(accepted.grant());
    }

    private static <T> @Nullable T accepted(Decided decided, Function<Decision.Accepted, T> part) {
        Decision.Accepted accepted = decided.accepted();
        return accepted == null ? null : part.apply(accepted);
    }

    private static <T> @Nullable T pay(Decided decided, Function<PayCommand, T> part) {
        return decided.command() instanceof PayCommand pay ? part.apply(pay) : null;
    }

    /** A column of an insert; unlike {@code Stream.toList} of a checked kind, it may hold nulls. */
    static <S, T extends @Nullable Object> List<T> column(List<S> rows, Function<S, T> part) {
        return rows.stream().map(part).toList();
    }

    static <S extends SqlStatement<S>> S bindNames(S statement, Collection<Named> names) {
        return statement
                .bind(
                        "vendors",
                        Column.longs(names.stream().map(Named::vendorId).toList()))
                .bind("names", Column.texts(names.stream().map(Named::name).toList()));
    }

    static <T> Map<Named, T> byName(List<T> rows, Function<T, Named> name) {
        return rows.stream().collect(Collectors.toMap(name, Function.identity()));
    }

    private static Decision decision(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        if (!"ACCEPTED".equals(outcome)) {
            return new Decision.Refused(RefusalCode.valueOf(outcome));
        }
        return new Decision.Accepted(
                grant(row, row.getObject("id", UUID.class)),
                row.getObject("business_date", LocalDate.class),
                row.getLong("amount"),
                row.getString("currency"),
                row.getLong("status_index"));
    }

    /** What an accepted payment's row says of its rights, by unit. */
    static Grant grant(ResultSet row, UUID payment) throws SQLException {
        int quantity = row.getInt("quantity");
        RightsModel model = RightsModel.valueOf(row.getString("rights_model"));
        Integer count = row.getObject("rights_count", Integer.class);
        OffsetDateTime until = row.getObject("rights_until", OffsetDateTime.class);
        Rights rights = new Rights(
                model,
                count == null ? null : (Integer) (count / quantity),
                row.getString("rights_period"),
                model == RightsModel.UNTIL && until != null ? until.toInstant() : null,
                row.getString("rights"));
        return new Grant(
                payment,
                row.getString("customer"),
                row.getString("item"),
                quantity,
                rights,
                row.getObject("decided_at", OffsetDateTime.class).toInstant());
    }
}
