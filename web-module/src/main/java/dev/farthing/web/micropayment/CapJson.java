package dev.farthing.web.micropayment;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.farthing.ledger.Currencies;
import dev.farthing.micropayment.Cap;
import dev.farthing.micropayment.CapKind;
import dev.farthing.micropayment.CapUse;
import dev.farthing.micropayment.RightsModel;
import dev.farthing.web.problem.AmountJson;
import dev.farthing.web.problem.BadRequest;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A cap as a customer sets it.
 *
 * @param rightsModel with PER_RIGHTS only
 */
@Schema(name = "Cap")
public record CapJson(CapKind kind, @Nullable RightsModel rightsModel, AmountJson amount) {
    /** @param used what counts against the cap now */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "CapUse")
    public record Used(CapKind kind, @Nullable RightsModel rightsModel, AmountJson amount, AmountJson used) {}

    static List<Cap> caps(List<@Nullable CapJson> caps, Currencies currencies) {
        return caps.stream()
                .map(json -> {
                    if (json == null) {
                        throw new BadRequest(400, "MALFORMED_JSON", "Leave null out of caps");
                    }
                    String currency = json.amount.currency();
                    return new Cap(
                            json.kind, json.rightsModel, currency, json.amount.inLedgerScale(currencies.get(currency)));
                })
                .toList();
    }

    static List<Used> used(List<CapUse> uses, Currencies currencies) {
        return uses.stream().map(use -> used(use, currencies)).toList();
    }

    private static Used used(CapUse use, Currencies currencies) {
        Cap cap = use.cap();
        var currency = currencies.get(cap.currency());
        return new Used(
                cap.kind(),
                cap.rightsModel(),
                AmountJson.of(cap.amount(), currency),
                AmountJson.of(use.used(), currency));
    }
}
