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
        for (int page = 0; page < PAGE_LIMIT; page++) {
            mayGoOn();
            List<BankEntry> entries = answers.untouched(A_PAGE);
            if (entries.isEmpty()) {
                return lines + " lines" + (refused == 0 ? "" : ", " + refused + " files refused and kept aside");
            }
            answers.apply(entries).forEach(this::applyElsewhere);
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

    private void applyElsewhere(BankEntry entry) {
        Optional<UUID> request = entry.credit() ? request(entry) : Optional.empty();
        if (request.isEmpty()) {
            answers.unmatched(entry, "it names nothing that is known here");
            return;
        }
        UUID id = request.get();
        FromBank came = topUps.bookFromBank(id, entry.amount(), entry.currency(), entry.key());
        switch (came) {
            case BOOKED -> answers.applied(entry, "top-up:" + id);
            case UNKNOWN -> answers.unmatched(entry, "there is no top-up request " + id);
            case SETTLED_BEFORE -> answers.unmatched(entry, "top-up request " + id + " is settled already");
            case OTHER_AMOUNT -> answers.unmatched(entry, "top-up request " + id + " is of another amount");
            case NO_ACCOUNT -> answers.unmatched(entry, "the customer of top-up request " + id + " takes no money");
        }
    }

    private static Optional<UUID> request(BankEntry entry) {
        Matcher found = REQUEST.matcher(entry.remittance() == null ? "" : entry.remittance());
        return found.find()
                ? Optional.of(UUID.fromString(String.join(
                        "-", found.group(1), found.group(2), found.group(3), found.group(4), found.group(5))))
                : Optional.empty();
    }
}
