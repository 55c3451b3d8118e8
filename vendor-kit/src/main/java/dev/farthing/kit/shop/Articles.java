package dev.farthing.kit.shop;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is sold: a text file for each item, {@code <item>.txt}.
 *
 * @param folder where they are; null if there are none, and each item opens a sentence
 */
record Articles(@Nullable Path folder) {
    /** Bytes of the longest text. */
    static final int MAX_BYTES = 1 << 20;

    private static final Pattern ITEM = Pattern.compile("[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,63}");

    /** The text of an item. */
    String text(String item) throws IOException {
        Path file = folder == null || !ITEM.matcher(item).matches() ? null : folder.resolve(item + ".txt");
        if (file == null || !Files.isRegularFile(file)) {
            return "This is all of \u201c" + item + "\u201d. It is yours to read.";
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        }
    }
}
