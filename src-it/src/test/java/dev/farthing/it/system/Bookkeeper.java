package dev.farthing.it.system;

import dev.farthing.it.system.VendorDesk.Order;
import dev.farthing.kit.message.Return;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A second set of books beside the server's: decides each purchase and return, and reckons what each night comes to, from the rules
 * alone. It shares no code with the server and reads nothing of it, so where the two differ one of them is wrong.
 */
final class Bookkeeper {
    private final long transactionFee;
    private final LocalDate firstDay;
    private final List<VendorSheet> vendors = new ArrayList<>();
    private final List<CustomerSheet> customers = new ArrayList<>();
    private final Map<String, String> decisions = new HashMap<>();
    private LocalDate today;
    private int transfersToday;
    private int breaksToday;
    private Figures night = new Figures();

    /** @param transactionFee what one of the bank's transactions costs */
    Bookkeeper(LocalDate firstDay, long transactionFee) {
        this.firstDay = firstDay;
        this.today = firstDay;
        this.transactionFee = transactionFee;
    }

    /** The day that is open. */
    LocalDate today() {
        return today;
    }

    VendorSheet takeOn(VendorSheet.Terms terms) {
        // A first cycle begins with the calendar, whenever the vendor came.
        VendorSheet sheet = new VendorSheet(terms, firstDay);
        vendors.add(sheet);
        return sheet;
    }

    CustomerSheet takeOn(CustomerSheet.Terms terms) {
        CustomerSheet sheet = new CustomerSheet(terms);
        customers.add(sheet);
        return sheet;
    }

    List<VendorSheet> vendors() {
        return vendors;
    }

    List<CustomerSheet> customers() {
        return customers;
    }

    void topUp(CustomerSheet customer, long amount) {
        customer.topUp(amount);
        transfersToday++;
    }

    /** What became of an order that was sent before; it becomes the same of it again. */
    String decided(Order order) {
        return String.valueOf(decisions.get(order.id()));
    }

    /** Decides a purchase. */
    String pay(Sale sale) {
        String decision = decide(sale);
        decisions.put(sale.order().id(), decision);
        return decision;
    }

    private String decide(Sale sale) {
        long amount = sale.amountOf(sale.quantity());
        if (sale.order().guard() != null && sale.order().guard().price() != sale.amountOf(1)) {
            return "PRICE_CHANGED";
        }
        if (!sale.customer().pay(amount)) {
            return sale.customer().isTab() ? "CREDIT_LIMIT_REACHED" : "INSUFFICIENT_FUNDS";
        }
        sale.vendor().sell(sale);
        transfersToday++;
        return "paid " + amount;
    }

    /** Decides a reversal or refund of that many units, or of all that are left. */
    String giveBack(Sale sale, Return.Kind kind, @Nullable Integer units) {
        boolean refund = kind == Return.Kind.REFUND;
        if (sale.isFirm() != refund) {
            return sale.isFirm() ? "PAYMENT_FIRM" : "PAYMENT_NOT_FIRM";
        }
        if (sale.left() == 0) {
            return "NOTHING_LEFT";
        }
        int quantity = units == null ? sale.left() : units;
        if (quantity > sale.left()) {
            return "QUANTITY_EXCEEDED";
        }
        long amount = sale.amountOf(quantity);
        if (refund) {
            if (!sale.vendor().refund(amount)) {
                return "PAYABLE_TOO_LOW";
            }
            sale.customer().refunded(amount);
        } else {
            sale.vendor().reversed(amount);
            sale.customer().reversed(amount);
        }
        sale.take(quantity);
        transfersToday++;
        return "returned " + amount;
    }

    /** Writes down what the bank did about an order: it is done, and if there is a reason, undone at once. */
    void answered(ReckonedOrder order, @Nullable String reason) {
        order.answer(today, reason);
        transfersToday += reason == null ? 1 : 2;
        breaksToday += reason == null ? 0 : 1;
    }

    /** What came back and stops its party's next order until somebody resolves it, and which of the two kinds it is. */
    Map<ReckonedOrder, String> stopping() {
        Map<ReckonedOrder, String> stopping = new HashMap<>();
        vendors.forEach(vendor -> vendor.stoppedBy().forEach(order -> stopping.put(order, "payout")));
        customers.forEach(customer -> customer.stoppedBy().forEach(order -> stopping.put(order, "collection")));
        return stopping;
    }

    /** Reckons the night of the open day, and opens the next. */
    void closeDay() {
        LocalDate day = today;
        vendors.forEach(vendor -> transfersToday += vendor.close(day, transactionFee));
        customers.forEach(customer -> customer.close(day));
        night = night(day);
        today = day.plusDays(1);
        transfersToday = 0;
        breaksToday = 0;
    }

    private Figures night(LocalDate day) {
        List<ReckonedOrder> payouts = payoutsOf(day);
        List<ReckonedOrder> collections = collectionsOf(day);
        Figures figures = new Figures()
                .with("businessDate", day)
                .with("state", "CLOSED")
                .with("payments", sum(payouts, ReckonedOrder::shared))
                .with("purchases", sum(collections, ReckonedOrder::shared))
                .with("payouts.count", payouts.size())
                .with("collections.count", collections.size())
                .with("breaks", breaksToday)
                .with("transfers", transfersToday)
                .with("balanced", true);
        long fees = vendors.stream().mapToLong(VendorSheet::feeOfTheNight).sum();
        if (fees > 0) {
            figures.with("fees[0]", fees);
        }
        if (!payouts.isEmpty()) {
            figures.with("payouts.amounts[0]", sum(payouts, ReckonedOrder::amount));
        }
        if (!collections.isEmpty()) {
            figures.with("collections.amounts[0]", sum(collections, ReckonedOrder::amount));
        }
        if (payouts.size() + collections.size() > 0) {
            figures.with("railFeesSaved[0]", saved(payouts) + saved(collections));
        }
        return figures;
    }

    /** Each payment alone would have cost one of the bank's transactions. */
    private long saved(List<ReckonedOrder> orders) {
        return sum(orders, order -> Math.max(0, order.shared() - 1) * transactionFee);
    }

    private static long sum(List<ReckonedOrder> orders, Function<ReckonedOrder, Long> figure) {
        return orders.stream().map(figure).reduce(0L, Math::addExact);
    }

    /** What the last night came to. */
    Figures night() {
        return night;
    }

    List<ReckonedOrder> payoutsOf(LocalDate day) {
        return payouts().filter(order -> order.day().equals(day)).toList();
    }

    List<ReckonedOrder> collectionsOf(LocalDate day) {
        return collections().filter(order -> order.day().equals(day)).toList();
    }

    /** What the bank has in its files and has not answered. */
    List<ReckonedOrder> unanswered() {
        return Stream.concat(payouts(), collections())
                .filter(order -> !order.isAnswered())
                .toList();
    }

    private Stream<ReckonedOrder> payouts() {
        return vendors.stream().flatMap(vendor -> vendor.payouts().stream());
    }

    private Stream<ReckonedOrder> collections() {
        return customers.stream().flatMap(customer -> customer.collections().stream());
    }
}
