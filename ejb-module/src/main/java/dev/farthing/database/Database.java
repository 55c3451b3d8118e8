package dev.farthing.database;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/**
 * Gives the capabilities' stores their SQL handles. Every handle joins the JTA transaction of the caller, so all stores
 * of one transaction speak through one connection. A failure is an unchecked exception, which rolls it back. Long readings
 * over everything have a pool of their own, outside of any transaction of the caller: see {@link #report}.
 */
@ApplicationScoped
public class Database {
    /**
     * Where the entities' manager of the caller's transaction is found. Looked up by name, since the beans of the whole EAR are
     * started while the persistence unit is still being installed: one that is injected is then sometimes not found.
     */
    public static final String ENTITIES = "java:jboss/persistence/farthing";

    /** Of the thread that is {@link #inOneTrip}. */
    private static final ThreadLocal<@Nullable Trip> GATHERING = new ThreadLocal<>();

    /** Of the thread that is {@link #onOneHandle}. */
    private static final ThreadLocal<@Nullable Handle> HELD = new ThreadLocal<>();

    @Resource(lookup = "java:jboss/datasources/FarthingDS")
    private DataSource dataSource;

    @Resource(lookup = "java:jboss/datasources/FarthingReportsDS")
    private DataSource reportsSource;

    private Jdbi jdbi;

    private Jdbi reports;

    @PostConstruct
    void open() {
        jdbi = speaking(dataSource);
        reports = speaking(reportsSource);
    }

    private static Jdbi speaking(DataSource source) {
        return Jdbi.create(source)
                .registerArrayType(Long.class, "bigint")
                .registerArrayType(Integer.class, "integer")
                .registerArrayType(Boolean.class, "boolean")
                .registerArrayType(String.class, "text")
                .registerArrayType(UUID.class, "uuid");
    }

    public <R, X extends Exception> R read(HandleCallback<R, X> work) throws X {
        sendGathered();
        return withHandle(work);
    }

    /**
     * Reads with several statements that are waited for once, in their order: each sees what was committed when its turn came, as it
     * would alone. The driver does wait before one, but for the first, that returns a type without a length, as {@code text} is one
     * and {@code name} none: it would not know how much may come back before it has sent all.
     */
    public void readInOneTrip(List<Read<?>> reads) {
        read(sql -> {
            Trip.send(sql, reads);
            return reads.size();
        });
    }

    /**
     * Reads in one snapshot of its own, for as long as it takes: what the caller's transaction has written is not seen, and
     * nothing can be written. Statements may take minutes; bookings are not kept from their connections meanwhile.
     */
    public <R, X extends Exception> R report(HandleCallback<R, X> work) throws X {
        return reports.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, work);
    }

    /**
     * Writes what a statement over a whole day comes to, in a transaction of its own that takes as long as it takes: never within
     * one of the caller, which would hold its locks so long.
     */
    public <R, X extends Exception> R writeAtLength(HandleCallback<R, X> work) throws X {
        return reports.inTransaction(TransactionIsolationLevel.READ_COMMITTED, sql -> {
            sql.execute("set transaction read write");
            return work.withHandle(sql);
        });
    }

    public <X extends Exception> void write(HandleConsumer<X> work) throws X {
        sendGathered();
        withHandle(work.asCallback());
    }

    /** Writes at once, or with the others at the end of {@link #inOneTrip}. */
    public void update(Write statement) {
        update(statement, rows -> {});
    }

    /**
     * Writes at once, or with the others at the end of {@link #inOneTrip}.
     *
     * @param rows is told how many rows were written, and fails if that is not right
     */
    public void update(Write statement, IntConsumer rows) {
        @Nullable Trip gathering = GATHERING.get();
        Trip mine = gathering == null ? new Trip() : gathering;
        mine.add(statement, rows);
        if (gathering == null) {
            send(mine);
        }
    }

    /**
     * Does work whose writes ({@link #update(Write)}) go to the database together when it is done, and in their order:
     * a transaction waits once for all of them. What is read meanwhile sees them, for which they are sent before.
     */
    public void inOneTrip(Runnable work) {
        if (GATHERING.get() != null) {
            work.run();
            return;
        }
        GATHERING.set(new Trip());
        try {
            work.run();
            sendGathered();
        } finally {
            GATHERING.remove();
        }
    }

    private void sendGathered() {
        @Nullable Trip gathering = GATHERING.get();
        if (gathering != null) {
            send(gathering);
        }
    }

    private void send(Trip gathered) {
        if (gathered.isEmpty()) {
            return;
        }
        withHandle(sql -> {
            gathered.send(sql);
            return null;
        });
    }

    /**
     * Does work on one handle, which must end within the transaction in which it began, and begin no other: whatever the work
     * reads and writes does not have to get one first.
     */
    public <R> R onOneHandle(Supplier<R> work) {
        if (HELD.get() != null) {
            return work.get();
        }
        return jdbi.withHandle(sql -> {
            HELD.set(sql);
            try {
                return work.get();
            } finally {
                HELD.remove();
            }
        });
    }

    private <R, X extends Exception> R withHandle(HandleCallback<R, X> work) throws X {
        @Nullable Handle held = HELD.get();
        return held == null ? jdbi.withHandle(work) : work.withHandle(held);
    }
}
