package dev.farthing.micropayment;

import dev.farthing.database.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The table of requested top-ups. */
@Dependent
class TopUpStore {
    private static final String REQUEST =
            "select r.*, c.code from top_up_request r join customer c on c.id = r.customer_id ";

    /** The least and the greatest UUID, for pages that begin at an end. */
    private static final UUID FIRST = new UUID(0, 0);

    private static final UUID LAST = new UUID(-1, -1);

    @Inject
    private Database database;

    void insert(TopUpRequest request, long customerId) {
        database.write(sql -> sql.execute(
                """
                insert into top_up_request (id, customer_id, amount, currency, iban, state, requested_at)
                values (?, ?, ?, ?, ?, ?, ?)
                """,
                request.id(),
                customerId,
                request.amount(),
                request.currency(),
                request.iban(),
                request.state().name(),
                request.requestedAt()));
    }

    Optional<TopUpRequest> find(UUID id) {
        return database.read(sql -> sql.select(REQUEST + "where r.id = ?", id)
                .map(TopUpStore::request)
                .findOne());
    }

    /** Whoever settles the same request at the same time waits, and finds it settled. */
    Optional<TopUpRequest> lock(UUID id) {
        return database.read(sql -> sql.select(REQUEST + "where r.id = ? for no key update of r", id)
                .map(TopUpStore::request)
                .findOne());
    }

    List<TopUpRequest> ofCustomer(long customerId, @Nullable UUID before, int limit) {
        return database.read(sql -> sql.select(
                        REQUEST + "where r.customer_id = ? and r.id < ? order by r.id desc limit ?",
                        customerId,
                        before == null ? LAST : before,
                        limit)
                .map(TopUpStore::request)
                .list());
    }

    List<TopUpRequest> inState(TopUpRequest.State state, @Nullable UUID after, int limit) {
        return database.read(sql -> sql.select(
                        REQUEST + "where r.state = ? and r.id > ? order by r.id limit ?",
                        state.name(),
                        after == null ? FIRST : after,
                        limit)
                .map(TopUpStore::request)
                .list());
    }

    void book(UUID id, IncomingMoney.Credit credit, String operator, Instant at) {
        database.write(sql -> sql.execute("""
                update top_up_request
                   set state = 'BOOKED', settled_at = ?, settled_by = ?, transfer_id = ?, business_date = ?
                 where id = ? and state = 'PENDING'
                """, at, operator, credit.transferId(), credit.businessDate(), id));
    }

    /** Remembers the bank's line by which a request was booked in this transaction. */
    void bookedBy(UUID id, String entry) {
        database.write(sql -> sql.execute("update top_up_request set bank_entry = ? where id = ?", entry, id));
    }

    boolean isBookedBy(UUID id, String entry) {
        return database.read(sql -> sql.select(
                                "select count(*) from top_up_request where id = ? and bank_entry = ?", id, entry)
                        .mapTo(Integer.class)
                        .one())
                > 0;
    }

    void giveBack(UUID id, String reason, String operator, Instant at) {
        database.write(sql -> sql.execute("""
                update top_up_request set state = 'RETURNED', settled_at = ?, settled_by = ?, return_reason = ?
                 where id = ? and state = 'PENDING'
                """, at, operator, reason, id));
    }

    private static TopUpRequest request(ResultSet row, StatementContext context) throws SQLException {
        @Nullable OffsetDateTime settledAt = row.getObject("settled_at", OffsetDateTime.class);
        return new TopUpRequest(
                row.getObject("id", UUID.class),
                row.getString("code"),
                row.getLong("amount"),
                row.getString("currency"),
                row.getString("iban"),
                TopUpRequest.State.valueOf(row.getString("state")),
                row.getObject("requested_at", OffsetDateTime.class).toInstant(),
                settledAt == null ? null : settledAt.toInstant(),
                row.getString("settled_by"),
                row.getObject("transfer_id", UUID.class),
                row.getObject("business_date", LocalDate.class),
                row.getString("return_reason"));
    }
}
