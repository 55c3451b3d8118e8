package dev.farthing.micropayment;

import java.time.LocalDate;
import java.util.UUID;

/** What became of a submission. */
sealed interface Decision {

    /**
     * The customer was debited and the vendor's conditional account credited.
     *
     * @param amount in the currency's ledger scale
     * @param rights what the customer may do with the item, in the words of the vendor's catalogue
     */
    record Accepted(
            UUID paymentId,
            LocalDate businessDate,
            long amount,
            String currency,
            String customer,
            String item,
            int quantity,
            String rights)
            implements Decision {}

    /** Nothing was booked, and nothing will be under this submission id. */
    record Refused(RefusalCode code) implements Decision {}

    /**
     * The machine could not decide.
     *
     * @param mayBeBooked true if a commit was begun whose end nobody saw; sending the submission again settles it
     */
    record Undecided(boolean mayBeBooked) implements Decision {}
}
