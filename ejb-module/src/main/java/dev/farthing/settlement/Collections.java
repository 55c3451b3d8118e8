package dev.farthing.settlement;

import dev.farthing.ledger.Account;
import dev.farthing.ledger.AccountRole;
import dev.farthing.ledger.Ledger;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What customers on a tab are collected from: one collection a night and currency, however many purchases it is for. */
@Stateless
public class Collections {
    /** The most collections on one page. */
    public static final int MOST_ON_A_PAGE = 200;

    @Inject
    private CollectionStore store;

    @Inject
    private CollectionBatch batch;

    @Inject
    private Ledger ledger;

    /** A customer on a tab with an account that is not closed. */
    public record Page(List<Debtor> debtors, long lastCustomer) {
        public boolean isEmpty() {
            return lastCustomer == 0;
        }
    }

    /**
     * Accounts of some customers on a tab, in the order of the customers' numbers.
     *
     * @param after the number of the last customer seen, {@code last} the last number of the range
     */
    public Page debtors(long after, long last, int limit) {
        Map<String, CollectionStore.OnTab> byOwner = store.onTab(after, last, limit).stream()
                .collect(Collectors.toMap(CollectionStore.OnTab::owner, Function.identity()));
        List<Account> accounts = ledger.accounts(byOwner.keySet(), AccountRole.CUSTOMER);
        Map<Long, LocalDate> lastCollections =
                store.lastCollections(accounts.stream().map(Account::id).toList());
        List<Debtor> debtors = accounts.stream()
                .map(account -> Objects.requireNonNull(byOwner.get(account.owner()))
                        .debtor(account, lastCollections.get(account.id())))
                .toList();
        return new Page(
                debtors,
                byOwner.values().stream()
                        .mapToLong(CollectionStore.OnTab::id)
                        .max()
                        .orElse(0));
    }

    /**
     * Makes the collections of some accounts, in one transaction: what was owed at the day's close and still is, less what is
     * collected and not answered yet, in whole units of the bank's. Those that are made are left alone.
     *
     * @param purchases by account: how many share the transaction
     */
    public Paid collect(LocalDate day, List<Debtor> debtors, Map<Long, Long> purchases) {
        return batch.collect(day, debtors, purchases);
    }

    /** @throws SettlementRefused if there is no such collection */
    public Collection get(String reference) {
        return store.find(reference)
                .orElseThrow(() -> SettlementRefused.notFound("There is no collection " + reference));
    }

    /**
     * A day's collections, by reference.
     *
     * @param after the reference seen last, or null
     */
    public List<Collection> ofDay(LocalDate day, @Nullable String after, int limit) {
        return store.ofDay(day, after == null ? "" : after, limit);
    }

    /**
     * What collections have moved on a customer's accounts, the newest first.
     *
     * @param before the id of the movement seen last
     */
    public List<CollectionMovement> movements(String customerCode, UUID before, int limit) {
        return store.movements(customerCode, before, limit);
    }
}
