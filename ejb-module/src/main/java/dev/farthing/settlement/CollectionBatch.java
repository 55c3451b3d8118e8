package dev.farthing.settlement;

import dev.farthing.calendar.BusinessDays;
import dev.farthing.ledger.Ledger;
import dev.farthing.outbox.Outbox;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One short transaction of {@link Collections}. It books nothing: a customer owes what is collected until the bank says that it
 * has come. Making the same collection twice is refused by its key, and asking for more than is owed by what is pending.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class CollectionBatch {
    @Inject
    private BusinessDays days;

    @Inject
    private Ledger ledger;

    @Inject
    private CollectionStore store;

    @Inject
    private BreakStore breaks;

    @Inject
    private Tariffs tariffs;

    @Inject
    private Outbox outbox;

    @Inject
    private SettlementEvents events;

    @Inject
    private Clock clock;

    public Paid collect(LocalDate day, List<Debtor> debtors, Map<Long, Long> purchases) {
        if (debtors.isEmpty() || !days.enterClosing(BusinessDays.MAIN_CALENDAR, day)) {
            return Paid.NOTHING;
        }
        List<Long> accounts = debtors.stream().map(Debtor::account).toList();
        // Locked, so that of two runs the second sees what the first has made.
        ledger.lock(accounts);
        Map<Long, Long> atClose = ledger.net(accounts, LocalDate.EPOCH, day);
        Map<Long, Long> now = ledger.amounts(accounts);
        Map<Long, Long> pending = store.pending(accounts);
        Set<String> stopped = breaks.stopped(debtors.stream().map(Debtor::owner).toList());
        Map<String, Rail> rails = tariffs.rails().stream().collect(Collectors.toMap(Rail::currency, r -> r));
        List<CollectionStore.Made> made = new ArrayList<>();
        Map<String, Long> amounts = new TreeMap<>();
        for (Debtor debtor : debtors) {
            long account = debtor.account();
            long owed = Math.min(-atClose.getOrDefault(account, 0L), -now.getOrDefault(account, 0L));
            Rail rail = rails.get(debtor.currency());
            long amount = rail == null ? 0 : rail.movable(owed - pending.getOrDefault(account, 0L));
            if (rail != null && amount > 0 && !stopped.contains(debtor.owner())) {
                made.add(new CollectionStore.Made(
                        debtor,
                        collection(day, debtor, amount, purchases.getOrDefault(account, 0L)),
                        rail.transactionFee()));
                amounts.merge(debtor.currency(), amount, Math::addExact);
            }
        }
        store.insert(made, clock.instant());
        outbox.append(made.stream()
                .map(one -> events.collectionAnnounced(one.debtor().customerId(), one.collection()))
                .toList());
        return new Paid(debtors.size(), amounts);
    }

    private static Collection collection(LocalDate day, Debtor debtor, long amount, long purchases) {
        return new Collection(
                References.collection(day, debtor.customerId(), debtor.currency()),
                debtor.code(),
                debtor.currency(),
                day,
                amount,
                purchases,
                debtor.name(),
                debtor.iban(),
                debtor.mandateReference(),
                debtor.mandateSignedOn(),
                Collection.State.BOOKED,
                null,
                null,
                null,
                null);
    }
}
