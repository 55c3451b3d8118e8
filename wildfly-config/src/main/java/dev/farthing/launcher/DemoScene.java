package dev.farthing.launcher;

import java.io.IOException;
import java.time.Clock;

/**
 * Where a demonstration plays: every run has parties of its own, so that it can be repeated on one home.
 *
 * @param prefix of the codes of all parties of this run
 */
record DemoScene(Settings settings, Progress progress, OperatorApi operator, DemoTown town, String prefix) {

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

    void say(String text) {
        progress.say("Demo: " + text);
    }
}
