package dev.farthing.keys;

import dev.farthing.database.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;

/** The table of Farthing's own key pairs, and its advisory lock: class 3, object 0. */
@Dependent
class ServerKeyStore {
    private static final String STORED = """
            select kid, usage, family, state, created_at, changed_at, retires_at, public_jwk, wrapped_private
              from server_key
            """;

    @Inject
    private Database database;

    /** Whoever changes the server's keys does so alone, until its transaction ends. */
    void lock() {
        database.write(sql -> sql.execute("select pg_advisory_xact_lock(3, 0)"));
    }

    /** Keys that are not revoked. */
    List<OwnKeys.Stored> living() {
        return database.read(sql -> sql.createQuery(STORED + " where state <> 'REVOKED' order by kid")
                .map((row, context) -> new OwnKeys.Stored(
                        VendorKeyStore.life(row), row.getString("public_jwk"), row.getBytes("wrapped_private")))
                .list());
    }

    /** Keys of any state, the newest first. */
    List<KeyLife> all(int limit) {
        return database.read(sql -> sql.createQuery(STORED + " order by created_at desc, kid limit :limit")
                .bind("limit", limit)
                .map((row, context) -> VendorKeyStore.life(row))
                .list());
    }

    void insert(PublicKey key, byte[] wrapped, KeyState state, Instant at) {
        database.write(sql -> sql.createUpdate("""
                        insert into server_key
                               (kid, usage, family, public_jwk, wrapped_private, state, created_at, changed_at)
                        values (:kid, :usage, :family, :jwk, :wrapped, :state, :at, :at)
                        """)
                .bind("kid", key.kid())
                .bind("usage", key.usage().name())
                .bind("family", key.family().name())
                .bind("jwk", key.jwk())
                .bind("wrapped", wrapped)
                .bind("state", state.name())
                .bind("at", at)
                .execute());
    }

    void move(KeyLife changed) {
        database.write(sql -> sql.createUpdate(
                        "update server_key set state = :state, changed_at = :at, retires_at = :until where kid = :kid")
                .bind("state", changed.state().name())
                .bind("at", changed.changedAt())
                .bind("until", changed.retiresAt())
                .bind("kid", changed.kid())
                .execute());
    }
}
