package dev.farthing.notification;

import dev.farthing.database.Database;
import dev.farthing.outbox.Event;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;

/** The table of customers' notices. */
@Dependent
class NoticeStore {
    @Inject
    private Database database;

    /**
     * Makes those who tell one customer something wait for one another, until the transaction ends: numbers become visible in
     * their order then, and who asks for what comes after one misses none.
     */
    void takeTurn(long customerId) {
        database.write(sql -> sql.execute("select pg_advisory_xact_lock(6, (? % 2147483648)::integer)", customerId));
    }

    void insert(long customerId, Event event, Instant at) {
        database.write(sql -> sql.execute(
                "insert into customer_notice (customer_id, event_id, kind, payload, created_at) values (?, ?, ?, ?, ?)",
                customerId,
                event.id(),
                event.topic(),
                event.payload(),
                at));
    }

    List<CustomerNotice> notices(long customerId, long after, int limit) {
        return database.read(sql -> sql.select("""
                        select id, kind, payload, created_at from customer_notice
                         where customer_id = ? and id > ? order by id limit ?
                        """, customerId, after, limit)
                .map((row, context) -> new CustomerNotice(
                        row.getLong("id"),
                        row.getString("kind"),
                        row.getString("payload"),
                        row.getTimestamp("created_at").toInstant()))
                .list());
    }
}
