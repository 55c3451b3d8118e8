package dev.farthing.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The bank's jobs, started and watched by the operators' interface, and what they leave behind. */
final class DemoNight {

    private static final int LIMIT_SECONDS = 120;
    private static final int POLL_MILLIS = 200;
    private static final int MAX_PAGES = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What a night did, as the server tells it.
     *
     * @param summary of the whole night
     * @param payouts of this demonstration's vendors
     * @param collections from this demonstration's customers
     */
    record Kept(LocalDate day, JsonNode summary, List<JsonNode> payouts, List<JsonNode> collections) {}

    private final DemoScene scene;

    DemoNight(DemoScene scene) {
        this.scene = scene;
    }

    /** Closes the day, though its midnight has not come. */
    void close(LocalDate day) throws IOException, InterruptedException, Problem {
        ObjectNode job = JSON.createObjectNode();
        job.put("job", "close-business-day");
        job.put("day", day.toString());
        job.put("ahead", true);
        run(job);
    }

    /** Takes in what the bank has answered. */
    void importStatements() throws IOException, InterruptedException, Problem {
        run(JSON.createObjectNode().put("job", "import-bank-statements"));
    }

    /** Reads a night again, with what has become of its payouts and collections since. */
    Kept read(LocalDate day) throws IOException, InterruptedException, Problem {
        return new Kept(
                day,
                scene.operator().get("nights/" + day),
                own(pages("payouts?day=" + day, "payouts"), "vendor"),
                own(pages("collections?day=" + day, "collections"), "customer"));
    }

    /** How many differences nobody has resolved yet. */
    long openBreaks() throws IOException, InterruptedException, Problem {
        return pages("breaks?state=OPEN", "breaks").size();
    }

    private void run(ObjectNode job) throws IOException, InterruptedException, Problem {
        String run = scene.operator().post("jobs", job, Map.of()).path("run").asText();
        for (int waited = 0; waited < LIMIT_SECONDS * 1000; waited += POLL_MILLIS) {
            JsonNode now = scene.operator().get("jobs/" + run);
            String state = now.path("state").asText();
            if (state.equals("COMPLETED")) {
                return;
            }
            if (!state.equals("RUNNING")) {
                throw new Problem("The job " + job.path("job").asText() + " (run " + run + ") is " + state + " in step "
                        + now.path("step").asText() + ": " + now.path("message").asText() + " See "
                        + scene.settings().home().serverLog() + ".");
            }
            Thread.sleep(POLL_MILLIS);
        }
        throw new Problem("The job " + job.path("job").asText() + " (run " + run + ") did not end within "
                + LIMIT_SECONDS + " s: see " + scene.settings().home().serverLog() + ".");
    }

    private List<JsonNode> pages(String path, String list) throws IOException, InterruptedException, Problem {
        List<JsonNode> entries = new ArrayList<>();
        String cursor = "";
        for (int page = 0; page < MAX_PAGES; page++) {
            JsonNode body = scene.operator().get(path + cursor);
            body.path(list).forEach(entries::add);
            if (!body.path("next").isValueNode() || body.path("next").isNull()) {
                return entries;
            }
            cursor = "&cursor=" + URLEncoder.encode(body.path("next").asText(), StandardCharsets.UTF_8);
        }
        throw new Problem("There are more than " + MAX_PAGES + " pages of " + list
                + ": run the demonstration on another FARTHING_HOME.");
    }

    /** An earlier demonstration on the same home may still be settled in the same night. */
    private List<JsonNode> own(List<JsonNode> entries, String party) {
        return entries.stream()
                .filter(entry -> entry.path(party).asText().startsWith(scene.prefix()))
                .toList();
    }
}
