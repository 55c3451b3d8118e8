package dev.farthing.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Customers who join with a telephone of their own: the bank hands out codes, a process of the kit plays the telephones. */
final class DemoTelephones {

    private static final String PROCESS = "telephones";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Money that a telephone asked for; {@code request} is what the customer writes on the transfer. */
    record TopUp(DemoTown.Person person, String request) {}

    private final DemoScene scene;
    private final DemoPeople people;

    DemoTelephones(DemoScene scene, DemoPeople people) {
        this.scene = scene;
        this.people = people;
    }

    /** Registers the telephones, consents, asks for money; returns what was asked for. */
    List<TopUp> run() throws IOException, InterruptedException, Problem {
        List<DemoTown.Person> owners = scene.town().cast().stream()
                .filter(person -> person.phone() != null)
                .toList();
        ObjectNode plan = scene.server();
        ArrayNode phones = plan.putArray("phones");
        for (DemoTown.Person owner : owners) {
            phones.add(phone(owner));
        }
        JsonNode seen = new DemoProcesses(scene, DemoProcesses.PHONES).runAlone(PROCESS, plan);
        introduce(owners);
        List<TopUp> asked = new ArrayList<>();
        for (int i = 0; i < owners.size(); i++) {
            JsonNode request = seen.path("phones").path(i).path("topUp");
            if (request.isTextual()) {
                asked.add(new TopUp(owners.get(i), request.asText()));
            }
        }
        return asked;
    }

    private ObjectNode phone(DemoTown.Person owner) throws IOException, InterruptedException, Problem {
        String customer = scene.code(owner.code());
        ObjectNode phone = JSON.createObjectNode();
        phone.put(
                "code",
                scene.operator()
                        .post("customers/" + customer + "/device-codes", null, Map.of())
                        .path("code")
                        .asText());
        phone.put("name", owner.name() + "'s telephone");
        ArrayNode consents = phone.putArray("consents");
        for (DemoTown.Consent consent : consents(owner)) {
            ObjectNode given = consents.addObject();
            given.put("vendor", scene.code(consent.vendor()));
            given.set("caps", caps(consent));
        }
        if (owner.topUp() != null) {
            ObjectNode topUp = phone.putObject("topUp");
            topUp.set("amount", DemoMoney.amount(owner.topUp()));
            topUp.put("iban", scene.town().iban(owner));
        }
        return phone;
    }

    private static ArrayNode caps(DemoTown.Consent consent) {
        ArrayNode caps = JSON.createArrayNode();
        for (DemoTown.Cap cap : consent.caps() == null ? List.<DemoTown.Cap>of() : consent.caps()) {
            ObjectNode body = caps.addObject().put("kind", cap.kind());
            if (cap.rightsModel() != null) {
                body.put("rightsModel", cap.rightsModel());
            }
            body.set("amount", DemoMoney.amount(cap.amount()));
        }
        return caps;
    }

    /** The customer's app would hand the identifier to the vendor in a ticket. */
    private void introduce(List<DemoTown.Person> owners) throws IOException, InterruptedException, Problem {
        for (DemoTown.Person owner : owners) {
            for (DemoTown.Consent consent : consents(owner)) {
                String introduction =
                        "customers/" + scene.code(owner.code()) + "/identifiers/" + scene.code(consent.vendor());
                people.know(
                        consent.vendor(),
                        owner.code(),
                        scene.operator()
                                .post(introduction, null, Map.of())
                                .path("identifier")
                                .asText());
            }
        }
    }

    private static List<DemoTown.Consent> consents(DemoTown.Person owner) {
        return owner.phone() == null ? List.of() : owner.phone();
    }
}
