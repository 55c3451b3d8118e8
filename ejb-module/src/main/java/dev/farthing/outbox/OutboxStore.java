package dev.farthing.outbox;

import dev.farthing.database.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tables outbox and inbox. */
@Dependent
class OutboxStore {
    /** An event on its way, with the number of its row. */
    record Unsent(long id, Event event) {}

    @Inject
    private Database database;

    /** What no listener waits for counts as sent, and is in the feeds only. */
    void append(List<Event> events, Instant at) {
        database.write(sql -> sql.createUpdate("""
                        insert into outbox (event_id, topic, vendor_id, payload, created_at, sent_at)
                        select e.id, e.topic, e.vendor, e.payload, :at, case when not e.listened then cast(:at as timestamptz) end
                          from unnest(:ids, :topics, :vendors, :payloads, :listened)
                            with ordinality as e (id, topic, vendor, payload, listened, n)
                         order by e.n
                        """)
                .bind("at", at)
                .bindArray("vendors", Long.class, vendors(events))
                .bindArray(
                        "listened",
                        Boolean.class,
                        events.stream().map(Event::isForCustomers).toList())
                .bindArray("ids", UUID.class, events.stream().map(Event::id).toList())
                .bindArray(
                        "topics",
                        String.class,
                        events.stream().map(Event::topic).toList())
                .bindArray(
                        "payloads",
                        String.class,
                        events.stream().map(Event::payload).toList())
                .execute());
    }

    /** Unsent events that no other relay holds, locked until the transaction ends. */
    List<Unsent> lockUnsent(int limit) {
        return database.read(sql -> sql.createQuery("""
                        select id, event_id, topic, vendor_id, payload
                          from outbox
                         where sent_at is null
                         order by id
                         limit :limit
                           for update skip locked
                        """)
                .bind("limit", limit)
                .map((row, context) -> new Unsent(
                        row.getLong("id"),
                        new Event(
                                row.getObject("event_id", UUID.class),
                                row.getString("topic"),
                                row.getObject("vendor_id", Long.class),
                                row.getString("payload"))))
                .list());
    }

    void markSent(List<Unsent> sent, Instant at) {
        database.write(sql -> sql.createUpdate("update outbox set sent_at = :at where id = any(:ids)")
                .bind("at", at)
                .bindArray("ids", Long.class, sent.stream().map(Unsent::id).toList())
                .execute());
    }

    boolean take(String listener, UUID eventId, Instant at) {
        return database.read(sql -> sql.createUpdate("""
                                insert into inbox (listener, event_id, received_at)
                                values (:listener, :event, :at) on conflict do nothing
                                """)
                        .bind("listener", listener)
                        .bind("event", eventId)
                        .bind("at", at)
                        .execute())
                == 1;
    }

    /** A column of an insert that may hold nulls. */
    private static List<@Nullable Long> vendors(List<Event> events) {
        List<@Nullable Long> vendors = new ArrayList<>();
        events.forEach(event -> vendors.add(event.vendorId()));
        return vendors;
    }

    long depth() {
        return database.read(sql -> sql.select("select count(*) from outbox where sent_at is null")
                .mapTo(Long.class)
                .one());
    }
}
