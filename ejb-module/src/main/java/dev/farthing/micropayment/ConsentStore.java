package dev.farthing.micropayment;

import dev.farthing.database.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The tables of consents and caps, as their customers change them. Locks: the consent, then its caps by their numbers. */
@Dependent
class ConsentStore {
    /** A consent as it was locked. */
    record Locked(String identifier, ConsentState state) {}

    /** A consent without its caps. */
    record Standing(long vendorId, String vendor, String vendorName, ConsentState state, Instant changedAt) {}

    /** A cap with its use, and whose it is. */
    record Counted(@Nullable Long vendorId, CapUse use) {}

    @Inject
    private Database database;

    /** The identifier of a customer with a vendor; the one offered if there is none yet. */
    String identifier(long vendorId, long customerId, String offered, Instant at) {
        return database.read(sql -> {
            sql.execute("""
                    insert into consent (vendor_id, identifier, customer_id, state, changed_at)
                    values (?, ?, ?, 'NONE', ?)
                    on conflict (vendor_id, customer_id) do nothing
                    """, vendorId, offered, customerId, at);
            return sql.select(
                            "select identifier from consent where vendor_id = ? and customer_id = ?",
                            vendorId,
                            customerId)
                    .mapTo(String.class)
                    .one();
        });
    }

    /** The consent, locked: payments that were before it see it as it was, all others as it will be. */
    Optional<Locked> lock(long vendorId, long customerId) {
        return database.read(sql -> sql.select("""
                        select identifier, state from consent
                         where vendor_id = ? and customer_id = ?
                           for no key update
                        """, vendorId, customerId)
                .map((row, context) ->
                        new Locked(row.getString("identifier"), ConsentState.valueOf(row.getString("state"))))
                .findOne());
    }

    void set(long vendorId, long customerId, ConsentState state, Instant at) {
        database.write(sql -> sql.execute(
                "update consent set state = ?, changed_at = ? where vendor_id = ? and customer_id = ?",
                state.name(),
                at,
                vendorId,
                customerId));
    }

    List<Standing> standings(long customerId, int limit) {
        return database.read(sql -> sql.select("""
                        select v.id, v.code, v.name, c.state, c.changed_at
                          from consent c join vendor v on v.id = c.vendor_id
                         where c.customer_id = ?
                         order by v.code
                         limit ?
                        """, customerId, limit)
                .map((row, context) -> new Standing(
                        row.getLong("id"),
                        row.getString("code"),
                        row.getString("name"),
                        ConsentState.valueOf(row.getString("state")),
                        row.getTimestamp("changed_at").toInstant()))
                .list());
    }

    /** All caps of a customer. What was used on another day than the open one no longer counts. */
    List<Counted> caps(long customerId, @Nullable LocalDate openDay) {
        return database.read(sql -> sql.createQuery("""
                        select vendor_id, kind, rights_model, currency, amount,
                               case when kind in ('PER_DAY', 'PER_RIGHTS') and used_on is distinct from :day
                                    then 0 else used end as used
                          from spending_cap
                         where customer_id = :customer
                         order by currency, kind, rights_model
                        """)
                .bind("customer", customerId)
                .bind("day", openDay)
                .map((row, context) -> new Counted(row.getObject("vendor_id", Long.class), use(row)))
                .list());
    }

    /** Locks the caps of one consent, or (vendor null) those over all vendors, in the order of their numbers. */
    void lockCaps(long customerId, @Nullable Long vendorId) {
        database.read(sql -> sql.createQuery("""
                        select id from spending_cap
                         where customer_id = :customer and vendor_id is not distinct from :vendor
                         order by id
                           for update
                        """)
                .bind("customer", customerId)
                .bindByType("vendor", vendorId, Long.class)
                .mapTo(Long.class)
                .list());
    }

    /** Puts caps in the place of those that were locked; of one that stays what it is, what was used stays used. */
    void replaceCaps(long customerId, @Nullable Long vendorId, List<Cap> caps) {
        database.write(sql -> {
            sql.createUpdate("""
                            delete from spending_cap s
                             where s.customer_id = :customer and s.vendor_id is not distinct from :vendor
                               and not exists (
                                   select 1 from unnest(:kinds, :models, :currencies) as c (kind, model, currency)
                                    where c.kind = s.kind and c.model is not distinct from s.rights_model
                                      and c.currency = s.currency)
                            """)
                    .bind("customer", customerId)
                    .bindByType("vendor", vendorId, Long.class)
                    .bindArray("kinds", String.class, column(caps, cap -> cap.kind()
                            .name()))
                    .bindArray("models", String.class, column(caps, ConsentStore::model))
                    .bindArray("currencies", String.class, column(caps, Cap::currency))
                    .execute();
            sql.createUpdate("""
                            insert into spending_cap (customer_id, vendor_id, kind, rights_model, currency, amount)
                            select :customer, :vendor, c.*
                              from unnest(:kinds, :models, :currencies, :amounts) as c
                            on conflict (customer_id, vendor_id, kind, rights_model, currency)
                            do update set amount = excluded.amount
                            """)
                    .bind("customer", customerId)
                    .bindByType("vendor", vendorId, Long.class)
                    .bindArray("kinds", String.class, column(caps, cap -> cap.kind()
                            .name()))
                    .bindArray("models", String.class, column(caps, ConsentStore::model))
                    .bindArray("currencies", String.class, column(caps, Cap::currency))
                    .bindArray("amounts", Long.class, column(caps, Cap::amount))
                    .execute();
        });
    }

    private static @Nullable String model(Cap cap) {
        RightsModel model = cap.rightsModel();
        return model == null ? null : model.name();
    }

    /** A column of an insert, which may hold nulls. */
    private static <T extends @Nullable Object> List<T> column(List<Cap> caps, Function<Cap, T> part) {
        return caps.stream().map(part).toList();
    }

    private static CapUse use(ResultSet row) throws SQLException {
        @Nullable String model = row.getString("rights_model");
        Cap cap = new Cap(
                CapKind.valueOf(row.getString("kind")),
                model == null ? null : RightsModel.valueOf(model),
                row.getString("currency"),
                row.getLong("amount"));
        return new CapUse(cap, row.getLong("used"));
    }
}
