package dev.farthing.settlement;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A file for the bank, as it is stored before it is handed over.
 *
 * @param sha256 of its bytes, in hexadecimal
 * @param controlSum of all entries, in the currency's ledger scale
 */
public record BankFile(
        String name,
        Kind kind,
        String currency,
        LocalDate businessDate,
        int entries,
        long controlSum,
        String sha256,
        State state,
        Instant storedAt,
        @Nullable Instant handedOverAt) {
    /** What the bank is asked to do. */
    public enum Kind {
        PAYOUTS,
        COLLECTIONS;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How far it is on its way. */
    public enum State {
        /** In the database, and nowhere else for certain. */
        STORED,
        /** In the folder beside the bank's; whether it was moved already, only that folder knows. */
        STAGED,
        /** In the bank's folder, or taken from there. */
        HANDED_OVER
    }
}
