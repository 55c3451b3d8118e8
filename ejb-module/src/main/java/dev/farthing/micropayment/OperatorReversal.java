package dev.farthing.micropayment;

import dev.farthing.kit.message.Return;
import dev.farthing.kit.message.Submission;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An operator's wish that a payment be reversed.
 *
 * @param key the caller's idempotency key: the same key with the same wish is booked once
 * @param submission the payment's submission id
 * @param quantity how many units go back; null for all that are left
 * @param operator who asks
 */
public record OperatorReversal(
        String key,
        String vendor,
        String submission,
        @Nullable Integer quantity,
        String reason,
        String operator) {
    /** In front of the key, where it stands among submission ids: no vendor can write a colon. */
    private static final String PREFIX = "operator:";

    private static final Pattern REASON = Pattern.compile("[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Zs}]{1,200}");

    /** What became of it. */
    public sealed interface Result {
        static Result of(Decision decision) {
            if (decision instanceof Decision.Returned back) {
                Decision.Part part = back.part();
                return new Booked(
                        back.id(),
                        back.grant().payment(),
                        back.submission(),
                        back.businessDate(),
                        part.quantity(),
                        part.amount(),
                        part.currency(),
                        back.remaining());
            }
            if (decision instanceof Decision.Refused refused) {
                return new NotBooked(
                        refused.code().name(),
                        refused.code().meaning(),
                        refused.code().retryable());
            }
            return new Unknown(decision instanceof Decision.Undecided undecided && undecided.mayBeBooked());
        }
    }

    /** A reversal as it was booked; the amount in the currency's ledger scale. */
    public record Booked(
            UUID id,
            UUID payment,
            String submission,
            LocalDate businessDate,
            int quantity,
            long amount,
            String currency,
            int remaining)
            implements Result {}

    /**
     * A refusal: nothing was booked.
     *
     * @param code of the catalogue of refusals
     * @param retryable true if the same reversal may succeed later under another key
     */
    public record NotBooked(String code, String meaning, boolean retryable) implements Result {}

    /** No decision for now: send it again with the same key. */
    public record Unknown(boolean mayBeBooked) implements Result {}

    /** Checks what a vendor's message would be checked for. */
    public OperatorReversal {
        if (!REASON.matcher(reason).matches() || reason.isBlank()) {
            throw new MicropaymentRefused(
                    MicropaymentRefused.Kind.NOT_POSSIBLE, "A reason has 1 to 200 printable characters");
        }
        if (quantity != null && (quantity < 1 || quantity > Submission.MAX_QUANTITY)) {
            throw new MicropaymentRefused(
                    MicropaymentRefused.Kind.NOT_POSSIBLE, "A quantity is 1 to " + Submission.MAX_QUANTITY);
        }
    }

    ReturnCommand command(UUID decisionId) {
        byte[] fingerprint = Return.fingerprint(vendor, Return.Kind.REVERSAL, submission, quantity, reason);
        return new ReturnCommand(
                new Command.Origin(vendor, null, PREFIX + key, HexFormat.of().formatHex(fingerprint), decisionId),
                Return.Kind.REVERSAL,
                submission,
                quantity,
                reason,
                operator);
    }
}
