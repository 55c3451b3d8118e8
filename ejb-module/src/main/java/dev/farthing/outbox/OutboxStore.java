package dev.farthing.outbox;

import dev.farthing.database.Column;
import dev.farthing.database.Database;
import dev.farthing.database.Write;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table outbox, and how far the relays have got in it. */
@Dependent
class OutboxStore {
    @Inject
    private Database database;

    void append(List<Event> events, Instant at) {
        database.update(new Write("""
                        insert into outbox (event_id, topic, vendor_id, payload, created_at)
                        select e.id, e.topic, e.vendor, e.payload, :at
                          from unnest(:ids, :topics, :vendors, :payloads)
                            with ordinality as e (id, topic, vendor, payload, n)
                         order by e.n
                        """)
                .bind("at", at)
                .bind("vendors", Column.longs(vendors(events)))
                .bind("ids", Column.uuids(events.stream().map(Event::id).toList()))
                .bind("topics", Column.texts(events.stream().map(Event::topic).toList()))
                .bind(
                        "payloads",
                        Column.texts(events.stream().map(Event::payload).toList())));
    }

    /** The number of the last event that was sent to a queue, locked until the transaction ends; none if another holds it. */
    OptionalLong lockPosition(String queue) {
        return database.read(sql -> sql.select(
                                "select number from relay_position where queue = ? for update skip locked", queue)
                        .mapTo(Long.class)
                        .findOne())
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    void setPosition(String queue, long number) {
        database.write(sql -> sql.execute("update relay_position set number = ? where queue = ?", number, queue));
    }

    /** The next events by their numbers in the bank's feed, which have no gaps. */
    List<Event> numberedAfter(long number, int limit) {
        return database.read(sql -> sql.select("""
                        select event_id, topic, vendor_id, payload from outbox
                         where number > ? order by number limit ?
                        """, number, limit)
                .map((row, context) -> new Event(
                        row.getObject("event_id", UUID.class),
                        row.getString("topic"),
                        row.getObject("vendor_id", Long.class),
                        row.getString("payload")))
                .list());
    }

    /** A column of an insert that may hold nulls. */
    private static List<@Nullable Long> vendors(List<Event> events) {
        List<@Nullable Long> vendors = new ArrayList<>();
        events.forEach(event -> vendors.add(event.vendorId()));
        return vendors;
    }

    /** Events without a number, and numbered ones that some queue has not got. */
    long depth() {
        return database.read(sql -> sql.select("""
                        select (select count(*) from outbox where number is null)
                             + coalesce((select last from event_feed where feed = 0), 0)
                             - coalesce((select min(number) from relay_position), 0)
                        """).mapTo(Long.class).one());
    }
}
