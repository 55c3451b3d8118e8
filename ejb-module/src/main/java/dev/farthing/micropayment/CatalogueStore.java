package dev.farthing.micropayment;

import dev.farthing.database.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The tables item and item_price; one statement for a whole sheet, whatever its size. */
@Dependent
class CatalogueStore {
    /** An item's row; its listing's prices are all that it ever had. */
    record Stored(long id, Listing listing) {}

    private static final String ITEM = """
            select id, code, title, currency, rights, rights_model, rights_count, rights_period, rights_until,
                   on_sale, sale_from, sale_until
              from item
            """;

    @Inject
    private Database database;

    /** Items by code, locked in the order of their codes: who publishes the same ones waits. */
    Map<String, Stored> lock(long vendorId, Collection<String> codes) {
        List<Stored> rows = database.read(sql -> sql.createQuery(
                        ITEM + "where vendor_id = :vendor and code = any(:codes) order by code for no key update")
                .bind("vendor", vendorId)
                .bindArray("codes", String.class, codes)
                .map((row, context) -> stored(row))
                .list());
        Map<String, Stored> items = new HashMap<>();
        withPrices(rows).forEach(item -> items.put(item.listing().code(), item));
        return items;
    }

    /** Items in the order of their codes, after the one given. */
    List<Listing> page(long vendorId, String after, int limit) {
        List<Stored> rows = database.read(sql -> sql.createQuery(ITEM + """
                                 where vendor_id = :vendor and code collate "C" > :after
                                 order by code collate "C"
                                 limit :limit
                                """)
                .bind("vendor", vendorId)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> stored(row))
                .list());
        return withPrices(rows).stream().map(Stored::listing).toList();
    }

    List<Listing> find(long vendorId, String code) {
        List<Stored> rows = database.read(sql -> sql.select(ITEM + "where vendor_id = ? and code = ?", vendorId, code)
                .map((row, context) -> stored(row))
                .list());
        return withPrices(rows).stream().map(Stored::listing).toList();
    }

    long count(long vendorId) {
        return database.read(sql -> sql.select("select count(*) from item where vendor_id = ?", vendorId)
                .mapTo(Long.class)
                .one());
    }

    /** Stores items, new ones and known ones; returns their numbers by code. */
    Map<String, Long> put(long vendorId, List<Listing> items) {
        Map<String, Long> ids = new HashMap<>();
        database.read(sql -> sql.createQuery("""
                        insert into item (vendor_id, code, title, currency, rights, rights_model, rights_count,
                                          rights_period, rights_until, on_sale, sale_from, sale_until)
                        select :vendor, i.code, i.title, i.currency, i.rights, i.model, i.count, i.period,
                               i.until::timestamptz, i.on_sale, i.sale_from::timestamptz, i.sale_until::timestamptz
                          from unnest(:codes, :titles, :currencies, :rights, :models, :counts, :periods, :untils,
                                      :sales, :froms, :ends)
                            as i (code, title, currency, rights, model, count, period, until, on_sale, sale_from, sale_until)
                         order by i.code
                        on conflict (vendor_id, code) do update
                           set title = excluded.title, currency = excluded.currency, rights = excluded.rights,
                               rights_model = excluded.rights_model, rights_count = excluded.rights_count,
                               rights_period = excluded.rights_period, rights_until = excluded.rights_until,
                               on_sale = excluded.on_sale, sale_from = excluded.sale_from,
                               sale_until = excluded.sale_until
                        returning id, code
                        """)
                        .bind("vendor", vendorId)
                        .bindArray("codes", String.class, column(items, Listing::code))
                        .bindArray("titles", String.class, column(items, Listing::title))
                        .bindArray("currencies", String.class, column(items, Listing::currency))
                        .bindArray("rights", String.class, column(items, i -> i.rights()
                                .text()))
                        .bindArray("models", String.class, column(items, i -> i.rights()
                                .model()
                                .name()))
                        .bindArray("counts", Integer.class, column(items, i -> i.rights()
                                .count()))
                        .bindArray("periods", String.class, column(items, i -> i.rights()
                                .period()))
                        .bindArray(
                                "untils",
                                String.class,
                                column(items, i -> text(i.rights().until())))
                        .bindArray("sales", Boolean.class, column(items, Listing::onSale))
                        .bindArray("froms", String.class, column(items, i -> text(i.saleFrom())))
                        .bindArray("ends", String.class, column(items, i -> text(i.saleUntil())))
                        .map((row, context) -> Map.entry(row.getString("code"), row.getLong("id")))
                        .list())
                .forEach(item -> ids.put(item.getKey(), item.getValue()));
        return ids;
    }

    /** A price with the item that it is of. */
    record ItemPrice(long itemId, Price price) {}

    void putPrices(List<ItemPrice> prices) {
        database.write(sql -> sql.createUpdate("""
                        insert into item_price (item_id, currency, effective_from, price)
                        select p.item, p.currency, p.effective::timestamptz, p.price
                          from unnest(:items, :currencies, :froms, :prices) as p (item, currency, effective, price)
                        on conflict (item_id, currency, effective_from) do update set price = excluded.price
                        """)
                .bindArray("items", Long.class, column(prices, ItemPrice::itemId))
                .bindArray("currencies", String.class, column(prices, p -> p.price()
                        .currency()))
                .bindArray("froms", String.class, column(prices, p -> p.price()
                        .from()
                        .toString()))
                .bindArray("prices", Long.class, column(prices, p -> p.price().value()))
                .execute());
    }

    void removePrices(List<ItemPrice> prices) {
        database.write(sql -> sql.createUpdate("""
                        delete from item_price
                         where (item_id, currency, effective_from) in (
                           select p.item, p.currency, p.effective::timestamptz
                             from unnest(:items, :currencies, :froms) as p (item, currency, effective))
                        """)
                .bindArray("items", Long.class, column(prices, ItemPrice::itemId))
                .bindArray("currencies", String.class, column(prices, p -> p.price()
                        .currency()))
                .bindArray("froms", String.class, column(prices, p -> p.price()
                        .from()
                        .toString()))
                .execute());
    }

    private List<Stored> withPrices(List<Stored> items) {
        Map<Long, List<Price>> prices = prices(items.stream().map(Stored::id).toList());
        return items.stream()
                .map(item -> {
                    Listing bare = item.listing();
                    return new Stored(
                            item.id(),
                            new Listing(
                                    bare.code(),
                                    bare.title(),
                                    bare.currency(),
                                    prices.getOrDefault(item.id(), List.of()),
                                    bare.rights(),
                                    bare.onSale(),
                                    bare.saleFrom(),
                                    bare.saleUntil()));
                })
                .toList();
    }

    private Map<Long, List<Price>> prices(List<Long> items) {
        Map<Long, List<Price>> prices = new HashMap<>();
        if (items.isEmpty()) {
            return prices;
        }
        database.read(sql -> sql.createQuery(
                                "select item_id, currency, effective_from, price from item_price where item_id = any(:items)")
                        .bindArray("items", Long.class, items)
                        .map((row, context) -> new ItemPrice(row.getLong("item_id"), price(row)))
                        .list())
                .forEach(price -> prices.computeIfAbsent(price.itemId(), id -> new ArrayList<>())
                        .add(price.price()));
        return prices;
    }

    private static Price price(ResultSet row) throws SQLException {
        long price = row.getLong("price");
        @Nullable Long value = row.wasNull() ? null : price;
        return new Price(
                row.getString("currency"),
                row.getObject("effective_from", OffsetDateTime.class).toInstant(),
                value);
    }

    private static Stored stored(ResultSet row) throws SQLException {
        int uses = row.getInt("rights_count");
        @Nullable Integer count = row.wasNull() ? null : uses;
        Rights rights = new Rights(
                RightsModel.valueOf(row.getString("rights_model")),
                count,
                nullable(row.getString("rights_period")),
                instant(row, "rights_until"),
                row.getString("rights"));
        return new Stored(
                row.getLong("id"),
                new Listing(
                        row.getString("code"),
                        row.getString("title"),
                        row.getString("currency"),
                        List.of(),
                        rights,
                        row.getBoolean("on_sale"),
                        instant(row, "sale_from"),
                        instant(row, "sale_until")));
    }

    private static @Nullable String nullable(@Nullable String text) {
        return text;
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.withOffsetSameInstant(ZoneOffset.UTC).toInstant();
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    /** A column of an insert; unlike {@code Stream.toList} of a checked kind, it may hold nulls. */
    private static <S, T extends @Nullable Object> List<T> column(List<S> rows, Function<S, T> part) {
        return rows.stream().map(part).toList();
    }
}
