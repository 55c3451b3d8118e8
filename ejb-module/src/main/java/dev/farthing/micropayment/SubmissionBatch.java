package dev.farthing.micropayment;

import static java.util.Objects.requireNonNull;

import dev.farthing.audit.Actors;
import dev.farthing.audit.AuditTrail;
import dev.farthing.calendar.BusinessDays;
import dev.farthing.ledger.Ledger;
import dev.farthing.micropayment.Decider.Moment;
import dev.farthing.micropayment.SubmissionStore.Claims;
import dev.farthing.micropayment.SubmissionStore.Known;
import dev.farthing.micropayment.Terms.Named;
import dev.farthing.micropayment.Terms.VendorTerms;
import dev.farthing.outbox.Outbox;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Settles a batch of commands in one transaction, in the order that every money transaction keeps: gate, keys, locks (see
 * {@link TermsReader}), decisions, bookings and records.
 */
@Stateless
public class SubmissionBatch {
    /** Longer than another batch holds what it has locked. */
    private static final Duration BRIEFLY = Duration.ofMillis(200);

    private static final Settled NOT_AUTHENTIC = new Settled(new Decision.NotAuthentic(), false);

    @Inject
    private Ledger ledger;

    @Inject
    private Outbox outbox;

    @Inject
    private AuditTrail audit;

    @Inject
    private SubmissionStore store;

    @Inject
    private ReturnStore returns;

    @Inject
    private ArchivedSubmissions archive;

    @Inject
    private TermsStore termsStore;

    @Inject
    private TermsReader reader;

    @Inject
    private StatusNumbers statuses;

    @Inject
    private PaymentEvents events;

    @Inject
    private Clock clock;

    /** Each command's decision, in the order of the commands. A submission that was decided before keeps its decision. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public List<Settled> settle(List<Command> commands, Attempt attempt) {
        List<Settled> settled = store.onOneHandle(() -> decide(commands, attempt));
        attempt.workDone();
        return settled;
    }

    private List<Settled> decide(List<Command> commands, Attempt attempt) {
        if (attempt.isBrief()) {
            store.waitForLocksAtMost(BRIEFLY);
        }
        Claims claims = store.claim(BusinessDays.MAIN_CALENDAR, commands, clock.instant())
                .orElseThrow(() -> BusinessDays.noOpenDay(BusinessDays.MAIN_CALENDAR));
        Moment moment = new Moment(claims.day(), clock.instant());
        Map<String, VendorTerms> vendors = claims.vendors();
        List<Command> fresh = those(commands, claims.first());
        Terms terms = reader.lock(claims, fresh, moment);
        Decider decider = new Decider(terms, moment, statuses::next);
        List<Decided> decided = fresh.stream().map(decider::decide).toList();
        store.inOneTrip(() -> record(moment, terms, decided));
        decided.forEach(this::auditOperators);
        return new Answers(vendors, decided).forAll(commands, those(commands, claims.authentic()));
    }

    private static List<Command> those(List<Command> commands, Set<UUID> decisions) {
        return commands.stream()
                .filter(command -> decisions.contains(command.decisionId()))
                .toList();
    }

    private void record(Moment moment, Terms terms, List<Decided> decided) {
        List<Decided> booked = decided.stream().filter(d -> d.booking() != null).toList();
        ledger.book(
                moment.businessDate(),
                booked.stream().map(d -> requireNonNull(d.booking()).transfer()).toList());
        Map<Boolean, List<Decided>> byKind =
                decided.stream().collect(Collectors.partitioningBy(d -> d.command() instanceof ReturnCommand));
        store.insertDecisions(moment.businessDate(), terms, byKind.getOrDefault(false, List.of()), moment.now());
        returns.insert(moment.businessDate(), terms, byKind.getOrDefault(true, List.of()), moment.now());
        returns.update(terms.paid().values());
        returns.revoke(
                terms.paid().values().stream()
                        .flatMap(paid -> paid.revoked().stream())
                        .toList(),
                moment.now());
        termsStore.updateCaps(terms.caps().changed());
        outbox.append(booked.stream()
                .map(d -> events.of(d, terms.vendor(d.command()).id()))
                .toList());
    }

    /** What an operator has reversed stands in the trail; its lock is the last of the transaction. */
    private void auditOperators(Decided decided) {
        if (decided.booking() != null && decided.command() instanceof ReturnCommand back && back.operator() != null) {
            audit.record(
                    Actors.operator(back.operator()),
                    "payment.reversed",
                    "vendor:" + back.vendor(),
                    Map.of(
                            "submission",
                            back.submission(),
                            "reason",
                            back.reason(),
                            "return",
                            back.decisionId().toString()));
        }
    }

    private static Named key(Map<String, VendorTerms> vendors, Command command) {
        return new Named(vendorId(vendors, command), command.submissionId());
    }

    private static long vendorId(Map<String, VendorTerms> vendors, Command command) {
        return requireNonNull(vendors.get(command.vendor()), "a vendor that has keys is stored")
                .id();
    }

    /** Puts the answers together: those decided just now, and those of submissions seen before. */
    private final class Answers {
        private final Map<String, VendorTerms> vendors;
        private final Map<UUID, Decision> now;

        Answers(Map<String, VendorTerms> vendors, List<Decided> decided) {
            this.vendors = vendors;
            this.now =
                    decided.stream().collect(Collectors.toMap(d -> d.command().decisionId(), Decided::decision));
        }

        List<Settled> forAll(List<Command> commands, List<Command> authentic) {
            List<Command> seen = authentic.stream()
                    .filter(command -> !now.containsKey(command.decisionId()))
                    .toList();
            Map<Named, Known> known =
                    known(seen.stream().map(command -> key(vendors, command)).collect(Collectors.toSet()));
            Map<UUID, Decision> again = seen.stream()
                    .collect(Collectors.toMap(Command::decisionId, c -> stored(known.get(key(vendors, c)), c)));
            store.insertSeenAgain(seen, vendors, again, clock.instant());
            return commands.stream().map(c -> settled(c, again)).toList();
        }

        private Map<Named, Known> known(Set<Named> keys) {
            Map<Named, Known> known = new HashMap<>(store.known(keys));
            known.putAll(returns.known(without(known, keys)));
            known.putAll(archive.known(without(known, keys)));
            return known;
        }

        private Set<Named> without(Map<Named, Known> known, Set<Named> keys) {
            return keys.stream().filter(key -> !known.containsKey(key)).collect(Collectors.toSet());
        }

        /** Neither decided now nor looked up: its signer may not sign. */
        private Settled settled(Command command, Map<UUID, Decision> again) {
            @Nullable Decision decided = now.get(command.decisionId());
            if (decided != null) {
                return new Settled(decided, false);
            }
            @Nullable Decision before = again.get(command.decisionId());
            return before == null ? NOT_AUTHENTIC : new Settled(before, true);
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
