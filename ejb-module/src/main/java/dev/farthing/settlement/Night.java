package dev.farthing.settlement;

import dev.farthing.settlement.BankFile.Kind;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * What a business day's night came to. Amounts are by currency, in its ledger scale.
 *
 * @param fees what vendors were charged
 * @param payments that share the payouts' transactions, {@code purchases} the collections'
 * @param railFeesSaved what those transactions would have cost, one by one, less what they cost now
 * @param breaks found by this night, or open since before and seen by it
 */
public record Night(
        LocalDate day,
        Map<String, Long> fees,
        Moved payouts,
        Moved collections,
        long payments,
        long purchases,
        Map<String, Long> railFeesSaved,
        List<BankFile> files,
        long breaks,
        List<Proof> proofs) {

    /** How many, and how much by currency. */
    public record Moved(long count, Map<String, Long> amounts) {}

    /** One currency, counted anew at the end of the night. */
    public record Proof(String currency, long transfers, BigDecimal moved, BigDecimal unbalanced) {}

    /** Files of one kind. */
    public List<BankFile> files(Kind kind) {
        return files.stream().filter(file -> file.kind() == kind).toList();
    }

    /** True if it was counted, and every currency added up to nothing. */
    public boolean isBalanced() {
        return !proofs.isEmpty()
                && proofs.stream().allMatch(proof -> proof.unbalanced().signum() == 0);
    }
}
