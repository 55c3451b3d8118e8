package dev.farthing.notification;

import dev.farthing.database.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The table of customers' notices. */
@Dependent
class NoticeStore {
    /** A notice to be stored. */
    record Notice(long customerId, UUID event, String kind, String payload) {}

    @Inject
    private Database database;

    /**
     * Makes those who tell a customer something wait for one another, until the transaction ends: numbers become visible in
     * their order then, and who asks for what comes after one misses none. Taken in one order, so that nobody crosses.
     */
    void takeTurns(Set<Long> customers) {
        List<Integer> turns = customers.stream()
                .map(customer -> (int) (customer % (1L << 31)))
                .sorted()
                .toList();
        database.read(sql -> sql.createQuery("select pg_advisory_xact_lock(6, c) from unnest(:turns) as c")
                .bindArray("turns", Integer.class, turns)
                .mapToMap()
                .list());
    }

    void insert(List<Notice> notices, Instant at) {
        database.write(sql -> sql.createUpdate("""
                        insert into customer_notice (customer_id, event_id, kind, payload, created_at)
                        select n.customer, n.event, n.kind, n.payload, :at
                          from unnest(:customers, :events, :kinds, :payloads)
                            with ordinality as n (customer, event, kind, payload, place)
                         order by n.place
                        on conflict (event_id) do nothing
                        """)
                .bind("at", at)
                .bindArray(
                        "customers",
                        Long.class,
                        notices.stream().map(Notice::customerId).toList())
                .bindArray(
                        "events",
                        UUID.class,
                        notices.stream().map(Notice::event).toList())
                .bindArray(
                        "kinds",
                        String.class,
                        notices.stream().map(Notice::kind).toList())
                .bindArray(
                        "payloads",
                        String.class,
                        notices.stream().map(Notice::payload).toList())
                .execute());
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
