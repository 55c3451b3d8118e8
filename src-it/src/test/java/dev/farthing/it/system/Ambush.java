package dev.farthing.it.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.byteman.rule.helper.Helper;

/**
 * Lies in wait inside a server's process, by Byteman and without a hook in the server's code: a thread that comes to the place
 * leaves a mark and goes no further, so that whoever waits for the mark finds everything exactly as it is there.
 */
final class Ambush {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int POLL_MILLIS = 10;
    private static final int LOG_LINES = 40;

    /** Longer than any test: a thread that is held is never let go by itself. */
    private static final long HELD_MILLIS = 3_600_000;

    /**
     * One of Byteman's rules.
     *
     * @param type below {@code dev.farthing}
     * @param at a place in the method, as Byteman writes it
     */
    record Rule(String name, String type, String method, String at, String condition, String action) {
        String text(Path mark) {
            return "RULE " + name
                    + "\nCLASS dev.farthing." + type
                    + "\nMETHOD " + method
                    + "\nAT " + at
                    + "\nIF " + condition
                    + "\nDO " + action.replace("MARK", mark.toString())
                    + "\nENDRULE\n\n";
        }
    }

    private final Path script;
    private final Path mark;
    private final FarthingServer server;

    Ambush(FarthingServer server) {
        this.server = server;
        Path home = server.home();
        // Named so that they are removed with the homes of runs that are over.
        this.script = home.resolveSibling("rules-" + home.getFileName());
        this.mark = home.resolveSibling("reached-" + home.getFileName());
    }

    /** Whoever comes there first leaves the mark and stays. */
    static Rule here(String type, String method, String at) {
        return here(type, method, at, "TRUE");
    }

    /** As {@link #here(String, String, String)}, of those for whom a condition holds. */
    static Rule here(String type, String method, String at, String condition) {
        return new Rule(
                "here",
                type,
                method,
                at,
                condition + " && flag(\"here\")",
                "openTrace(\"here\", \"MARK\"), closeTrace(\"here\"), delay(" + HELD_MILLIS + ")");
    }

    /** Whoever comes there first leaves the mark and goes on after that time. */
    static Rule pause(String type, String method, String at, long millis) {
        return new Rule(
                "pause",
                type,
                method,
                at,
                "flag(\"here\")",
                "openTrace(\"here\", \"MARK\"), closeTrace(\"here\"), delay(" + millis + ")");
    }

    /** All but the first who would enter a method stay in front of it: of a divided step, the other part. */
    static Rule oneOnly(String type, String method) {
        return oneOnly(type, method, HELD_MILLIS);
    }

    /** As {@link #oneOnly(String, String)}, for that time. */
    static Rule oneOnly(String type, String method, long millis) {
        return new Rule(
                "one only", type, method, "ENTRY", "incrementCounter(\"entered\") > 1", "delay(" + millis + ")");
    }

    /** The first attempt of a night leaves the mark before a step, and waits there until this node has been told to stop it. */
    static List<Rule> untilStoppedBefore(String step) {
        return List.of(
                new Rule(
                        "until stopped",
                        "batch.settlement.NightStep",
                        "process",
                        "ENTRY",
                        "$this.attempt() == 1 && $this.step.getStepName().equals(\"" + step + "\")",
                        "openTrace(\"here\", \"MARK\"), closeTrace(\"here\"), waitFor(\"stopped\", " + HELD_MILLIS
                                + ")"),
                new Rule(
                        "stopped",
                        "batch.settlement.RunKeeper",
                        "stop",
                        "EXIT",
                        "TRUE",
                        "signalWake(\"stopped\", true)"));
    }

    /** The server's own folder does nothing, so that there is something for the night to fold. */
    static Rule nobodyFoldsByDay() {
        return new Rule("nobody folds by day", "ledger.Housekeeping", "fold", "ENTRY", "TRUE", "RETURN");
    }

    /** Options for the Java of a server that is to come up with these rules; the mark is wiped. */
    List<String> options(List<Rule> rules) {
        try {
            Files.createDirectories(script.getParent());
            Files.deleteIfExists(mark);
            Files.writeString(
                    script, rules.stream().map(rule -> rule.text(mark)).collect(Collectors.joining()));
        } catch (IOException e) {
            throw new UncheckedIOException(script + " cannot be written", e);
        }
        // WildFly's own command line lets every module see org.jboss.byteman where the agent is.
        return List.of("-javaagent:" + byteman() + "=script:" + script);
    }

    /** Waits until somebody has come to the place. */
    void awaitReached() throws InterruptedException {
        for (long waited = 0; !Files.exists(mark); waited += POLL_MILLIS) {
            if (waited > LIMIT.toMillis()) {
                throw new AssertionError("Nobody came to the place within " + LIMIT + ":\n" + Launcher.read(script)
                        + lastLines("console.log") + lastLines("server.log"));
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private String lastLines(String log) {
        List<String> lines = Launcher.read(
                        server.home().resolve("node1").resolve("log").resolve(log))
                .lines()
                .toList();
        return lines.stream().skip(Math.max(0, lines.size() - LOG_LINES)).collect(Collectors.joining("\n", "\n", "\n"));
    }

    private static Path byteman() {
        return Path.of(
                Helper.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    }
}
