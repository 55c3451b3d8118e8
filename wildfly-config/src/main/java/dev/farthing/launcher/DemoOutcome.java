package dev.farthing.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Both sides of the story.
 *
 * @param counts read back from the server
 * @param seen what the vendor's process says
 */
record DemoOutcome(Counts counts, JsonNode seen, JsonNode recount, Aftermath aftermath, Map<String, Double> seconds) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the server's database says of this demonstration. */
    record Counts(long accepted, Map<String, Long> refused, long replayed) {}

    /** What followed from it. */
    record Aftermath(long notices, long folded) {}

    String toJson() {
        ObjectNode json = JSON.createObjectNode();
        json.put("accepted", counts.accepted());
        counts.refused().forEach(json.putObject("refused")::put);
        json.put("replayed", counts.replayed());
        json.put("unbalanced", recount.path("unbalanced").asLong(-1));
        json.put("notices", aftermath.notices());
        json.put("transfers", recount.path("transfers").asLong());
        json.put("businessDate", recount.path("businessDate").asText());
        seconds.forEach(json.putObject("seconds")::put);
        return json.toPrettyString();
    }

    void tell(Progress progress) {
        progress.say("Demo: done");
        progress.plain("");
        progress.plain("  accepted    " + counts.accepted() + " sealed payments, each confirmed to the vendor");
        progress.plain("  refused     " + counts.refused());
        progress.plain("  replayed    " + counts.replayed() + " submissions sent again, answered as the first time");
        progress.plain("  tampered    " + seen.path("tamperedRefused").asLong() + " refused without a word why");
        progress.plain("  told        " + aftermath.notices() + " notices to customers");
        progress.plain("  recount     " + recount.path("transfers").asLong() + " transfers over "
                + recount.path("accounts").asLong() + " accounts, unbalanced: "
                + recount.path("unbalanced").asLong(-1));
        progress.plain("");
    }

    /** The vendor and the bank must tell the same story, and the books must balance. */
    void requireAgreement() throws Problem {
        Map<String, Long> seenRefusals = new TreeMap<>();
        seen.path("refused")
                .properties()
                .forEach(code -> seenRefusals.put(code.getKey(), code.getValue().asLong()));
        require("accepted", counts.accepted(), seen.path("accepted").asLong(-1));
        require("refused", counts.refused(), seenRefusals);
        require("replayed", counts.replayed(), seen.path("replayed").asLong(-1));
        if (counts.accepted() < Demo.PAYMENTS) {
            throw new Problem("Only " + counts.accepted() + " of " + Demo.PAYMENTS + " payments were accepted.");
        }
        if (recount.path("unbalanced").asLong(-1) != 0) {
            throw new Problem("The recount finds differences: " + recount.path("differences") + ".");
        }
    }

    private static void require(String what, Object server, Object vendor) throws Problem {
        if (!List.of(server).equals(List.of(vendor))) {
            throw new Problem(
                    "The server's database says " + what + " " + server + ", but the vendor saw " + vendor + ".");
        }
    }
}
