package dev.farthing.web.problem;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Business dates as they stand in addresses. */
public final class Days {
    private Days() {}

    /** @throws BadRequest if it is no day */
    public static LocalDate day(String text) {
        try {
            if (text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeParseException e) {
            // Told below, as any other text that is no day.
        }
        throw new BadRequest(400, "WRONG_DATE", "Write a day as YYYY-MM-DD");
    }

    /** As {@link #day}, for what may be left out. */
    public static @Nullable LocalDate optional(@Nullable String text) {
        return text == null ? null : day(text);
    }
}
