package dev.farthing.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The vendor of the demonstration: a process that knows nothing of the server but its address. */
final class DemoVendorProcess {

    private static final int LIMIT_SECONDS = 180;
    private static final int MAX_LINES = 10_000;
    private static final double TELL_EVERY_SECONDS = 2;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Settings settings;
    private final Progress progress;
    private double toldAtSeconds;

    DemoVendorProcess(Settings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /** Returns the vendor's own account of what it sent and was answered. */
    JsonNode run(ObjectNode plan) throws IOException, InterruptedException, Problem {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path errors = settings.home().nodeFolder().resolve("log").resolve("demo-vendor.log");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                java.toString(),
                "-Xmx256m",
                "-cp",
                settings.checkout().launcherLibraries() + "/*",
                "dev.farthing.kit.demo.DemoVendor"));
        builder.redirectError(errors.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("FARTHING_"));
        Process vendor = builder.start();
        boolean ended = false;
        try {
            try (OutputStream in = vendor.getOutputStream()) {
                in.write(plan.toString().getBytes(StandardCharsets.UTF_8));
            }
            String last = follow(vendor);
            ended = vendor.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (!ended || vendor.exitValue() != 0 || !last.startsWith("{")) {
                throw new Problem("The vendor's process failed (" + reason(errors, last) + "): see " + errors + " and "
                        + settings.home().serverLog() + ".");
            }
            return JSON.readTree(last);
        } finally {
            if (!ended) {
                vendor.destroyForcibly();
            }
        }
    }

    private static String reason(Path errors, String last) throws IOException {
        List<String> lines = Files.readAllLines(errors, StandardCharsets.UTF_8).stream()
                .filter(line -> !line.isBlank())
                .toList();
        return lines.isEmpty()
                ? "its last word was '" + last + "'"
                : lines.get(0).strip();
    }

    private String follow(Process vendor) throws IOException {
        String last = "";
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(vendor.getInputStream(), StandardCharsets.UTF_8))) {
            for (int lines = 0; lines < MAX_LINES; lines++) {
                String line = out.readLine();
                if (line == null) {
                    return last;
                }
                if (!line.isBlank()) {
                    last = line.strip();
                    tell(last);
                }
            }
        }
        return last;
    }

    private void tell(String line) {
        if (line.startsWith("progress ") && progress.seconds() - toldAtSeconds > TELL_EVERY_SECONDS) {
            toldAtSeconds = progress.seconds();
            progress.say("Demo: " + line.substring("progress ".length()));
        }
    }
}
