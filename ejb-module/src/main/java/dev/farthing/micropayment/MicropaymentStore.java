package dev.farthing.micropayment;

import dev.farthing.database.Database;
import dev.farthing.micropayment.TopUps.Order;
import dev.farthing.micropayment.TopUps.TopUp;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** The tables around submissions: catalogue, consents, top-ups, and totals. */
@Dependent
class MicropaymentStore {
    @PersistenceContext(unitName = "farthing")
    private EntityManager entities;

    @Inject
    private Database database;

    Optional<Item> item(long vendorId, String code) {
        return entities.createQuery("select i from Item i where i.vendorId = :vendor and i.code = :code", Item.class)
                .setParameter("vendor", vendorId)
                .setParameter("code", code)
                .getResultStream()
                .findFirst();
    }

    Item persist(Item item) {
        entities.persist(item);
        return item;
    }

    /** The price of one from an instant on, until a later one takes its place. */
    void putPrice(long itemId, String currency, Instant from, long price) {
        database.write(sql -> sql.execute("""
                insert into item_price (item_id, currency, effective_from, price) values (?, ?, ?, ?)
                on conflict (item_id, currency, effective_from) do update set price = excluded.price
                """, itemId, currency, from, price));
    }

    boolean claimTopUp(Order order, long customerId, TopUp topUp, Instant at) {
        return database.read(sql -> sql.createUpdate("""
                                insert into top_up (idempotency_key, customer_id, amount, currency,
                                                    business_date, transfer_id, operator, booked_at)
                                values (:key, :customer, :amount, :currency, :day, :transfer, :operator, :at)
                                on conflict do nothing
                                """)
                        .bind("key", order.idempotencyKey())
                        .bind("customer", customerId)
                        .bind("amount", order.amount())
                        .bind("currency", order.currency())
                        .bind("day", topUp.businessDate())
                        .bind("transfer", topUp.transferId())
                        .bind("operator", order.operator())
                        .bind("at", at)
                        .execute())
                == 1;
    }

    Optional<TopUp> sameTopUp(Order order, long customerId) {
        return database.read(sql -> sql.select(
                        """
                        select transfer_id, business_date from top_up
                         where idempotency_key = ? and customer_id = ? and amount = ? and currency = ?
                        """, order.idempotencyKey(), customerId, order.amount(), order.currency())
                .map((row, context) -> new TopUp(
                        row.getObject("transfer_id", UUID.class), row.getObject("business_date", LocalDate.class)))
                .findOne());
    }

    Micropayments.Summary summary() {
        return database.read(sql -> {
            Map<String, Long> outcomes = new TreeMap<>();
            sql.createQuery("select outcome, count(*) as n from micropayment group by outcome")
                    .map((row, context) -> Map.entry(row.getString("outcome"), row.getLong("n")))
                    .forEach(entry -> outcomes.put(entry.getKey(), entry.getValue()));
            Map<String, Long> again = new TreeMap<>();
            sql.createQuery("select kind, count(*) as n from submission_again group by kind")
                    .map((row, context) -> Map.entry(row.getString("kind"), row.getLong("n")))
                    .forEach(entry -> again.put(entry.getKey(), entry.getValue()));
            long accepted = Optional.ofNullable(outcomes.remove("ACCEPTED")).orElse(0L);
            Optional.ofNullable(again.get("CONFLICT")).ifPresent(n -> outcomes.put("CONFLICT", n));
            return new Micropayments.Summary(accepted, outcomes, again.getOrDefault("REPLAY", 0L));
        });
    }
}
