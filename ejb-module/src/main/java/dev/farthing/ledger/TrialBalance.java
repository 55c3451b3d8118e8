package dev.farthing.ledger;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every role's debits and credits by currency, from the balances kept.
 *
 * @param at the close it stands for, or null for now
 */
public record TrialBalance(@Nullable LocalDate at, List<Line> lines) {

    /** @param balance credits less debits, in the ledger's scale */
    public record Line(String currency, AccountRole role, long accounts, long balance) {}

    /** True if the balances of each currency add up to nothing. Summed without bound: a long could wrap round to it. */
    public boolean isBalanced() {
        return lines.stream()
                .collect(Collectors.groupingBy(
                        Line::currency,
                        Collectors.reducing(
                                BigInteger.ZERO, line -> BigInteger.valueOf(line.balance()), BigInteger::add)))
                .values()
                .stream()
                .allMatch(sum -> sum.signum() == 0);
    }
}
