package dev.farthing.settlement;

import dev.farthing.bankfile.BankStatement;
import dev.farthing.calendar.BusinessDays;
import dev.farthing.ledger.Ledger;
import dev.farthing.outbox.Event;
import dev.farthing.outbox.Outbox;
import dev.farthing.settlement.AnswerStore.Collected;
import dev.farthing.settlement.AnswerStore.PaidOut;
import dev.farthing.settlement.BankAnswers.Taken;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The short transactions of {@link BankAnswers}. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class AnswerBatch {
    @Inject
    private BusinessDays days;

    @Inject
    private Ledger ledger;

    @Inject
    private Bookkeeping books;

    @Inject
    private AnswerStore store;

    @Inject
    private BreakStore breaks;

    @Inject
    private Answering answering;

    @Inject
    private Outbox outbox;

    @Inject
    private Clock clock;

    public Taken store(BankStatement statement, Rail rail, String file, String sha256) {
        if (store.insert(statement, file, sha256, clock.instant())) {
            store.insertEntries(statement, rail);
            return Taken.STORED;
        }
        if (store.isKnown(statement.statementId(), sha256)) {
            return Taken.KNOWN;
        }
        return refuse(
                file,
                sha256,
                "Statement " + statement.statementId()
                        + " came before with other contents: ask the bank which is right");
    }

    public Taken refuse(String file, String sha256, String reason) {
        store.refuse(file, sha256, reason, clock.instant());
        return Taken.REFUSED;
    }

    public List<BankEntry> untouched(int limit) {
        return store.untouched(limit);
    }

    public BankAnswers.Applied apply(List<BankEntry> entries) {
        LocalDate day = days.enter(BusinessDays.MAIN_CALENDAR);
        List<BankEntry> open = store.lockUntouched(entries);
        TreeSet<String> references = new TreeSet<>();
        open.stream().map(BankEntry::endToEnd).filter(Objects::nonNull).forEach(references::add);
        Map<String, PaidOut> payouts = new HashMap<>(store.lockPayouts(references));
        Map<String, Collected> collections = new HashMap<>(store.lockCollections(references));
        ledger.lock(collections.values().stream().map(Collected::account).toList());
        List<BankEntry> others = new ArrayList<>();
        List<Answer> answers = new ArrayList<>();
        for (BankEntry entry : open) {
            @Nullable PaidOut payout = payouts.get(entry.endToEnd());
            @Nullable Collected collection = collections.get(entry.endToEnd());
            if (payout != null && !entry.isSomebodysMoney()) {
                Answer answer = answering.payout(entry, payout, day);
                answers.add(answer);
                answer.ifMoved(move -> payouts.put(move.reference(), payout.after(move)));
            } else if (collection != null) {
                Answer answer = answering.collection(entry, collection, day);
                answers.add(answer);
                answer.ifMoved(move -> collections.put(move.reference(), collection.after(move)));
            } else {
                others.add(entry);
            }
        }
        write(day, answers);
        return new BankAnswers.Applied(others, (int)
                answers.stream().filter(answer -> answer.appliedTo() == null).count());
    }

    private void write(LocalDate day, List<Answer> answers) {
        books.book(
                day,
                answers.stream().flatMap(answer -> answer.bookings().stream()).toList());
        List<Event> events = new ArrayList<>();
        for (Answer answer : answers) {
            answer.findings().forEach(finding -> breaks.record(day, finding, clock.instant()));
            events.addAll(answer.events());
            @Nullable String subject = answer.appliedTo();
            if (subject == null) {
                store.markUnmatched(answer.entry());
            } else {
                store.markApplied(answer.entry(), subject);
            }
        }
        store.move(answers);
        outbox.append(events);
    }

    public void applied(BankEntry entry, String to) {
        store.markApplied(entry, to);
    }

    public void unmatched(BankEntry entry, String why) {
        LocalDate day = days.enter(BusinessDays.MAIN_CALENDAR);
        breaks.record(day, unmatchedEntry(entry, why, List.of()), clock.instant());
        store.markUnmatched(entry);
    }

    static Finding unmatchedEntry(BankEntry entry, String why, List<String> owners) {
        return new Finding(
                "BANK_ENTRY",
                "bank-entry:" + entry.key(),
                owners,
                entry.currency(),
                BigDecimal.valueOf(entry.amount()),
                null,
                (entry.credit() ? "Money came" : "Money went") + " on " + entry.bookedOn() + ": " + why);
    }
}
