package dev.farthing.settlement;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.farthing.ledger.Account;
import dev.farthing.ledger.AccountRole;
import dev.farthing.ledger.AccountStatus;
import dev.farthing.ledger.Cause;
import dev.farthing.ledger.Ledger;
import dev.farthing.ledger.Transfer;
import dev.farthing.settlement.Answer.Move;
import dev.farthing.settlement.AnswerStore.Collected;
import dev.farthing.settlement.AnswerStore.PaidOut;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the bank's lines about payouts and collections. A line moves what it is about one step; a line that fits no step, or not
 * the amount, is left for somebody to look at. What comes back stops the next payout, or collection, of the same party until
 * somebody has looked: the account that it went to will not have got better overnight.
 */
@Dependent
class Answering {
    @Inject
    private Ledger ledger;

    @Inject
    private Bookkeeping books;

    @Inject
    private SettlementEvents events;

    Answer payout(BankEntry entry, PaidOut locked, LocalDate day) {
        Payout payout = locked.payout();
        String owner = "vendor:" + payout.vendor();
        if (!fits(entry, payout.amount(), payout.currency())) {
            return unmatched(entry, "another amount than payout " + payout.reference(), owner);
        }
        boolean settles = !entry.credit() && entry.returnCode() == null;
        boolean returns = entry.credit() && entry.returnCode() != null;
        return switch (payout.state()) {
            case SENT ->
                settles
                        ? settled(entry, locked, day)
                        : returns
                                ? returned(entry, locked, day)
                                : unmatched(entry, "not what becomes of a payout", owner);
            case SETTLED ->
                returns
                        ? returned(entry, locked, day)
                        : unmatched(entry, "payout " + payout.reference() + " had left already", owner);
            case BOOKED, RETURNED -> unmatched(entry, "payout " + payout.reference() + " is " + payout.state(), owner);
        };
    }

    private Answer settled(BankEntry entry, PaidOut locked, LocalDate day) {
        Payout payout = locked.payout();
        Booking booking = booking(
                day,
                onItsWay(payout).id(),
                books.bank(AccountRole.BANK_CLEARING, payout.currency()),
                payout.amount(),
                payout.currency(),
                Cause.PAYOUT_SETTLED,
                payout.reference());
        return new Answer(
                entry,
                payout.reference(),
                new Move(true, payout.reference(), true, day, ""),
                List.of(booking),
                List.of(events.payoutSettled(locked.vendorId(), payout)),
                List.of());
    }

    private Answer returned(BankEntry entry, PaidOut locked, LocalDate day) {
        Payout payout = locked.payout();
        String owner = "vendor:" + payout.vendor();
        List<Finding> findings = new ArrayList<>();
        findings.add(cameBack("PAYOUT_RETURNED", "payout:" + payout.reference(), owner, entry));
        Account payable = account(owner, AccountRole.VENDOR_PAYABLE, payout.currency());
        long from = payout.state() == Payout.State.SENT
                ? onItsWay(payout).id()
                : books.bank(AccountRole.BANK_CLEARING, payout.currency());
        Booking booking = booking(
                day,
                from,
                openOrSuspense(payable, entry, findings),
                payout.amount(),
                payout.currency(),
                Cause.PAYOUT_RETURNED,
                payout.reference());
        return new Answer(
                entry,
                payout.reference(),
                new Move(true, payout.reference(), false, day, entry.reason()),
                List.of(booking),
                List.of(events.payoutReturned(locked.vendorId(), payout, entry.reason())),
                findings);
    }

    Answer collection(BankEntry entry, Collected locked, LocalDate day) {
        Collection collection = locked.collection();
        String owner = "customer:" + collection.customer();
        if (!fits(entry, collection.amount(), collection.currency())) {
            return unmatched(entry, "another amount than collection " + collection.reference(), owner);
        }
        boolean settles = entry.credit() && entry.returnCode() == null;
        boolean returns = !entry.credit() && entry.returnCode() != null;
        return switch (collection.state()) {
            case SENT ->
                settles
                        ? came(entry, locked, day)
                        : returns
                                ? tookBack(entry, locked, day)
                                : unmatched(entry, "not what becomes of a collection", owner);
            case SETTLED ->
                returns
                        ? tookBack(entry, locked, day)
                        : unmatched(entry, "collection " + collection.reference() + " had come already", owner);
            case BOOKED, RETURNED ->
                unmatched(entry, "collection " + collection.reference() + " is " + collection.state(), owner);
        };
    }

