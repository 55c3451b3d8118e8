package dev.farthing.micropayment;

import dev.farthing.kit.message.PriceGuard;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One submission on its way through the lane: authentic, in form, in time.
 *
 * @param vendor the code of the vendor who signed it
 * @param customer the identifier that this vendor knows the customer by
 * @param guard the price that the vendor has shown, or null for whatever the catalogue says
 * @param fingerprint SHA-256 of what was asked, in hex: equal for every honest retry
 * @param paymentId the id that its payment gets if it is the first of its submission id
 */
record PayCommand(
        String vendor,
        String submissionId,
        String customer,
        String item,
        int quantity,
        @Nullable PriceGuard guard,
        String fingerprint,
        UUID paymentId) {}
