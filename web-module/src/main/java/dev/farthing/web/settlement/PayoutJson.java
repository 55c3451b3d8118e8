package dev.farthing.web.settlement;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.farthing.settlement.Payout;
import dev.farthing.web.problem.AmountJson;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A payout as it stands in JSON.
 *
 * @param payments that share its transaction
 * @param state BOOKED, SENT, SETTLED or RETURNED
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Payout")
public record PayoutJson(
        String reference,
        String vendor,
        String businessDate,
        AmountJson amount,
        long payments,
        String iban,
        String state,
        @Nullable String file,
        @Nullable String settledOn,
        @Nullable String returnedOn,
        @Nullable String returnReason) {

    static PayoutJson of(Payout payout, Amounts amounts) {
        return new PayoutJson(
                payout.reference(),
                payout.vendor(),
                payout.businessDate().toString(),
                amounts.of(payout.amount(), payout.currency()),
                payout.payments(),
                payout.iban(),
                payout.state().name(),
                payout.file(),
                text(payout.settledOn()),
                text(payout.returnedOn()),
                payout.returnReason());
    }

    static @Nullable String text(@Nullable LocalDate day) {
        return day == null ? null : day.toString();
    }
}
