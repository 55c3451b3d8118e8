package dev.farthing.web.settlement;

import dev.farthing.ledger.Currencies;
import dev.farthing.web.problem.AmountJson;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Amounts in the ledger's scale as they stand in JSON, and back. */
@Dependent
class Amounts {
    @Inject
    private Currencies currencies;

    AmountJson of(long amount, String currency) {
        return AmountJson.of(amount, currencies.get(currency));
    }

    List<AmountJson> of(Map<String, Long> amounts) {
        return new TreeMap<>(amounts)
                .entrySet().stream()
                        .map(entry -> of(entry.getValue(), entry.getKey()))
                        .toList();
    }

    long inLedgerScale(AmountJson amount) {
        return amount.inLedgerScale(currencies.get(amount.currency()));
    }

    int scale(String currency) {
        return currencies.get(currency).scale();
    }
}
