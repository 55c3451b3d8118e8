package dev.farthing.keys;

import dev.farthing.database.Database;
import dev.farthing.kit.envelope.KeyFamily;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The lives of vendors' keys. Whoever changes one has locked all of that vendor's living keys, in the order of their ids. */
@Dependent
class VendorKeyStore {
    /** A key with its owner, and what is asked of a pending encryption key. */
    record Held(
            KeyLife key, KeyChanges.Owner owner, @Nullable String challengeHash) {}

    private static final String HELD = """
            select k.kid, k.usage, k.family, k.state, k.created_at, k.changed_at, k.retires_at, k.challenge_hash,
                   k.vendor_id, v.code
              from vendor_key k join vendor v on v.id = k.vendor_id
            """;

    @Inject
    private Database database;

    /** All keys of the vendor that are not revoked, locked until the transaction ends. */
    List<Held> lockLiving(long vendorId) {
        database.write(sql -> sql.execute(
                "select 1 from vendor_key where vendor_id = ? and state <> 'REVOKED' order by kid for update",
                vendorId));
        // A statement of its own: the lock's statement would read the keys as they were before the wait.
        return database.read(
                sql -> sql.createQuery(HELD + " where k.vendor_id = :vendor and k.state <> 'REVOKED' order by k.kid")
                        .bind("vendor", vendorId)
                        .map(VendorKeyStore::held)
                        .list());
    }

    /** Keys of any state, the newest first. */
    List<KeyLife> ofVendor(long vendorId, int limit) {
        return database.read(sql -> sql.createQuery(
                        HELD + " where k.vendor_id = :vendor order by k.created_at desc, k.kid limit :limit")
                .bind("vendor", vendorId)
                .bind("limit", limit)
                .map((row, context) -> life(row))
                .list());
    }

    Optional<KeyLife> find(long vendorId, String kid) {
        return database.read(sql -> sql.createQuery(HELD + " where k.vendor_id = :vendor and k.kid = :kid")
                .bind("vendor", vendorId)
                .bind("kid", kid)
                .map((row, context) -> life(row))
                .findOne());
    }

    boolean isKnown(String kid) {
        return database.read(sql -> sql.select("select exists (select 1 from vendor_key where kid = ?)", kid)
                .mapTo(Boolean.class)
                .one());
    }

    int countSince(long vendorId, Instant since) {
        return database.read(sql -> sql.select(
                        "select count(*) from vendor_key where vendor_id = ? and created_at >= ?", vendorId, since)
                .mapTo(Integer.class)
                .one());
    }

    void insertPending(long vendorId, PublicKey key, Instant at) {
        database.write(sql -> sql.createUpdate("""
                        insert into vendor_key (kid, vendor_id, usage, family, public_jwk, state, created_at, changed_at)
                        values (:kid, :vendor, :usage, :family, :jwk, 'PENDING', :at, :at)
                        """)
                .bind("kid", key.kid())
                .bind("vendor", vendorId)
                .bind("usage", key.usage().name())
                .bind("family", key.family().name())
                .bind("jwk", key.jwk())
                .bind("at", at)
                .execute());
    }

    void move(KeyLife changed) {
        database.write(sql -> sql.createUpdate("""
                        update vendor_key set state = :state, changed_at = :at, retires_at = :until, challenge_hash = null
                         where kid = :kid
                        """)
                .bind("state", changed.state().name())
                .bind("at", changed.changedAt())
                .bind("until", changed.retiresAt())
                .bind("kid", changed.kid())
                .execute());
    }

    void challenge(String kid, String hash) {
        database.write(sql ->
                sql.execute("update vendor_key set challenge_hash = ? where kid = ? and state = 'PENDING'", hash, kid));
    }

    /** Counts a wrong answer to a challenge; how many there were. */
    int countWrongAnswer(String kid) {
        return database.read(sql ->
                sql.createQuery("""
                        update vendor_key set challenge_tries = challenge_tries + 1 where kid = :kid
                        returning challenge_tries
                        """).bind("kid", kid).mapTo(Integer.class).one());
    }

    /** Keys whose overlap is over, locked; those that another node has locked are left to it. */
    List<Held> lockRetired(Instant now, int limit) {
        return database.read(sql -> sql.createQuery(HELD + """
                         where k.state = 'VERIFY_ONLY' and k.retires_at <= :now
                         order by k.kid limit :limit for update of k skip locked
                        """)
                .bind("now", now)
                .bind("limit", limit)
                .map(VendorKeyStore::held)
                .list());
    }

    private static Held held(ResultSet row, StatementContext context) throws SQLException {
        return new Held(
                life(row),
                new KeyChanges.Owner(row.getLong("vendor_id"), row.getString("code")),
                row.getString("challenge_hash"));
    }

    static KeyLife life(ResultSet row) throws SQLException {
        @Nullable Timestamp retires = row.getTimestamp("retires_at");
        return new KeyLife(
                row.getString("kid"),
                KeyUsage.valueOf(row.getString("usage")),
                KeyFamily.valueOf(row.getString("family")),
                KeyState.valueOf(row.getString("state")),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("changed_at").toInstant(),
                retires == null ? null : retires.toInstant());
    }
}
