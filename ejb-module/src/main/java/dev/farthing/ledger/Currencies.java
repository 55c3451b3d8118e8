package dev.farthing.ledger;

import dev.farthing.money.Currency;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The currencies that the ledger keeps. A currency's scale never changes, so each is read once. */
@ApplicationScoped
public class Currencies {
    @Inject
    private LedgerStore store;

    private final Map<String, Currency> known = new ConcurrentHashMap<>();

    /** @throws LedgerRefused if the ledger does not keep this currency */
    public Currency get(String code) {
        @Nullable Currency currency = known.get(code);
        return currency != null ? currency : read(code);
    }

    private Currency read(String code) {
        Currency currency = store.scale(code)
                .map(scale -> new Currency(code, scale))
                .orElseThrow(() -> new LedgerRefused(
                        LedgerRefused.Kind.NOT_POSSIBLE, "Currency " + code + " is not kept by this ledger"));
        known.put(code, currency);
        return currency;
    }
}
