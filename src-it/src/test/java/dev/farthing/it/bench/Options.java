package dev.farthing.it.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the caller asked for.
 *
 * @param quick short rounds and a small night
 * @param parts what is measured; the baseline always is, since everything is told by it
 * @param json where the result is written to besides, or null
 */
record Options(boolean quick, Set<Part> parts, @Nullable Path json) {
    /** What can be measured alone. */
    enum Part {
        BASELINE,
        LEDGER,
        SEALED,
        BULK,
        NIGHT
    }

    /** A command line that says something else than it may, and what it may say. */
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;

        Wrong(String message) {
            super(message + "; ./farthing bench takes --quick, --only PART ("
                    + Arrays.stream(Part.values()).map(Options::name).collect(Collectors.joining(", "))
                    + ") and --json FILE");
        }
    }

    static Options of(List<String> arguments) throws Wrong {
        boolean quick = false;
        Set<Part> parts = EnumSet.allOf(Part.class);
        Path json = null;
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "--quick" -> quick = true;
                case "--only" -> parts = EnumSet.of(Part.BASELINE, part(value(option, rest)));
                case "--json" -> json = from(value(option, rest));
                default -> throw new Wrong("There is no option " + option);
            }
        }
        return new Options(quick, parts, json);
    }

    boolean has(Part part) {
        return parts.contains(part);
    }

    static String name(Part part) {
        return part.name().toLowerCase(Locale.ROOT);
    }

    /** A path is meant from where the caller stands. */
    private static Path from(String path) throws Wrong {
        Path file =
                Path.of(System.getProperty("farthing.from", "")).resolve(path).toAbsolutePath();
        Path folder = file.getParent();
        boolean writable = Files.exists(file)
                ? Files.isRegularFile(file) && Files.isWritable(file)
                : folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
        if (!writable) {
            throw new Wrong("Nothing can be written to " + file);
        }
        return file;
    }

    private static String value(String option, Iterator<String> rest) throws Wrong {
        if (!rest.hasNext()) {
            throw new Wrong(option + " wants a value");
        }
        return rest.next();
    }

    private static Part part(String name) throws Wrong {
        return Arrays.stream(Part.values())
                .filter(part -> name(part).equals(name))
                .findFirst()
                .orElseThrow(() -> new Wrong("There is no part " + name));
    }
}
