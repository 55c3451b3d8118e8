package dev.farthing.launcher;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Goal: any difference between the two accounts of a demonstration fails it. Method: one that agrees, then one slip each. */
class DemoAgreementTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final LocalDate FIRST = LocalDate.parse("2026-03-02");
    private static final LocalDate SECOND = LocalDate.parse("2026-03-03");
    private static final long EACH = 10_000;

    private final DemoTown town;
    private final List<Map<String, JsonNode>> days;
    private final DemoSeen seen;

    DemoAgreementTest() throws Exception {
        town = DemoTown.read();
        days = List.of(day(1), day(2));
        seen = seen(0);
    }

    @Test
    void agreesWhenBothSidesTellTheSame() throws Exception {
        DemoAgreement agreement = new DemoAgreement(town, books(0, 0, 0), seen);

        assertThatCode(agreement::require).doesNotThrowAnyException();
    }

    @Test
    void failsForAPaymentThatTheServerDoesNotKnow() throws Exception {
        DemoAgreement agreement = new DemoAgreement(town, books(1, 0, 0), seen);

        assertThatThrownBy(agreement::require).isInstanceOf(Problem.class).hasMessageContaining("accepted payments");
    }

    @Test
    void failsForMoneyThatIsNowhere() throws Exception {
        DemoAgreement agreement = new DemoAgreement(town, books(0, 1, 0), seen);

        assertThatThrownBy(agreement::require).isInstanceOf(Problem.class).hasMessageContaining("still held");
    }

    @Test
    void failsWhenTheBooksAreNotInBalance() throws Exception {
        DemoAgreement agreement = new DemoAgreement(town, books(0, 0, 1), seen);

        assertThatThrownBy(agreement::require).isInstanceOf(Problem.class).hasMessageContaining("recount");
    }

    @Test
    void failsForAReturnThatTheServerDoesNotKnow() throws Exception {
        DemoAgreement agreement = new DemoAgreement(town, books(0, 0, 0), seen(1));

        assertThatThrownBy(agreement::require).isInstanceOf(Problem.class).hasMessageContaining("sent back");
    }

    private DemoSeen seen(int returned) throws Exception {
        return new DemoSeen(days, List.of(JSON.readTree("{\"settled\":0,\"returned\":" + returned + "}")));
    }

    /** What every vendor saw on a day on which each payment was of the same amount and nothing was given back. */
    private Map<String, JsonNode> day(int day) {
        Map<String, JsonNode> tallies = new LinkedHashMap<>();
        for (DemoTown.Vendor vendor : town.vendors()) {
            long accepted = vendor.payments().get(day - 1)
                    + vendor.steps(day).stream()
                            .filter(step -> step.expect().equals("ACCEPTED"))
                            .count();
            ObjectNode tally = JSON.createObjectNode();
            tally.put("accepted", accepted).put("acceptedAmount", Long.toString(accepted * EACH));
            tally.put("reversed", 0).put("reversedAmount", "0").put("replayed", 1);
            tally.putObject("refused").put("CONFLICT", 1);
            tallies.put(vendor.code(), tally);
        }
        return tallies;
    }

    private DemoBooks books(int missing, int lost, int unbalanced) throws Exception {
        Map<LocalDate, Map<String, DemoStatement>> statements = new LinkedHashMap<>();
        Map<String, Long> held = new TreeMap<>();
        long accepted = 0;
        for (int number = 0; number < days.size(); number++) {
            Map<String, DemoStatement> day = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> tally : days.get(number).entrySet()) {
                DemoStatement statement = DemoStatement.seen(tally.getValue());
                day.put(tally.getKey(), statement);
                accepted += statement.payments().count();
                held.merge(tally.getKey(), statement.kept(), Long::sum);
            }
            statements.put(number == 0 ? FIRST : SECOND, day);
        }
        held.merge(town.vendors().get(0).code(), (long) -lost, Long::sum);
        long again = 2L * town.vendors().size();
        JsonNode night = JSON.readTree(
                "{\"balanced\":true,\"payouts\":{\"count\":0},\"collections\":{\"count\":0},\"fees\":[]}");
        return new DemoBooks(
                new DemoBooks.Decisions(accepted - missing, Map.of("CONFLICT", again), again),
                statements,
                List.of(
                        new DemoNight.Kept(FIRST, night, List.of(), List.of()),
                        new DemoNight.Kept(SECOND, night, List.of(), List.of())),
                held,
                Map.of("BOOKED", 2L),
                JSON.readTree("{\"unbalanced\":" + unbalanced + "}"),
                true,
                0);
    }
}
