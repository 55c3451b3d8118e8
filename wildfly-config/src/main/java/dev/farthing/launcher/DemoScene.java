package dev.farthing.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/**
 * Where a demonstration plays: every run has parties of its own, so that it can be repeated on one home.
 *
 * @param prefix of the codes of all parties of this run
 */
record DemoScene(Settings settings, Progress progress, OperatorApi operator, DemoTown town, String prefix) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A scene for one run that begins now. */
    static DemoScene at(Settings settings, Progress progress, Clock clock) throws IOException, Problem {
        return new DemoScene(
                settings,
                progress,
                new OperatorApi(settings),
                DemoTown.read(),
                "demo-" + Long.toString(clock.instant().getEpochSecond(), Character.MAX_RADIX));
    }

    /** The code in this run of a party of the town. */
    String code(String party) {
        return prefix + "-" + party;
    }

    /** Where a vendor's process keeps the vendor's keys, which are worth nothing once the demonstration is over. */
    Path keys(DemoTown.Vendor vendor) throws IOException {
        return SafeFiles.folder(settings.home().demo(), SafeFiles.OWNER_FOLDER).resolve(code(vendor.code()) + ".keys");
    }

    /** What every process of the vendor kit is told: where the server is, and who it is. */
    ObjectNode server() {
        ObjectNode plan = JSON.createObjectNode();
        plan.put("base", settings.httpUrl());
        return plan.put("audience", settings.text("FARTHING_SERVER_ID", "farthing"));
    }

    void say(String text) {
        progress.say("Demo: " + text);
    }
}
