package dev.farthing.settlement;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A line of a statement that the bank has sent: money that came or went.
 *
 * @param number within the statement
 * @param credit true if it came
 * @param amount in the currency's ledger scale
 * @param endToEnd what we, or a customer's bank, called the transaction, or null
 * @param remittance what the payer wrote, or null
 * @param returnCode why a transaction came back (ISO 20022, external return reason), or null if none did
 */
public record BankEntry(
        String statement,
        int number,
        boolean credit,
        long amount,
        String currency,
        LocalDate bookedOn,
        @Nullable String endToEnd,
        @Nullable String remittance,
        @Nullable String returnCode,
        @Nullable String returnText) {
    /** The entry's name, unique for ever. */
    public String key() {
        return statement + "/" + number;
    }

    /**
     * True if anybody may have sent it, and have named what they liked: what went, and what came back, only the bank can have
     * booked.
     */
    boolean isSomebodysMoney() {
        return credit && returnCode == null;
    }

    String reason() {
        return returnText == null ? String.valueOf(returnCode) : returnCode + ": " + returnText;
    }
}
