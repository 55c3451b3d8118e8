package dev.farthing.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The folder of one node (jboss.server.base.dir): configuration and deployment of this build, and what the node keeps. */
final class NodeFolder {

    private static final List<String> CONFIGURATION =
            List.of("standalone-farthing.xml", "logging.properties", "mgmt-users.properties", "mgmt-groups.properties");
    private static final String EAR = "farthing.ear";
    private static final List<String> MARKERS = List.of(
            "dodeploy", "isdeploying", "deployed", "failed", "isundeploying", "undeployed", "pending", "skipdeploy");

    private final Path folder;

    NodeFolder(Path folder) {
        this.folder = folder;
    }

    /** Copies what the build made, so that a node always runs this checkout's configuration. */
    void prepare(Checkout checkout) throws IOException, Problem {
        if (!Files.exists(checkout.ear())) {
            throw new Problem(
                    "The deployment " + checkout.ear() + " is not there: run ./farthing up, which builds it.");
        }
        Path configuration = checkout.server().resolve("standalone").resolve("configuration");
        SafeFiles.folder(folder, SafeFiles.OPEN_FOLDER);
        SafeFiles.folder(folder.resolve("configuration"), SafeFiles.OWNER_FOLDER);
        SafeFiles.folder(folder.resolve("data"), SafeFiles.OWNER_FOLDER);
        SafeFiles.folder(folder.resolve("log"), SafeFiles.OPEN_FOLDER);
        SafeFiles.folder(deployments(), SafeFiles.OPEN_FOLDER);
        for (String file : CONFIGURATION) {
            SafeFiles.copyInPlace(
                    configuration.resolve(file), folder.resolve("configuration").resolve(file));
        }
        for (String marker : MARKERS) {
            Files.deleteIfExists(marker(marker));
        }
        SafeFiles.copyInPlace(checkout.ear(), deployments().resolve(EAR));
        Files.writeString(marker("dodeploy"), EAR + "\n");
    }

    boolean deployed() {
        return Files.exists(marker("deployed"));
    }

    boolean failed() {
        return Files.exists(marker("failed"));
    }

    private Path deployments() {
        return folder.resolve("deployments");
    }

    private Path marker(String state) {
        return deployments().resolve(EAR + "." + state);
    }
}
