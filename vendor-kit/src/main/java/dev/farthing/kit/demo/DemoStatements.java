package dev.farthing.kit.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.client.ClientFailure;
import dev.farthing.kit.client.ClientSettings;
import dev.farthing.kit.client.KeyFile;
import dev.farthing.kit.client.Server;
import dev.farthing.kit.client.VendorApi;
import dev.farthing.kit.json.MalformedJson;
import dev.farthing.kit.json.StrictJson;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;

/**
 * The vendors' bookkeeper, who reads what the bank states of closed days, with each vendor's own key. The plan is JSON on
 * standard input; at last one line of JSON on standard output has the statements of each vendor.
 */
public final class DemoStatements {
    private static final int MAX_PLAN_BYTES = 1 << 20;

    private final Server server;
    private final JsonNode vendors;
    private final JsonNode days;
    private final ClientSettings settings;

    DemoStatements(ObjectNode plan, ClientSettings settings) {
        this.server = DemoPlan.server(plan);
        this.vendors = plan.path("vendors");
        this.days = plan.path("days");
        this.settings = settings;
    }

    /** Runs the plan on standard input. */
    public static void main(String[] args) throws InterruptedException {
        int exit = 1;
        try {
            ObjectNode plan = StrictJson.object(System.in.readNBytes(MAX_PLAN_BYTES));
            System.out.println(new DemoStatements(plan, ClientSettings.defaults()).run());
            exit = 0;
        } catch (ClientFailure | IOException | MalformedJson | IllegalArgumentException e) {
            System.err.println("The bookkeeper stopped: " + e.getMessage());
        }
        System.out.flush();
        System.exit(exit);
    }

    String run() throws ClientFailure, IOException, InterruptedException {
        ObjectNode read = StrictJson.newObject();
        for (JsonNode vendor : vendors) {
            KeyFile keys = KeyFile.open(Path.of(DemoPlan.text(vendor, "keys")));
            VendorApi own = new VendorApi(server, keys, settings);
            ArrayNode statements = read.putArray(DemoPlan.text(vendor, "name"));
            for (JsonNode day : days) {
                statements.add(own.statement(LocalDate.parse(day.asText())));
            }
        }
        return StrictJson.text(read);
    }
}
