package dev.farthing.micropayment;

import static dev.farthing.micropayment.SubmissionStore.byName;

import dev.farthing.database.Column;
import dev.farthing.database.Database;
import dev.farthing.database.Read;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What customers and vendors have set down that a payment depends on; one trip for a whole batch. */
@Dependent
class TermsStore {
    @Inject
    private Database database;

    /** What was looked at: items with their prices, and consents and caps, locked. */
    record Look(Map<Named, Offer> offers, Map<Named, ConsentTerms> consents, List<Cap> caps) {}

    /**
     * Items with the prices in effect: of each currency the latest that has begun. Consents, locked in the order of their keys: a
     * withdrawal waits, or is seen. Then the caps of their customers, at these vendors and over all, in the order of their ids.
     *
     * <p>Caps have a statement of their own. A batch that waits for a consent that is given anew, with caps, would otherwise see the
     * consent as it is then, and of the caps those that there were before.
     *
     * @param customers by vendor id and identifier
     * @param after what is read in the same trip, after all that
     */
    Look look(Set<Named> items, Set<Named> customers, Collection<Long> vendors, Instant at, List<Read<?>> after) {
        List<Named> known = List.copyOf(customers);
        Read<OfferRow> offers = offers(items, at);
        Read<ConsentTerms> consents = consents(known);
        Read<Cap> caps = caps(known, vendors);
        List<Read<?>> reads = new ArrayList<>(List.of(offers, consents, caps));
        reads.addAll(after);
        read(reads);
        return new Look(byItem(offers.rows()), byName(consents.rows(), ConsentTerms::name), caps.rows());
    }

    void read(List<Read<?>> reads) {
        database.readInOneTrip(reads);
    }

    private static Read<ConsentTerms> consents(List<Named> known) {
        return named(
                new Read<>(
                        """
                        select k.place, c.customer_id, u.code::name as code, c.state = 'GIVEN' as given, u.kind = 'TAB' as tab
                          from unnest(:vendors, :names) with ordinality as k (vendor, name, place)
                          join consent c on c.vendor_id = k.vendor and c.identifier = k.name
                          join customer u on u.id = c.customer_id
                         order by c.vendor_id, c.identifier
                           for no key update of c
                        """,
                        (row, context) -> new ConsentTerms(
                                known.get(row.getInt("place") - 1),
                                row.getLong("customer_id"),
                                row.getString("code"),
                                row.getBoolean("given"),
                                row.getBoolean("tab"))),
                known);
    }

    private static Read<Cap> caps(List<Named> known, Collection<Long> vendors) {
        return named(new Read<>("""
                        select id, customer_id, vendor_id, kind::name as kind, rights_model::name as rights_model,
                               currency::name as currency, amount, used, used_on, created_at
                          from spending_cap
                         where customer_id = any(array(
                                 select customer_id from consent
                                  where (vendor_id, identifier) in (select * from unnest(:vendors, :names))))
                           and (vendor_id is null or vendor_id = any(:sellers))
                         order by id
                           for no key update
                        """, (row, context) -> cap(row)), known).bind("sellers", Column.longs(vendors));
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

    private static Read<OfferRow> offers(Set<Named> items, Instant at) {
        return named(new Read<>("""
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
                        """, (row, context) -> offer(row)), items).bind("at", at);
    }

    private static <T> Read<T> named(Read<T> read, Collection<Named> names) {
        return read.bind(
                        "vendors",
                        Column.longs(names.stream().map(Named::vendorId).toList()))
                .bind("names", Column.texts(names.stream().map(Named::name).toList()));
    }

    private static Map<Named, Offer> byItem(List<OfferRow> rows) {
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
