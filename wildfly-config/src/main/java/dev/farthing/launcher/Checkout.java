package dev.farthing.launcher;

import java.nio.file.Path;

/** What the build has made: the server, the deployment and this launcher's own class path. */
record Checkout(Path root, Path ear) {

    Path server() {
        return root.resolve("wildfly-config").resolve("target").resolve("server");
    }

    Path launcherLibraries() {
        return root.resolve("wildfly-config").resolve("target").resolve("launcher");
    }
}
