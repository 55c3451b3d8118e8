package dev.farthing.micropayment;

import static java.util.Objects.requireNonNull;

import dev.farthing.calendar.BusinessDays;
import dev.farthing.ledger.Account;
import dev.farthing.ledger.AccountRole;
import dev.farthing.ledger.Cause;
import dev.farthing.ledger.Ledger;
import dev.farthing.ledger.LiveAccount;
import dev.farthing.ledger.Transfer;
import dev.farthing.micropayment.Decider.Decided;
import dev.farthing.micropayment.SubmissionStore.Known;
import dev.farthing.micropayment.Terms.ConsentTerms;
import dev.farthing.micropayment.Terms.Holding;
import dev.farthing.micropayment.Terms.Named;
import dev.farthing.micropayment.Terms.Offer;
import dev.farthing.micropayment.Terms.VendorTerms;
import dev.farthing.outbox.Outbox;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Settles a batch of submissions in one transaction, in the order that every money transaction keeps: gate, keys, locks
 * (consents, then accounts), decisions, bookings and records.
 */
@Stateless
public class SubmissionBatch {
    @Inject
    private BusinessDays days;

    @Inject
    private Ledger ledger;

    @Inject
    private Outbox outbox;

    @Inject
    private SubmissionStore store;

    @Inject
    private PaymentEvents events;

    @Inject
    private Clock clock;

    /** Each command's decision, in the order of the commands. A submission that was decided before keeps its decision. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public List<Settled> settle(List<Command> commands, Attempt attempt) {
        LocalDate businessDate = days.enter(BusinessDays.MAIN_CALENDAR);
        Map<String, VendorTerms> vendors =
                store.vendors(commands.stream().map(Command::vendor).collect(Collectors.toSet()));
        List<Command> fresh = claim(businessDate, vendors, commands);
        Terms terms = lockTerms(vendors, fresh);
        Decider decider = new Decider(terms, businessDate);
        List<Decided> decided = fresh.stream().map(decider::decide).toList();
        record(businessDate, terms, decided);
        List<Settled> answers = new Answers(vendors, decided).forAll(commands);
        attempt.workDone();
        return answers;
    }

    /** The first of each submission id, if no transaction before has claimed it. Waits for one that is about to. */
    private List<Command> claim(LocalDate day, Map<String, VendorTerms> vendors, List<Command> commands) {
        Map<Named, Command> firsts = new LinkedHashMap<>();
        commands.forEach(command -> firsts.putIfAbsent(key(vendors, command), command));
        Set<UUID> claimed = store.claim(day, firsts);
        return firsts.values().stream()
                .filter(command -> claimed.contains(command.paymentId()))
                .toList();
    }

    private Terms lockTerms(Map<String, VendorTerms> vendors, List<Command> commands) {
        List<PayCommand> fresh = commands.stream()
                .filter(PayCommand.class::isInstance)
                .map(PayCommand.class::cast)
                .toList();
        Map<Named, ConsentTerms> consents = store.lockConsents(names(vendors, fresh, true));
        Map<Named, Offer> offers = store.offers(names(vendors, fresh, false), clock.instant());
        return new Terms(vendors, consents, offers, lockPayers(consents.values()), payees(vendors.values()));
    }

    private Map<Holding, LiveAccount> lockPayers(Collection<ConsentTerms> consents) {
        Set<String> owners = consents.stream().map(ConsentTerms::accountOwner).collect(Collectors.toSet());
        Map<Long, Account> accounts = ledger.accounts(owners, AccountRole.CUSTOMER).stream()
                .collect(Collectors.toMap(Account::id, account -> account));
        return ledger.lock(accounts.keySet()).values().stream()
                .collect(Collectors.toMap(live -> holding(requireNonNull(accounts.get(live.id()))), live -> live));
    }

    private Map<Holding, Long> payees(Collection<VendorTerms> vendors) {
        Set<String> owners = vendors.stream().map(VendorTerms::accountOwner).collect(Collectors.toSet());
        return ledger.accounts(owners, AccountRole.VENDOR_CONDITIONAL).stream()
                .collect(Collectors.toMap(SubmissionBatch::holding, Account::id));
    }

    private void record(LocalDate businessDate, Terms terms, List<Decided> decided) {
        List<Decided> accepted =
                decided.stream().filter(d -> d.accepted() != null).toList();
        ledger.book(
                businessDate, accepted.stream().map(SubmissionBatch::transfer).toList());
        store.insertDecisions(businessDate, terms, decided, clock.instant());
        outbox.append(accepted.stream()
                .map(d -> events.accepted(d, terms.vendor(d.command()).id()))
                .toList());
    }

    private static Transfer transfer(Decided decided) {
        Decision.Accepted accepted = requireNonNull(decided.accepted());
        Decider.Booking booking = requireNonNull(decided.booking());
        return new Transfer(
                accepted.paymentId(),
                booking.payer(),
                booking.payee(),
                accepted.amount(),
                accepted.currency(),
                Cause.MICROPAYMENT);
    }

    private static Set<Named> names(Map<String, VendorTerms> vendors, List<PayCommand> commands, boolean ofCustomers) {
        return commands.stream()
                .map(command ->
                        new Named(vendorId(vendors, command), ofCustomers ? command.customer() : command.item()))
                .collect(Collectors.toSet());
    }

    private static Named key(Map<String, VendorTerms> vendors, Command command) {
        return new Named(vendorId(vendors, command), command.submissionId());
    }

    private static long vendorId(Map<String, VendorTerms> vendors, Command command) {
        return requireNonNull(vendors.get(command.vendor()), "a vendor that has keys is stored")
                .id();
    }

    private static Holding holding(Account account) {
        return new Holding(account.owner(), account.currency());
    }

    /** Puts the answers together: those decided just now, and those of submissions seen before. */
    private final class Answers {
        private final Map<String, VendorTerms> vendors;
        private final Map<UUID, Decision> now;

        Answers(Map<String, VendorTerms> vendors, List<Decided> decided) {
            this.vendors = vendors;
            this.now =
                    decided.stream().collect(Collectors.toMap(d -> d.command().paymentId(), Decided::decision));
        }

        List<Settled> forAll(List<Command> commands) {
            List<Command> seen = commands.stream()
                    .filter(command -> !now.containsKey(command.paymentId()))
                    .toList();
            Map<Named, Known> known = store.known(
                    seen.stream().map(command -> key(vendors, command)).collect(Collectors.toSet()));
            Map<UUID, Decision> again = seen.stream()
                    .collect(Collectors.toMap(Command::paymentId, c -> stored(known.get(key(vendors, c)), c)));
            store.insertSeenAgain(seen, vendors, again, clock.instant());
            return commands.stream().map(c -> settled(c, again)).toList();
        }

        private Settled settled(Command command, Map<UUID, Decision> again) {
            @Nullable Decision decided = now.get(command.paymentId());
            return decided != null
                    ? new Settled(decided, false)
                    : new Settled(requireNonNull(again.get(command.paymentId())), true);
        }

        private Decision stored(@Nullable Known known, Command command) {
            if (known == null) {
                throw new IllegalStateException("Submission " + command.submissionId() + " is claimed but not decided");
            }
            boolean answersThis = command instanceof InquireCommand
                    || known.isFenced()
                    || known.fingerprint().equals(command.fingerprint());
            return answersThis ? known.decision() : new Decision.Refused(RefusalCode.CONFLICT);
        }
    }
}
