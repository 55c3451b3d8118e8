package dev.farthing.batch.settlement;

import dev.farthing.micropayment.TopUpRequests;
import dev.farthing.micropayment.TopUpRequests.FromBank;
import dev.farthing.settlement.BankAnswers;
import dev.farthing.settlement.BankAnswers.Taken;
import dev.farthing.settlement.BankEntry;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the bank's statements and applies their lines: to payouts and collections, and to the top-ups that customers have asked
 * for, which they name in their transfers. What nobody expects becomes a break.
 */
@Named
@Dependent
public class ImportStep extends NightStep {
    private static final int A_PAGE = 200;
    private static final int PAGE_LIMIT = 100_000;

    /** A request's number, with or without its dashes, as a customer may have typed it. */
    private static final Pattern REQUEST = Pattern.compile(
            "\\b([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})\\b",
            Pattern.CASE_INSENSITIVE);

    @Inject
    private BankAnswers answers;

    @Inject
    private TopUpRequests topUps;

    @Override
    String work() {
        int refused = takeFiles();
        int lines = 0;
        int breaks = 0;
        for (int page = 0; page < PAGE_LIMIT; page++) {
            mayGoOn();
            List<BankEntry> entries = answers.untouched(A_PAGE);
            if (entries.isEmpty()) {
                return lines + " lines" + told(breaks, "breaks") + told(refused, "files refused and kept aside");
            }
            BankAnswers.Applied applied = answers.apply(entries);
            breaks += applied.breaks();
            for (BankEntry other : applied.others()) {
                breaks += applyElsewhere(other) ? 0 : 1;
            }
            advance(entries.size(), Map.of());
            lines += entries.size();
        }
        throw new IllegalStateException("After " + PAGE_LIMIT + " pages there are lines left");
    }

    private int takeFiles() {
        int refused = 0;
        for (Path file : answers.arrived()) {
            mayGoOn();
            refused += answers.take(file) == Taken.REFUSED ? 1 : 0;
        }
        return refused;
    }

    private static String told(int count, String what) {
        return count == 0 ? "" : ", " + count + " " + what;
    }

    /** False if the line became a break. What comes back is nobody's top-up, whatever it names. */
    private boolean applyElsewhere(BankEntry entry) {
        boolean came = entry.credit() && entry.returnCode() == null;
        Optional<UUID> request = came ? request(entry) : Optional.empty();
        if (request.isEmpty()) {
            answers.unmatched(entry, "it names nothing that is known here");
            return false;
        }
        UUID id = request.get();
        FromBank outcome = topUps.bookFromBank(id, entry.amount(), entry.currency(), entry.key());
        switch (outcome) {
            case BOOKED -> answers.applied(entry, "top-up:" + id);
            case UNKNOWN -> answers.unmatched(entry, "there is no top-up request " + id);
            case SETTLED_BEFORE -> answers.unmatched(entry, "top-up request " + id + " is settled already");
            case OTHER_AMOUNT -> answers.unmatched(entry, "top-up request " + id + " is of another amount");
            case NO_ACCOUNT -> answers.unmatched(entry, "the customer of top-up request " + id + " takes no money");
        }
        return outcome == FromBank.BOOKED;
    }

    private static Optional<UUID> request(BankEntry entry) {
        Matcher found = REQUEST.matcher(entry.remittance() == null ? "" : entry.remittance());
        return found.find()
                ? Optional.of(UUID.fromString(String.join(
                        "-", found.group(1), found.group(2), found.group(3), found.group(4), found.group(5))))
                : Optional.empty();
    }
}
