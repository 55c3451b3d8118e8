package dev.farthing.micropayment;

import dev.farthing.ledger.Account;
import dev.farthing.ledger.AccountRole;
import dev.farthing.ledger.AccountStatus;
import dev.farthing.ledger.Cause;
import dev.farthing.ledger.Ledger;
import dev.farthing.ledger.LiveAccount;
import dev.farthing.ledger.Transfer;
import dev.farthing.outbox.Outbox;
import dev.farthing.party.Customer;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How money gets onto a customer's account, whoever asked for it: out of the bank's clearing account, with its event. */
@Dependent
class IncomingMoney {
    /** The most that one top-up may bring, in the ledger's scale. */
    static final long MAX_AMOUNT = 1_000_000_000_000_000L;

    /** @param businessDate the open day; its gate was entered */
    record Credit(UUID transferId, LocalDate businessDate, long amount, String currency) {}

    @Inject
    private Ledger ledger;

    @Inject
    private PartyEvents events;

    @Inject
    private Outbox outbox;

    /** @throws MicropaymentRefused if the customer has no account in the currency, or it is closed */
    void book(Customer customer, Credit credit) {
        long account = lock(customer, credit.currency());
        ledger.book(
                credit.businessDate(),
                List.of(new Transfer(
                        credit.transferId(),
                        clearing(credit.currency()),
                        account,
                        credit.amount(),
                        credit.currency(),
                        Cause.TOP_UP)));
        outbox.append(List.of(events.topUp(customer, credit)));
    }

    /** True if the customer has an account in the currency that is not closed. */
    boolean takesMoney(Customer customer, String currency) {
        return ledger.find(customer.accountOwner(), AccountRole.CUSTOMER, currency)
                .filter(account -> account.status() != AccountStatus.CLOSED)
                .isPresent();
    }

    static void checkAmount(long amount) {
        if (amount < 1 || amount > MAX_AMOUNT) {
            throw refused("A top-up is 1 to " + MAX_AMOUNT + " units of the currency's ledger scale");
        }
    }

    static MicropaymentRefused noAccount(Customer customer, String currency) {
        return refused("Customer " + customer.code() + " has no account in " + currency + " that takes money");
    }

    private long lock(Customer customer, String currency) {
        @Nullable LiveAccount live = ledger.find(customer.accountOwner(), AccountRole.CUSTOMER, currency)
                .map(account -> ledger.lock(Set.of(account.id())).get(account.id()))
                .orElse(null);
        if (live == null || !live.takesMoney()) {
            throw noAccount(customer, currency);
        }
        return live.id();
    }

    private long clearing(String currency) {
        return ledger.find("bank", AccountRole.BANK_CLEARING, currency)
                .map(Account::id)
                .orElseThrow(() -> new IllegalStateException("The bank has no clearing account in " + currency));
    }

    private static MicropaymentRefused refused(String message) {
        return new MicropaymentRefused(MicropaymentRefused.Kind.NOT_POSSIBLE, message);
    }
}
