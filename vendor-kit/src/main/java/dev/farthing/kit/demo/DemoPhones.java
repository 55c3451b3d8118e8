package dev.farthing.kit.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.client.ClientFailure;
import dev.farthing.kit.client.ClientSettings;
import dev.farthing.kit.client.CustomerApi;
import dev.farthing.kit.client.DeviceKeys;
import dev.farthing.kit.client.Server;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.json.MalformedJson;
import dev.farthing.kit.json.StrictJson;
import dev.farthing.kit.message.Amount;
import dev.farthing.kit.message.MalformedMessage;
import java.io.IOException;

/**
 * The telephones of a few customers: each makes its key, registers with the code that the bank handed out, consents within the
 * caps that its owner wants, and asks for money. The plan is JSON on standard input; at last one line of JSON on standard
 * output says by which id each request for money is known.
 */
public final class DemoPhones {
    private static final int MAX_PLAN_BYTES = 1 << 20;
    private static final int MAX_PHONES = 100;

    private final Server server;
    private final JsonNode phones;
    private final ClientSettings settings;

    DemoPhones(ObjectNode plan, ClientSettings settings) {
        this.server = DemoPlan.server(plan);
        this.phones = plan.path("phones");
        this.settings = settings;
        if (!phones.isArray() || phones.isEmpty() || phones.size() > MAX_PHONES) {
            throw new IllegalArgumentException(
                    "Give the plan's member phones as a list of 1 to " + MAX_PHONES + " telephones.");
        }
    }

    /** Runs the plan on standard input. */
    public static void main(String[] args) throws InterruptedException {
        int exit = 1;
        try {
            ObjectNode plan = StrictJson.object(System.in.readNBytes(MAX_PLAN_BYTES));
            System.out.println(new DemoPhones(plan, ClientSettings.defaults()).run());
            exit = 0;
        } catch (ClientFailure | IOException | MalformedJson | MalformedMessage | IllegalArgumentException e) {
            System.err.println("The telephones stopped: " + e.getMessage());
        }
        System.out.flush();
        System.exit(exit);
    }

    String run() throws ClientFailure, IOException, InterruptedException, MalformedMessage {
        ObjectNode seen = StrictJson.newObject();
        ArrayNode asked = seen.putArray("phones");
        for (JsonNode phone : phones) {
            asked.add(run(phone));
        }
        return StrictJson.text(seen);
    }

    private ObjectNode run(JsonNode phone) throws ClientFailure, IOException, InterruptedException, MalformedMessage {
        // The key lives as long as the telephone is switched on: after the demonstration it is worth nothing.
        DeviceKeys keys = DeviceKeys.generate(KeyFamily.ED25519, settings.random());
        CustomerApi.Registered registered = CustomerApi.register(
                server, DemoPlan.text(phone, "code"), DemoPlan.text(phone, "name"), keys, settings);
        CustomerApi own = new CustomerApi(server, keys, settings);
        for (JsonNode consent : phone.path("consents")) {
            ObjectNode caps = StrictJson.newObject();
            caps.set("caps", consent.path("caps"));
            own.consent(DemoPlan.text(consent, "vendor"), caps);
        }
        ObjectNode seen = StrictJson.newObject().put("customer", registered.customer());
        if (phone.path("topUp") instanceof ObjectNode topUp && topUp.path("amount") instanceof ObjectNode amount) {
            ObjectNode request =
                    own.topUp(Amount.fromJson(amount), DemoPlan.text(topUp, "iban"), "demo-" + registered.customer());
            seen.put("topUp", DemoPlan.text(request, "id"));
        }
        return seen;
    }
}
