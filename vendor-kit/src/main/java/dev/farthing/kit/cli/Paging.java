package dev.farthing.kit.cli;

import dev.farthing.kit.client.Page;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which part of a list. */
final class Paging {
    @Option(names = "--cursor", description = "where the page before ended")
    @Nullable String cursor;

    @Option(names = "--limit", defaultValue = "50", description = "entries, 1 to 200 (default: ${DEFAULT-VALUE})")
    int limit;

    Page page() {
        return new Page(cursor, limit);
    }
}
