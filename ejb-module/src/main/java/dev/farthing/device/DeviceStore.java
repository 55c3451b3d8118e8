package dev.farthing.device;

import dev.farthing.database.Database;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tables of devices and of their codes. */
@Dependent
class DeviceStore {
    /** An active device's key and whose it is. */
    record Registered(String kid, String customer, String publicJwk) {}

    @Resource(lookup = Database.ENTITIES)
    private EntityManager entities;

    @Inject
    private Database database;

    /** The key of a device that may sign now: neither revoked, nor of a customer who is closed. */
    Optional<Registered> signing(String kid) {
        return database.read(sql -> sql.createQuery("""
                        select d.kid, c.code, d.public_jwk
                          from device d join customer c on c.id = d.customer_id
                         where d.kid = :kid and d.state = 'ACTIVE' and c.status <> 'CLOSED'
                        """)
                .bind("kid", kid)
                .map((row, context) ->
                        new Registered(row.getString("kid"), row.getString("code"), row.getString("public_jwk")))
                .findOne());
    }

    /** Whose code or device this is, and whether that customer still has anything to sign for. */
    record Owner(String code, boolean closed) {}

    Owner owner(long customerId) {
        return database.read(sql -> sql.select("select code, status from customer where id = ?", customerId)
                .map((row, context) -> new Owner(row.getString("code"), "CLOSED".equals(row.getString("status"))))
                .one());
    }

    /** Makes who registers devices for this customer wait for one another, until the transaction ends. */
    void lockCustomer(long customerId) {
        database.read(sql -> sql.select("select id from customer where id = ? for no key update", customerId)
                .mapTo(Long.class)
                .one());
    }

    /** The code, locked: two registrations with one code wait for each other. */
    Optional<DeviceCode> lockCode(String hash) {
        @Nullable DeviceCode code = entities.find(DeviceCode.class, hash, LockModeType.PESSIMISTIC_WRITE);
        return Optional.ofNullable(code);
    }

    boolean isKnown(String kid) {
        return entities.find(DeviceRecord.class, kid) != null;
    }

    boolean isActive(String kid) {
        @Nullable DeviceRecord device = entities.find(DeviceRecord.class, kid);
        return device != null && device.isActive();
    }

    /** A customer's own device, locked. */
    Optional<DeviceRecord> lockDevice(long customerId, String kid) {
        return entities.createQuery(
                        "select d from DeviceRecord d where d.kid = :kid and d.customerId = :customer",
                        DeviceRecord.class)
                .setParameter("kid", kid)
                .setParameter("customer", customerId)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultStream()
                .findFirst();
    }

    /** The active ones first, the newest of each first. */
    List<DeviceRecord> devices(long customerId, int limit) {
        return entities.createQuery(
                        "select d from DeviceRecord d where d.customerId = :customer"
                                + " order by d.state, d.createdAt desc, d.kid",
                        DeviceRecord.class)
                .setParameter("customer", customerId)
                .setMaxResults(limit)
                .getResultList();
    }

    long countActive(long customerId) {
        return database.read(
                sql -> sql.select("select count(*) from device where customer_id = ? and state = 'ACTIVE'", customerId)
                        .mapTo(Long.class)
                        .one());
    }

    void revokeAll(long customerId, Instant at) {
        database.write(sql -> sql.execute(
                "update device set state = 'REVOKED', revoked_at = ? where customer_id = ? and state = 'ACTIVE'",
                at,
                customerId));
    }

    void persist(Object entity) {
        entities.persist(entity);
        entities.flush();
    }
}
