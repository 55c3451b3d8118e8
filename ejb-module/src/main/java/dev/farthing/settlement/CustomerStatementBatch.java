package dev.farthing.settlement;

import dev.farthing.calendar.BusinessDays;
import dev.farthing.ledger.DayBalance;
import dev.farthing.ledger.Ledger;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One short transaction of {@link CustomerStatements}. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class CustomerStatementBatch {
    @Inject
    private BusinessDays days;

    @Inject
    private Ledger ledger;

    @Inject
    private CustomerStatementStore store;

    @Inject
    private CollectionStore collections;

    public List<Finding> write(LocalDate day, List<CustomerAccount> accounts, List<Spending> spendings) {
        if (accounts.isEmpty() || !days.enterClosing(BusinessDays.MAIN_CALENDAR, day)) {
            return List.of();
        }
        List<Long> ids = accounts.stream().map(CustomerAccount::account).toList();
        Map<Long, Long> opening = ledger.net(ids, LocalDate.EPOCH, day.minusDays(1));
        Map<Long, Long> moved = ledger.net(ids, day, day);
        Map<Long, Long> pending = collections.pending(ids);
        Map<Long, CustomerStatementStore.Collected> collected = store.collected(ids, day);
        Map<Long, Spending> spending =
                spendings.stream().collect(Collectors.toMap(Spending::account, Function.identity()));
        List<CustomerStatement> statements = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (CustomerAccount account : accounts) {
            long before = opening.getOrDefault(account.account(), 0L);
            var bank = collected.getOrDefault(account.account(), CustomerStatementStore.Collected.NOTHING);
            CustomerStatement statement = new CustomerStatement(
                    account.customerId(),
                    account.currency(),
                    day,
                    new DayBalance(before, before + moved.getOrDefault(account.account(), 0L)),
                    spending.getOrDefault(account.account(), Spending.none(account.account())),
                    bank.settled(),
                    bank.returned(),
                    bank.asked(),
                    pending.getOrDefault(account.account(), 0L));
            if (!statement.addsUp()) {
                findings.add(doesNotAddUp(account, statement));
            } else if (!statement.isEmpty()) {
                statements.add(statement);
            }
        }
        store.insert(statements);
        return findings;
    }

    private static Finding doesNotAddUp(CustomerAccount account, CustomerStatement statement) {
        return new Finding(
                "STATEMENT",
                account.owner() + " " + account.currency() + " " + statement.day(),
                List.of(account.owner()),
                account.currency(),
                BigDecimal.valueOf(statement.balance().closing()),
                null,
                "What the day moved is not what its balances differ by: there is no statement of it");
    }
}
