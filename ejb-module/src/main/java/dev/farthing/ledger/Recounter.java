package dev.farthing.ledger;

import dev.farthing.ledger.Recount.Difference;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Puts a {@link Recount} together from its comparisons. */
@Dependent
class Recounter {
    /** Differences listed of each comparison; one is bad enough, and a thousand tell no more than a hundred. */
    private static final int LIST_LIMIT = 100;

    @Inject
    private RecountStore store;

    Recount recount() {
        List<Difference> balances = store.balances(LIST_LIMIT + 1);
        List<Difference> closedDays = store.closedDays(LIST_LIMIT + 1);
        List<Difference> archivedDays = store.archivedDays(LIST_LIMIT + 1);
        List<Difference> all = new ArrayList<>(firstOf(balances));
        all.addAll(firstOf(closedDays));
        all.addAll(firstOf(archivedDays));
        boolean truncated = Stream.of(balances, closedDays, archivedDays).anyMatch(found -> found.size() > LIST_LIMIT);
        return new Recount(store.countTransfers(), store.countAccounts(), List.copyOf(all), truncated);
    }

    List<DayTotal> dayTotals(LocalDate day) {
        return store.dayTotals(day);
    }

    private static List<Difference> firstOf(List<Difference> differences) {
        return differences.subList(0, Math.min(differences.size(), LIST_LIMIT));
    }
}
