package dev.farthing.settlement;

import dev.farthing.database.Database;
import dev.farthing.settlement.BankFile.Kind;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The table of the bank's files, and which payouts and collections are in which. */
@Dependent
class BankFileStore {
    private static final String FILE = """
            select name, kind, currency, business_date, entries, control_sum, sha256, state, stored_at, handed_over_at from bank_file
            """;

    @Inject
    private Database database;

    /** Whoever writes a day's files does so alone, until the transaction ends. Class 8. */
    void lockDay(LocalDate day) {
        database.write(sql -> sql.execute("select pg_advisory_xact_lock(8, ?)", Math.toIntExact(day.toEpochDay())));
    }

    List<String> currenciesWithoutFile(LocalDate day, Kind kind) {
        return database.read(sql -> sql.select(
                        "select distinct currency from " + table(kind)
                                + " where business_date = ? and file is null order by currency",
                        day)
                .mapTo(String.class)
                .list());
    }

    int lastPart(LocalDate day, Kind kind, String currency) {
        return database.read(sql -> sql.select(
                        "select coalesce(max(part), 0) from bank_file where business_date = ? and kind = ? and currency = ?",
                        day,
                        kind.name(),
                        currency)
                .mapTo(Integer.class)
                .one());
    }

    List<Payout> payoutsWithoutFile(LocalDate day, String currency, int limit) {
        return database.read(sql ->
                sql.select("""
                        select p.*, v.code from payout p join vendor v on v.id = p.vendor_id
                         where p.business_date = ? and p.currency = ? and p.file is null
                         order by p.reference limit ?
                        """, day, currency, limit).map(PayoutStore::payout).list());
    }

    List<Collection> collectionsWithoutFile(LocalDate day, String currency, int limit) {
        return database.read(sql -> sql.select("""
                        select c.*, u.code from collection c join customer u on u.id = c.customer_id
                         where c.business_date = ? and c.currency = ? and c.file is null
                         order by c.reference limit ?
                        """, day, currency, limit)
                .map(CollectionStore::collection)
                .list());
    }

    void insert(BankFile file, int part, byte[] content) {
        database.write(sql -> sql.execute(
                """
                insert into bank_file
                       (name, kind, currency, business_date, part, content, sha256, entries, control_sum, state, stored_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                file.name(),
                file.kind().name(),
                file.currency(),
                file.businessDate(),
                part,
                content,
                file.sha256(),
                file.entries(),
                file.controlSum(),
                file.state().name(),
                file.storedAt()));
    }

    void assign(BankFile file, List<String> references) {
        database.write(sql -> sql.createUpdate(
                        "update " + table(file.kind()) + " set file = :file where reference = any(:references)")
                .bind("file", file.name())
                .bindArray("references", String.class, references)
                .execute());
    }

    List<String> waiting(LocalDate day) {
        return database.read(sql -> sql.select(
                        "select name from bank_file where business_date <= ? and state <> 'HANDED_OVER' order by name",
                        day)
                .mapTo(String.class)
                .list());
    }

    BankFile lock(String name) {
        return database.read(sql -> sql.select(FILE + "where name = ? for no key update", name)
                .map(BankFileStore::file)
                .one());
    }

    Optional<byte[]> content(String name) {
        return database.read(sql -> sql.select("select content from bank_file where name = ?", name)
                .map((row, context) -> row.getBytes("content"))
                .findOne());
    }

    void markStaged(String name, String folder) {
        database.write(sql ->
                sql.execute("update bank_file set state = 'STAGED', staged_in = ? where name = ?", folder, name));
    }

    /** The folder that a file was staged in. */
    String stagedIn(String name) {
        return database.read(sql -> sql.select("select coalesce(staged_in, '') from bank_file where name = ?", name)
                .mapTo(String.class)
                .one());
    }

    void markHandedOver(String name, Kind kind, Instant now) {
        database.write(sql -> {
            sql.execute("update bank_file set state = 'HANDED_OVER', handed_over_at = ? where name = ?", now, name);
            sql.execute("update " + table(kind) + " set state = 'SENT' where file = ? and state = 'BOOKED'", name);
        });
    }

    Optional<BankFile> find(String name) {
        return database.read(sql -> sql.select(FILE + "where name = ?", name)
                .map(BankFileStore::file)
                .findOne());
    }

    List<BankFile> ofDay(LocalDate day) {
        return database.read(sql -> sql.select(FILE + "where business_date = ? order by name", day)
                .map(BankFileStore::file)
                .list());
    }

    private static String table(Kind kind) {
        return switch (kind) {
            case PAYOUTS -> "payout";
            case COLLECTIONS -> "collection";
        };
    }

    private static BankFile file(ResultSet row, StatementContext context) throws SQLException {
        @Nullable OffsetDateTime handedOverAt = row.getObject("handed_over_at", OffsetDateTime.class);
        return new BankFile(
                row.getString("name"),
                Kind.valueOf(row.getString("kind")),
                row.getString("currency"),
                row.getObject("business_date", LocalDate.class),
                row.getInt("entries"),
                row.getLong("control_sum"),
                row.getString("sha256"),
                BankFile.State.valueOf(row.getString("state")),
                row.getObject("stored_at", OffsetDateTime.class).toInstant(),
                handedOverAt == null ? null : handedOverAt.toInstant());
    }
}
