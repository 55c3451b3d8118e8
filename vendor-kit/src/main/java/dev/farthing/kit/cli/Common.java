package dev.farthing.kit.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command takes. */
final class Common {
    @Option(
            names = "--home",
            paramLabel = "FOLDER",
            description =
                    "keys, settings and journal (or the environment's FARTHING_VENDOR_HOME, FARTHING_CUSTOMER_HOME)")
    @Nullable Path home;

    @Option(names = "--json", description = "say it in one line of JSON")
    boolean json;

    /** The folder that was given, or that of the environment, or the one in the user's own home. */
    KitHome home(String variable, String name) {
        if (home != null) {
            return new KitHome(home);
        }
        String given = System.getenv(variable);
        return new KitHome(
                given != null && !given.isBlank()
                        ? Path.of(given)
                        : Path.of(System.getProperty("user.home"), ".farthing", name));
    }
}
