package dev.farthing.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Processes of the vendor kit side by side: they know nothing of the server but its address. */
final class DemoProcesses {

    static final String VENDOR = "dev.farthing.kit.demo.DemoVendor";
    static final String STATEMENTS = "dev.farthing.kit.demo.DemoStatements";
    static final String PHONES = "dev.farthing.kit.demo.DemoPhones";

    private static final int LIMIT_MILLIS = 180_000;
    private static final int POLL_MILLIS = 200;
    private static final int TELL_EVERY_MILLIS = 3000;
    private static final Pattern PROGRESS = Pattern.compile("progress ([0-9]+)/[0-9]+");
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Running(String name, Process process, Path output, Path errors) {}

    private final DemoScene scene;
    private final String mainClass;

    DemoProcesses(DemoScene scene, String mainClass) {
        this.scene = scene;
        this.mainClass = mainClass;
    }

    /**
     * Runs a process for each plan and returns what each says of itself in the end, by the same names.
     *
     * @param what is told while they run, with how many of how many are done
     */
    Map<String, JsonNode> run(String what, Map<String, ObjectNode> plans)
            throws IOException, InterruptedException, Problem {
        List<Running> started = new ArrayList<>();
        try {
            for (Map.Entry<String, ObjectNode> plan : plans.entrySet()) {
                started.add(start(plan.getKey(), plan.getValue()));
            }
            await(what, started);
            Map<String, JsonNode> seen = new LinkedHashMap<>();
            for (Running running : started) {
                seen.put(running.name(), result(running));
            }
            return seen;
        } finally {
            started.forEach(running -> running.process().destroyForcibly());
        }
    }

    /** Runs one process and returns what it says of itself in the end. */
    JsonNode runAlone(String name, ObjectNode plan) throws IOException, InterruptedException, Problem {
        JsonNode seen = run(name, Map.of(name, plan)).get(name);
        if (seen == null) {
            throw new IllegalStateException("every process that ends well has said something");
        }
        return seen;
    }

    private Running start(String name, ObjectNode plan) throws IOException {
        Path logs = scene.settings().home().nodeFolder().resolve("log");
        Path output = logs.resolve("demo-" + name + ".out");
        Path errors = logs.resolve("demo-" + name + ".log");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                scene.settings().checkout().launcherLibraries() + "/*",
                mainClass));
        builder.redirectOutput(output.toFile()).redirectError(errors.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("FARTHING_"));
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(plan.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException endedAtOnce) {
            // Why it ended is in its log, which is read when it is waited for.
            scene.say(name + " did not take its plan (" + endedAtOnce.getMessage() + ")");
        }
        return new Running(name, process, output, errors);
    }

    private void await(String what, List<Running> started) throws IOException, InterruptedException, Problem {
        long toldMillis = scene.progress().millis();
        for (int waited = 0; waited < LIMIT_MILLIS; waited += POLL_MILLIS) {
            Running slowest = null;
            for (Running running : started) {
                if (running.process().isAlive()) {
                    slowest = running;
                } else if (running.process().exitValue() != 0) {
                    throw failed(running);
                }
            }
            if (slowest == null) {
                return;
            }
            slowest.process().waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
            if (scene.progress().millis() - toldMillis >= TELL_EVERY_MILLIS) {
                toldMillis = scene.progress().millis();
                tell(what, started);
            }
        }
        throw new Problem("The demonstration's " + what + " did not end within " + LIMIT_MILLIS / 1000 + " s: see "
                + scene.settings().home().serverLog() + ".");
    }

    private void tell(String what, List<Running> started) throws IOException {
        int done = 0;
        for (Running running : started) {
            done += done(Files.readAllLines(running.output(), StandardCharsets.UTF_8));
        }
        if (done > 0) {
            scene.say(what + ": " + done + " payments so far");
        }
    }

    /** How far the last line of progress says that it is. */
    private static int done(List<String> lines) {
        return lines.stream()
                .map(PROGRESS::matcher)
                .filter(Matcher::matches)
                .mapToInt(progress -> Integer.parseInt(progress.group(1)))
                .max()
                .orElse(0);
    }

    private JsonNode result(Running running) throws IOException, Problem {
        List<String> lines = Files.readAllLines(running.output(), StandardCharsets.UTF_8);
        String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        if (!last.startsWith("{")) {
            throw failed(running);
        }
        return JSON.readTree(last);
    }

    private Problem failed(Running running) throws IOException {
        List<String> lines = Files.readAllLines(running.errors(), StandardCharsets.UTF_8).stream()
                .filter(line -> !line.isBlank())
                .toList();
        return new Problem("The process " + running.name() + " failed ("
                + (lines.isEmpty() ? "it said nothing" : lines.get(0).strip()) + "): see " + running.errors() + " and "
                + scene.settings().home().serverLog() + ".");
    }
}