    private Answer came(BankEntry entry, Collected locked, LocalDate day) {
        Collection collection = locked.collection();
        List<Finding> findings = new ArrayList<>();
        Booking booking = booking(
                day,
                books.bank(AccountRole.BANK_CLEARING, collection.currency()),
                openOrSuspense(account(locked.account()), entry, findings),
                collection.amount(),
                collection.currency(),
                Cause.COLLECTION,
                collection.reference());
        return new Answer(
                entry,
                collection.reference(),
                new Move(false, collection.reference(), true, day, ""),
                List.of(booking),
                List.of(events.collectionSettled(locked.customerId(), collection)),
                findings);
    }

    /** What never came needs no booking: the customer still owes it. */
    private Answer tookBack(BankEntry entry, Collected locked, LocalDate day) {
        Collection collection = locked.collection();
        String owner = "customer:" + collection.customer();
        List<Finding> findings = new ArrayList<>();
        findings.add(cameBack("COLLECTION_RETURNED", "collection:" + collection.reference(), owner, entry));
        List<Booking> bookings = collection.state() == Collection.State.SENT
                ? List.of()
                : List.of(booking(
                        day,
                        openOrSuspense(account(locked.account()), entry, findings),
                        books.bank(AccountRole.BANK_CLEARING, collection.currency()),
                        collection.amount(),
                        collection.currency(),
                        Cause.COLLECTION_RETURNED,
                        collection.reference()));
        return new Answer(
                entry,
                collection.reference(),
                new Move(false, collection.reference(), false, day, entry.reason()),
                bookings,
                List.of(events.collectionReturned(locked.customerId(), collection, entry.reason())),
                findings);
    }

    private static boolean fits(BankEntry entry, long amount, String currency) {
        return entry.amount() == amount && entry.currency().equals(currency);
    }

    private Account onItsWay(Payout payout) {
        return account("vendor:" + payout.vendor(), AccountRole.VENDOR_PAYOUT, payout.currency());
    }

    private Account account(String owner, AccountRole role, String currency) {
        return ledger.find(owner, role, currency)
                .orElseThrow(() -> new IllegalStateException(owner + " has no account " + role + " in " + currency));
    }

    private Account account(long id) {
        return ledger.account(id).orElseThrow(() -> new IllegalStateException("There is no account " + id));
    }

    /** A party that is gone has no account to book on: the bank keeps the money, or bears it, until somebody decides. */
    private long openOrSuspense(Account account, BankEntry entry, List<Finding> findings) {
        if (account.status() != AccountStatus.CLOSED) {
            return account.id();
        }
        findings.add(AnswerBatch.unmatchedEntry(
                entry, account.owner() + " is closed; it stands in suspense", List.of(account.owner())));
        return books.bank(AccountRole.BANK_SUSPENSE, account.currency());
    }

    private static Finding cameBack(String kind, String subject, String owner, BankEntry entry) {
        return new Finding(
                kind,
                subject,
                List.of(owner),
                entry.currency(),
                BigDecimal.valueOf(entry.amount()),
                null,
                "It came back (" + entry.reason() + "): nothing more is sent until somebody has looked at the account"
                        + " it went to");
    }

    private static Booking booking(
            LocalDate day, long debit, long credit, long amount, String currency, Cause cause, String reference) {
        return new Booking(
                day,
                new Transfer(UuidCreator.getTimeOrderedEpoch(), debit, credit, amount, currency, cause),
                reference);
    }

    private static Answer unmatched(BankEntry entry, String why, String owner) {
        // Whoever sends a penny under somebody's reference stops nobody by it.
        List<String> owners = entry.isSomebodysMoney() ? List.of() : List.of(owner);
        return Answer.unmatched(entry, AnswerBatch.unmatchedEntry(entry, why, owners));
    }
}
