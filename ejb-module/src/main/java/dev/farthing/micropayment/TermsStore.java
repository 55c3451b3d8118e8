package dev.farthing.micropayment;

import static dev.farthing.micropayment.SubmissionStore.bindNames;
import static dev.farthing.micropayment.SubmissionStore.byName;

import dev.farthing.database.Column;
import dev.farthing.database.Database;
import dev.farthing.database.Write;
import dev.farthing.micropayment.Caps.Cap;
import dev.farthing.micropayment.Terms.ConsentTerms;
import dev.farthing.micropayment.Terms.Named;
import dev.farthing.micropayment.Terms.Offer;
import dev.farthing.micropayment.Terms.Sale;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What customers and vendors have set down that a payment depends on; one statement for a whole batch. */
@Dependent
class TermsStore {
    @Inject
    private Database database;

    /** Consents, locked in the order of their keys: a withdrawal waits, or is seen. */
    Map<Named, ConsentTerms> lockConsents(Set<Named> names) {
        if (names.isEmpty()) {
            return Map.of();
        }
        return byName(
                database.read(sql -> bindNames(sql.createQuery("""
                                        select c.vendor_id, c.identifier, c.customer_id, c.state, u.code, u.kind
                                          from consent c join customer u on u.id = c.customer_id
                                         where (c.vendor_id, c.identifier) in (select * from unnest(:vendors, :names))
                                         order by c.vendor_id, c.identifier
                                           for no key update of c
                                        """), names)
                        .map((row, context) -> new ConsentTerms(
                                new Named(row.getLong("vendor_id"), row.getString("identifier")),
                                row.getLong("customer_id"),
                                row.getString("code"),
                                "GIVEN".equals(row.getString("state")),
                                "TAB".equals(row.getString("kind"))))
                        .list()),
                ConsentTerms::name);
    }

    /** The customers' caps at these vendors and over all vendors, locked in the order of their ids. */
    List<Cap> lockCaps(Collection<Long> customers, Collection<Long> vendors) {
        if (customers.isEmpty()) {
            return List.of();
        }
        return database.read(sql -> sql.createQuery("""
                        select id, customer_id, vendor_id, kind, rights_model, currency, amount, used, used_on, created_at
                          from spending_cap
                         where customer_id = any(:customers) and (vendor_id is null or vendor_id = any(:vendors))
                         order by id
                           for no key update
                        """)
                .bind("customers", Column.longs(customers))
                .bind("vendors", Column.longs(vendors))
                .map((row, context) -> cap(row))
                .list());
    }

    void updateCaps(List<Cap> changed) {
        if (changed.isEmpty()) {
            return;
        }
        database.update(new Write("""
                        update spending_cap c set used = u.used, used_on = u.used_on::date
                          from unnest(:ids, :used, :days) as u (id, used, used_on)
                         where c.id = u.id
                        """)
                .bind("ids", Column.longs(changed.stream().map(Cap::id).toList()))
                .bind("used", Column.longs(changed.stream().map(Cap::used).toList()))
                .bind("days", Column.texts(SubmissionStore.column(changed, TermsStore::day))));
    }

    private static @Nullable String day(Cap cap) {
        LocalDate day = cap.usedOn();
        return day == null ? null : day.toString();
    }

    /** Items with the prices in effect: of each currency the latest that has begun. */
    Map<Named, Offer> offers(Set<Named> names, Instant at) {
        if (names.isEmpty()) {
            return Map.of();
        }
        List<OfferRow> rows = database.read(sql -> bindNames(sql.createQuery("""
                                select i.vendor_id, i.code, i.on_sale, i.sale_from, i.sale_until, i.currency, i.rights,
                                       i.rights_model, i.rights_count, i.rights_period, i.rights_until,
                                       p.currency as price_currency, p.price
                                  from item i
                                  left join lateral (
                                       select distinct on (currency) currency, price
                                         from item_price
                                        where item_id = i.id and effective_from <= :at
                                        order by currency, effective_from desc) p on true
                                 where (i.vendor_id, i.code) in (select * from unnest(:vendors, :names))
                                """), names)
                .bind("at", at)
                .map((row, context) -> offer(row))
                .list());
        Map<Named, Offer> offers = new HashMap<>();
        for (OfferRow row : rows) {
            Offer offer = offers.computeIfAbsent(row.offer().name(), name -> row.offer());
            if (row.currency() != null && row.price() != null) {
                offer.prices().put(row.currency(), row.price());
            }
        }
        return offers;
    }

    /** An item with one of its prices; without a price in a currency in which it is not sold, and without any in none. */
    private record OfferRow(
            Offer offer,
            @Nullable String currency,
            @Nullable Long price) {}

    private static OfferRow offer(ResultSet row) throws SQLException {
        Offer offer = new Offer(
                new Named(row.getLong("vendor_id"), row.getString("code")),
                new Sale(row.getBoolean("on_sale"), instant(row, "sale_from"), instant(row, "sale_until")),
                new Rights(
                        RightsModel.valueOf(row.getString("rights_model")),
                        row.getObject("rights_count", Integer.class),
                        row.getString("rights_period"),
                        instant(row, "rights_until"),
                        row.getString("rights")),
                row.getString("currency"),
                new HashMap<>());
        return new OfferRow(offer, row.getString("price_currency"), row.getObject("price", Long.class));
    }

    private static Cap cap(ResultSet row) throws SQLException {
        String model = row.getString("rights_model");
        return new Cap(
                        row.getLong("id"),
                        new Caps.Scope(
                                row.getLong("customer_id"),
                                row.getObject("vendor_id", Long.class),
                                Caps.Kind.valueOf(row.getString("kind")),
                                model == null ? null : RightsModel.valueOf(model),
                                row.getString("currency")),
                        row.getLong("amount"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant())
                .used(row.getLong("used"), row.getObject("used_on", LocalDate.class));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
