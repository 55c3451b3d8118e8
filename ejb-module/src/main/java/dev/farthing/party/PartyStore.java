package dev.farthing.party;

import dev.farthing.database.Database;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.Dependent;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.Optional;

/** The parties' tables. */
@Dependent
class PartyStore {
    @Resource(lookup = Database.ENTITIES)
    private EntityManager entities;

    Optional<Vendor> vendor(String code) {
        return entities.createQuery("select v from Vendor v where v.code = :code", Vendor.class)
                .setParameter("code", code)
                .getResultStream()
                .findFirst();
    }

    Optional<Customer> customer(String code) {
        return entities.createQuery("select c from Customer c where c.code = :code", Customer.class)
                .setParameter("code", code)
                .getResultStream()
                .findFirst();
    }

    /** Locks a party's row and reads it again: what was read before the lock may have changed while it was waited for. */
    <T> T locked(T party) {
        entities.refresh(party, LockModeType.PESSIMISTIC_WRITE);
        return party;
    }

    /** Stores a new party at once, so that its row's number is known and a second one of its code is found out. */
    <T> T persist(T party) {
        entities.persist(party);
        entities.flush();
        return party;
    }
}
