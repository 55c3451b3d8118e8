package dev.farthing.it.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where the tests' servers live: a folder each, named after the process of the tests. */
final class Homes {
    private static final Path ALL = Path.of("target", "homes").toAbsolutePath();
    private static final Pattern NAME = Pattern.compile(".*-([0-9]{1,18})-[0-9]{1,9}");
    private static final AtomicInteger COUNT = new AtomicInteger();

    static {
        removeOld();
    }

    private Homes() {}

    static Path fresh(String name) {
        return ALL.resolve(name + "-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet());
    }

    /** Homes of runs that are over; each is more than a hundred megabytes. */
    private static void removeOld() {
        if (!Files.isDirectory(ALL)) {
            return;
        }
        try (DirectoryStream<Path> homes = Files.newDirectoryStream(ALL)) {
            for (Path home : homes) {
                Matcher name = NAME.matcher(String.valueOf(home.getFileName()));
                if (name.matches()
                        && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                    remove(home);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Old homes in " + ALL + " cannot be removed", e);
        }
    }

    /** Links are removed, not followed. */
    private static void remove(Path tree) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(tree)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
