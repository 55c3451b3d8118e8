package dev.farthing.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the vendors do on one day, each in a process of its own. */
final class DemoDay {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final DemoScene scene;
    private final DemoPeople people;

    DemoDay(DemoScene scene, DemoPeople people) {
        this.scene = scene;
        this.people = people;
    }

    /**
     * Lets every vendor sell; on the first day they join before.
     *
     * @param day 1 or 2
     * @return what each vendor saw, by its name in the town
     */
    Map<String, JsonNode> sell(int day) throws IOException, InterruptedException, Problem {
        Map<String, ObjectNode> plans = new LinkedHashMap<>();
        for (DemoTown.Vendor vendor : scene.town().vendors()) {
            ObjectNode plan = plan(vendor);
            if (day == 1) {
                plan.set("joining", joining(vendor));
                addEvening(plan, vendor);
            }
            plan.set("shopping", shopping(vendor, day));
            ArrayNode steps = plan.putArray("steps");
            for (DemoTown.Step step : vendor.steps(day)) {
                steps.add(step(vendor, step));
            }
            plans.put(vendor.code(), plan);
        }
        return new DemoProcesses(scene, DemoProcesses.VENDOR).run("day " + day, plans);
    }

    private ObjectNode plan(DemoTown.Vendor vendor) throws IOException {
        ObjectNode plan = scene.server();
        plan.put("vendor", scene.code(vendor.code()));
        plan.put("keys", scene.keys(vendor).toString());
        return plan;
    }

    private ObjectNode joining(DemoTown.Vendor vendor) throws IOException, InterruptedException, Problem {
        ObjectNode joining = JSON.createObjectNode();
        joining.put(
                "code",
                scene.operator()
                        .post("vendors/" + scene.code(vendor.code()) + "/enrolment-codes", null, Map.of())
                        .path("code")
                        .asText());
        joining.put("family", vendor.family());
        ArrayNode items = joining.putObject("catalogue").putArray("items");
        for (DemoTown.Item item : vendor.items()) {
            items.add(item.definition(item.price()).put("item", item.item()));
        }
        return joining;
    }

    private ObjectNode shopping(DemoTown.Vendor vendor, int day) {
        ObjectNode shopping = JSON.createObjectNode();
        shopping.put("seed", vendor.seed() + day);
        shopping.put("payments", vendor.payments().get(day - 1));
        shopping.put("replays", vendor.replays());
        shopping.put("reversals", vendor.reversals());
        ArrayNode customers = shopping.putArray("customers");
        scene.town()
                .shoppers(vendor)
                .forEach(shopper -> customers.add(people.identifier(vendor.code(), shopper.code())));
        ArrayNode wares = shopping.putArray("wares");
        vendor.items().stream().filter(DemoTown.Item::isOnSale).forEach(item -> wares.addObject()
                .put("item", item.item())
                .put("most", item.most() == null ? 1 : item.most()));
        return shopping;
    }

    private ObjectNode step(DemoTown.Vendor vendor, DemoTown.Step step) {
        ObjectNode body = JSON.createObjectNode();
        body.put("customer", people.identifier(vendor.code(), step.customer()));
        body.put("item", step.item());
        body.put("quantity", step.quantity() == null ? 1 : step.quantity());
        if (step.price() != null) {
            body.put("price", Long.toString(DemoMoney.ledger(step.price())));
            body.put("currency", DemoMoney.CURRENCY);
        }
        return body.put("expect", step.expect());
    }

    /** What happens once on the first day, when the shops close. */
    private void addEvening(ObjectNode plan, DemoTown.Vendor vendor) {
        DemoTown.PriceRise rise = vendor.priceRise();
        if (rise != null) {
            vendor.items().stream()
                    .filter(item -> item.item().equals(rise.item()))
                    .forEach(item -> plan.putObject("priceRise")
                            .put("item", rise.item())
                            .set("definition", item.definition(rise.price())));
        }
        DemoTown.Forgery forgery = vendor.forgery();
        if (forgery != null) {
            plan.putObject("forgery")
                    .put("customer", people.identifier(vendor.code(), forgery.customer()))
                    .put("item", forgery.item())
                    .put("quantity", 1)
                    .put("inTheNameOf", scene.code(forgery.inTheNameOf()));
        }
    }
}
