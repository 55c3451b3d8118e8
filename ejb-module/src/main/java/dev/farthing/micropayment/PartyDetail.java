package dev.farthing.micropayment;

import dev.farthing.ledger.CreditLine;
import dev.farthing.party.CustomerContract;
import dev.farthing.party.Mandate;
import dev.farthing.party.VendorContract;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Contracts as the audit trail keeps them: what was, and what is. */
final class PartyDetail {
    private PartyDetail() {}

    static Map<String, @Nullable Object> of(VendorContract contract) {
        Map<String, @Nullable Object> detail = new LinkedHashMap<>();
        detail.put("name", contract.name());
        detail.put("feePlan", contract.feePlan());
        detail.put("conditionalDays", contract.conditionalDays());
        detail.put("payoutIban", contract.payoutIban());
        detail.put("requestLimit", contract.requestLimit());
        return detail;
    }

    static Map<String, @Nullable Object> of(CustomerContract contract) {
        Map<String, @Nullable Object> detail = new LinkedHashMap<>();
        detail.put("name", contract.name());
        detail.put("kind", contract.kind().name());
        Mandate mandate = contract.mandate();
        detail.put(
                "mandate",
                mandate == null
                        ? null
                        : Map.of(
                                "reference", mandate.reference(),
                                "iban", mandate.iban(),
                                "signedOn", mandate.signedOn().toString()));
        return detail;
    }

    static Map<String, Object> of(CreditLine line, String currency) {
        return Map.of("creditLimit", line.limit(), "excess", line.excess(), "currency", currency);
    }
}
