package dev.farthing.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The vendors and the bank must tell the same story, nothing may be lost on the way, and the books must balance. */
final class DemoAgreement {

    private static final String SETTLED = "SETTLED";
    private static final String RETURNED = "RETURNED";

    private final DemoTown town;
    private final DemoBooks books;
    private final DemoSeen seen;

    DemoAgreement(DemoTown town, DemoBooks books, DemoSeen seen) {
        this.town = town;
        this.books = books;
        this.seen = seen;
    }

    void require() throws Problem {
        requireSameDecisions();
        requireSameStatements();
        requirePlanned();
        requireTopUps();
        requireOwnNights();
        for (DemoNight.Kept night : books.nights()) {
            require(
                    "night " + night.day() + " in balance",
                    night.summary().path("balanced").asBoolean(),
                    true);
        }
        if (books.recount().path("unbalanced").asLong(-1) != 0 || !books.trialBalanced()) {
            throw new Problem(
                    "The recount finds differences: " + books.recount().path("differences") + ".");
        }
    }

    private void requireSameDecisions() throws Problem {
        Map<String, Long> refused = new TreeMap<>();
        for (Map<String, JsonNode> day : seen.days()) {
            for (JsonNode tally : day.values()) {
                tally.path("refused")
                        .properties()
                        .forEach(code ->
                                refused.merge(code.getKey(), code.getValue().asLong(), Long::sum));
            }
        }
        require("accepted payments", books.decisions().accepted(), seen.vendors("accepted"));
        require("refusals", books.decisions().refused(), refused);
        require("repeated submissions", books.decisions().replayed(), seen.vendors("replayed"));
    }

    private void requireSameStatements() throws Problem {
        int number = 0;
        for (Map.Entry<LocalDate, Map<String, DemoStatement>> day :
                books.statements().entrySet()) {
            for (Map.Entry<String, JsonNode> tally : seen.days().get(number).entrySet()) {
                require(
                        "on the statement of " + tally.getKey() + " for " + day.getKey(),
                        day.getValue().getOrDefault(tally.getKey(), DemoStatement.NOTHING),
                        DemoStatement.seen(tally.getValue()));
            }
            number++;
        }
    }

    /** A demonstration in which hardly anything was sold would agree with itself too. */
    private void requirePlanned() throws Problem {
        long planned = 0;
        for (DemoTown.Vendor vendor : town.vendors()) {
            planned += vendor.payments().stream().mapToLong(Integer::longValue).sum();
            for (int day = 1; day <= vendor.payments().size(); day++) {
                planned += vendor.steps(day).stream()
                        .filter(step -> step.expect().equals("ACCEPTED"))
                        .count();
            }
        }
        require("accepted payments, of those planned", books.decisions().accepted(), planned);
    }

    private void requireTopUps() throws Problem {
        long sent = town.cast().stream().filter(DemoTown.Person::sendsMoney).count();
        require("booked top-ups", books.topUps().getOrDefault("BOOKED", 0L), sent);
    }

    /**
     * Fees are known for whole nights only, and the bank answers whatever lies there: where parties of an earlier
     * demonstration were settled too, neither says anything of this one.
     */
    private void requireOwnNights() throws Problem {
        long settled = 0;
        for (DemoNight.Kept night : books.nights()) {
            settled += night.summary().path("payouts").path("count").asLong();
            settled += night.summary().path("collections").path("count").asLong();
        }
        if (settled == books.payouts().size() + books.collections().size()) {
            requireNothingLost();
            requireSameReturns();
        }
    }

    /** What customers paid and did not get back was paid out, or taken as fees, or is still with the bank. */
    private void requireNothingLost() throws Problem {
        List<JsonNode> gone = books.payouts().stream()
                .filter(payout -> !payout.path("state").asText().equals(RETURNED))
                .toList();
        long held = books.held().values().stream().mapToLong(Long::longValue).sum();
        long found = Math.addExact(Math.addExact(DemoBooks.amounts(gone), books.fees()), held);
        require(
                "paid out, taken as fees and still held",
                found,
                books.everything().kept());
    }

    /** Whatever the other banks settled and sent back stands so in the books. */
    private void requireSameReturns() throws Problem {
        List<JsonNode> all = new ArrayList<>(books.payouts());
        all.addAll(books.collections());
        Map<String, Long> states = DemoBooks.states(all);
        require("settled by other banks", states.getOrDefault(SETTLED, 0L), seen.bank("settled"));
        require("sent back by other banks", states.getOrDefault(RETURNED, 0L), seen.bank("returned"));
    }

    private static void require(String what, Object server, Object own) throws Problem {
        if (!Objects.equals(server, own)) {
            throw new Problem("Different accounts of one thing (" + what + "): the server says " + server
                    + ", but the demonstration counted " + own + ".");
        }
    }
}
