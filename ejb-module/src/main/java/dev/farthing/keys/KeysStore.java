package dev.farthing.keys;

import dev.farthing.database.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The tables of keys, enrolment codes and request proofs. */
@Dependent
class KeysStore {
    /** An active vendor key with its vendor's code. */
    record Enrolled(String kid, String vendor, KeyUsage usage, String publicJwk) {}

    private static final String ENROLLED = """
            select k.kid, v.code, k.usage, k.public_jwk
              from vendor_key k join vendor v on v.id = k.vendor_id
             where k.state = 'ACTIVE'
            """;

    @PersistenceContext(unitName = "farthing")
    private EntityManager entities;

    @Inject
    private Database database;

    List<Enrolled> activeVendorKeys() {
        return database.read(
                sql -> sql.createQuery(ENROLLED).map(KeysStore::enrolled).list());
    }

    /** All active keys of the vendor whose active key this is; none if it is nobody's. */
    List<Enrolled> activeKeysOfOwner(String kid) {
        return database.read(sql -> sql.createQuery(ENROLLED
                        + " and k.vendor_id = (select vendor_id from vendor_key where kid = :kid and state = 'ACTIVE')")
                .bind("kid", kid)
                .map(KeysStore::enrolled)
                .list());
    }

    private static Enrolled enrolled(ResultSet row, StatementContext context) throws SQLException {
        return new Enrolled(
                row.getString("kid"),
                row.getString("code"),
                KeyUsage.valueOf(row.getString("usage")),
                row.getString("public_jwk"));
    }

    /** A node that makes the server's first keys does so alone, until its transaction ends. */
    void lockServerKeys() {
        database.write(sql -> sql.execute("select pg_advisory_xact_lock(3, 0)"));
    }

    List<ServerKey> activeServerKeys() {
        return entities.createQuery("select k from ServerKey k where k.state = :state", ServerKey.class)
                .setParameter("state", KeyState.ACTIVE)
                .getResultList();
    }

    /** The code, locked: two enrolments with one code wait for each other. */
    Optional<EnrolmentCode> lockCode(String hash) {
        @Nullable EnrolmentCode code = entities.find(EnrolmentCode.class, hash, LockModeType.PESSIMISTIC_WRITE);
        return Optional.ofNullable(code);
    }

    boolean hasActiveKeys(long vendorId) {
        return !entities.createQuery(
                        "select k from VendorKey k where k.vendorId = :vendor and k.state = :state", VendorKey.class)
                .setParameter("state", KeyState.ACTIVE)
                .setParameter("vendor", vendorId)
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    boolean isKnown(String kid) {
        return entities.find(VendorKey.class, kid) != null;
    }

    boolean isKeyOf(long vendorId, String kid) {
        @Nullable VendorKey key = entities.find(VendorKey.class, kid);
        return key != null && key.vendorId() == vendorId;
    }

    String vendorCode(long vendorId) {
        return database.read(sql -> sql.select("select code from vendor where id = ?", vendorId)
                .mapTo(String.class)
                .one());
    }

    void persist(Object entity) {
        entities.persist(entity);
        entities.flush();
    }

    /** True if this proof was not seen before. */
    boolean rememberProof(String kid, String jti, Instant expiresAt) {
        return database.read(sql -> sql.createUpdate("""
                                insert into proof_seen (kid, jti, expires_at) values (:kid, :jti, :until)
                                on conflict do nothing
                                """)
                        .bind("kid", kid)
                        .bind("jti", jti)
                        .bind("until", expiresAt)
                        .execute())
                == 1;
    }

    int forgetProofs(Instant expiredBefore) {
        return database.read(sql -> sql.createUpdate("delete from proof_seen where expires_at < :now")
                .bind("now", expiredBefore)
                .execute());
    }
}
