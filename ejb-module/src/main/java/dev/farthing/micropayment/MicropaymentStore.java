package dev.farthing.micropayment;

import dev.farthing.database.Database;
import dev.farthing.micropayment.TopUps.Order;
import dev.farthing.micropayment.TopUps.TopUp;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** The tables around submissions: consents, top-ups, and totals. */
@Dependent
class MicropaymentStore {
    @Inject
    private Database database;

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
