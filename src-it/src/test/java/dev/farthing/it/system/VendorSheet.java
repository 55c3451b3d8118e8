package dev.farthing.it.system;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One vendor's sheet in the {@link Bookkeeper}'s book: what the vendor sold, what of it is firm, what it is charged and what it is
 * paid. Written from the rules alone, in plain arithmetic; it shares nothing with the server.
 */
final class VendorSheet implements ReckonedOrder.Party {
    private static final long CENT = 10_000;
    private static final int PPM_DIGITS = 6;

    /** What vendors of a plan are charged. */
    record Plan(String code, boolean weekly, int ratePpm, long minimum) {
        boolean endsOn(LocalDate day) {
            return !weekly || day.getDayOfWeek() == DayOfWeek.SUNDAY;
        }

        /** The rate on what a cycle comes to, half a unit and more rounded up; at least the minimum if anything turned firm. */
        long fee(long firmed, long refunded) {
            if (firmed == 0) {
                return 0;
            }
            long rated = new BigDecimal(Math.max(0, firmed - refunded))
                    .multiply(BigDecimal.valueOf(ratePpm, PPM_DIGITS))
                    .setScale(0, RoundingMode.HALF_UP)
                    .longValueExact();
            return Math.max(rated, minimum);
        }
    }

    /** What the vendor has agreed on. */
    record Terms(
            String code,
            int conditionalDays,
            Plan plan,
            @Nullable String iban) {}

    /** One cycle as it goes on. */
    private static final class Cycle {
        private final LocalDate begin;
        private final long conditionalOpening;
        private final long payableOpening;
        private long payments;
        private long paid;
        private long reversals;
        private long reversed;
        private long refunds;
        private long refunded;
        private long firmPayments;
        private long firmed;
        private long payoutsReturned;

        Cycle(LocalDate begin, long conditionalOpening, long payableOpening) {
            this.begin = begin;
            this.conditionalOpening = conditionalOpening;
            this.payableOpening = payableOpening;
        }
    }

    private final Terms terms;
    private final List<Sale> sales = new ArrayList<>();
    private final List<ReckonedOrder> payouts = new ArrayList<>();
    private final Set<ReckonedOrder> stoppedBy = new HashSet<>();
    private long conditional;
    private long payable;
    private long feeCarried;
    private long firmSincePayout;
    private long feeOfTheNight;
    private Cycle cycle;
    private @Nullable Figures statement;

    /** @param begin the first day of its first cycle */
    VendorSheet(Terms terms, LocalDate begin) {
        this.terms = terms;
        this.cycle = new Cycle(begin, 0, 0);
    }

    @Override
    public String code() {
        return terms.code();
    }

    @Override
    public String iban() {
        return String.valueOf(terms.iban());
    }

    void sell(Sale sale) {
        sales.add(sale);
        cycle.payments++;
        cycle.paid += sale.amountOf(sale.quantity());
        conditional += sale.amountOf(sale.quantity());
    }

    void reversed(long amount) {
        cycle.reversals++;
        cycle.reversed += amount;
        conditional -= amount;
    }

    /** False if less than that is payable. */
    boolean refund(long amount) {
        if (amount > payable) {
            return false;
        }
        cycle.refunds++;
        cycle.refunded += amount;
        payable -= amount;
        return true;
    }

    @Override
    public void settled(long amount) {
        // It left the vendor's accounts when it was paid out.
    }

    @Override
    public void returned(ReckonedOrder order) {
        payable += order.amount();
        cycle.payoutsReturned += order.amount();
        stoppedBy.add(order);
    }

    @Override
    public void resolved(ReckonedOrder order) {
        stoppedBy.remove(order);
    }

    Set<ReckonedOrder> stoppedBy() {
        return stoppedBy;
    }

    /** The night of a day; returns how many transfers it books. */
    int close(LocalDate day, long transactionFee) {
        statement = null;
        feeOfTheNight = 0;
        int transfers = firm(day);
        return terms.plan().endsOn(day) ? transfers + settle(day, transactionFee) : transfers;
    }

    /** What was sold the conditional days ago turns firm, all of a day in one transfer. What went back in whole does not. */
    private int firm(LocalDate day) {
        long amount = 0;
        for (Sale sale : sales) {
            if (sale.day().plusDays(terms.conditionalDays()).equals(day)) {
                sale.turnFirm();
                amount += sale.amountOf(sale.left());
                cycle.firmPayments += sale.left() > 0 ? 1 : 0;
            }
        }
        cycle.firmed += amount;
        conditional -= amount;
        payable += amount;
        return amount > 0 ? 1 : 0;
    }

    private int settle(LocalDate day, long transactionFee) {
        long brought = feeCarried;
        long owed = brought + terms.plan().fee(cycle.firmed, cycle.refunded);
        feeOfTheNight = Math.min(owed, payable);
        feeCarried = owed - feeOfTheNight;
        payable -= feeOfTheNight;
        firmSincePayout += cycle.firmPayments;
        long whole = payable / CENT * CENT;
        String held = whole == 0 ? "" : !stoppedBy.isEmpty() ? "BREAK" : terms.iban() == null ? "NO_IBAN" : "";
        long payout = held.isEmpty() ? whole : 0;
        long shared = payout == 0 ? 0 : firmSincePayout;
        if (payout > 0) {
            payouts.add(new ReckonedOrder(this, day, payout, firmSincePayout));
            payable -= payout;
            firmSincePayout = 0;
        }
        Figures figures = turnover()
                .with("fee.plan", terms.plan().code())
                .with("fee.brought", brought)
                .with("fee.charged", feeOfTheNight)
                .with("fee.carried", feeCarried)
                .with("payout", payout)
                .with("shared.payments", shared)
                .with("shared.transactionFee", transactionFee)
                .with("shared.saved", Math.max(0, shared - 1) * transactionFee)
                .with("from", cycle.begin);
        statement = held.isEmpty() ? figures : figures.with("payoutHeld", held);
        cycle = new Cycle(day.plusDays(1), conditional, payable);
        return (feeOfTheNight > 0 ? 1 : 0) + (payout > 0 ? 1 : 0);
    }

    private Figures turnover() {
        return new Figures()
                .with("currency", "USD")
                .with("conditional.opening", cycle.conditionalOpening)
                .with("conditional.closing", conditional)
                .with("payable.opening", cycle.payableOpening)
                .with("payable.closing", payable)
                .with("payments", cycle.payments, cycle.paid)
                .with("reversals", cycle.reversals, cycle.reversed)
                .with("refunds", cycle.refunds, cycle.refunded)
                .with("firmed", cycle.firmPayments, cycle.firmed)
                .with("payoutsReturned", cycle.payoutsReturned);
    }

    /** What the last night's statement says, or null if no cycle ended with it. */
    @Nullable Figures statement() {
        return statement;
    }

    long feeOfTheNight() {
        return feeOfTheNight;
    }

    long payable() {
        return payable;
    }

    long conditional() {
        return conditional;
    }

    List<ReckonedOrder> payouts() {
        return payouts;
    }
}
