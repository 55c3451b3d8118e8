package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.it.system.Village.Stall;
import dev.farthing.it.system.Village.Villager;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads what the server says of a night, through the doors of those whom it concerns, and compares all of it with the book. */
final class NightAudit {
    private final OperatorClient operator;
    private final Bookkeeper book;
    private final List<Stall> stalls = new ArrayList<>();
    private final List<Villager> villagers = new ArrayList<>();
    private final Map<String, Integer> seen = new TreeMap<>();

    NightAudit(OperatorClient operator, Bookkeeper book) {
        this.operator = operator;
        this.book = book;
    }

    void add(Village village) {
        stalls.addAll(village.stalls());
        villagers.addAll(village.villagers());
    }

    /** What has been compared so far, how many of each. */
    Map<String, Integer> seen() {
        return seen;
    }

    void assertNight(LocalDate day) throws InterruptedException {
        for (Stall stall : stalls) {
            assertStatement(
                    "vendor " + stall.sheet().code() + " on " + day,
                    stall.sheet().statement(),
                    stall.books().get("/statements/" + day));
        }
        for (Villager villager : villagers) {
            // A telephone of an earlier week is asked only if there is something to be read.
            if (villager.sheet().statement() != null) {
                assertStatement(
                        "customer " + villager.sheet().code() + " on " + day,
                        villager.sheet().statement(),
                        villager.device().get("/statements/" + day));
            }
        }
        assertOrders(day);
        ObjectNode night =
                (ObjectNode) operator.get("nights/" + day).expect(200).json();
        night.remove("files");
        assertThat(Figures.of(night)).as("the night of %s", day).isEqualTo(book.night());
    }

    private void assertStatement(String whose, @Nullable Figures wanted, Reply reply) {
        if (wanted == null) {
            reply.expect(404);
            return;
        }
        JsonNode statement = reply.expect(200).json();
        assertThat(statement.required("lines")).as(whose).hasSize(1);
        Figures said = Figures.of(statement.at("/lines/0"));
        if (statement.has("from")) {
            said.with("from", statement.required("from").asText());
        }
        assertThat(said).as("statement of %s", whose).isEqualTo(wanted);
        see("statements");
        wanted.find("payoutHeld").ifPresent(why -> see("held: " + why));
        wanted.find("fee.carried").filter(carried -> !carried.equals("0")).ifPresent(carried -> see("fees carried"));
    }

    private void see(String what) {
        seen.merge(what, 1, Integer::sum);
    }

    /** Payouts and collections of a day, as they stand now. */
    void assertOrders(LocalDate day) throws InterruptedException {
        assertOrders("payouts", "vendor", "payments", day, book.payoutsOf(day));
        assertOrders("collections", "customer", "purchases", day, book.collectionsOf(day));
    }

    private void assertOrders(String list, String party, String shared, LocalDate day, List<ReckonedOrder> orders)
            throws InterruptedException {
        JsonNode page = operator.get(list + "?limit=200&day=" + day).expect(200).json();
        assertThat(page.has("next")).as("more than a page of %s", list).isFalse();
        Map<String, Figures> said = new TreeMap<>();
        Map<String, Figures> wanted = new TreeMap<>();
        orders.forEach(order -> wanted.put(order.party().code(), order.figures(party, shared)));
        for (JsonNode one : page.required(list)) {
            String code = one.required(party).asText();
            said.put(code, Figures.of(one).without("reference").without("file").without("mandate"));
            orders.stream()
                    .filter(order -> order.party().code().equals(code))
                    .forEach(order -> order.isCalled(one.required("reference").asText()));
        }
        assertThat(said).as("%s of %s", list, day).isEqualTo(wanted);
        orders.forEach(order -> see(list + " " + order.state()));
    }

    /** The open breaks are the orders that came back and nothing else; some of them, drawn at random, are resolved. */
    void assertBreaksAndResolveSome(Random random) throws InterruptedException {
        Map<String, ReckonedOrder> stopping = new TreeMap<>();
        book.stopping().forEach((order, kind) -> stopping.put(kind + ":" + order.reference(), order));
        JsonNode open =
                operator.get("breaks?state=OPEN&limit=200").expect(200).json().required("breaks");
        TreeSet<String> subjects = new TreeSet<>();
        TreeSet<String> left = new TreeSet<>();
        for (JsonNode one : open) {
            String subject = one.required("subject").asText();
            subjects.add(subject);
            // One stopped payout is left, so that a night meets it.
            boolean firstPayout = subject.startsWith("payout:") && left.add("payout");
            if (stopping.containsKey(subject) && !firstPayout && random.nextInt(3) == 0) {
                operator.post(
                                "breaks/" + one.required("id").asText() + "/resolution",
                                OperatorClient.object().put("resolution", "the account is open again"))
                        .expect(200);
                ReckonedOrder order = stopping.get(subject);
                order.party().resolved(order);
            }
        }
        assertThat(subjects).as("open breaks").isEqualTo(stopping.keySet());
    }

    /** What everybody has now, by the operator's own look at the accounts. */
    void assertBalances(Village village) throws InterruptedException {
        for (Stall stall : village.stalls()) {
            JsonNode account = operator.get("vendors/" + stall.sheet().code())
                    .expect(200)
                    .json()
                    .at("/accounts/0");
            assertThat(account.at("/payable/value").asLong())
                    .isEqualTo(stall.sheet().payable());
            assertThat(account.at("/conditional/value").asLong())
                    .isEqualTo(stall.sheet().conditional());
        }
        for (Villager villager : village.villagers()) {
            JsonNode account = operator.get("customers/" + villager.sheet().code())
                    .expect(200)
                    .json()
                    .at("/accounts/0");
            assertThat(account.at("/balance/value").asLong())
                    .isEqualTo(villager.sheet().balance());
            assertThat(account.at("/available/value").asLong())
                    .isEqualTo(villager.sheet().available());
        }
    }
}
