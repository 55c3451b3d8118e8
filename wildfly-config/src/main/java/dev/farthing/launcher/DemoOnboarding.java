package dev.farthing.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the bank's operator does before the first purchase: terms, contracts, deposits, and consents that came on paper. */
final class DemoOnboarding {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MANDATES_SIGNED_DAYS_BEFORE = 30;

    private final DemoScene scene;
    private final DemoTown town;
    private final OperatorApi operator;
    private final LocalDate mandatesSignedOn;
    private final DemoPeople people = new DemoPeople();

    DemoOnboarding(DemoScene scene, LocalDate businessDate) {
        this.scene = scene;
        this.town = scene.town();
        this.operator = scene.operator();
        this.mandatesSignedOn = businessDate.minusDays(MANDATES_SIGNED_DAYS_BEFORE);
    }

    /** Takes everybody on; returns who is known to whom. */
    DemoPeople run() throws IOException, InterruptedException, Problem {
        terms();
        for (DemoTown.Vendor vendor : town.vendors()) {
            vendor(vendor);
        }
        for (DemoTown.Person person : town.crowd()) {
            customer(person);
        }
        for (DemoTown.Person person : town.cast()) {
            customer(person);
        }
        for (DemoTown.Vendor vendor : town.vendors()) {
            for (DemoTown.Person shopper : town.shoppers(vendor)) {
                consent(shopper, vendor.code());
            }
        }
        return people;
    }

    private void terms() throws IOException, InterruptedException, Problem {
        for (DemoTown.Plan plan : town.plans()) {
            ObjectNode body = JSON.createObjectNode();
            body.put("cycle", "DAILY");
            body.put("ratePpm", plan.ratePpm());
            body.putArray("minimums").add(DemoMoney.amount(plan.minimum()));
            operator.put("fee-plans/" + plan.plan(), body);
        }
        ObjectNode rail = JSON.createObjectNode();
        rail.set("transactionFee", DemoMoney.amount(town.transactionFee()));
        operator.put("rails/" + town.currency(), rail);
    }

    private void vendor(DemoTown.Vendor vendor) throws IOException, InterruptedException, Problem {
        ObjectNode body = party(vendor.name());
        body.put("feePlan", vendor.plan());
        body.put("conditionalDays", vendor.conditionalDays());
        body.put("payoutIban", town.iban(vendor));
        operator.put("vendors/" + scene.code(vendor.code()), body);
    }

    private void customer(DemoTown.Person person) throws IOException, InterruptedException, Problem {
        String customer = "customers/" + scene.code(person.code());
        ObjectNode body = party(person.name());
        if (person.creditLimit() != null) {
            body.put("kind", "TAB");
            body.set("creditLimit", DemoMoney.amount(person.creditLimit()));
            ObjectNode mandate = body.putObject("mandate");
            mandate.put("reference", "M-" + scene.code(person.code()));
            mandate.put("iban", town.iban(person));
            mandate.put("signedOn", mandatesSignedOn.toString());
        }
        operator.put(customer, body);
        if (person.deposit() != null) {
            ObjectNode topUp = JSON.createObjectNode();
            topUp.set("amount", DemoMoney.amount(person.deposit()));
            operator.post(customer + "/top-ups", topUp, Map.of("Idempotency-Key", scene.code(person.code())));
        }
        for (String vendor : listed(person.consents())) {
            consent(person, vendor);
        }
        for (String vendor : listed(person.known())) {
            introduce(person, vendor);
        }
        if (person.frozen() != null) {
            ObjectNode status = JSON.createObjectNode();
            operator.post(
                    customer + "/status", status.put("status", "FROZEN").put("reason", person.frozen()), Map.of());
        }
    }

    private void consent(DemoTown.Person person, String vendor) throws IOException, InterruptedException, Problem {
        String consent = "customers/" + scene.code(person.code()) + "/consents/" + scene.code(vendor);
        people.know(
                vendor,
                person.code(),
                operator.put(consent, null).path("identifier").asText());
    }

    /** The vendor learns by which identifier it knows the customer, which is no consent. */
    private void introduce(DemoTown.Person person, String vendor) throws IOException, InterruptedException, Problem {
        String introduction = "customers/" + scene.code(person.code()) + "/identifiers/" + scene.code(vendor);
        people.know(
                vendor,
                person.code(),
                operator.post(introduction, null, Map.of()).path("identifier").asText());
    }

    private static List<String> listed(@Nullable List<String> vendors) {
        return vendors == null ? List.of() : vendors;
    }

    private static ObjectNode party(String name) {
        ObjectNode body = JSON.createObjectNode();
        body.put("name", name);
        body.put("currency", DemoMoney.CURRENCY);
        return body;
    }
}
