package dev.farthing.keys;

import dev.farthing.database.Database;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The tables of keys, enrolment codes and request proofs. */
@Dependent
class KeysStore {
    /**
     * A vendor key that is accepted, with its vendor's code.
     *
     * @param retiresAt from when on it is not, or null
     * @param requestLimit requests a second that the vendor's contract allows, or null if it says nothing
     */
    record Enrolled(
            String kid,
            String vendor,
            KeyUsage usage,
            String publicJwk,
            @Nullable Instant retiresAt,
            @Nullable Integer requestLimit) {}

    /** Of two encryption keys only the active one is sealed to. */
    private static final String ENROLLED = """
            select k.kid, v.code, k.usage, k.public_jwk, k.retires_at, v.request_limit
              from vendor_key k join vendor v on v.id = k.vendor_id
             where (k.state = 'ACTIVE' or (k.state = 'VERIFY_ONLY' and k.usage = 'SIGNING'))
            """;

    @Resource(lookup = Database.ENTITIES)
    private EntityManager entities;

    @Inject
    private Database database;

    List<Enrolled> acceptedVendorKeys() {
        return database.read(
                sql -> sql.createQuery(ENROLLED).map(KeysStore::enrolled).list());
    }

    /** All accepted keys of the vendor whose accepted key this is; none if it is nobody's. */
    List<Enrolled> acceptedKeysOfOwner(String kid) {
        return database.read(sql -> sql.createQuery(ENROLLED
                        + " and k.vendor_id = (select vendor_id from vendor_key where kid = :kid"
                        + " and state in ('ACTIVE', 'VERIFY_ONLY'))")
                .bind("kid", kid)
                .map(KeysStore::enrolled)
                .list());
    }

    private static Enrolled enrolled(ResultSet row, StatementContext context) throws SQLException {
        @Nullable Timestamp retires = row.getTimestamp("retires_at");
        return new Enrolled(
                row.getString("kid"),
                row.getString("code"),
                KeyUsage.valueOf(row.getString("usage")),
                row.getString("public_jwk"),
                retires == null ? null : retires.toInstant(),
                row.getObject("request_limit", Integer.class));
    }

    /** The code, locked: two enrolments with one code wait for each other. */
    Optional<EnrolmentCode> lockCode(String hash) {
        @Nullable EnrolmentCode code = entities.find(EnrolmentCode.class, hash, LockModeType.PESSIMISTIC_WRITE);
        return Optional.ofNullable(code);
    }

    boolean hasActiveSigningKey(long vendorId) {
        return database.read(sql -> sql.select(
                        "select exists (select 1 from vendor_key where vendor_id = ? and usage = 'SIGNING' and state = 'ACTIVE')",
                        vendorId)
                .mapTo(Boolean.class)
                .one());
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
