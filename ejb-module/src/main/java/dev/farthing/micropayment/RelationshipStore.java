package dev.farthing.micropayment;

import dev.farthing.database.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;

/** What hangs on a relationship: a customer's consents, and what must be over before the customer may go. */
@Dependent
class RelationshipStore {
    /** A consent that stood until now. */
    record Withdrawn(long vendorId, String vendor, String identifier) {}

    @Inject
    private Database database;

    /** Withdraws every consent that stands; locked in the order in which a batch locks them. */
    List<Withdrawn> withdrawConsents(long customerId, Instant at) {
        return database.read(sql -> sql.createQuery("""
                        with standing as materialized (
                          select vendor_id, identifier from consent
                           where customer_id = :customer and state = 'GIVEN'
                           order by vendor_id, identifier
                             for no key update)
                        update consent c set state = 'WITHDRAWN', changed_at = :at
                          from standing s, vendor v
                         where c.vendor_id = s.vendor_id and c.identifier = s.identifier and v.id = c.vendor_id
                        returning c.vendor_id, v.code, c.identifier
                        """)
                .bind("customer", customerId)
                .bind("at", at)
                .map((row, context) ->
                        new Withdrawn(row.getLong("vendor_id"), row.getString("code"), row.getString("identifier")))
                .list());
    }

    /** How many payments may still be reversed: not firm, and not reversed as a whole. */
    long conditionalPayments(List<Long> accounts) {
        return database.read(sql -> sql.createQuery("""
                        select count(*)
                          from micropayment m
                          left join firm_day f on f.vendor_id = m.vendor_id and f.business_date = m.business_date
                          left join payment_returned r on r.payment_id = m.id
                         where m.customer_account = any(:accounts) and m.outcome = 'ACCEPTED'
                           and f.firm is not true and coalesce(r.quantity, 0) < m.quantity
                        """)
                .bindArray("accounts", Long.class, accounts)
                .mapTo(Long.class)
                .one());
    }

    long pendingTopUps(long customerId) {
        return database.read(sql -> sql.select(
                        "select count(*) from top_up_request where customer_id = ? and state = 'PENDING'", customerId)
                .mapTo(Long.class)
                .one());
    }
}
