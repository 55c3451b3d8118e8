package dev.farthing.micropayment;

import dev.farthing.kit.message.Return;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of a submission. */
sealed interface Decision {

    /**
     * The customer was debited and the vendor's conditional account credited.
     *
     * @param amount in the currency's ledger scale
     * @param status the number of its entitlement's bit
     */
    record Accepted(Grant grant, LocalDate businessDate, long amount, String currency, long status)
            implements Decision {
        UUID paymentId() {
            return grant.payment();
        }
    }

    /**
     * The customer got money back, and the entitlement so far is revoked.
     *
     * @param submission the payment's submission id
     * @param grant of the payment as it was made
     * @param part what went back with this return
     * @param remaining units of the payment that are left
     * @param status the number of the bit of the entitlement to those; null if none are
     */
    record Returned(
            UUID id,
            LocalDate businessDate,
            Instant at,
            Return.Kind kind,
            String submission,
            Grant grant,
            Part part,
            int remaining,
            @Nullable Long status)
            implements Decision {}

    /** @param amount in the currency's ledger scale */
    record Part(int quantity, long amount, String currency) {}

    /** Nothing was booked, and nothing will be under this submission id. */
    record Refused(RefusalCode code) implements Decision {}

    /** The key that signed it may no longer sign: as if it had not been authentic. Nothing was stored. */
    record NotAuthentic() implements Decision {}

    /**
     * The machine could not decide.
     *
     * @param mayBeBooked true if a commit was begun whose end nobody saw; sending the submission again settles it
     */
    record Undecided(boolean mayBeBooked) implements Decision {}
}
