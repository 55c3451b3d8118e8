package dev.farthing.kit.cli;

import dev.farthing.kit.message.Amount;
import java.math.BigDecimal;
import picocli.CommandLine.Option;

/** How amounts are given: as decimals, in one currency. */
final class Money {
    @Option(names = "--currency", defaultValue = "USD", description = "of every amount (default: ${DEFAULT-VALUE})")
    String currency = "";

    @Option(
            names = "--scale",
            defaultValue = "6",
            description = "the decimals that the server's ledger keeps of it (default: ${DEFAULT-VALUE})")
    int scale;

    /** {@code 0.25} as whole units of the least amount. */
    Amount amount(String decimal) {
        try {
            long value = new BigDecimal(decimal)
                    .movePointRight(scale)
                    .stripTrailingZeros()
                    .longValueExact();
            return new Amount(value, currency, scale);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("Give the amount as a decimal with at most " + scale
                    + " places, such as 0.25, not " + decimal + ".");
        }
    }
}
