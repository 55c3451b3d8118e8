package dev.farthing.ledger;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The raw transfers summed anew and set against every balance kept. Of days that are archived, what the accounts moved stands in
 * for the transfers, and is held to what it was when the day was archived.
 *
 * @param transfers how many transfers there are; those of archived days are not
 * @param accounts how many accounts were compared
 * @param differences one for each account, or account and closed day, that does not agree; empty is in balance
 * @param truncated true if there are more differences than are listed
 */
public record Recount(long transfers, long accounts, List<Difference> differences, boolean truncated) {

    /**
     * @param account 0 if it is an archived day as a whole that differs
     * @param day the closed day concerned, or null for the balance of now
     * @param kept what the balances say, in the ledger's scale
     * @param counted what the transfers say
     */
    public record Difference(long account, @Nullable LocalDate day, String what, BigDecimal kept, BigDecimal counted) {}

    public boolean isBalanced() {
        return differences.isEmpty();
    }
}
