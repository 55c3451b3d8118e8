package dev.farthing.outbox;

import dev.farthing.database.Database;
import dev.farthing.outbox.Numbering.Numbered;
import dev.farthing.outbox.Numbering.Unnumbered;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The numbers of events in the feeds, and the sequencer's advisory lock: class 5, object 0. */
@Dependent
class FeedStore {
    @Inject
    private Database database;

    /** The sequencer's lease: ends with its transaction, however that ends. */
    boolean tryLock() {
        return database.read(sql -> sql.select("select pg_try_advisory_xact_lock(5, 0)")
                .mapTo(Boolean.class)
                .one());
    }

    /**
     * Committed events without a number, by the numbers of their rows. These are drawn while their transactions run, so an
     * event has a lower one than every event whose transaction began after its own had committed; and whoever sees the
     * later one in this statement's snapshot sees the earlier one too.
     */
    List<Unnumbered> unnumbered(int limit) {
        return database.read(sql -> sql.createQuery(
                        "select ctid::text as place, vendor_id from outbox where number is null order by id limit :limit")
                .bind("limit", limit)
                .map((row, context) -> new Unnumbered(row.getString("place"), row.getObject("vendor_id", Long.class)))
                .list());
    }

    /** The last numbers given in these feeds; those that have none yet are missing. */
    Map<Long, Long> last(Collection<Long> feeds) {
        return database.read(sql -> sql.createQuery("select feed, last from event_feed where feed = any(:feeds)")
                .bindArray("feeds", Long.class, feeds)
                .map((row, context) -> Map.entry(row.getLong("feed"), row.getLong("last")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** The last number of a feed whose event is not kept any more; 0 if it has all. */
    long gone(long feed) {
        return database.read(sql -> sql.select("select gone from event_feed where feed = ?", feed)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L));
    }

    /**
     * By the events' places, which nobody changes but who has the lock: how many have no number is nothing that statistics know,
     * and a plan that takes them for few reads all of them for each.
     */
    void number(List<Numbered> numbered) {
        List<@Nullable Long> vendorNumbers = new ArrayList<>();
        numbered.forEach(event -> vendorNumbers.add(event.vendorNumber()));
        int updated = database.read(sql -> sql.createUpdate("""
                        update outbox o set number = n.number, vendor_number = n.vendor_number
                          from unnest(:places, :numbers, :vendorNumbers) as n (place, number, vendor_number)
                         where o.ctid = n.place::tid
                        """)
                .bindArray(
                        "places",
                        String.class,
                        numbered.stream().map(Numbered::place).toList())
                .bindArray(
                        "numbers",
                        Long.class,
                        numbered.stream().map(Numbered::number).toList())
                .bindArray("vendorNumbers", Long.class, vendorNumbers)
                .execute());
        if (updated != numbered.size()) {
            throw new IllegalStateException(updated + " of " + numbered.size() + " events are still at their places");
        }
    }

    void setLast(Map<Long, Long> last) {
        List<Long> feeds = last.keySet().stream().sorted().toList();
        database.write(sql -> sql.createUpdate("""
                        insert into event_feed (feed, last)
                        select f.feed, f.last from unnest(:feeds, :numbers) as f (feed, last)
                        on conflict (feed) do update set last = excluded.last
                        """)
                .bindArray("feeds", Long.class, feeds)
                .bindArray("numbers", Long.class, feeds.stream().map(last::get).toList())
                .execute());
    }

    List<FeedEvent> ofBank(long after, int limit) {
        return database.read(
                sql -> sql.select("""
                        select number as n, event_id, topic, created_at, payload from outbox
                         where number > ? order by number limit ?
                        """, after, limit).map(FeedStore::event).list());
    }

    List<FeedEvent> ofVendor(long vendorId, long after, int limit) {
        return database.read(sql ->
                sql.select("""
                        select vendor_number as n, event_id, topic, created_at, payload from outbox
                         where vendor_id = ? and vendor_number > ? order by vendor_number limit ?
                        """, vendorId, after, limit).map(FeedStore::event).list());
    }

    private static FeedEvent event(ResultSet row, StatementContext context) throws SQLException {
        return new FeedEvent(
                row.getLong("n"),
                row.getObject("event_id", UUID.class),
                row.getString("topic"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("payload"));
    }
}
