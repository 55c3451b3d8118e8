package dev.farthing.settlement;

import dev.farthing.ledger.DayBalance;
import java.time.LocalDate;

/**
 * A customer's day in one currency, in its ledger scale: opening - payments + reversals + refunds + top-ups + collected - returned
 * collections = closing. Below nothing is what the customer owes.
 *
 * @param collected what the bank said has come, {@code collectionsReturned} what it took back
 * @param toCollect what the night asked for
 * @param pending asked for and not answered, this night's included
 */
public record CustomerStatement(
        long customerId,
        String currency,
        LocalDate day,
        DayBalance balance,
        Spending spending,
        long collected,
        long collectionsReturned,
        long toCollect,
        long pending) {

    /** What is owed and not collected, because the bank's transactions cannot carry it, or a break holds it. */
    public long carriedForward() {
        return Math.max(0, -balance.closing() - pending);
    }

    boolean isEmpty() {
        return balance.opening() == balance.closing()
                && spending.payments().count() == 0
                && spending.topUps().count() == 0
                && spending.reversals().count() == 0
                && spending.refunds().count() == 0
                && toCollect == 0
                && collected == 0
                && collectionsReturned == 0;
    }

    boolean addsUp() {
        return balance.opening()
                        - spending.payments().amount()
                        + spending.reversals().amount()
                        + spending.refunds().amount()
                        + spending.topUps().amount()
                        + collected
                        - collectionsReturned
                == balance.closing();
    }
}
