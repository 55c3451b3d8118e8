package dev.farthing.launcher;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One line of a statement of the simulated bank.
 *
 * @param family ISO 20022's code of what kind of transaction it is: domain, family, sub-family
 * @param reason why it comes back, if it does
 */
record BankEntry(
        boolean credit,
        BigDecimal amount,
        String family,
        String endToEndId,
        String name,
        String iban,
        String remittance,
        @Nullable String reason) {

    /** What an order does to the account, and then, if it is returned, undoes. */
    static BankEntry of(BankOrder order) {
        return of(order, order.collection(), order.collection() ? "PMNT-IDDT-ESDD" : "PMNT-ICDT-ESCT", null);
    }

    static BankEntry returning(BankOrder order, String reason) {
        return of(order, !order.collection(), order.collection() ? "PMNT-IDDT-UPDD" : "PMNT-ICDT-RRTN", reason);
    }

    private static BankEntry of(BankOrder order, boolean credit, String family, @Nullable String reason) {
        return new BankEntry(
                credit,
                order.amount(),
                family,
                order.endToEndId(),
                order.name(),
                order.iban(),
                order.remittance(),
                reason);
    }

    /** A transfer that somebody else has ordered. */
    static BankEntry incoming(BankTransfer transfer) {
        return new BankEntry(
                true,
                transfer.amount(),
                "PMNT-RCDT-ESCT",
                "NOTPROVIDED",
                "",
                transfer.iban(),
                transfer.remittance(),
                null);
    }

    BigDecimal signed() {
        return credit ? amount : amount.negate();
    }
}
