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
import java.util.stream.Collectors;

/** Customers' statements: one for each day on which something moved or was collected. Those of closed days never change. */
@Stateless
public class CustomerStatements {
    /** Some customers' accounts, and the number of the last of those customers; 0 if there are none left. */
    public record Page(List<CustomerAccount> accounts, long lastCustomer) {
        public boolean isEmpty() {
            return lastCustomer == 0;
        }
    }

    @Inject
    private CustomerStatementStore store;

    @Inject
    private CustomerStatementBatch batch;

    @Inject
    private Ledger ledger;

    /**
     * Accounts of some customers, in the order of the customers' numbers.
     *
     * @param after the number of the last customer seen, {@code last} the last number of the range
     */
    public Page accounts(long after, long last, int limit) {
        Map<String, CustomerStatementStore.Party> byOwner = store.customers(after, last, limit).stream()
                .collect(Collectors.toMap(customer -> "customer:" + customer.code(), customer -> customer));
        List<CustomerAccount> accounts = ledger.accounts(byOwner.keySet(), AccountRole.CUSTOMER).stream()
                .map(account -> account(Objects.requireNonNull(byOwner.get(account.owner())), account))
                .toList();
        return new Page(
                accounts,
                byOwner.values().stream()
                        .mapToLong(CustomerStatementStore.Party::id)
                        .max()
                        .orElse(0));
    }

    private static CustomerAccount account(CustomerStatementStore.Party customer, Account account) {
        return new CustomerAccount(customer.id(), customer.code(), account.id(), account.currency());
    }

    /**
     * Writes the statements of some accounts, in one transaction; those that are written stay as they are.
     *
     * @param spending what the accounts were used for; none is nothing
     * @return those that do not add up, which get none
     */
    public List<Finding> write(LocalDate day, List<CustomerAccount> accounts, List<Spending> spending) {
        return batch.write(day, accounts, spending);
    }

    /** Closed days that a customer has statements of, the newest first. */
    public List<LocalDate> days(String customerCode, LocalDate before, int limit) {
        return store.days(customerCode, before, limit);
    }

    /**
     * A customer's statement of a closed day, one for each currency.
     *
     * @throws SettlementRefused if there is none
     */
    public List<CustomerStatement> statement(String customerCode, LocalDate day) {
        List<CustomerStatement> statements = store.statements(customerCode, day);
        if (statements.isEmpty()) {
            throw SettlementRefused.notFound(
                    "Nothing moved on " + day + ", or the day is not closed: see the list of statements");
        }
        return statements;
    }
}
