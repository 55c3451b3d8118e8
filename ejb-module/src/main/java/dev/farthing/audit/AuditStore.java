package dev.farthing.audit;

import dev.farthing.database.Database;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The table of the trail, and its advisory lock: class 4, object 0. The server's role may read and add, nothing else. */
@Dependent
class AuditStore {
    @Resource(lookup = Database.ENTITIES)
    private EntityManager entities;

    @Inject
    private Database database;

    /**
     * Waits until nobody else writes to the trail, and keeps others waiting until the transaction ends. What the
     * transaction has changed in entities is written before: a row waited for behind this lock could be one whose holder
     * waits for the lock.
     */
    void takeTurn() {
        entities.flush();
        database.write(sql -> sql.execute("select pg_advisory_xact_lock(4, 0)"));
    }

    Optional<AuditEntry> last() {
        return database.read(sql -> sql.select("select * from audit_entry order by number desc limit 1")
                .map(AuditStore::entry)
                .findOne());
    }

    void insert(AuditEntry entry) {
        database.write(sql -> sql.execute(
                """
                insert into audit_entry (number, at, actor, action, subject, detail, previous_hash, hash)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                entry.number(),
                entry.at(),
                entry.actor(),
                entry.action(),
                entry.subject(),
                entry.detail(),
                HexFormat.of().parseHex(entry.previousHash()),
                HexFormat.of().parseHex(entry.hash())));
    }

    List<AuditEntry> after(long number, int limit) {
        return database.read(
                sql -> sql.select("select * from audit_entry where number > ? order by number limit ?", number, limit)
                        .map(AuditStore::entry)
                        .list());
    }

    List<AuditEntry> ofSubject(String subject, long after, int limit) {
        return database.read(sql -> sql.select(
                        "select * from audit_entry where subject = ? and number > ? order by number limit ?",
                        subject,
                        after,
                        limit)
                .map(AuditStore::entry)
                .list());
    }

    Optional<AuditEntry> entry(long number) {
        return database.read(sql -> sql.select("select * from audit_entry where number = ?", number)
                .map(AuditStore::entry)
                .findOne());
    }

    private static AuditEntry entry(ResultSet row, StatementContext context) throws SQLException {
        return new AuditEntry(
                row.getLong("number"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("actor"),
                row.getString("action"),
                row.getString("subject"),
                row.getString("detail"),
                hex(row.getBytes("previous_hash")),
                hex(row.getBytes("hash")));
    }

    private static String hex(byte @Nullable [] bytes) {
        return bytes == null ? "" : HexFormat.of().formatHex(bytes);
    }
}
