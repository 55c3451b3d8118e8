package dev.farthing.it.system;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One customer's sheet in the {@link Bookkeeper}'s book: what the customer has or owes, and what is taken for it. Written from the
 * rules alone, in plain arithmetic; it shares nothing with the server.
 */
final class CustomerSheet implements ReckonedOrder.Party {
    private static final long CENT = 10_000;

    /** @param iban of the mandate, for a customer on a tab; null for a prepaid one, whose limit is 0 */
    record Terms(String code, long limit, @Nullable String iban) {
        boolean isTab() {
            return iban != null;
        }
    }

    /** One day as it goes on. */
    private static final class Day {
        private final long opening;
        private long payments;
        private long paid;
        private long reversals;
        private long reversed;
        private long refunds;
        private long refunded;
        private long topUps;
        private long toppedUp;
        private long collected;
        private long taken;

        Day(long opening) {
            this.opening = opening;
        }

        boolean isQuiet() {
            return payments + reversals + refunds + topUps + collected == 0;
        }
    }

    private final Terms terms;
    private final List<ReckonedOrder> collections = new ArrayList<>();
    private final Set<ReckonedOrder> stoppedBy = new HashSet<>();
    private long balance;
    private long purchasesSinceCollection;
    private Day day = new Day(0);
    private @Nullable Figures statement;

    CustomerSheet(Terms terms) {
        this.terms = terms;
    }

    @Override
    public String code() {
        return terms.code();
    }

    @Override
    public String iban() {
        return String.valueOf(terms.iban());
    }

    boolean isTab() {
        return terms.isTab();
    }

    long balance() {
        return balance;
    }

    long available() {
        return balance + terms.limit();
    }

    /** False if it is more than the customer has, or may owe. */
    boolean pay(long amount) {
        if (amount > available()) {
            return false;
        }
        balance -= amount;
        day.payments++;
        day.paid += amount;
        purchasesSinceCollection++;
        return true;
    }

    void reversed(long amount) {
        balance += amount;
        day.reversals++;
        day.reversed += amount;
    }

    void refunded(long amount) {
        balance += amount;
        day.refunds++;
        day.refunded += amount;
    }

    void topUp(long amount) {
        balance += amount;
        day.topUps++;
        day.toppedUp += amount;
    }

    @Override
    public void settled(long amount) {
        balance += amount;
        day.collected += amount;
    }

    @Override
    public void returned(ReckonedOrder order) {
        balance -= order.amount();
        day.taken += order.amount();
        stoppedBy.add(order);
    }

    @Override
    public void resolved(ReckonedOrder order) {
        stoppedBy.remove(order);
    }

    Set<ReckonedOrder> stoppedBy() {
        return stoppedBy;
    }

    /** The night of a day. It books nothing: the customer owes what is collected until the bank has it. */
    void close(LocalDate date) {
        long collected = isTab() && stoppedBy.isEmpty() ? Math.max(0, (-balance - pending()) / CENT * CENT) : 0;
        if (collected > 0) {
            collections.add(new ReckonedOrder(this, date, collected, purchasesSinceCollection));
            purchasesSinceCollection = 0;
        }
        statement = day.isQuiet() && collected == 0 ? null : figures(collected);
        day = new Day(balance);
    }

    /** Asked for and not answered. */
    private long pending() {
        return collections.stream()
                .filter(order -> !order.isAnswered())
                .mapToLong(ReckonedOrder::amount)
                .sum();
    }

    private Figures figures(long collected) {
        return new Figures()
                .with("currency", "USD")
                .with("opening", day.opening)
                .with("payments", day.payments, day.paid)
                .with("reversals", day.reversals, day.reversed)
                .with("refunds", day.refunds, day.refunded)
                .with("topUps", day.topUps, day.toppedUp)
                .with("collected", day.collected)
                .with("collectionsReturned", day.taken)
                .with("closing", balance)
                .with("toCollect", collected)
                .with("pending", pending())
                .with("carriedForward", Math.max(0, -balance - pending()));
    }

    /** What the last night's statement says, or null if nothing moved. */
    @Nullable Figures statement() {
        return statement;
    }

    List<ReckonedOrder> collections() {
        return collections;
    }
}
