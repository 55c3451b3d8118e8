package dev.farthing.launcher;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Watches a server come up until it takes payments, or says in one sentence why it does not. */
final class Startup {

    private static final int LIMIT_SECONDS = 240;
    private static final int READY_AFTER_DEPLOYED_SECONDS = 60;
    private static final int POLL_MILLIS = 250;
    private static final int CONNECT_MILLIS = 2000;
    private static final int TELL_EVERY_MILLIS = 5000;
    private static final int MAX_REASON_CHARS = 400;

    private final Settings settings;
    private final Progress progress;
    private final NodeFolder folder;

    Startup(Settings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
        this.folder = new NodeFolder(settings.home().nodeFolder());
    }

    void awaitReady(ProcessHandle server) throws InterruptedException, IOException, Problem {
        boolean told = false;
        int deployedMillis = 0;
        for (int waited = 0; waited < LIMIT_SECONDS * 1000; waited += POLL_MILLIS) {
            if (!RunningServer.isAlive(server)) {
                throw new Problem("The server ended while it started" + firstError() + ": see " + log() + ".");
            }
            if (folder.failed()) {
                throw new Problem("The deployment failed" + firstError() + ": see " + log() + ".");
            }
            if (folder.deployed()) {
                if (!told) {
                    progress.say("Server: deployed, waiting until it is ready");
                    told = true;
                }
                Health health = Health.ask(settings);
                if (health.ready()) {
                    requireListening(settings.ports().https());
                    return;
                }
                deployedMillis += POLL_MILLIS;
                if (deployedMillis > READY_AFTER_DEPLOYED_SECONDS * 1000) {
                    throw new Problem("The server runs but is not ready (" + health.reason() + "): see " + log() + ".");
                }
            }
            if (waited > 0 && waited % TELL_EVERY_MILLIS == 0 && !told) {
                progress.say("Server: still starting");
            }
            Thread.sleep(POLL_MILLIS);
        }
        throw new Problem("The server did not become ready within " + LIMIT_SECONDS + " s: see " + log() + ".");
    }

    /** Readiness is asked over HTTP; a server that started with errors may lack the listener that operators need. */
    private void requireListening(Ports.Port port) throws Problem, IOException {
        URI address = URI.create(settings.httpsUrl());
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.getHost(), port.number()), CONNECT_MILLIS);
        } catch (IOException notListening) {
            throw new Problem(
                    "The server does not listen on its " + port.purpose() + " port " + port.number() + firstError()
                            + ": see " + log() + ".",
                    notListening);
        }
    }

    private Path log() {
        return Files.exists(settings.home().serverLog())
                ? settings.home().serverLog()
                : settings.home().consoleLog();
    }

    /** The first error of the log, which is mostly the cause; the others follow from it. */
    private String firstError() throws IOException {
        for (Path log : List.of(settings.home().consoleLog(), settings.home().serverLog())) {
            if (Files.exists(log)) {
                Optional<String> error = Files.readString(log, StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> line.contains(" ERROR ") || line.startsWith("Error"))
                        .map(line -> line.replaceFirst("^.* ERROR +\\[[^\\]]*\\] +\\([^)]*\\) *", ""))
                        .findFirst();
                if (error.isPresent()) {
                    String text = error.get().strip();
                    return " (" + (text.length() <= MAX_REASON_CHARS ? text : text.substring(0, MAX_REASON_CHARS) + "…")
                            + ")";
                }
            }
        }
        return "";
    }
}
