package dev.farthing.batch.settlement;

import dev.farthing.micropayment.PaymentTotals;
import dev.farthing.settlement.CustomerAccount;
import dev.farthing.settlement.CustomerStatements;
import dev.farthing.settlement.Reconciliation;
import dev.farthing.settlement.Spending;
import dev.farthing.settlement.Turnover.Total;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the day's statement of each customer for whom something moved. */
@Named
@Dependent
public class CustomerStatementsStep extends RangeStep {
    private static final int A_PAGE = 500;

    @Inject
    private CustomerStatements statements;

    @Inject
    private PaymentTotals totals;

    @Inject
    private Reconciliation reconciliation;

    @Override
    String work() {
        long seen = after();
        int breaks = 0;
        for (CustomerStatements.Page page = statements.accounts(seen, last(), A_PAGE);
                !page.isEmpty();
                page = statements.accounts(seen, last(), A_PAGE)) {
            mayGoOn();
            breaks += reconciliation.record(day(), statements.write(day(), page.accounts(), spending(page.accounts())));
            advance(page.accounts().size(), Map.of());
            seen = page.lastCustomer();
        }
        return breaks == 0 ? "accounts" : "accounts, " + breaks + " breaks";
    }

    private List<Spending> spending(List<CustomerAccount> accounts) {
        Map<Long, PaymentTotals.OfAccount> payments =
                totals
                        .ofAccounts(
                                accounts.stream().map(CustomerAccount::account).toList(), day())
                        .stream()
                        .collect(Collectors.toMap(PaymentTotals.OfAccount::account, Function.identity()));
        Map<String, Total> topUps =
                totals
                        .toppedUp(
                                accounts.stream()
                                        .map(CustomerAccount::customerId)
                                        .toList(),
                                day())
                        .stream()
                        .collect(Collectors.toMap(
                                one -> key(one.customerId(), one.currency()), one -> total(one.total())));
        return accounts.stream()
                .flatMap(account -> {
                    PaymentTotals.OfAccount paid = payments.get(account.account());
                    Total toppedUp = topUps.getOrDefault(key(account.customerId(), account.currency()), Total.NONE);
                    return paid == null && toppedUp.count() == 0
                            ? Stream.empty()
                            : Stream.of(new Spending(
                                    account.account(),
                                    paid == null ? Total.NONE : total(paid.payments()),
                                    paid == null ? Total.NONE : total(paid.reversals()),
                                    paid == null ? Total.NONE : total(paid.refunds()),
                                    toppedUp));
                })
                .toList();
    }

    private static String key(long customerId, String currency) {
        return customerId + " " + currency;
    }

    private static Total total(PaymentTotals.Total total) {
        return new Total(Objects.requireNonNull(total).count(), total.amount());
    }
}
