package dev.farthing.micropayment;

import dev.farthing.database.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Reads what customers' accounts moved. Ids are ordered by time (RFC 9562, version 7), so a page begins below an id. */
@Dependent
class StatementStore {
    /** Of each source a whole page, by its own index; then the newest of all. */
    private static final String LINES = """
            select * from (
                select m.id, m.decided_at as at, m.business_date, 'PAYMENT' as kind, v.code as vendor, m.item,
                       m.quantity, -m.amount as amount, m.currency, m.id as payment
                  from unnest(:accounts) as a (id)
                 cross join lateral (select * from micropayment
                                      where customer_account = a.id and outcome = 'ACCEPTED' and id < :before
                                      order by id desc limit :limit) m
                  join vendor v on v.id = m.vendor_id
                union all
                select r.id, r.decided_at, r.business_date, r.kind, v.code, m.item,
                       r.quantity, r.amount, r.currency, r.payment_id
                  from unnest(:accounts) as a (id)
                 cross join lateral (select * from payment_return
                                      where customer_account = a.id and outcome = 'ACCEPTED' and id < :before
                                      order by id desc limit :limit) r
                  join vendor v on v.id = r.vendor_id
                  left join micropayment m on m.business_date = r.payment_date and m.id = r.payment_id
                union all
                (select transfer_id, booked_at, business_date, 'TOP_UP', null, null, null, amount, currency, null
                   from top_up
                  where customer_id = :customer and transfer_id < :before
                  order by transfer_id desc limit :limit)
                union all
                (select transfer_id, settled_at, business_date, 'TOP_UP', null, null, null, amount, currency, null
                   from top_up_request
                  where customer_id = :customer and state = 'BOOKED' and transfer_id < :before
                  order by transfer_id desc limit :limit)
            ) l
             order by id desc
             limit :limit
            """;

    /** What was given back is taken off; the entitlement that stands is the one of payment_returned, if there is a row. */
    private static final String ENTITLEMENTS = """
            select m.id, v.code as vendor, v.name as vendor_name, m.item, i.title, m.quantity as paid,
                   m.quantity - coalesce(p.quantity, 0) as quantity, m.rights, m.rights_model, m.rights_count,
                   m.rights_period, m.rights_until, m.decided_at, x.status_index is not null as revoked
              from unnest(:accounts) as a (id)
             cross join lateral (select * from micropayment
                                  where customer_account = a.id and outcome = 'ACCEPTED' and id < :before
                                  order by id desc limit :limit) m
              join vendor v on v.id = m.vendor_id
              left join item i on i.vendor_id = m.vendor_id and i.code = m.item
              left join payment_returned p on p.payment_id = m.id
              left join revoked_entitlement x on x.status_index = coalesce(p.status_index, m.status_index)
             order by m.id desc
             limit :limit
            """;

    @Inject
    private Database database;

    List<StatementLine> lines(long customerId, List<Long> accounts, UUID before, int limit) {
        return database.read(sql -> sql.createQuery(LINES)
                .bind("customer", customerId)
                .bindArray("accounts", Long.class, accounts)
                .bind("before", before)
                .bind("limit", limit)
                .map(StatementStore::line)
                .list());
    }

    List<HeldEntitlement> entitlements(List<Long> accounts, UUID before, int limit, Instant now) {
        return database.read(sql -> sql.createQuery(ENTITLEMENTS)
                .bindArray("accounts", Long.class, accounts)
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> entitlement(row, now))
                .list());
    }

    private static StatementLine line(ResultSet row, StatementContext context) throws SQLException {
        return new StatementLine(
                row.getObject("id", UUID.class),
                row.getTimestamp("at").toInstant(),
                row.getObject("business_date", LocalDate.class),
                StatementLine.Kind.valueOf(row.getString("kind")),
                row.getString("vendor"),
                row.getString("item"),
                row.getObject("quantity", Integer.class),
                row.getLong("amount"),
                row.getString("currency"),
                row.getObject("payment", UUID.class));
    }

    private static HeldEntitlement entitlement(ResultSet row, Instant now) throws SQLException {
        int quantity = row.getInt("quantity");
        HeldEntitlement.Held rights = rights(row, quantity);
        @Nullable Instant until = rights.until();
        boolean inTime = until == null || now.isBefore(until);
        return new HeldEntitlement(
                row.getObject("id", UUID.class),
                row.getString("vendor"),
                row.getString("vendor_name"),
                row.getString("item"),
                row.getString("title"),
                quantity,
                rights,
                row.getTimestamp("decided_at").toInstant(),
                quantity > 0 && inTime && !row.getBoolean("revoked"));
    }

    private static HeldEntitlement.Held rights(ResultSet row, int quantity) throws SQLException {
        @Nullable String model = row.getString("rights_model");
        @Nullable Integer count = row.getObject("rights_count", Integer.class);
        return new HeldEntitlement.Held(
                model == null ? RightsModel.ONCE : RightsModel.valueOf(model),
                count == null ? null : Math.toIntExact((long) count * quantity / row.getInt("paid")),
                until(row, quantity),
                row.getString("rights"));
    }

    /** A period ends sooner when some of the units went back; a date does not. */
    private static @Nullable Instant until(ResultSet row, int quantity) throws SQLException {
        @Nullable String period = row.getString("rights_period");
        java.sql.@Nullable Timestamp until = row.getTimestamp("rights_until");
        if (period != null) {
            return Rights.end(period, quantity, row.getTimestamp("decided_at").toInstant());
        }
        return until == null ? null : until.toInstant();
    }
}
