package dev.farthing.batch.settlement;

import dev.farthing.ledger.Account;
import dev.farthing.ledger.Ledger;
import dev.farthing.ledger.Recount;
import dev.farthing.micropayment.Discrepancy;
import dev.farthing.micropayment.PaymentProof;
import dev.farthing.settlement.Finding;
import dev.farthing.settlement.Reconciliation;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compares everything that should agree, before anything is paid out of it: balances with the recount of their transfers, payments
 * with their transfers, shared accounts with their parts. What differs is kept as breaks, and the night goes on without those
 * whom they touch.
 */
@Named
@Dependent
public class ReconcileStep extends NightStep {
    @Inject
    private Ledger ledger;

    @Inject
    private PaymentProof payments;

    @Inject
    private Reconciliation reconciliation;

    @Override
    String work() {
        mayGoOn();
        Recount recount = ledger.recount();
        List<Finding> findings = new ArrayList<>();
        recount.differences().forEach(difference -> findings.add(finding(difference)));
        mayGoOn();
        payments.prove(day(), Reconciliation.MOST_FINDINGS).forEach(one -> findings.add(finding(one)));
        findings.addAll(reconciliation.prove(day()));
        int breaks = reconciliation.record(day(), findings);
        advance(recount.transfers(), Map.of());
        return breaks == 0 ? "everything agrees" : breaks + " breaks";
    }

    private Finding finding(Recount.Difference difference) {
        boolean closed = difference.day() != null;
        String account = "account:" + difference.account();
        List<String> owners = ledger.account(difference.account()).map(Account::owner).stream()
                .filter(owner -> !owner.equals("bank"))
                .toList();
        return new Finding(
                closed ? "CLOSED_DAY" : "ACCOUNT_BALANCE",
                closed ? account + " " + difference.day() : account,
                owners,
                ledger.account(difference.account()).map(Account::currency).orElse(null),
                difference.kept(),
                difference.counted(),
                closed
                        ? "What is kept of the closed day is not what its transfers add up to"
                        : "Of " + (owners.isEmpty() ? "the bank" : owners.get(0)) + ": " + difference.what()
                                + " is not what the transfers add up to");
    }

    private static Finding finding(Discrepancy one) {
        return new Finding(
                one.kind(), one.subject(), one.owners(), one.currency(), one.kept(), one.counted(), one.detail());
    }
}
