package dev.farthing.kit.cli;

import dev.farthing.kit.client.ClientSettings;
import dev.farthing.kit.client.Server;
import dev.farthing.kit.envelope.KeyFamily;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is said once, when a vendor enrols or a device registers. */
final class Joining {
    @Option(names = "--server", required = true, paramLabel = "URL", description = "such as https://127.0.0.1:8443")
    URI server = URI.create("");

    @Option(
            names = "--audience",
            defaultValue = "farthing",
            paramLabel = "ID",
            description = "the server's id (default: ${DEFAULT-VALUE})")
    String audience = "";

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description = "the server's certificate, or its authority's, in PEM, if the machine does not know it")
    @Nullable Path trust;

    @Option(
            names = "--family",
            defaultValue = "ED25519",
            description = "of the new keys: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    KeyFamily family = KeyFamily.ED25519;

    @Option(
            names = "--again",
            description =
                    "the same party joins again, since its keys were revoked or lost; the old keys are kept beside")
    boolean again;

    /** Makes the home, and passes only if nobody else is at home there. */
    void prepare(KitHome home) throws HomeProblem {
        home.prepare();
        home.requireOpenTo(server(), again);
    }

    /** What is trusted while one joins; the home itself trusts it only afterwards. */
    ClientSettings settings(KitHome home) throws HomeProblem {
        return trust == null ? home.settings() : home.settings(trust);
    }

    Server server() {
        String scheme = String.valueOf(server.getScheme());
        if (!scheme.matches("https?") || server.getRawAuthority() == null) {
            throw new IllegalArgumentException("Give --server as https://host:port.");
        }
        return new Server(server, audience);
    }
}
